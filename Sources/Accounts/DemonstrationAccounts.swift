import Vocabulary

/// Two agents and a supervisor for who tries the demonstration shops, made once.
public enum DemonstrationAccounts {
    /// The shops for which they are made; with all of them there a server demonstrates.
    public static let shops = ["itdesk", "juniper", "lumen", "voltkiosk"].compactMap { ShopID($0) }

    /// An account and the password that was made for it; nobody can show it again.
    public struct Made: Equatable, Sendable {
        public let account: AgentAccount
        public let password: String
    }

    /// What is to be made, if `served` holds the demonstration shops and the file has no account yet.
    /// Comes back at once: hashing passwords would hold a start up.
    ///
    /// - Returns: Accounts with passwords, for `make`; nothing if there is no need.
    public static func wanted(
        in file: AccountFile, served: [ShopID]
    ) throws(AccountError) -> [Made] {
        guard shops.allSatisfy({ served.contains($0) }), try file.list().isEmpty else { return [] }
        return accounts.map { Made(account: $0, password: GeneratedPassword.make()) }
    }

    /// Makes them, all or none; takes as long as hashing their passwords does.
    public static func make(
        _ wanted: [Made], in file: AccountFile, at now: WallTime
    ) throws(AccountError) {
        try file.add(wanted.map { ($0.account, $0.password) }, at: now)
    }

    private static var accounts: [AgentAccount] {
        [
            account(
                "maria", "Maria", .agent, ["juniper", "lumen"], ["returns:5", "products:3"],
                ["en", "es"]),
            account(
                "jonas", "Jonas", .agent, ["juniper", "voltkiosk", "itdesk"],
                ["returns:2", "products:4"], ["en", "de"]),
            account("vera", "Vera", .supervisor, nil, ["returns:3"], ["en", "de", "es"]),
        ].compactMap(\.self)
    }

    private static func account(
        _ id: String, _ name: String, _ role: AgentRole, _ shops: [String]?, _ skills: [String],
        _ languages: [String]
    ) -> AgentAccount? {
        AgentID(id).map { id in
            AgentAccount(
                id: id, name: name, role: role,
                shops: shops.map { .only($0.compactMap { ShopID($0) }) } ?? .all,
                skills: skills.compactMap { AgentSkill(written: $0) },
                languages: languages.compactMap { Language($0) })
        }
    }
}
