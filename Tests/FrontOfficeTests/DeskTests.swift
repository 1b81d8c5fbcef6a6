import AgentDesk
import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Floor: people")
struct DeskTests {
    /// A customer on session 1 who waits, and ada on session 50 with the offer of #1.
    private func waiting() -> DeskTalk {
        var talk = DeskTalk()
        talk.openDesk()
        talk.open(1)
        talk.say(1, "human")
        return talk
    }

    /// The same, taken.
    private func taken() -> DeskTalk {
        var talk = waiting()
        talk.command(50, .take(nil))
        return talk
    }

    @Test("without people everything is as it was: an honest answer, and a message")
    func nobody() {
        var talk = DeskTalk()
        talk.open(1)
        #expect(talk.say(1, "human") == ["1: bot: en 1 utter_handoff_closed"])
        #expect(talk.floor.conversations[0].memory.expectation == .messageOffer)
    }

    @Test("from the offer to the end")
    func wholeCase() {
        var talk = DeskTalk()
        #expect(talk.logIn(50, "ada") == ["50: signed in ada", "50: you are off"])
        #expect(talk.command(50, .on) == ["50: you are on"])
        talk.open(1)
        let asked = talk.say(1, "human", id: "c1")
        #expect(asked.first == "1: ack c1 2")
        #expect(asked.contains("1: bot: en 1 utter_handoff_queued"))
        #expect(asked.contains("50: offer #1"))
        let told = talk.command(50, .take(nil))
        #expect(told.contains("1: joined Ada"))
        let toAgent = told.filter { $0.hasPrefix("50:") }
        #expect(toAgent == ["50: assigned #1", "50: history #1", "50: front #1"])
        #expect(talk.answer(50, "hello Ana", id: "a1").contains("1: agent: hello Ana"))
        #expect(talk.say(1, "how is shipping") == ["50: #1 customer: how is shipping"])
        #expect(talk.answer(50, "hello Ana", id: "a1") == ["50: ack a1 7"], "not said twice")
        let closed = talk.command(50, .close(.resolved))
        #expect(closed.contains("1: left Ada"))
        #expect(closed.contains("1: bot: en 1 utter_rate_ask"))
        #expect(closed.contains("50: #1 closed"))
        #expect(closed.contains("50: front none"))
        #expect(talk.floor.disagreements.isEmpty)
        let rated = talk.say(1, "5")
        #expect(rated.contains("1: closed resolved"), "as the agent said")
        #expect(talk.record.values.joined().contains { $0.body == .rated(score: 5) })
        #expect(talk.floor.conversationCount == 0)
    }

    @Test("what the files say of the desk is in force, also when the shops are read again")
    func writtenRules() {
        var talk = taken()
        let shop = SimulatedShop.make(edition: 2)
        var rules = ShopRules(shop: shop.id, hours: shop.hours, languages: shop.languages)
        rules.dispositions = [.resolved]
        talk.handle(.rulesReplaced(DeskRules(shops: [shop.id: rules])))
        talk.handle(.shopsReplaced([shop]))
        talk.command(50, .close(Disposition("whatever")))
        #expect(talk.floor.conversationCount == 1)
        talk.command(50, .close(.resolved))
        talk.say(1, "skip")
        #expect(talk.floor.conversationCount == 0)
    }

    @Test("every assignment has its reason on record, and replay gives the same conversation")
    func recorded() throws {
        var talk = taken()
        talk.answer(50, "one moment", id: "a1")
        talk.command(50, .tag("vip"))
        talk.command(50, .note("careful"))
        let (id, entries) = try #require(talk.record.first)
        let routed = entries.compactMap { entry -> String? in
            if case .routed(_, let reason) = entry.body { reason } else { nil }
        }
        #expect(routed.count == 1 && routed[0].contains("corner/general"))
        #expect(Conversation(id: id, replaying: entries) == talk.floor.conversation(id))
        #expect(talk.floor.conversation(id)?.tags == ["vip"])
    }

    @Test("notes, whispers and mentions reach people of the desk and never the customer")
    func privateWords() {
        var talk = taken()
        talk.logIn(51, "bo")
        talk.logIn(52, "vera")
        talk.supervise(52, .watch(1))
        let noted = talk.command(50, .note("ask @bo about it, and @nobody"))
        #expect(noted.contains("51: #1 mention by ada: ask @bo about it, and @nobody"))
        #expect(noted.contains("52: #1 note by ada: ask @bo about it, and @nobody"))
        let whispered = talk.supervise(52, .whisper(1, "offer a refund"))
        #expect(whispered.contains("50: #1 whisper by vera: offer a refund"))
        #expect(!(noted + whispered).contains { $0.hasPrefix("1:") })
        talk.handle(.disconnected(SessionID(1)))
        let id = talk.floor.conversations[0].id
        let seen = (talk.record[id] ?? []).compactMap { entry -> Entry? in
            if case .noted = entry.body { entry } else { nil }
        }
        #expect(seen.count == 2)
    }

    @Test("what the bot was doing goes on after people hand it back")
    func handBack() {
        var talk = DeskTalk()
        talk.openDesk()
        talk.open(1)
        talk.say(1, "where is my order")
        talk.say(1, "human")
        talk.command(50, .take(nil))
        let told = talk.command(50, .bot)
        #expect(told.contains("1: left Ada"))
        #expect(told.contains("1: bot: en 1 utter_returned_to_bot"))
        #expect(told.contains("1: bot: en 1 still: en 1 ask_number"))
        #expect(talk.say(1, "CS-100") == ["1: bot: en 1 ask_proof"])
        #expect(talk.say(1, "10115") == ["1: bot: en 1 CS-100 is shipped"])
    }

    @Test("the suggestion is the bot's answer to the last line; the customer sees nothing of it")
    func suggestion() {
        var talk = taken()
        talk.say(1, "how is shipping")
        let told = talk.command(50, .suggest)
        #expect(told.count == 1 && told[0].hasPrefix("50: suggest en 1 "))
    }

    @Test("a customer who says goodbye takes the case from the agent")
    func customerLeaves() {
        var talk = taken()
        let told = talk.handle(.commanded(SessionID(1), .bye))
        #expect(told.contains("50: #1 customer_left"))
        #expect(talk.answer(50, "hello?") == ["50: ! no_such_case"])
    }

    @Test("a lost agent finds everything again; one who stays away loses it to the queue")
    func lostAgent() {
        var talk = taken()
        talk.handle(.disconnected(SessionID(50)))
        let back = talk.logIn(60, "ada")
        #expect(back.contains("60: assigned #1") && back.contains("60: front #1"))
        #expect(talk.answer(60, "back again").contains("1: agent: back again"))
        let since = talk.floor.conversations[0].waitingSince
        talk.handle(.disconnected(SessionID(60)))
        let told = talk.pass(.seconds(120))
        #expect(told.contains("1: left Ada"))
        let conversation = talk.floor.conversations[0]
        #expect(conversation.phase == .waiting(queue: "general"))
        #expect(conversation.waitingSince == since, "the first waiting time is kept")
        #expect(conversation.queueReason == .agentLost)
    }

    @Test("a wish for a person in one's own words is recorded as one, like the command")
    func wishInOwnWords() throws {
        for words in ["can I talk to someone please", "human"] {
            var talk = DeskTalk()
            talk.openDesk()
            talk.open(1)
            talk.say(1, words)
            let entries = try #require(talk.record.values.first)
            let reasons = entries.compactMap { entry -> QueueReason? in
                if case .queued(_, let reason) = entry.body { reason } else { nil }
            }
            #expect(reasons == [.asked], "\(words)")
        }
    }

    @Test("a second log-in ends the first one and goes on with its cases")
    func twoLogIns() {
        var talk = taken()
        let told = talk.logIn(60, "ada")
        #expect(told.contains("50: end"))
        #expect(told.contains("60: assigned #1"))
        #expect(talk.answer(50, "am I here") == ["50: ! login_refused"])
        #expect(talk.answer(60, "I am here").contains("1: agent: I am here"))
        talk.handle(.disconnected(SessionID(50)))
        #expect(talk.answer(60, "still").contains("1: agent: still"))
    }

    @Test("an account that is disabled is sent away and its cases wait again")
    func disabled() {
        var talk = taken()
        let others = SimulatedShop.accounts.filter { $0.id.name != "ada" }
        let told = talk.handle(.accountsReplaced(.of(others)))
        #expect(told.contains("50: end"))
        #expect(talk.floor.conversations[0].phase == .waiting(queue: "general"))
    }

    @Test("transfers are warm: the note is on record before the next one joins")
    func transfer() throws {
        var talk = taken()
        talk.logIn(51, "bo")
        talk.command(51, .on)
        let told = talk.command(50, .transfer("bo", note: "she wants her money back"))
        #expect(told.contains("50: #1 transferred"))
        #expect(told.contains("51: offer #1"))
        talk.command(51, .take(nil))
        let id = try #require(talk.record.keys.first)
        let kinds = (talk.record[id] ?? []).suffix(6).map { entry in
            switch entry.body {
            case .noted: "note"
            case .agentLeft: "left"
            case .queued(_, let reason): "queued \(reason.rawValue)"
            case .routed: "routed"
            case .agentJoined(let agent, _): "joined \(agent)"
            default: "other"
            }
        }
        #expect(kinds.suffix(5) == ["note", "left", "queued transferred", "routed", "joined bo"])
        #expect(talk.command(50, .transfer("nobody", note: nil)) == ["50: ! no_such_case"])
        #expect(talk.command(51, .transfer("nobody", note: nil)) == ["51: ! usage"])
    }

    @Test("a supervisor steps in beside the agent, and both are heard")
    func barge() {
        var talk = taken()
        talk.logIn(52, "vera")
        let told = talk.supervise(52, .barge(1))
        #expect(told.contains("52: assigned #1"))
        #expect(told.contains("1: joined Vera"))
        #expect(told.contains("50: #1 system: Vera has stepped in"))
        let steps = talk.record.values.joined().compactMap { entry -> String? in
            if case .steppedIn(let agent, let name) = entry.body { "\(agent) \(name)" } else { nil }
        }
        #expect(steps == ["vera Vera"])
        #expect(talk.answer(52, "Vera here").contains("1: agent: Vera here"))
        #expect(talk.answer(50, "Ada too").contains("1: agent: Ada too"))
        talk.command(50, .close(.resolved))
        #expect(talk.answer(52, "and?") == ["52: ! no_such_case"])
    }

    @Test("a disabled endpoint is an alert, stands on the board, and both end when it is enabled")
    func endpoints() {
        var talk = taken()
        talk.logIn(52, "vera")
        let trouble = EndpointTrouble(shop: SimulatedShop.id, endpoint: "crm", why: "gone")
        let told = talk.handle(.endpointsDisabled([trouble]))
        #expect(told.count == 1 && told[0].hasPrefix("52: alert the endpoint"), "\(told)")
        #expect(talk.handle(.endpointsDisabled([trouble])).isEmpty, "told once")
        talk.supervise(52, .board)
        let alarms = talk.effects.compactMap { effect -> [String]? in
            if case .tell(_, .desk(.board(let board))) = effect { board.alarms } else { nil }
        }.joined()
        #expect(alarms.count == 1 && alarms.allSatisfy { $0.contains("/crm") })
        #expect(talk.handle(.endpointsDisabled([])).allSatisfy { $0.contains("over:") })
        talk.supervise(52, .board)
        #expect(!"\(talk.effects)".contains("/crm"))
    }

    @Test("commands for chats that are nobody's, somebody else's or never were are refused kindly")
    func refusals() {
        var talk = taken()
        talk.logIn(51, "bo")
        #expect(talk.answer(51, "mine?", about: 1) == ["51: ! not_allowed"])
        #expect(talk.command(51, .close(.resolved), about: 1) == ["51: ! not_allowed"])
        #expect(talk.command(51, .to(99)) == ["51: ! no_such_case"])
        #expect(talk.command(51, .take(nil)) == ["51: ! not_allowed"])
        #expect(talk.command(50, .hold("soon")) == ["50: ! usage"])
        #expect(talk.command(50, .priority("very")) == ["50: ! usage"])
        #expect(talk.command(50, .canned("nothing")) == ["50: ! no_such_text"])
        #expect(talk.answer(99, "who am I") == ["99: ! login_refused"])
        #expect(talk.supervise(51, .board) == ["51: ! not_allowed"])
    }

    @Test("a customer who waits can go back to the bot, and leaves the queue")
    func withdrawn() {
        var talk = waiting()
        let told = talk.say(1, "cancel")
        #expect(told.contains("1: bot: en 1 utter_returned_to_bot"))
        #expect(told.contains("50: offer #1 withdrawn"))
        #expect(talk.command(50, .take(nil)) == ["50: ! not_allowed"])
        #expect(talk.say(1, "help") == ["1: bot: en 1 utter_help"])
    }

    @Test(
        "when the last agent goes, the customer hears so, keeps the place and may leave a message")
    func unstaffed() {
        var talk = DeskTalk()
        talk.openDesk(50, "bo")
        talk.open(1)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        talk.open(2)
        talk.say(2, "human")
        let told = talk.command(50, .off)
        _ = told
        let gone = talk.handle(.agentLoggedOut(SessionID(50)))
        #expect((told + gone).contains("2: system: en 1 utter_handoff_closed"))
        #expect(talk.say(2, "yes") == ["2: bot: en 1 utter_message_ask"])
    }

    @Test("a customer who does not come back leaves the queue")
    func abandoned() {
        var talk = waiting()
        talk.command(50, .off)
        talk.handle(.disconnected(SessionID(1)))
        talk.pass(.seconds(700))
        #expect(talk.floor.conversationCount == 0)
        let last = talk.record.values.first?.last
        #expect(last?.body == .closed(.abandoned))
    }
}
