import Foundation
import IntentMatching
import Testing
import Vocabulary

@testable import Wiring

@Suite struct MatchReasonsTests {
    private static let set = TrainingSet(
        language: .english,
        examples: [
            ("where is my order", "status"), ("has my order been sent", "status"),
            ("track my parcel", "status"), ("i want my money back", "refund"),
            ("refund me please", "refund"), ("when is my refund here", "refund"),
        ].map { TrainingExample(text: $0.0, intent: IntentName($0.1)) })

    @Test func givesTheExplanationOfTheModelThatAnswered() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "reasons-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let cache = ModelCache(folder: folder.appending(path: "models").path)
        let matcher = try cache.matcher(for: Self.set)
        var reasons = RecordReasons(data: folder.path)
        let line = "whre is my refund"
        #expect(
            reasons.explanation(of: line, by: matcher.bundleHash) == matcher.explain(line).lines)
        #expect(
            reasons.explanation(of: "where\u{200B} is\u{7} it", by: matcher.bundleHash)
                == matcher.explain("where is it").lines, "as sessions clean a line")
    }

    @Test("what is no kept model explains nothing", arguments: ["", "00ff", "../x", "ab/../cd"])
    func knowsOnlyKeptModels(bundle: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "reasons-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try ModelCache(folder: folder.appending(path: "models").path).matcher(for: Self.set)
        var reasons = RecordReasons(data: folder.path)
        #expect(reasons.explanation(of: "where is it", by: bundle) == nil)
    }
}
