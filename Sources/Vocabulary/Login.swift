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
    case accepted(Login)
    /// Unknown name, wrong password, disabled account, expired token: nobody is told which.
    case refused
    /// Too many wrong ones; what comes before the time is over is not looked at.
    case tooMany(waitSeconds: Int)
    /// Too many are being looked at.
    case busy
}

/// Somebody who has logged in, by what, and for how long.
public struct Login: Equatable, Sendable {
    /// With the role and the shops of what was shown, where those are less than the account's.
    public var account: AgentAccount
    public var proof: LoginProof
    /// When it ends, whatever happens; whoever goes on shows their proof again.
    public var until: WallTime

    public init(_ account: AgentAccount, proof: LoginProof, until: WallTime) {
        self.account = account
        self.proof = proof
        self.until = until
    }
}

/// Which password or token somebody showed, without a way back to it: once it is changed or revoked,
/// what was begun with it ends.
public struct LoginProof: Hashable, Sendable {
    /// 64 bits of a digest of what is kept of the password or token.
    public let digest: UInt64

    public init(digest: UInt64) { self.digest = digest }
}

/// Who may be logged in at a moment.
public struct AccountRoll: Equatable, Sendable {
    /// In no order; each name once.
    public var accounts: [AgentAccount]
    /// Everything that may have been shown: passwords and tokens in force, also those whose time is
    /// over.
    public var proofs: Set<LoginProof>

    public init(accounts: [AgentAccount], proofs: Set<LoginProof>) {
        self.accounts = accounts
        self.proofs = proofs
    }
}
