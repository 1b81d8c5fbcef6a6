import Vocabulary

/// One conversation as a document of its own: what a line of a transcript file holds, what reviewers
/// read and what programs count.
///
/// It is made of the record's entries alone, so the same record gives the same document. What only
/// the server needs, such as token digests and the dialogue's memory, stays in the store. The written
/// form is described in `TranscriptFormat`.
public struct TranscriptDocument: Equatable, Sendable {
    /// The version of the written form. Within one version members are only added.
    public static let format = 1

    public var id: ConversationID
    public var shop: ShopID
    /// The language at the end.
    public var language: Language
    public var openedAt: WallTime
    /// nil while it is open.
    public var closedAt: WallTime?
    public var disposition: Disposition?
    /// As the customer gave it.
    public var customerName: String?
    /// 1 (bad) to 5 (good); the last one given.
    public var rating: Int?
    public var entries: [Line]
    public var statistics: ConversationStatistics

    /// - Parameter entries: The whole record of the conversation, in sequence.
    /// - Returns: nil if the first entry is not its opening.
    public init?(id: ConversationID, entries: [Entry]) {
        guard let first = entries.first, case .opened(let opening) = first.body else { return nil }
        self.id = id
        shop = opening.shop
        language = opening.language
        openedAt = first.at
        customerName = opening.name
        statistics = ConversationStatistics(of: entries)
        self.entries = entries.map(Line.init)
        for entry in entries {
            switch entry.body {
            case .languageSet(let language): self.language = language
            case .rated(let score): rating = score
            case .closed(let disposition):
                closedAt = entry.at
                self.disposition = disposition
            case .opened, .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .queued,
                .dequeued, .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn,
                .agentJoined, .agentLeft,
                .messageLeft, .requested, .resumed:
                break
            }
        }
    }

    init(
        id: ConversationID, shop: ShopID, language: Language, openedAt: WallTime,
        statistics: ConversationStatistics
    ) {
        self.id = id
        self.shop = shop
        self.language = language
        self.openedAt = openedAt
        self.statistics = statistics
        entries = []
    }

    /// One entry as reviewers see it.
    public struct Line: Equatable, Sendable {
        public var sequence: Int
        public var at: WallTime
        public var role: Role
        public var type: EntryType
        /// True for what the customer has not seen.
        public var isPrivate = false
        public var text: String?
        /// The speaker as customers see them.
        public var name: String?
        public var agent: AgentID?
        /// The client's own id of its line.
        public var clientID: String?
        public var intent: IntentName?
        public var confidence: Float?
        public var why: Entry.Why?
        public var menu: [Notice.MenuItem] = []
        public var queue: String?
        /// Why the customer waits, or waits no more.
        public var reason: String?
        /// Until when the agent lets it rest.
        public var until: WallTime?
        public var score: Int?
        public var contact: String?
        /// What a person has to do; see `Entry.Body.requested`.
        public var request: String?
        public var slots: [Slot] = []
        public var language: Language?
        public var disposition: Disposition?

        init(sequence: Int, at: WallTime, role: Role, type: EntryType) {
            self.sequence = sequence
            self.at = at
            self.role = role
            self.type = type
        }
    }
}

extension TranscriptDocument.Line {
    /// The entry without what only the server needs.
    public init(_ entry: Entry) {
        self.init(
            sequence: entry.sequence, at: entry.at, role: Self.role(of: entry.body),
            type: EntryType(of: entry.body))
        switch entry.body {
        case .opened(let opening):
            text = opening.greeting
            language = opening.language
        case .customerSaid(let line):
            text = line.text
            clientID = line.clientID
        case .botSaid(let line):
            text = line.text
            intent = line.intent
            confidence = line.confidence
            why = line.why
            menu = line.menu
        case .systemSaid(let text): self.text = text
        case .agentSaid(let agent, let name, let text, let clientID):
            (self.agent, self.name, self.text) = (agent, name, text)
            self.clientID = clientID
        case .noted(let agent, let text), .routed(let agent, let text),
            .tagged(let agent, let text):
            (self.agent, self.text, isPrivate) = (agent, text, true)
        case .paused(let agent, let pause, let until):
            (self.agent, name, self.until, isPrivate) = (agent, pause.rawValue, until, true)
        case .unpaused(let agent): (self.agent, isPrivate) = (agent, true)
        case .queued(let queue, let reason): (self.queue, self.reason) = (queue, reason.rawValue)
        case .dequeued(let reason): self.reason = reason.rawValue
        case .prioritised(let agent, let priority):
            (self.agent, name, isPrivate) = (agent, priority.rawValue, true)
        case .agentJoined(let agent, let name), .agentLeft(let agent, let name),
            .steppedIn(let agent, let name):
            (self.agent, self.name) = (agent, name)
        case .rated(let score): self.score = score
        case .messageLeft(let text, let contact): (self.text, self.contact) = (text, contact)
        case .requested(let name, let slots):
            (request, self.slots, isPrivate) = (name, slots, true)
        case .languageSet(let language): self.language = language
        case .resumed: break
        case .closed(let disposition): self.disposition = disposition
        }
    }

    private static func role(of body: Entry.Body) -> Role {
        switch body {
        case .opened, .botSaid: .bot
        case .customerSaid, .rated, .messageLeft, .resumed: .customer
        case .agentSaid, .noted, .tagged, .paused, .unpaused, .prioritised, .steppedIn,
            .agentJoined, .agentLeft:
            .agent
        case .systemSaid, .queued, .dequeued, .routed, .requested, .languageSet, .closed: .system
        }
    }
}
