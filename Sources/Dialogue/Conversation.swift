import Knowledge
import Vocabulary

/// One customer's case with one shop, from the greeting to the disposition.
///
/// Owned by its floor. Decides and changes nothing outside itself: every event gives back the effects
/// that the floor carries out. Its state follows from its entries alone, so a conversation read back
/// from the record equals the one that lived.
public struct Conversation: Equatable, Sendable {
    public let id: ConversationID
    public let shop: ShopID
    public let openedAt: WallTime
    public internal(set) var language: Language
    /// The customer's name as they gave it.
    public let name: String?
    public internal(set) var phase: Phase = .withBot
    /// The number of the last entry; 1 after the opening.
    public internal(set) var lastSequence: Int
    /// When the customer last said something.
    public internal(set) var heardAt: WallTime
    /// Whether the customer was asked if they are still there, and has not spoken since.
    public internal(set) var isIdleWarned = false
    /// What the customer shows to come back.
    public internal(set) var token: TokenDigest
    /// Tokens before it that still open the conversation: the customer may have lost the connection
    /// before the new one arrived. None once the customer has said something since.
    public private(set) var earlierTokens: [TokenDigest] = []
    public internal(set) var memory = DialogueMemory()
    /// 1 to 5 once the customer has rated.
    public internal(set) var score: Int?
    /// When the customer first asked for a person, through transfers and lost agents; nil until then.
    public internal(set) var waitingSince: WallTime?
    /// Why they wait, or waited last.
    public internal(set) var queueReason: QueueReason?
    /// When the last person left it to the bot; nil while people have it, or never had.
    public internal(set) var peopleLeftAt: WallTime?
    /// The queue they wait in, or waited in last.
    public internal(set) var queue: String?
    /// The agent who had it last.
    public internal(set) var lastAgent: AgentID?
    /// Why that agent got it.
    public internal(set) var routing: String?
    /// How the agent lets it rest, and until when; nil: until it is taken up again.
    public internal(set) var pause: Pause?
    public internal(set) var pausedUntil: WallTime?
    /// How urgent people find it.
    public internal(set) var priority = Priority.normal
    /// How the customer wants to be reached instead of waiting at the line; nil if they wait.
    public internal(set) var callback: CallbackWish?
    /// By agents, in their order.
    public internal(set) var tags: [String] = []
    /// What the bot answered last, and how sure it was.
    public internal(set) var lastAnswer: IntentMatch.Candidate?
    /// The client's ids of lines on record, and their numbers.
    var sequenceOfClientID: [String: Int] = [:]
    /// The same for lines of agents, by `agent/id`.
    var sequenceOfAgentLine: [String: Int] = [:]

    /// Who answers.
    public enum Phase: Equatable, Sendable {
        case withBot
        /// Waits for a person in a queue; the bot is quiet.
        case waiting(queue: String)
        /// A person has it; no bot line can be made from here until it is handed back.
        case withAgent(AgentID, name: String)
        /// Nothing is added any more.
        case closed(Disposition)
    }

    /// The conversation that an opening entry begins.
    ///
    /// - Returns: nil if the entry is not number 1 and an opening: the record is not a conversation's.
    public init?(id: ConversationID, opening entry: Entry) {
        guard case .opened(let opening) = entry.body, entry.sequence == 1 else { return nil }
        self.id = id
        shop = opening.shop
        openedAt = entry.at
        language = opening.language
        name = opening.name
        lastSequence = 1
        heardAt = entry.at
        token = opening.token
    }

    /// Rebuilds a conversation from its record.
    ///
    /// - Parameter entries: All of them, in sequence.
    /// - Returns: nil if they do not begin with an opening or have a gap.
    public init?(id: ConversationID, replaying entries: [Entry]) {
        guard let opening = entries.first else { return nil }
        self.init(id: id, opening: opening)
        for entry in entries.dropFirst() {
            guard entry.sequence == lastSequence + 1 else { return nil }
            apply(entry)
        }
    }

    /// How many earlier tokens are kept, whoever may hold which: the first, which the customer surely
    /// has, and the latest. However often the line breaks before a new one arrives, the first opens.
    static let earlierTokenCountMax = 32

    /// Whether this token opens the conversation.
    public func accepts(_ shown: TokenDigest) -> Bool {
        shown == token || earlierTokens.contains(shown)
    }

    public var isClosed: Bool {
        switch phase {
        case .closed: true
        case .withBot, .waiting, .withAgent: false
        }
    }

    /// Whether a bot line may be made: the fence between the bot and people.
    var botMaySpeak: Bool {
        switch phase {
        case .withBot: true
        case .waiting, .withAgent, .closed: false
        }
    }

    /// The only way in which a conversation changes: what is on record has happened.
    mutating func apply(_ entry: Entry) {
        precondition(entry.sequence == lastSequence + 1, "entries leave no gap")
        lastSequence = entry.sequence
        switch entry.body {
        case .opened: preconditionFailure("a conversation is opened once")
        case .customerSaid(let line):
            earlierTokens = []
            heardAt = entry.at
            isIdleWarned = false
            if let clientID = line.clientID { sequenceOfClientID[clientID] = entry.sequence }
        case .systemSaid: if botMaySpeak { isIdleWarned = true }
        case .botSaid(let line):
            if let intent = line.intent, let confidence = line.confidence {
                lastAnswer = IntentMatch.Candidate(intent: intent, confidence: confidence)
            }
        case .requested(CallbackWish.name, let slots): callback = CallbackWish(slots)
        case .messageLeft, .requested, .noted: break
        case .agentSaid, .queued, .dequeued, .routed, .agentJoined, .agentLeft, .tagged, .paused,
            .unpaused, .prioritised, .steppedIn:
            applyPeople(entry)
        case .rated(let score): self.score = score
        case .languageSet(let language): self.language = language
        case .resumed(let token):
            if earlierTokens.count == Self.earlierTokenCountMax { earlierTokens.remove(at: 1) }
            earlierTokens.append(self.token)
            self.token = token
            heardAt = entry.at
            isIdleWarned = false
        case .closed(let disposition):
            phase = .closed(disposition)
            memory = DialogueMemory()
        }
        if let memory = entry.memory { self.memory = memory }
    }
}
