import AgentDesk
import Dialogue
import FrontOffice
import TestKit
import Vocabulary

/// A floor with customers and people of the desk to talk to: events in, what each session reads out.
struct DeskTalk {
    var floor: Floor
    var now = WallTime(milliseconds: 1_773_136_800_000)
    /// Everything put on record, by conversation.
    var record: [ConversationID: [Entry]] = [:]
    /// Effects of the last event.
    var effects: [FloorEffect] = []
    private var timers: [(at: WallTime, timer: FloorTimer)] = []

    init(shops: [Shop] = [SimulatedShop.make()]) {
        floor = Floor(
            shops: shops, lastConversation: ConversationID(0), random: SeededRandom(seed: 1))
        for number in (1...200).reversed() {
            floor.stock(
                FreshToken(text: "t\(number)", digest: TokenDigest(high: UInt64(number), low: 0)))
        }
    }

    /// A customer's chat that an agent at session 50 has taken.
    static func taken() -> DeskTalk {
        var talk = DeskTalk()
        talk.openDesk()
        talk.open(1)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        return talk
    }

    // MARK: Events

    @discardableResult
    mutating func handle(_ event: FloorEvent) -> [String] {
        floor.beginBatch()
        return take(floor.handle(event, at: now))
    }

    @discardableResult
    mutating func open(_ session: UInt64, shop: ShopID = SimulatedShop.id) -> [String] {
        handle(
            .opened(
                SessionID(session),
                OpeningRequest(shop: shop, language: nil, name: "Ana", isGreeted: false)))
    }

    @discardableResult
    mutating func say(_ session: UInt64, _ text: String, id: String? = nil) -> [String] {
        handle(
            .said(
                SessionID(session),
                SaidLines(
                    lines: [Entry.CustomerLine(text: text, clientID: id)],
                    match: SimulatedShop.match(text, current: .english))))
    }

    @discardableResult
    mutating func logIn(_ session: UInt64, _ name: String) -> [String] {
        guard let account = SimulatedShop.accounts.first(where: { $0.id.name == name }) else {
            return ["no account"]
        }
        return handle(.agentConnected(SessionID(session), .lasting(account)))
    }

    @discardableResult
    mutating func command(
        _ session: UInt64, _ command: AgentCommand, about number: Int? = nil
    ) -> [String] {
        handle(.agentCommanded(SessionID(session), command, case: number))
    }

    @discardableResult
    mutating func supervise(_ session: UInt64, _ command: SupervisorCommand) -> [String] {
        handle(.supervisorCommanded(SessionID(session), command))
    }

    @discardableResult
    mutating func answer(
        _ session: UInt64, _ text: String, id: String? = nil, about number: Int? = nil
    ) -> [String] {
        handle(
            .agentSaid(
                SessionID(session), AgentLine(text: text, clientID: id, caseNumber: number)))
    }

    /// Puts a conversation back as the record has it, with its timer.
    mutating func restore(_ id: ConversationID, _ entries: [Entry]) {
        guard let timer = floor.restore(id, from: entries, at: now) else { return }
        _ = take([timer])
    }

    /// What was found out while the floor was put in order.
    @discardableResult
    mutating func carryOutPending() -> [String] {
        floor.beginBatch()
        return take(floor.carryOutPending(at: now))
    }

    /// An agent who takes what comes.
    mutating func openDesk(_ session: UInt64 = 50, _ name: String = "ada") {
        logIn(session, name)
        command(session, .on)
    }

    /// Lets time pass, with everything that falls due in it.
    @discardableResult
    mutating func pass(_ time: Duration) -> [String] {
        let end = now + time
        var told: [String] = []
        while let next = timers.filter({ $0.at <= end }).min(by: { $0.at < $1.at }) {
            timers.removeAll { $0.at == next.at && $0.timer == next.timer }
            now = max(now, next.at)
            told += handle(.timerFired(next.timer))
        }
        now = end
        return told
    }

    // MARK: What came of it

    private mutating func take(_ effects: [FloorEffect]) -> [String] {
        self.effects = effects
        for effect in effects {
            switch effect {
            case .save(let id, _, let entries): record[id, default: []] += entries
            case .setTimer(let timer, let wait): timers.append((now + wait, timer))
            case .tell, .endSession, .showRecord, .showCase, .explain, .find, .ask, .finished:
                break
            }
        }
        return effects.compactMap(Self.told)
    }

    private static func told(_ effect: FloorEffect) -> String? {
        switch effect {
        case .tell(let session, let notice): "\(session): \(words(for: notice))"
        case .endSession(let session): "\(session): end"
        case .showCase(let session, let tag, _, _, _): "\(session): history #\(tag.number)"
        case .find(let session, let tags, let text):
            "\(session): find \(text) in \(tags.count)"
        case .explain(let session, let tag, let rows):
            "\(session): why #\(tag.number) "
                + rows.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
        case .showRecord, .save, .setTimer, .ask, .finished: nil
        }
    }

    private static func words(for notice: Notice) -> String {
        switch notice {
        case .welcome: "welcome"
        case .ack(let id, let sequence): "ack \(id) \(sequence)"
        case .message(let message): "\(message.role.rawValue): \(message.text)"
        case .queue(let position, _): "place \(position)"
        case .joined(_, let name): "joined \(name)"
        case .left(_, let name): "left \(name)"
        case .closed(_, let why): "closed \(why)"
        case .signed(let sign, let name): "\(name) \(words(for: sign))"
        case .failure(let failure): "! \(failure.code.rawValue)"
        case .desk(let notice): words(for: notice)
        }
    }

    private static func words(for sign: ChatSign) -> String {
        switch sign {
        case .typing: "types"
        case .seen(let sequence): "saw \(sequence)"
        }
    }

    private static func words(for notice: DeskNotice) -> String {
        switch notice {
        case .signedIn(let account): "signed in \(account.id)"
        case .presence(let presence): "you are \(presence.state.rawValue)"
        case .offer(let offer): "offer #\(offer.tag.number)"
        case .offerEnded(let tag, let why): "offer #\(tag.number) \(why.rawValue)"
        case .assigned(let assignment): "assigned #\(assignment.tag.number)"
        case .history(let tag, _): "history #\(tag.number)"
        case .said(let tag, let message):
            "#\(tag.number) \(message.role.rawValue): \(message.text)"
        case .note(let note):
            "#\(note.tag.number) \(note.kind.rawValue) by \(note.author): \(note.text)"
        case .released(let tag, let why): "#\(tag.number) \(why.rawValue)"
        case .signed(let tag, let sign): "#\(tag.number) \(words(for: sign))"
        case .customer(let tag, let isThere): "#\(tag.number) customer \(isThere ? "back" : "gone")"
        case .front(let tag, _): "front \(tag.map { "#\($0.number)" } ?? "none")"
        case .list(let rows): "list " + rows.map { "#\($0.tag.number)" }.joined(separator: " ")
        case .board(let board): "board \(board.queues.count) \(board.agents.count)"
        case .card(let card): "card \(card.topic.rawValue) \(card.rows.count)"
        case .suggestion(_, _, _, let text): "suggest \(text)"
        case .broadcast(let from, let text): "\(from) to all: \(text)"
        case .alert(_, let text): "alert \(text)"
        }
    }
}
