/// Somebody who wants to log in.
public struct LoginRequest: Sendable {
    public var name: AgentID
    /// A password, or a token that begins with `hl_`.
    public var password: String
    /// Where the connection comes from, as limits count it: an address, or a network of IPv6.
    public var address: String

    public init(name: AgentID, password: String, address: String) {
        self.name = name
        self.password = password
        self.address = address
    }
}

/// What became of it.
public enum LoginOutcome: Equatable, Sendable {
    case accepted(AgentAccount)
    /// Unknown name, wrong password, disabled account, expired token: nobody is told which.
    case refused
    /// Too many wrong ones; what comes before the time is over is not looked at.
    case tooMany(waitSeconds: Int)
    /// Too many are being looked at.
    case busy
}
