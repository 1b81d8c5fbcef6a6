import AgentDesk
import Dialogue
import Vocabulary

/// The conversations of some shops, and which session each is reached by.
///
/// Owned by one thread. Carries messages between sessions and conversations and decides nothing about
/// their content. What it knows of conversations follows from the record; what it knows of sessions
/// lives as long as they do.
public struct Floor: Sendable {
    var shops: [ShopID: Shop]
    var seats: [ConversationID: Seat] = [:]
    var sessions: [SessionID: Attendance] = [:]
    /// Wrong proofs over all conversations of a shop.
    var proofs: [ShopID: ProofWatch] = [:]
    var conversationOfToken: [TokenDigest: ConversationID] = [:]
    /// Queues, offers and who has what; knows nothing of what is said.
    var desk: Desk {
        _read { yield keptDesk.value }
        _modify { yield &keptDesk.value }
    }
    var keptDesk: Kept<Desk>
    /// What the files say of the desk; a shop that they leave out has the rules of its topics.
    var writtenRules = DeskRules()
    var caseBook = CaseBook()
    /// Endpoints that are disabled, for boards.
    var endpointTroubles: [EndpointTrouble] = []
    /// Agents who are connected.
    var agents: [AgentID: AgentSeat] = [:]
    var agentOfSession: [SessionID: AgentID] = [:]
    /// What the desk wanted when it was put in order by the record; done with the next batch.
    var pendingEffects: [DeskEffect] = []
    private var mint: IDMint
    private var random: SeededRandom
    /// Handed in by the shell; one is used up by each opening and each resume.
    private var spareTokens: [FreshToken] = []
    /// Who sat where before, for each change of the batch under way.
    private var seatingBefore: [(session: SessionID, attendance: Attendance?)] = []

    /// What a conversation made of an event.
    struct Outcome {
        var effects: [Effect]
        var shop: ShopID
        var session: SessionID?
        var before: Conversation.Phase
        var after: Conversation.Phase
        /// Where it changed.
        var language: Language?
    }

    /// Where a session belongs.
    struct Attendance: Equatable, Sendable {
        var shop: ShopID
        var language: Language?
        /// nil once the conversation was closed; the next line opens another.
        var conversation: ConversationID?
        /// Where the session comes from, as wrong proofs are counted by; nil where that says nothing.
        var address: String?
    }

    public init(shops: [Shop], lastConversation: ConversationID, random: SeededRandom) {
        self.shops = Dictionary(shops.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        mint = IDMint(after: lastConversation)
        keptDesk = Kept(Desk(rules: DeskRules(shops: shops)))
        self.random = random
    }

    /// Open conversations on the floor.
    public var conversationCount: Int { seats.count }

    /// Conversations by id, for invariants.
    public var conversations: [Conversation] {
        seats.values.map(\.conversation).sorted { $0.id < $1.id }
    }

    /// Tokens still in stock; keep at least as many as events come in one batch.
    public var spareTokenCount: Int { spareTokens.count }
    public mutating func stock(_ token: FreshToken) { spareTokens.append(token) }

    /// Puts a conversation in its place as the record has it: at the start, and after a failed commit.
    ///
    /// - Parameter entries: All its entries; none if the record does not know it.
    /// - Returns: The timer to set; nil if there is nothing to wait for.
    public mutating func restore(
        _ id: ConversationID, from entries: [Entry], at now: WallTime
    ) -> FloorEffect? {
        let session =
            seats[id]?.session ?? sessions.first { $0.value.conversation == id }?.key
        if let old = seats.removeValue(forKey: id) {
            for token in old.tokens { conversationOfToken[token] = nil }
        }
        guard let conversation = Conversation(id: id, replaying: entries), !conversation.isClosed
        else {
            if let session { sessions[session]?.conversation = nil }
            reconcileEnded(id, at: now)
            return nil
        }
        mint.skip(to: id)
        defer { reconcile(conversation, at: now) }
        let tokens = conversation.earlierTokens + [conversation.token]
        for token in tokens { conversationOfToken[token] = id }
        seats[id] = Seat(
            conversation: conversation, session: session, tokens: tokens,
            unattendedSince: session == nil ? now : nil)
        guard let shop = shops[conversation.shop] else { return nil }
        let wanted = conversation.timerWanted(shop.settings, at: now)
        return .setTimer(
            FloorTimer(conversation: id, kind: wanted.timer), after: wanted.after)
    }

    /// The wall clock was set: waits that are under way keep their length.
    ///
    /// - Parameter jump: By how much it is ahead of where it would be.
    public mutating func wallClockJumped(by jump: Duration) {
        for id in seats.keys {
            if let since = seats[id]?.unattendedSince { seats[id]?.unattendedSince = since + jump }
        }
        desk.wallClockJumped(by: jump)
    }

    /// Decides one event. The effects are carried out in order; entries of a failed commit are undone
    /// by `restore`.
    public mutating func handle(_ event: FloorEvent, at now: WallTime) -> [FloorEffect] {
        switch event {
        case .opened(let session, let request):
            return open(session, request, at: now)
        case .said(let session, let said):
            return hear(session, said, at: now)
        case .commanded(let session, let command):
            return obey(session, command, at: now)
        case .resumed(let session, let request):
            return resume(session, request, at: now)
        case .disconnected(let session):
            seatingBefore.removeAll { $0.session == session }
            let attendance = sessions.removeValue(forKey: session)
            if let agent = agentOfSession[session] { return lose(agent, session, at: now) }
            guard let id = attendance?.conversation else { return [] }
            seats[id]?.session = nil
            seats[id]?.unattendedSince = now
            return tellPeople(id, isCustomerThere: false)
        case .timerFired(.conversation(let id, let kind)):
            if isAbandoned(id, at: now) {
                return tell(id, .people(.customerGone), at: now)
            }
            return tell(id, .timerFired(kind), at: now)
        case .timerFired(.desk(let timer)):
            return carryOut(desk.handle(.timerFired(timer), at: now), at: now)
        case .timerFired(.login(let session)): return expire(session, at: now)
        case .agentConnected(let session, let login):
            return connect(login, session, at: now)
        case .agentLoggedOut(let session): return logOut(session, at: now)
        case .agentSaid(let session, let line): return hear(session, line, at: now)
        case .agentCommanded(let session, let command, let number):
            return obey(session, command, about: number, at: now)
        case .supervisorCommanded(let session, let command):
            return obey(session, command, at: now)
        case .signed(let session, let sign, let number):
            return pass(sign, from: session, about: number)
        case .accountsReplaced(let roll): return replace(roll, at: now)
        case .endpointsDisabled(let troubles): return tell(of: troubles)
        case .rulesReplaced(let rules):
            writtenRules = rules
            return replaceRules(at: now)
        case .shopAnswered(let id, let answer, let number):
            if case .order = answer { seats[id]?.lastAnswer = answer }
            return tell(id, .shopAnswered(answer, number: number), at: now)
        case .shopsReplaced(let shops):
            self.shops = Dictionary(
                shops.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return replaceRules(at: now)
        }
    }

    /// From here on `undoSeating` goes back to now.
    public mutating func beginBatch() { seatingBefore.removeAll(keepingCapacity: true) }

    /// Lets every session sit where it sat before the batch, after the batch could not be saved;
    /// sessions that have gone stay gone. The batch's conversations are to be restored behind it.
    public mutating func undoSeating(at now: WallTime) {
        for (session, before) in seatingBefore.reversed() {
            if let id = sessions[session]?.conversation, seats[id]?.session == session {
                seats[id]?.session = nil
                seats[id]?.unattendedSince = now
            }
            sessions[session] = before
            if let id = before?.conversation {
                seats[id]?.session = session
                seats[id]?.unattendedSince = nil
            }
        }
        seatingBefore = []
    }

    /// Changes where a session sits; `before` is what an undoing goes back to.
    mutating func seat(_ session: SessionID, _ attendance: Attendance?, before: Attendance?) {
        seatingBefore.append((session, before))
        sessions[session] = attendance
    }

    mutating func freshToken() -> FreshToken {
        guard let token = spareTokens.popLast() else {
            preconditionFailure("the stock of tokens is refilled before every batch")
        }
        return token
    }

    mutating func freshConversationID(at now: WallTime) -> ConversationID {
        mint.conversationID(at: now, using: &random)
    }
}

extension Floor {
    /// A conversation on the floor; nil once it is closed.
    public func conversation(_ id: ConversationID) -> Conversation? { seats[id]?.conversation }
    public func shop(_ id: ShopID) -> Shop? { shops[id] }

    /// Whether the session's conversation waits for its shop's own system.
    public func awaitsShop(_ session: SessionID) -> Bool {
        guard let id = sessions[session]?.conversation else { return false }
        return seats[id]?.conversation.memory.expectation == .shopAnswer
    }
}
