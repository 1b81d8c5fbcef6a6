import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

/// A floor to talk to: events in, effects in short out.
struct FloorTalk {
    var floor: Floor
    var now = WallTime(milliseconds: 1_773_136_800_000)
    var effects: [FloorEffect] = []

    init(shops: [Shop] = [SimulatedShop.make()]) {
        floor = Floor(
            shops: shops, lastConversation: ConversationID(0), random: SeededRandom(seed: 1))
        for number in (1...150).reversed() {
            floor.stock(
                FreshToken(text: "t\(number)", digest: TokenDigest(high: UInt64(number), low: 0)))
        }
    }

    /// - Returns: What each session is told: `1: welcome t1`, `2: ! token_expired`, `1: end`.
    @discardableResult
    mutating func handle(_ event: FloorEvent) -> [String] {
        effects = floor.handle(event, at: now)
        return effects.compactMap { effect in
            switch effect {
            case .tell(let session, .welcome(let welcome)): "\(session): welcome \(welcome.token)"
            case .tell(let session, .ack(let id, let sequence)): "\(session): ack \(id) \(sequence)"
            case .tell(let session, .message(let message)): "\(session): \(message.text)"
            case .tell(let session, .failure(let failure)): "\(session): ! \(failure.code.rawValue)"
            case .tell(let session, .closed(_, let why)): "\(session): closed \(why)"
            case .tell(let session, _): "\(session): other"
            case .endSession(let session): "\(session): end"
            case .showRecord(let session, _, let after, let last):
                "\(session): show \(after)-\(last)"
            case .save, .setTimer, .showCase, .explain, .find, .ask, .finished: nil
            }
        }
    }

    mutating func open(_ session: UInt64, shop: ShopID = SimulatedShop.id) -> [String] {
        handle(
            .opened(
                SessionID(session),
                OpeningRequest(shop: shop, language: nil, name: nil, isGreeted: false)))
    }

    mutating func say(_ session: UInt64, _ text: String, id: String? = nil) -> [String] {
        handle(
            .said(
                SessionID(session),
                SaidLines(
                    lines: [Entry.CustomerLine(text: text, clientID: id)],
                    match: SimulatedShop.match(text, current: .english))))
    }

    mutating func resume(
        _ session: UInt64, token: UInt64, after: Int? = nil, fromPageOf shops: Set<ShopID>? = nil
    ) -> [String] {
        handle(
            .resumed(
                SessionID(session),
                ResumeRequest(
                    shown: TokenDigest(high: token, low: 0), after: after, shops: shops)))
    }
}

@Suite("Floor: sessions and conversations")
struct FloorTests {
    @Test("opens one conversation for a session, with the shop that was asked for")
    func open() {
        var talk = FloorTalk()
        #expect(talk.open(1) == ["1: welcome t1"])
        #expect(talk.open(1) == ["1: ! conversation_open"])
        #expect(talk.open(2, shop: ShopID("nowhere") ?? SimulatedShop.id) == ["2: ! no_such_shop"])
        #expect(talk.floor.conversationCount == 1)
        #expect(talk.effects.count == 1, "nothing is saved for a refusal")
    }

    @Test("a line without a conversation is refused with its id")
    func hearWithoutHello() {
        var talk = FloorTalk()
        #expect(talk.say(1, "hello", id: "a") == ["1: ! no_such_conversation"])
        #expect(talk.handle(.commanded(SessionID(1), .status)) == ["1: ! no_such_conversation"])
        #expect(talk.handle(.commanded(SessionID(1), .bye)) == ["1: end"])
    }

    @Test("after the end the next line begins another conversation with the same shop")
    func reopen() {
        var talk = FloorTalk()
        _ = talk.open(1)
        let first = talk.floor.conversations.map(\.id)
        #expect(talk.say(1, "bye") == ["1: en 1 utter_rate_ask"])
        #expect(talk.say(1, "5").last == "1: closed ended")
        #expect(talk.effects.contains(.finished(first[0])))
        #expect(talk.floor.conversationCount == 0)
        #expect(
            talk.say(1, "help", id: "b") == ["1: welcome t2", "1: ack b 2", "1: en 1 utter_help"])
        #expect(talk.floor.conversations.map(\.id) != first)
    }

    @Test("a token is good until its successor is spoken under, and gives another each time")
    func resumeOnce() {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.disconnected(SessionID(1)))
        #expect(talk.resume(2, token: 1) == ["2: welcome t2", "2: show 0-2"])
        talk.handle(.disconnected(SessionID(2)))
        // The connection broke before the second token arrived.
        #expect(talk.resume(3, token: 1, after: 1) == ["3: welcome t3", "3: show 1-3"])
        #expect(talk.say(3, "help") == ["3: en 1 utter_help"])
        talk.handle(.disconnected(SessionID(3)))
        #expect(talk.resume(4, token: 1) == ["4: ! token_expired"])
        #expect(talk.resume(4, token: 2) == ["4: ! token_expired"])
        #expect(talk.resume(4, token: 99) == ["4: ! token_expired"])
        #expect(talk.resume(4, token: 3, after: 5).first == "4: welcome t4")
    }

    @Test("however often the line breaks before a new token arrives, the old one opens")
    func resumeOverABadLine() {
        var talk = FloorTalk()
        _ = talk.open(1)
        for session in 2...100 {
            talk.handle(.disconnected(SessionID(UInt64(session - 1))))
            let answer = talk.resume(UInt64(session), token: 1, after: 1)
            #expect(answer.first == "\(session): welcome t\(session)")
        }
        // Of those that never arrived only the latest are kept.
        var other = talk
        #expect(other.resume(101, token: 2) == ["101: ! token_expired"])
        #expect(talk.resume(101, token: 100).contains("101: welcome t101"))
    }

    @Test("a token is good until the window behind the disconnection has passed")
    func resumeWindow() {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.disconnected(SessionID(1)))
        talk.now = talk.now + .seconds(600)
        var late = talk
        late.now = late.now + .milliseconds(1)
        #expect(talk.resume(2, token: 1).first == "2: welcome t2")
        #expect(late.resume(2, token: 1) == ["2: ! token_expired"])
    }

    @Test("a session that is displaced is told and ended; its lines reach nobody's conversation")
    func displaced() {
        var talk = FloorTalk()
        _ = talk.open(1)
        #expect(
            talk.resume(2, token: 1) == [
                "1: ! conversation_open", "1: end", "2: welcome t2", "2: show 0-2",
            ])
        #expect(talk.say(1, "help") == ["1: ! no_such_conversation"])
        talk.handle(.disconnected(SessionID(1)))
        #expect(talk.say(2, "help") == ["2: en 1 utter_help"])
    }

    @Test("a page of another shop cannot go on with a conversation, and does not use up its token")
    func resumeFromAnotherShopsPage() throws {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.disconnected(SessionID(1)))
        let other = try #require(ShopID("other"))
        #expect(talk.resume(2, token: 1, fromPageOf: [other]) == ["2: ! token_expired"])
        #expect(talk.resume(2, token: 1, fromPageOf: []) == ["2: ! token_expired"])
        let welcome = talk.resume(2, token: 1, fromPageOf: [other, SimulatedShop.id])
        #expect(welcome.first == "2: welcome t2")
    }

    @Test("a session that resumes another conversation leaves its own, which waits")
    func changingConversation() {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.disconnected(SessionID(1)))
        _ = talk.open(2)
        #expect(talk.resume(2, token: 1).first == "2: welcome t3")
        #expect(talk.floor.conversationCount == 2)
        #expect(talk.resume(3, token: 2).first == "3: welcome t4")
        #expect(talk.say(2, "help") == ["2: en 1 utter_help"])
    }

    @Test("a customer who has gone is told nothing; the timer still runs")
    func disconnect() {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.disconnected(SessionID(1)))
        talk.handle(.disconnected(SessionID(1)))
        let timer = FloorTimer(conversation: talk.floor.conversations[0].id, kind: .idle)
        talk.now = talk.now + .seconds(481)
        #expect(talk.handle(.timerFired(timer)).isEmpty)
        #expect(talk.effects.count == 2, "a warning is saved, and the timer set again")
        talk.now = talk.now + .seconds(200)
        talk.handle(.timerFired(timer))
        #expect(talk.floor.conversationCount == 0)
        #expect(talk.handle(.timerFired(timer)).isEmpty)
        #expect(talk.effects.isEmpty, "late, not wrong")
    }

    @Test("new shops answer from the next line on; a shop that is gone says so")
    func shopsReplaced() {
        var talk = FloorTalk()
        _ = talk.open(1)
        talk.handle(.shopsReplaced([SimulatedShop.make(edition: 2)]))
        #expect(talk.say(1, "help") == ["1: en 2 utter_help"])
        talk.handle(.shopsReplaced([]))
        #expect(talk.say(1, "help") == ["1: ! no_such_shop"])
        #expect(talk.open(2) == ["2: ! no_such_shop"])
        talk.handle(.shopsReplaced([SimulatedShop.make(edition: 3)]))
        #expect(talk.say(1, "help") == ["1: en 3 utter_help"])
    }

    @Test("restoring puts the record's conversation where the failed one was")
    func restore() {
        var talk = FloorTalk()
        _ = talk.open(1)
        var record = talk.effects.compactMap { effect -> [Entry]? in
            guard case .save(_, _, let entries) = effect else { return nil }
            return entries
        }.flatMap { $0 }
        let id = talk.floor.conversations[0].id
        _ = talk.say(1, "help", id: "a")
        let timer = talk.floor.restore(id, from: record, at: talk.now)
        #expect(
            timer
                == .setTimer(
                    FloorTimer(conversation: id, kind: .idle),
                    after: DialogueSettings().idleWarning))
        #expect(talk.say(1, "help", id: "a").first == "1: ack a 2")
        record = []
        #expect(talk.floor.restore(id, from: record, at: talk.now) == nil)
        #expect(talk.floor.conversationCount == 0)
        #expect(talk.say(1, "help").first?.hasPrefix("1: welcome") == true)
    }
}
