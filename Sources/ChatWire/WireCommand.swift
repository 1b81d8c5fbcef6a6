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
    /// `#n text`: said in another case than the one in front.
    case sayTo(Int, String)
    /// `/reload [--check]`: reads the shops' files again.
    case reload(isCheckOnly: Bool)

    /// What a customer may ask of a conversation.
    public enum CustomerCommand: Equatable, Sendable {
        case help, human, menu, status, transcript, forget, bye
        /// How to reach them, and when if they said so; nil: to be asked.
        case callback(String?)
        case language(Language)
        /// 1 (bad) to 5 (good).
        case rate(Int)
    }
}

/// How a connection is written: for people or for programs.
public enum WireMode: String, Equatable, Sendable {
    case plain, json
}

/// Who is at the other end, as far as commands go.
public enum WireSpeaker: Int, Equatable, Comparable, Sendable {
    case customer
    case agent
    case lead
    case supervisor

    public init(_ role: AgentRole) {
        switch role {
        case .agent: self = .agent
        case .lead: self = .lead
        case .supervisor, .admin: self = .supervisor
        }
    }

    public static func < (left: WireSpeaker, right: WireSpeaker) -> Bool {
        left.rawValue < right.rawValue
    }
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
