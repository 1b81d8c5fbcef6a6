import Foundation
import GRDB
import Vocabulary

/// The file of accounts, `accounts.sqlite` in the folder of the record: apart from the conversations,
/// which have one writer. The command line writes it while a server reads it.
///
/// Every call reads or writes at once; the server learns of changes by `generation`, which each change
/// counts up.
public final class AccountFile: Sendable {
    public static let name = "accounts.sqlite"
    public static let passwordBytesMin = 10
    public static let passwordBytesMax = 1_024

    let pool: DatabasePool
    let cost: PasswordHash.Cost
    private let path: String

    /// Opens the file in `folder`, making both where they are missing; others may not read it.
    ///
    /// - Throws: `AccountError.file`.
    public convenience init(folder: String) throws(AccountError) {
        try self.init(folder: folder, cost: .standard)
    }

    /// - Parameter cost: Of passwords that are set from here on.
    init(folder: String, cost: PasswordHash.Cost) throws(AccountError) {
        self.cost = cost
        path = "\(folder)/\(Self.name)"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            if !FileManager.default.fileExists(atPath: path) {
                _ = FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            }
            var configuration = Configuration()
            configuration.label = "accounts"
            configuration.maximumReaderCount = 1
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.maximumReaderCount = 3
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL")
            }
            try AccountSchema.migrate(pool)
        } catch {
            throw AccountError(error, "opening \(path)")
        }
    }

    /// Counts up with every change of any account or token, by any process.
    func generation() throws(AccountError) -> Int {
        try read { try Int.fetchOne($0, sql: "SELECT count FROM generation") ?? 0 }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(AccountError) -> Value {
        do { return try pool.read(body) } catch { throw AccountError(error, "reading \(path)") }
    }

    func write<Value>(_ body: (Database) throws -> Value) throws(AccountError) -> Value {
        do { return try pool.write(body) } catch { throw AccountError(error, "writing \(path)") }
    }
}

/// The tables. Stored: steps are only ever appended.
enum AccountSchema {
    static func migrate(_ pool: DatabasePool) throws {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: first) }
        // NULL reaches what the account reaches; else shops parted by single spaces.
        migrator.registerMigration("2") {
            try $0.execute(sql: "ALTER TABLE token ADD COLUMN shops TEXT")
        }
        // Running servers hear of tokens as they hear of accounts.
        migrator.registerMigration("3") { try $0.execute(sql: tokenTriggers) }
        if try pool.read({ try migrator.hasBeenSuperseded($0) }) {
            throw AccountError.file("a later version of Helpline wrote the accounts")
        }
        try migrator.migrate(pool)
    }

    /// `shops` NULL reaches every shop; lists are parted by single spaces, skills are `name:level`.
    private static let first = """
        CREATE TABLE account (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            shops TEXT,
            skills TEXT NOT NULL,
            languages TEXT NOT NULL,
            site TEXT,
            capacity INTEGER NOT NULL,
            password TEXT NOT NULL,
            is_disabled INTEGER NOT NULL DEFAULT 0,
            made_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE token (
            digest BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            label TEXT NOT NULL,
            role TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            UNIQUE (account, label)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE generation (count INTEGER NOT NULL) STRICT;
        INSERT INTO generation VALUES (0);
        CREATE TRIGGER account_made AFTER INSERT ON account
            BEGIN UPDATE generation SET count = count + 1; END;
        CREATE TRIGGER account_changed AFTER UPDATE ON account
            BEGIN UPDATE generation SET count = count + 1; END;
        CREATE TRIGGER account_removed AFTER DELETE ON account
            BEGIN UPDATE generation SET count = count + 1; END;
        """

    private static let tokenTriggers = """
        CREATE TRIGGER token_made AFTER INSERT ON token
            BEGIN UPDATE generation SET count = count + 1; END;
        CREATE TRIGGER token_revoked AFTER DELETE ON token
            BEGIN UPDATE generation SET count = count + 1; END;
        """
}
