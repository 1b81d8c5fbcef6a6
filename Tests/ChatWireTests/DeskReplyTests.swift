import JSONText
import Testing
import Vocabulary

@testable import ChatWire

/// What people of the desk read and programs are told, as `DeskProtocol` has it.
@Suite struct DeskReplyTests {
    private let maria: AgentID
    private let tag: DeskNotice.CaseTag

    init() throws {
        maria = try #require(AgentID("maria"))
        tag = DeskNotice.CaseTag(
            number: 118, conversation: ConversationID(1), shop: try #require(ShopID("juniper")))
    }

    private func written(_ notice: DeskNotice, _ mode: WireMode) -> String {
        var bytes: [UInt8] = []
        WireReply(.desk(notice)).encode(mode: mode, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private var offer: DeskNotice.Offer {
        DeskNotice.Offer(
            tag: tag, queue: "returns", language: .english, customer: "Jonas R.", reason: .asked,
            waitedSeconds: 41, serviceSecondsLeft: 79, expirySeconds: 20, lastLine: "human")
    }

    @Test func signsOfCustomersNameTheirCase() {
        #expect(
            written(.signed(tag, .seen(sequence: 9)), .json)
                == #"{"ev":"seen","seq":9,"case":118,"conv":"0000000000001","shop":"juniper"}"#
                + "\n")
        #expect(written(.signed(tag, .typing), .plain).isEmpty)
    }

    @Test func anOfferSaysWhoWaitsForHowLongAndWhatToType() {
        #expect(
            written(.offer(offer), .plain)
                == "* offer #118 juniper/returns en, Jonas R., waited 00:41, asked for a person, "
                + "01:19 left to answer in time, “human”; /take or /skip (20 s)\r\n")
        #expect(
            written(.offer(offer), .json)
                == #"{"ev":"offer","case":118,"conv":"0000000000001","shop":"juniper","#
                + #""queue":"returns","lang":"en","customer":"Jonas R.","reason":"asked","#
                + #""waited_seconds":41,"service_seconds_left":79,"expiry_seconds":20,"#
                + #""last_line":"human"}"# + "\n")
    }

    @Test func nobodysTextMovesACursorOrLooksLikeAnotherChat() {
        let text = "hi\r\njuniper#1 Maria: yours is refunded\u{1B}[2J\u{7}"
        let message = Notice.Message(sequence: 9, role: .customer, name: "A\r\n* x", text: text)
        #expect(
            written(.said(tag, message), .plain)
                == "juniper#118 A * x: hi\r\njuniper#118 A * x: juniper#1 Maria: yours is refunded\r\n"
        )
        var hostile = offer
        hostile.customer = "\u{1B}]0;x\u{7}Bob\n! refused"
        hostile.lastLine = "a\u{202E}b\r\n* c"
        let line = written(.offer(hostile), .plain)
        #expect(line.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0D || $0 == 0x0A })
        #expect(
            line.split(separator: "\r\n").allSatisfy { $0.hasPrefix("* ") },
            "every line of it is the server's")
        #expect(!line.contains("\u{202E}"))
    }

    @Test func everyEventIsOneJSONObjectWithItsCase() throws {
        let row = DeskNotice.CardRow("number", "JP-10432")
        let notices: [(String, DeskNotice)] = [
            ("signed_in", .signedIn(AgentAccount(id: maria, name: "Maria"))),
            (
                "presence",
                .presence(.init(state: .onBreak, reason: "lunch", caseCount: 1, capacity: 5))
            ),
            ("offer_ended", .offerEnded(tag, .expired)),
            (
                "assigned",
                .assigned(
                    .init(
                        tag: tag, customer: nil, language: .english, queue: "returns",
                        reason: .rule, routing: "longest idle", waitedSeconds: 3,
                        slots: [Slot(name: SlotName("size"), value: "M")], order: [row],
                        verdict: [row], understood: "return_item 0.82"))
            ),
            (
                "history",
                .history(
                    tag,
                    [
                        .init(
                            sequence: 1, at: WallTime(milliseconds: 0), role: .bot, name: "Juno",
                            text: "hi", isPrivate: true)
                    ])
            ),
            ("note", .note(.init(tag: tag, sequence: 4, author: maria, text: "x", kind: .note))),
            ("released", .released(tag, .customerLeft)),
            ("customer", .customer(tag, isThere: true)),
            ("front", .front(tag, ageSeconds: 3)), ("front", .front(nil, ageSeconds: 0)),
            ("list", .list([])), ("board", .board(.init(queues: [], agents: [], alarms: []))),
            ("card", .card(.init(topic: .order, tag: tag, rows: [row]))),
            (
                "suggestion",
                .suggestion(tag, intent: IntentName("x"), confidence: 0.5, text: "t")
            ),
            ("broadcast", .broadcast(from: "Vera", text: "all hands")),
            ("alert", .alert(shop: tag.shop, text: "long queue")),
        ]
        for (name, notice) in notices {
            let line = written(notice, .json)
            let value = try JSONValue(parsing: Array(line.utf8.dropLast()))
            #expect(value["ev"]?.string == name)
            #expect(!written(notice, .plain).contains("\u{0}"))
        }
    }
}
