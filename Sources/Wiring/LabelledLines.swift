import Foundation
import IntentMatching
import ShopFiles
import Vocabulary

/// Lines with their intents, as files for measuring hold them.
public enum LabelledLines {
    /// Why a file cannot be read.
    public struct Mistake: Error, CustomStringConvertible, Equatable {
        public let file: String
        /// The first line is 1.
        public let line: Int
        public let message: String
        public var description: String { "\(file):\(line): \(message)" }
    }

    /// Reads `text<TAB>label` a line, or an intent file in Rasa's YAML where the name ends in `.yml`
    /// or `.yaml`.
    ///
    /// - Parameter needsLabel: False for lines nobody should answer; then the text alone is enough.
    public static func read(
        _ file: String, needsLabel: Bool = true
    ) throws(Mistake) -> [TrainingExample] {
        if file.hasSuffix(".yml") || file.hasSuffix(".yaml") { return try readYAML(file) }
        guard let content = FileManager.default.contents(atPath: file) else {
            throw Mistake(file: file, line: 1, message: "cannot be read")
        }
        var examples: [TrainingExample] = []
        for (index, line) in content.split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated()
        {
            guard let text = String(validating: line.filter { $0 != 0x0D }, as: UTF8.self) else {
                throw Mistake(file: file, line: index + 1, message: "is not UTF-8")
            }
            guard !text.isEmpty else { continue }
            let fields = text.split(separator: "\t", omittingEmptySubsequences: false)
            let label = fields.count > 1 ? String(fields[fields.count - 1]) : ""
            guard !needsLabel || (!label.isEmpty && !fields[0].isEmpty) else {
                throw Mistake(
                    file: file, line: index + 1,
                    message: "has no \(fields[0].isEmpty ? "text" : "label"); "
                        + "a line is a text, a tab and the name of its intent")
            }
            examples.append(
                TrainingExample(
                    text: String(fields[0]), intent: IntentName(label),
                    place: "\(file):\(index + 1)"))
        }
        guard !examples.isEmpty else {
            throw Mistake(file: file, line: 1, message: "holds no line")
        }
        return examples
    }

    private static func readYAML(_ file: String) throws(Mistake) -> [TrainingExample] {
        let (examples, problems) = IntentExamples.read(file)
        if let problem = problems.first(where: { $0.severity == .error }) {
            throw Mistake(file: file, line: problem.line, message: problem.message)
        }
        guard !examples.isEmpty else {
            throw Mistake(file: file, line: 1, message: "holds no example of an intent")
        }
        return examples
    }
}
