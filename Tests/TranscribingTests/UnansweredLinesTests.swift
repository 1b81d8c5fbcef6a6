import Testing
import Vocabulary

@testable import Transcribing

@Suite struct UnansweredLinesTests {
    private static let why = Entry.Why(bundle: "b", runnerUp: nil, threshold: 0.5, margin: 0.1)

    private func unanswered(_ bodies: [Entry.Body]) throws -> [String] {
        let shop = try #require(ShopID("juniper"))
        let opening = Entry.Body.opened(
            Entry.Opening(
                shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 2),
                greeting: "hello"))
        let entries = ([opening] + bodies).enumerated().map { index, body in
            Entry(sequence: index + 1, at: WallTime(milliseconds: 0), body: body)
        }
        let document = try #require(TranscriptDocument(id: ConversationID(7), entries: entries))
        let read = try TranscriptReading.document(fromLine: document.bytes, number: 1)
        #expect(read.unansweredLines == document.unansweredLines)
        return document.unansweredLines
    }

    private func said(_ text: String) -> Entry.Body { .customerSaid(.init(text: text)) }
    private func answer(_ intent: String? = nil, why: Bool = true) -> Entry.Body {
        .botSaid(
            .init(
                text: "…", intent: intent.map { IntentName($0) }, why: why ? Self.why : nil))
    }

    @Test func takesLinesWhoseAnswerHasReasonsButNoIntent() throws {
        let lines = try unanswered([
            said("where is it"), answer("order_status"), said("do you sell"), said("gift wrap"),
            answer(), said("10115"), answer(why: false), said("gift paper?"), answer(),
        ])
        #expect(lines == ["do you sell gift wrap", "gift paper?"])
    }

    @Test func takesTheLineBeforeAHandOffFromOlderRecords() throws {
        let lines = try unanswered([
            said("gift wrap"), answer(why: false), said("wrap it"), answer(why: false),
            .queued(queue: "all", reason: .notUnderstood),
        ])
        #expect(lines == ["wrap it"])
    }

    @Test func takesNothingWherePeopleWereAskedFor() throws {
        let maria = try #require(AgentID("maria"))
        let lines = try unanswered([
            said("human"), answer(why: false), .queued(queue: "all", reason: .asked),
            said("hello?"), .agentSaid(maria, name: "Maria", text: "hi"),
        ])
        #expect(lines == [])
    }
}
