import Vocabulary

/// An event that a turn has caused and that endpoints are to be told; saved with the turn.
public struct PlannedEvent: Equatable, Sendable {
    public let type: WebhookEventType
    /// The number of the entry that it tells of.
    public let sequence: Int
    /// 1 for the first event of that entry, whether or not anybody is told.
    public let ordinal: Int
    /// Names of the shop's endpoints, in the order of its file; empty only where the customer wants to be
    /// forgotten and nobody is told of it.
    public let endpoints: [String]

    public init(type: WebhookEventType, sequence: Int, ordinal: Int, endpoints: [String]) {
        self.type = type
        self.sequence = sequence
        self.ordinal = ordinal
        self.endpoints = endpoints
    }

    /// The id by which receivers tell repeats: the same for every attempt, every endpoint and every
    /// repetition of the plan. Without a dot, as signatures need.
    public func id(in conversation: ConversationID) -> String {
        "evt_\(conversation)_\(sequence)_\(ordinal)"
    }
}

/// Which events a shop's endpoints want.
public struct EventSubscription: Equatable, Sendable {
    public let endpoint: String
    public let types: Set<WebhookEventType>

    public init(endpoint: String, types: Set<WebhookEventType>) {
        self.endpoint = endpoint
        self.types = types
    }
}

/// Which events follow from the entries of a turn.
public enum EventPlan {
    /// - Parameters:
    ///   - entries: Those of one turn, in sequence.
    ///   - subscriptions: The shop's endpoints that are enabled, in the order of its file.
    /// - Returns: In the order in which they have to arrive; none for a turn nobody wants to hear of.
    public static func events(
        of entries: [Entry], for subscriptions: [EventSubscription]
    ) -> [PlannedEvent] {
        guard !subscriptions.isEmpty else { return [] }
        var planned: [PlannedEvent] = []
        for (index, entry) in entries.enumerated() {
            let types = types(
                of: entry, followedBy: entries[(index + 1)...], after: entries[..<index])
            for (place, type) in types.enumerated() {
                let endpoints = subscriptions.filter { $0.types.contains(type) }.map(\.endpoint)
                guard !endpoints.isEmpty || entry.body == .closed(.forgotten) else { continue }
                planned.append(
                    PlannedEvent(
                        type: type, sequence: entry.sequence, ordinal: place + 1,
                        endpoints: endpoints))
            }
        }
        return planned
    }

    private static func types(
        of entry: Entry, followedBy later: ArraySlice<Entry>, after earlier: ArraySlice<Entry>
    ) -> [WebhookEventType] {
        switch entry.body {
        case .opened: [.conversationOpened]
        case .customerSaid, .botSaid, .systemSaid, .agentSaid: [.messageCreated]
        case .queued(_, let reason):
            switch reason {
            case .transferred, .agentLost: [.conversationTransferred]
            case .asked, .notUnderstood, .formGivenUp, .rule: [.conversationEscalated]
            }
        case .agentJoined:
            // From one agent straight to another: there was no queue in between.
            earlier.contains { $0.body.isAgentLeft } && !earlier.contains { $0.body.isQueued }
                ? [.conversationTransferred, .conversationAssigned] : [.conversationAssigned]
        case .agentLeft:
            later.contains { $0.body.takesOver } ? [] : [.conversationReturnedToBot]
        case .rated: [.conversationRated]
        case .messageLeft: [.messageLeft]
        case .requested(let name, _): requestTypes(name)
        // What was said is not sent once more.
        case .closed(.forgotten): [.conversationClosed]
        case .closed: [.conversationClosed, .transcriptReady]
        case .dequeued: [.conversationReturnedToBot]
        case .noted, .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn, .languageSet,
            .resumed:
            []
        }
    }

    /// The wish to be forgotten is for the operator, not for the shop's systems.
    private static func requestTypes(_ name: String) -> [WebhookEventType] {
        if name == "forget" { return [] }
        let isReturn = name.split(separator: "_").contains("return")
        return [isReturn ? .returnRequested : .requestCreated]
    }
}

extension Entry.Body {
    fileprivate var isAgentLeft: Bool {
        if case .agentLeft = self { true } else { false }
    }

    fileprivate var isQueued: Bool {
        if case .queued = self { true } else { false }
    }

    /// Behind an agent who left: the case did not go back to the bot.
    fileprivate var takesOver: Bool {
        switch self {
        case .queued, .agentJoined, .closed: true
        case .opened, .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .agentLeft, .rated,
            .messageLeft, .requested, .languageSet, .resumed, .dequeued, .routed, .tagged, .paused,
            .unpaused, .prioritised, .steppedIn:
            false
        }
    }
}
