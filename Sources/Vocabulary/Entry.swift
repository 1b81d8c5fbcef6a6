/// One line of a conversation's append-only record. Stored: never rename or renumber.
public struct Entry: Equatable, Sendable {
    /// 1 for the first entry of a conversation, then without gaps.
    public let sequence: Int
    public let at: WallTime
    public let body: Body
    /// Where the dialogue stood after this entry; nil where this entry did not change it.
    public let memory: DialogueMemory?

    public init(sequence: Int, at: WallTime, body: Body, memory: DialogueMemory? = nil) {
        self.sequence = sequence
        self.at = at
        self.body = body
        self.memory = memory
    }

    /// What happened.
    public enum Body: Equatable, Sendable {
        case opened(Opening)
        case customerSaid(CustomerLine)
        case botSaid(BotLine)
        /// What the server itself told the customer, such as an idle warning.
        case systemSaid(text: String)
        case agentSaid(AgentID, name: String, text: String, clientID: String? = nil)
        /// A private note; never shown to the customer.
        case noted(AgentID, text: String)
        /// The customer waits for a person.
        case queued(queue: String, reason: QueueReason)
        /// The customer waits no more, and nobody came: the bot has the conversation again.
        case dequeued(DequeueReason)
        /// Why the agent who joins next got the conversation; never shown to the customer.
        case routed(AgentID, reason: String)
        case agentJoined(AgentID, name: String)
        /// The agent left: back to the bot, or on to a queue by a `queued` that follows.
        case agentLeft(AgentID, name: String)
        /// 1 (bad) to 5 (good).
        case rated(score: Int)
        /// A message for people to answer when they are back; `contact` is as the customer gave it.
        case messageLeft(text: String, contact: String)
        /// Something a person has to do, such as opening a return; in the order of the form.
        case requested(name: String, slots: [Slot])
        case languageSet(Language)
        /// A word to find the conversation by; never shown to the customer.
        case tagged(AgentID, tag: String)
        /// The agent lets the conversation rest until a moment, or until it is taken up again.
        case paused(AgentID, Pause, until: WallTime?)
        case unpaused(AgentID)
        /// How urgent it is from here on; never shown to the customer.
        case prioritised(AgentID, Priority)
        /// Somebody joined beside the agent and may speak to the customer; the agent keeps the case.
        case steppedIn(AgentID, name: String)
        /// The conversation went on over a new connection, with a new token.
        case resumed(TokenDigest)
        case closed(Disposition)
    }

    public struct Opening: Equatable, Sendable {
        public var shop: ShopID
        public var language: Language
        /// The customer's name as they gave it.
        public var name: String?
        public var token: TokenDigest
        /// The greeting, as it was shown.
        public var greeting: String

        public init(
            shop: ShopID, language: Language, name: String?, token: TokenDigest, greeting: String
        ) {
            self.shop = shop
            self.language = language
            self.name = name
            self.token = token
            self.greeting = greeting
        }
    }

    public struct CustomerLine: Equatable, Sendable {
        /// Card numbers masked; otherwise as it was typed.
        public var text: String
        /// The client's own id of the line, at most `Limits.clientIDBytesMax` bytes.
        public var clientID: String?

        public init(text: String, clientID: String? = nil) {
            self.text = text
            self.clientID = clientID
        }
    }

    public struct BotLine: Equatable, Sendable {
        public var text: String
        /// The intent that was answered; nil for questions of a form and for fallbacks.
        public var intent: IntentName?
        public var confidence: Float?
        public var menu: [Notice.MenuItem]
        public var why: Why?

        public init(
            text: String, intent: IntentName? = nil, confidence: Float? = nil,
            menu: [Notice.MenuItem] = [], why: Why? = nil
        ) {
            self.text = text
            self.intent = intent
            self.confidence = confidence
            self.menu = menu
            self.why = why
        }
    }

    /// What the choice of an answer rested on, or why there was none: reasons on a line without an
    /// intent mark one that the bot could not answer. The whole explanation is recomputed from the
    /// line and the bundle of that name.
    public struct Why: Equatable, Sendable {
        /// The hash of the model that matched.
        public var bundle: String
        /// The next likely intent; the likeliest where none was answered.
        public var runnerUp: IntentMatch.Candidate?
        public var threshold: Float
        public var margin: Float

        public init(
            bundle: String, runnerUp: IntentMatch.Candidate?, threshold: Float, margin: Float
        ) {
            self.bundle = bundle
            self.runnerUp = runnerUp
            self.threshold = threshold
            self.margin = margin
        }
    }
}

/// Why a customer waits for a person. Stored: never rename.
public enum QueueReason: String, Sendable, CaseIterable {
    /// The customer asked for a person.
    case asked
    /// The bot did not understand twice in a row.
    case notUnderstood = "not_understood"
    /// A form was given up.
    case formGivenUp = "form_given_up"
    /// A rule of the shop hands this over.
    case rule
    case transferred
    /// The agent was lost.
    case agentLost = "agent_lost"
}

/// Why a customer waits no more though nobody came. Stored: never rename.
public enum DequeueReason: String, Sendable, CaseIterable {
    /// The last agent who could have come is gone.
    case unstaffed
    /// The customer went back to the bot, or left a message instead.
    case withdrawn
}

/// How an agent lets a conversation rest. Stored: never rename.
public enum Pause: String, Sendable, CaseIterable {
    /// The agent is looking something up; the customer was told.
    case hold
    /// Nothing is to be done before a certain moment; the agent's place is free until then.
    case snooze
}

/// How urgent a case is. Stored: never rename.
public enum Priority: String, Comparable, Sendable, CaseIterable {
    case low, normal, high, urgent

    public static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }

    /// 0 to 3.
    private var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .high: 2
        case .urgent: 3
        }
    }
}

/// What a customer shows to come back: the SHA-256 of the token; the token itself is never stored.
public struct TokenDigest: Hashable, Sendable {
    public let high: UInt64
    public let low: UInt64
    /// The first 128 bits of the digest.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// A token as the shell mints it: the text for the customer and what is kept of it.
public struct FreshToken: Equatable, Sendable {
    public let text: String
    public let digest: TokenDigest
    public init(text: String, digest: TokenDigest) {
        self.text = text
        self.digest = digest
    }
}
