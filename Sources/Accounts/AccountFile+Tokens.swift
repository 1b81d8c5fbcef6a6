import Crypto
import Foundation
import GRDB
import Vocabulary

extension AccountFile {
    /// What a program's token begins with.
    public static let tokenPrefix = "hl_"

    /// Makes a token: 32 random bytes, of which only the SHA-256 is kept.
    ///
    /// - Parameters:
    ///   - role: What it may do at the most; not above the account's own role.
    ///   - shops: Whose customers it may reach at the most; none that the account does not.
    ///   - days: How long it is good for, 1 to 366.
    /// - Returns: The token; nobody can show it again.
    public func makeToken(
        for id: AgentID, label: String, role: AgentRole?, shops: ShopReach = .all, days: Int,
        at now: WallTime
    ) throws(AccountError) -> String {
        guard (1...366).contains(days) else { throw .tokenDays(days) }
        guard let account = try account(id) else { throw .unknown(id) }
        let role = role ?? account.role
        guard role <= account.role else { throw .tokenRole(role, atMost: account.role) }
        if case .only(let wanted) = shops {
            let beyond = wanted.filter { !account.shops.includes($0) }
            guard beyond.isEmpty, !wanted.isEmpty else { throw .tokenShops(beyond) }
        }
        let secret = Data(RandomBytes.some(32)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        let token = Self.tokenPrefix + secret
        let expiresAt = now + .seconds(days * 86_400)
        try write { database in
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO token
                        (digest, account, label, role, made_at, expires_at, shops)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Self.digest(of: token), id.name, label, role.rawValue, now.milliseconds,
                    expiresAt.milliseconds, shops.written,
                ])
        }
        return token
    }

    public func revokeToken(_ label: String, of id: AgentID) throws(AccountError) {
        try write { database in
            try database.execute(
                sql: "DELETE FROM token WHERE account = ? AND label = ?",
                arguments: [id.name, label])
            guard database.changesCount > 0 else { throw AccountError.noSuchToken(label) }
        }
    }

    /// Whom a token lets in, if it is good: until it runs out.
    func login(byToken token: String, at now: WallTime) throws(AccountError) -> Login? {
        let digest = Self.digest(of: token)
        let row = try read {
            try Row.fetchOne(
                $0,
                sql: """
                    SELECT account.*, token.role AS token_role, token.shops AS token_shops,
                        token.expires_at AS token_expires_at
                    FROM token
                    JOIN account ON account.id = token.account
                    WHERE token.digest = ? AND token.expires_at > ? AND is_disabled = 0
                    """,
                arguments: [digest, now.milliseconds])
        }
        guard let row, var account = AgentAccount(row),
            let role = AgentRole(rawValue: row["token_role"])
        else { return nil }
        account.role = min(account.role, role)
        account.shops = account.shops.limited(to: ShopReach(written: row["token_shops"]))
        return Login(
            account, proof: LoginProof(keptDigest: digest),
            until: WallTime(milliseconds: row["token_expires_at"]))
    }

    private static func digest(of token: String) -> Data {
        Data(SHA256.hash(data: Data(token.utf8)))
    }
}

extension LoginProof {
    /// - Parameter kept: The hash of a password with its salt, as the file has it.
    init(password kept: String) {
        self.init(keptDigest: Data(SHA256.hash(data: Data(kept.utf8))))
    }

    /// - Parameter kept: A SHA-256.
    init(keptDigest kept: Data) {
        self.init(digest: kept.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// Bytes that nobody can guess.
enum RandomBytes {
    static func some(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// Passwords that nobody thought of.
public enum GeneratedPassword {
    /// Four groups of five letters and digits without look-alikes, nearly 25 bits each; it can be typed.
    public static func make() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            String((0..<5).compactMap { _ in letters.randomElement(using: &generator) })
        }.joined(separator: "-")
    }
}
