import Testing
import Vocabulary

@testable import Transcribing

@Suite struct ReasonedAnswersTests {
    private static let why = Entry.Why(bundle: "b1", runnerUp: nil, threshold: 0.5, margin: 0.1)

    /// - Parameter bodies: Each with the second it was said in.
    private func answers(_ bodies: [(Int64, Entry.Body)]) throws -> [ReasonedAnswer] {
        let shop = try #require(ShopID("juniper"))
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 2),
            greeting: "hello")
        let entries = ([(0, .opened(opening))] + bodies).enumerated().map { index, said in
            Entry(
                sequence: index + 1, at: WallTime(milliseconds: said.0 * 1_000), body: said.1)
        }
        let document = try #require(TranscriptDocument(id: ConversationID(7), entries: entries))
        let read = try TranscriptReading.document(fromLine: document.bytes, number: 1)
        #expect(read.reasonedAnswers == document.reasonedAnswers)
        return document.reasonedAnswers
    }

    private func said(_ text: String) -> Entry.Body { .customerSaid(.init(text: text)) }
    private func answer(_ why: Entry.Why? = Self.why) -> Entry.Body {
        .botSaid(.init(text: "…", intent: IntentName("refund"), confidence: 0.9, why: why))
    }

    @Test func takeTheLineThatWasAnswered() throws {
        let found = try answers([
            (1, said("where is it")), (1, answer(nil)), (2, said("my refund")), (2, answer()),
        ])
        #expect(found.map(\.text) == ["my refund"])
        #expect(found.first?.sequence == 5)
        #expect(found.first?.why.bundle == "b1")
    }

    @Test func takeLinesThatWereMatchedTogetherAsOneText() throws {
        let found = try answers([(1, said("where is")), (1, said("my refund")), (1, answer())])
        #expect(found.map(\.text) == ["where is\nmy refund"])
    }

    @Test func leaveLinesOutThatWereSaidBefore() throws {
        let found = try answers([(1, said("hello?")), (4, said("my refund")), (4, answer())])
        #expect(found.map(\.text) == ["my refund"])
    }

    @Test func takeTheLineOfBothAnswersToTwoQuestions() throws {
        let found = try answers([(1, said("refund and size")), (1, answer()), (1, answer())])
        #expect(found.map(\.text) == ["refund and size", "refund and size"])
    }

    @Test func haveNothingForErasedLines() throws {
        #expect(try answers([(1, said("")), (1, answer())]).isEmpty)
    }
}
