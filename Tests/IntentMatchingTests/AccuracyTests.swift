import Foundation
import Testing
import Vocabulary

@testable import IntentMatching

/// Floors on public data sets, a little below what is reached: a fall is a mistake.
@Suite struct AccuracyTests {
    private static let data: String? = {
        if let named = ProcessInfo.processInfo.environment["HELPLINE_DATA"] { return named }
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path.count > 1 {
            let data = folder.deletingLastPathComponent().appending(path: "shared/data")
            let package = folder.appending(path: "Package.swift")
            if FileManager.default.fileExists(atPath: package.path) {
                return FileManager.default.fileExists(atPath: data.path) ? data.path : nil
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }()

    private static func lines(_ path: String) throws -> [TrainingExample] {
        let text = try String(contentsOfFile: (data ?? "") + "/" + path, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t")
            guard parts.count == 2 else { return nil }
            return TrainingExample(text: String(parts[0]), intent: IntentName(String(parts[1])))
        }
    }

    @Test(
        .enabled(if: data != nil, "the data sets are not there; set HELPLINE_DATA"),
        arguments: [
            ("hint3-curekart", "train", 0.81), ("hint3-sofmattress", "train", 0.71),
            ("braun-chatbot", "train", 0.9), ("bitext", "train_10", 0.86),
        ])
    func staysAboveTheFloor(_ set: String, _ train: String, _ floor: Double) throws {
        let matcher = try IntentTrainer.train(
            TrainingSet(language: .english, examples: try Self.lines("\(set)/\(train).tsv")))
        let test = try Self.lines("\(set)/dev.tsv").prefix(400)
        let evaluation = EvaluationRun.evaluate(matcher, test: Array(test))
        #expect(evaluation.accuracy >= floor, "\(set): \(evaluation.accuracy)")
    }

    @Test(
        .enabled(if: data != nil, "the data sets are not there; set HELPLINE_DATA"),
        arguments: ["en", "de", "it", "nl"])
    func hearsTheLanguage(_ code: String) throws {
        var samples: [Language: [String]] = [:]
        for other in ["en", "de", "it", "nl"] {
            guard let language = Language(other) else { continue }
            samples[language] = try Self.lines("xsid-\(other)/train.tsv").map(\.text)
        }
        let detector = LanguageDetector(samples: samples)
        let language = try #require(Language(code))
        let current = try #require(samples.keys.sorted().first { $0 != language })
        let test = try Self.lines("xsid-\(code)/dev.tsv")
        let right = test.count { line in
            detector.language(of: line.text, among: Array(samples.keys), current: current)
                == language
        }
        #expect(Double(right) / Double(test.count) >= 0.9, "\(right) of \(test.count)")
    }
}
