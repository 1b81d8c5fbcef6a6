import Foundation
import IntentMatching

/// The examples of one intent file on its own, as for measuring.
public enum IntentExamples {
    /// - Parameter path: A file in Rasa's YAML shape.
    /// - Returns: Its examples with their places, annotations taken out, and every problem.
    public static func read(
        _ path: String
    ) -> (examples: [TrainingExample], problems: [ShopFileProblem]) {
        let url = URL(fileURLWithPath: path)
        let log = ProblemLog()
        let source = FileSource(path: url.deletingLastPathComponent().path, log: log)
        guard let yaml = source.yaml(url.lastPathComponent) else { return ([], log.problems) }
        let file = IntentFileReader.read(yaml, log: log)
        let examples = file.intents.flatMap { intent in
            intent.examples.map { example in
                TrainingExample(
                    text: example.text, intent: intent.name,
                    place: "\(path):\(example.spot.line)")
            }
        }
        return (examples, log.problems)
    }
}
