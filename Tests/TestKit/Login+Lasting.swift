import Vocabulary

extension Login {
    /// For tests that are about something else: without an end.
    public static func lasting(_ account: AgentAccount) -> Login {
        Login(account, proof: .ofTests, until: WallTime(milliseconds: .max))
    }
}

extension AccountRoll {
    /// These accounts, and whatever `Login.lasting` showed.
    public static func of(_ accounts: [AgentAccount]) -> AccountRoll {
        AccountRoll(accounts: accounts, proofs: [.ofTests])
    }
}

extension LoginProof {
    public static let ofTests = LoginProof(digest: 1)
}
