import Vocabulary

/// What kind of entry it is, by name, in the store and in transcript files alike. Stored: never
/// rename.
public enum EntryType: String, Sendable, CaseIterable {
    case opened
    case customerSaid = "customer_said"
    case botSaid = "bot_said"
    case systemSaid = "system_said"
    case agentSaid = "agent_said"
    case noted
    case queued
    case dequeued
    case routed
    case agentJoined = "agent_joined"
    case agentLeft = "agent_left"
    case rated
    case messageLeft = "message_left"
    case requested
    case languageSet = "language_set"
    case tagged
    case paused
    case unpaused
    case prioritised
    case steppedIn = "stepped_in"
    case resumed
    case closed

    /// The type of an entry with this body.
    public init(of body: Entry.Body) {
        switch body {
        case .opened: self = .opened
        case .customerSaid: self = .customerSaid
        case .botSaid: self = .botSaid
        case .systemSaid: self = .systemSaid
        case .agentSaid: self = .agentSaid
        case .noted: self = .noted
        case .queued: self = .queued
        case .dequeued: self = .dequeued
        case .routed: self = .routed
        case .agentJoined: self = .agentJoined
        case .agentLeft: self = .agentLeft
        case .rated: self = .rated
        case .messageLeft: self = .messageLeft
        case .requested: self = .requested
        case .languageSet: self = .languageSet
        case .tagged: self = .tagged
        case .paused: self = .paused
        case .unpaused: self = .unpaused
        case .prioritised: self = .prioritised
        case .steppedIn: self = .steppedIn
        case .resumed: self = .resumed
        case .closed: self = .closed
        }
    }
}
