/// What an agent asks of the desk. Numbers are cases as the desk shows them (`#118`); nil is the case
/// in front of the agent, or the offer that stands.
public enum AgentCommand: Equatable, Sendable {
    case on, off, skip, policy, bot, stats, suggest
    case pause(reason: String?)
    /// `wait`, `mine` or `all`; nil for what waits and what is the agent's.
    case list(String?)
    case take(Int?)
    /// Plain lines go to this case from here on.
    case to(Int)
    case who(Int?)
    case show(Int?)
    case why(Int?)
    case order(String?)
    /// Sends the canned text of that name; nil lists the names.
    case canned(String?)
    case find(String)
    case note(String)
    /// To an agent, a skill or a language, as the desk knows them.
    case transfer(String, note: String?)
    case tag(String)
    /// `low`, `normal`, `high` or `urgent`.
    case priority(String)
    case hold(String?)
    case snooze(String?)
    case close(Disposition)
}

/// What those who look after agents may do beside what agents may.
public enum SupervisorCommand: Equatable, Sendable {
    case board
    /// Begins to look on, or stops.
    case watch(Int)
    /// Says something to the agent of a case that its customer never sees.
    case whisper(Int, String)
    /// Takes a case over from whoever has it.
    case barge(Int)
    case assign(Int, AgentID)
    case forceOff(AgentID)
    /// Stops offering what waits in a shop's queue, or goes on; nil for all skills.
    case queue(isPaused: Bool, ShopID, skill: String?)
    /// To every agent who is there.
    case broadcast(String)
    /// Why a case was routed as it was.
    case explain(Int)
    /// What an agent did, and since when.
    case timeline(AgentID)

    /// The least role that may give it.
    public var role: AgentRole {
        switch self {
        case .board, .watch, .whisper, .assign, .explain, .timeline: .lead
        case .barge, .forceOff, .queue, .broadcast: .supervisor
        }
    }
}
