import Vocabulary

/// One line of a customer or an agent, understood: something said, or a command with its arguments.
public enum WireCommand: Equatable, Sendable {
    case say(String)
    /// `/mode json|plain`: how this connection is written from here on.
    case mode(WireMode)
    /// `/shop NAME`, before the conversation begins.
    case shop(ShopID)
    /// `/resume TOKEN [n]`: go on with a conversation; show what came after number n.
    case resume(token: String, after: Int?)
    /// `/login NAME`: the password is asked for.
    case login(AgentID)
    case customer(CustomerCommand)
    case agent(AgentCommand)
    case supervisor(SupervisorCommand)

    /// What a customer may ask of a conversation.
    public enum CustomerCommand: Equatable, Sendable {
        case help, human, menu, status, transcript, forget, bye
        case language(Language)
        /// 1 (bad) to 5 (good).
        case rate(Int)
    }

    /// What an agent may do. A case number is what the desk shows as `#118`; nil is the case in
    /// front of the agent, or the offer that stands.
    public enum AgentCommand: Equatable, Sendable {
        case on, off, skip, policy, bot, stats
        case pause(reason: String?)
        case list(String?)
        case take(Int?)
        case to(Int)
        case who(Int?)
        case show(Int?)
        case why(Int?)
        case order(String?)
        /// Sends the canned text of that name.
        case canned(String)
        case find(String)
        case note(String)
        /// To an agent, a skill or a language, as the desk knows them.
        case transfer(String, note: String?)
        case tag(String)
        case hold(String?)
        case snooze(String?)
        case close(Disposition)
    }

    /// What a supervisor may do beside what agents may.
    public enum SupervisorCommand: Equatable, Sendable {
        case board
        case watch(Int)
        case whisper(Int, String)
        case barge(Int)
        case assign(Int, AgentID)
        case forceOff(AgentID)
        case reload(isCheckOnly: Bool)
    }
}

/// How a connection is written: for people or for programs.
public enum WireMode: String, Equatable, Sendable {
    case plain, json
}

/// Who is at the other end, as far as commands go.
public enum WireSpeaker: Equatable, Sendable {
    case customer
    case agent
    case supervisor
}

/// A line that begins like a command and is none that may be given; nothing was done.
public struct WireCommandError: Error, Equatable, Sendable {
    public let code: FailureCode
    public let text: String
    public let hint: String?

    /// What the peer is told, with the id that the client gave the line.
    public func failure(clientID: String?) -> Notice.Failure {
        Notice.Failure(code: code, clientID: clientID, text: text, hint: hint)
    }
}
