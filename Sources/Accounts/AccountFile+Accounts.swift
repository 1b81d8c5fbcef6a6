import Foundation
import GRDB
import Vocabulary

extension AccountFile {
    /// One account with what only the file knows of it.
    public struct Listed: Equatable, Sendable {
        public var account: AgentAccount
        public var isDisabled: Bool
        public var madeAt: WallTime
        /// Labels of tokens, when each ends and what it reaches, by label.
        public var tokens: [(label: String, expiresAt: WallTime, shops: ShopReach)]

        public static func == (left: Listed, right: Listed) -> Bool {
            left.account == right.account && left.isDisabled == right.isDisabled
                && left.madeAt == right.madeAt
                && left.tokens.map(\.label) == right.tokens.map(\.label)
        }
    }

    /// Makes an account. Takes as long as hashing a password does.
    ///
    /// - Throws: `AccountError`; then nothing was made.
    public func add(
        _ account: AgentAccount, password: String, at now: WallTime
    ) throws(AccountError) {
        try add([(account, password)], at: now)
    }

    /// Makes several, all or none.
    func add(
        _ accounts: [(account: AgentAccount, password: String)], at now: WallTime
    ) throws(AccountError) {
        var rows: [(AgentAccount, String)] = []
        for (account, password) in accounts {
            try check(account)
            rows.append((account, try hash(password)))
        }
        try write { database in
            for (account, hash) in rows {
                let known = try Row.fetchOne(
                    database, sql: Self.byID, arguments: [account.id.name])
                guard known == nil else { throw AccountError.exists(account.id) }
                try database.execute(
                    sql: """
                        INSERT INTO account (id, name, role, shops, skills, languages, site,
                            capacity, password, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [account.id.name] + Self.columns(account)
                        + [hash, now.milliseconds])
            }
        }
    }

    /// Replaces what an account may do; its password and tokens stay.
    public func change(_ account: AgentAccount) throws(AccountError) {
        try check(account)
        try change(
            account.id,
            """
            UPDATE account SET name = ?, role = ?, shops = ?, skills = ?, languages = ?, site = ?,
                capacity = ? WHERE id = ?
            """, Self.columns(account))
    }

    public func setPassword(_ password: String, of id: AgentID) throws(AccountError) {
        let hash = try hash(password)
        try change(id, "UPDATE account SET password = ? WHERE id = ?", [hash])
    }

    /// A disabled account cannot log in, and is logged out where it is.
    public func setDisabled(_ isDisabled: Bool, of id: AgentID) throws(AccountError) {
        try change(
            id, "UPDATE account SET is_disabled = ? WHERE id = ?", [isDisabled ? 1 : 0])
    }

    /// All accounts, by name.
    public func list() throws(AccountError) -> [Listed] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM account ORDER BY id").compactMap { row in
                guard let account = AgentAccount(row) else { return nil }
                let tokens = try Row.fetchAll(
                    database,
                    sql:
                        "SELECT label, expires_at, shops FROM token WHERE account = ? ORDER BY label",
                    arguments: [account.id.name])
                return Listed(
                    account: account, isDisabled: row["is_disabled"] != 0,
                    madeAt: WallTime(milliseconds: row["made_at"]),
                    tokens: tokens.map {
                        (
                            $0["label"], WallTime(milliseconds: $0["expires_at"]),
                            ShopReach(written: $0["shops"])
                        )
                    })
            }
        }
    }

    /// nil if there is none.
    public func account(_ id: AgentID) throws(AccountError) -> AgentAccount? {
        try read { try Row.fetchOne($0, sql: Self.byID, arguments: [id.name]) }
            .flatMap { AgentAccount($0) }
    }

    /// Those who may log in now, by name, and by what.
    func roll() throws(AccountError) -> AccountRoll {
        try read { database in
            let rows = try Row.fetchAll(
                database, sql: "SELECT * FROM account WHERE is_disabled = 0 ORDER BY id")
            let tokens = try Data.fetchAll(
                database,
                sql: """
                    SELECT digest FROM token JOIN account ON account.id = token.account
                    WHERE is_disabled = 0
                    """)
            let passwords = rows.map { LoginProof(password: $0["password"]) }
            return AccountRoll(
                accounts: rows.compactMap { AgentAccount($0) },
                proofs: Set(passwords + tokens.map { LoginProof(keptDigest: $0) }))
        }
    }

    /// The account and its password's hash, if it may log in.
    func credentials(
        of id: AgentID
    ) throws(AccountError) -> (account: AgentAccount, hash: PasswordHash, proof: LoginProof)? {
        let row = try read { try Row.fetchOne($0, sql: Self.byID, arguments: [id.name]) }
        guard let row, row["is_disabled"] == 0, let account = AgentAccount(row),
            let hash = PasswordHash(row["password"])
        else { return nil }
        return (account, hash, LoginProof(password: row["password"]))
    }

    static let byID = "SELECT * FROM account WHERE id = ?"

    private func change(
        _ id: AgentID, _ sql: String, _ arguments: StatementArguments
    ) throws(AccountError) {
        try write { database in
            try database.execute(sql: sql, arguments: arguments + [id.name])
            guard database.changesCount > 0 else { throw AccountError.unknown(id) }
        }
    }

    private func hash(_ password: String) throws(AccountError) -> String {
        let byteCount = password.utf8.count
        guard byteCount >= Self.passwordBytesMin else {
            throw .passwordTooShort(bytesMin: Self.passwordBytesMin)
        }
        guard byteCount <= Self.passwordBytesMax else {
            throw .passwordTooLong(bytesMax: Self.passwordBytesMax)
        }
        do {
            let salt = RandomBytes.some(PasswordHash.saltByteCount)
            return try PasswordHash(of: password, salt: salt, cost: cost).description
        } catch {
            throw .file("the password could not be hashed: \(error)")
        }
    }

    private func check(_ account: AgentAccount) throws(AccountError) {
        guard (1...100).contains(account.capacity) else { throw .capacity(account.capacity) }
        for skill in account.skills where !(1...5).contains(skill.level) {
            throw .level(skill.name, skill.level)
        }
    }

    private static func columns(_ account: AgentAccount) -> StatementArguments {
        return [
            account.name, account.role.rawValue, account.shops.written,
            account.skills.map { "\($0.name):\($0.level)" }.joined(separator: " "),
            account.languages.map(\.code).joined(separator: " "), account.site, account.capacity,
        ]
    }
}

extension AgentAccount {
    /// nil for a row that nobody can have written.
    init?(_ row: Row) {
        guard let id = AgentID(row["id"]), let role = AgentRole(rawValue: row["role"]) else {
            return nil
        }
        let skills: String = row["skills"]
        let languages: String = row["languages"]
        self.init(
            id: id, name: row["name"], role: role,
            shops: ShopReach(written: row["shops"]),
            skills: skills.split(separator: " ").compactMap { AgentSkill(written: $0) },
            languages: languages.split(separator: " ").compactMap { Language(String($0)) },
            site: row["site"], capacity: row["capacity"])
    }
}

extension AgentSkill {
    /// Reads `returns:4`, or `returns` for a level in the middle.
    ///
    /// - Returns: nil without a name, or with a level that is no number.
    public init?(written text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        guard parts.count == 2 else {
            self.init(name: String(name))
            return
        }
        guard let level = Int(parts[1]) else { return nil }
        self.init(name: String(name), level: level)
    }
}

extension ShopReach {
    /// As the file has it: NULL for all, else names parted by single spaces.
    var written: String? {
        switch self {
        case .all: nil
        case .only(let shops): shops.map(\.name).joined(separator: " ")
        }
    }

    init(written: String?) {
        guard let written else {
            self = .all
            return
        }
        self = .only(written.split(separator: " ").compactMap { ShopID(String($0)) })
    }
}
