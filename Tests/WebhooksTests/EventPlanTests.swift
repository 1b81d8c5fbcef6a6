import Testing
import Vocabulary
import Webhooks

@Suite struct EventPlanTests {
    private let maria = AgentID("maria")
    private let tom = AgentID("tom")

    private func plan(_ bodies: [Entry.Body], _ types: Set<WebhookEventType>? = nil) -> [String] {
        let entries = bodies.enumerated().map { index, body in
            Entry(sequence: index + 7, at: WallTime(milliseconds: 5), body: body)
        }
        let all = EventSubscription(
            endpoint: "crm", types: types ?? Set(WebhookEventType.allCases))
        return EventPlan.events(of: entries, for: [all]).map {
            "\($0.sequence).\($0.ordinal) \($0.type.rawValue)"
        }
    }

    @Test func linesAreMessagesAndNotesAreNot() throws {
        let maria = try #require(maria)
        let events = plan([
            .customerSaid(.init(text: "hi")), .botSaid(.init(text: "hello")),
            .systemSaid(text: "still there?"), .agentSaid(maria, name: "Maria", text: "yes"),
            .noted(maria, text: "rude"), .languageSet(.english),
            .resumed(TokenDigest(high: 1, low: 2)),
        ])
        #expect(events == (7...10).map { "\($0).1 message.created" })
    }

    @Test func aHandOffIsToldStepByStep() throws {
        let (maria, tom) = (try #require(maria), try #require(tom))
        #expect(plan([.queued(queue: "returns", reason: .asked)]) == ["7.1 conversation.escalated"])
        #expect(plan([.agentJoined(maria, name: "Maria")]) == ["7.1 conversation.assigned"])
        #expect(
            plan([
                .agentLeft(maria, name: "Maria"), .queued(queue: "billing", reason: .transferred),
            ]) == ["8.1 conversation.transferred"])
        #expect(
            plan([.agentLeft(maria, name: "Maria"), .agentJoined(tom, name: "Tom")])
                == ["8.1 conversation.transferred", "8.2 conversation.assigned"])
        #expect(
            plan([.agentLeft(maria, name: "Maria"), .botSaid(.init(text: "me again"))])
                == ["7.1 conversation.returned_to_bot", "8.1 message.created"])
        #expect(
            plan([.agentLeft(maria, name: "Maria"), .closed(.resolved)])
                == ["8.1 conversation.closed", "8.2 transcript.ready"])
        #expect(
            plan([.queued(queue: "returns", reason: .agentLost)])
                == ["7.1 conversation.transferred"])
    }

    @Test func requestsAreReturnsOrSomethingElse() {
        #expect(plan([.requested(name: "return", slots: [])]) == ["7.1 return.requested"])
        #expect(plan([.requested(name: "start_return", slots: [])]) == ["7.1 return.requested"])
        #expect(plan([.requested(name: "change_address", slots: [])]) == ["7.1 request.created"])
        #expect(plan([.requested(name: "forget", slots: [])]).isEmpty)
        #expect(
            plan([.messageLeft(text: "call me", contact: "a@b.example"), .rated(score: 5)])
                == ["7.1 message.left", "8.1 conversation.rated"])
    }

    /// Ids do not depend on what else an endpoint wants.
    @Test func idsStayTheSameForEveryChoice() throws {
        let some = plan([.closed(.ended)], [.transcriptReady])
        #expect(some == ["7.2 transcript.ready"])
        #expect(plan([.closed(.ended)], []).isEmpty)
        let event = PlannedEvent(
            type: .transcriptReady, sequence: 7, ordinal: 2, endpoints: ["crm"])
        let id = event.id(in: ConversationID(1 << 40))
        #expect(!id.contains(".") && id.hasSuffix("_7_2"))
    }
}
