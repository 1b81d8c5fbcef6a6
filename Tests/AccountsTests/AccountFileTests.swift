import Foundation
import Testing
import Vocabulary

@testable import Accounts

/// A folder with a file of accounts whose passwords are hashed quickly.
final class AccountsForTest {
    let folder = NSTemporaryDirectory() + "accounts-\(UUID().uuidString)"
    let file: AccountFile
    static let now = WallTime(milliseconds: 1_773_136_800_000)

    init() throws { file = try AccountFile(folder: folder, cost: .small) }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func id(_ name: String) throws -> AgentID { try #require(AgentID(name)) }

    @discardableResult
    func add(
        _ name: String, password: String = "correct horse", role: AgentRole = .agent
    ) throws -> AgentAccount {
        let account = AgentAccount(
            id: try Self.id(name), name: name.capitalized, role: role,
            shops: .only(try [#require(ShopID("juniper"))]),
            skills: [AgentSkill(name: "returns", level: 5)], languages: [.english], site: "riga",
            capacity: 3)
        try file.add(account, password: password, at: Self.now)
        return account
    }
}

@Suite struct AccountFileTests {
    private let maria = AgentID("maria")

    @Test func anAccountReadsBackAsItWasMade() throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        #expect(try accounts.file.account(made.id) == made)
        #expect(try accounts.file.list().map(\.account) == [made])
        let attributes = try FileManager.default.attributesOfItem(
            atPath: "\(accounts.folder)/accounts.sqlite")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func everyRefusalNamesTheThingAndWhatIsAllowed() throws {
        let accounts = try AccountsForTest()
        try accounts.add("maria")
        #expect(throws: AccountError.exists(try AccountsForTest.id("maria"))) {
            try accounts.add("maria")
        }
        #expect(throws: AccountError.passwordTooShort(bytesMin: 10)) {
            try accounts.add("jonas", password: "short")
        }
        #expect(throws: AccountError.unknown(try AccountsForTest.id("nobody"))) {
            try accounts.file.setDisabled(true, of: try AccountsForTest.id("nobody"))
        }
        let account = AgentAccount(id: try AccountsForTest.id("li"), name: "Li", capacity: 0)
        #expect(throws: AccountError.capacity(0)) {
            try accounts.file.add(account, password: "long enough", at: AccountsForTest.now)
        }
    }

    @Test func anyChangeCountsTheGenerationUp() throws {
        let accounts = try AccountsForTest()
        var seen = [try accounts.file.generation()]
        try accounts.add("maria")
        seen.append(try accounts.file.generation())
        try accounts.file.setDisabled(true, of: try AccountsForTest.id("maria"))
        seen.append(try accounts.file.generation())
        // Another process writes the same file.
        let other = try AccountFile(folder: accounts.folder, cost: .small)
        try other.setPassword("another one", of: try AccountsForTest.id("maria"))
        seen.append(try accounts.file.generation())
        #expect(seen == seen.sorted() && Set(seen).count == seen.count)
    }

    @Test func passwordsAreKeptAsScryptAndNothingElse() throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let found = try #require(try accounts.file.credentials(of: made.id))
        #expect(found.hash.description.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        #expect(try found.hash.matches("correct horse"))
        #expect(try !found.hash.matches("correct horsf"))
        #expect(PasswordHash(found.hash.description) == found.hash)
        for broken in ["", "$scrypt$ln=99,r=8,p=1$AA$AA", "$argon$x$y$z", "a$b$c$d$e"] {
            #expect(PasswordHash(broken) == nil, "\(broken)")
        }
        try accounts.file.setDisabled(true, of: made.id)
        #expect(try accounts.file.credentials(of: made.id) == nil)
    }

    /// Each guess has a key of its own, so that a comparison that looks at some bytes only would let in
    /// one of them.
    @Test func noneOfAThousandGuessesIsThePassword() throws {
        let salt = Array(repeating: UInt8(7), count: PasswordHash.saltByteCount)
        let hash = try PasswordHash(of: "correct horse", salt: salt, cost: .small)
        let taken = try (0..<1_000).filter { try hash.matches("guess \($0)") }
        #expect(taken.isEmpty)
        for place in hash.key.indices {
            var other = hash
            other.key[place] ^= 1
            #expect(try !other.matches("correct horse"), "byte \(place)")
        }
    }

    /// RFC 7914 §12: the last vector is the one with N = 16384, r = 8, p = 1.
    @Test func scryptAgreesWithItsStandard() throws {
        let cost = PasswordHash.Cost(exponent: 14, blockSize: 8, parallelism: 1)
        let hash = try PasswordHash(
            of: "pleaseletmein", salt: Array("SodiumChloride".utf8), cost: cost)
        let expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        #expect(hash.key.map { String(Int($0) + 256, radix: 16).suffix(2) }.joined() == expected)
    }

    @Test func theWorkOfAPasswordIsTheOneThatWasDecided() {
        #expect(
            PasswordHash.Cost.standard
                == PasswordHash.Cost(exponent: 17, blockSize: 8, parallelism: 1))
    }

    @Test func aTokenIsShownOnceEndsAndCanBeTakenBack() throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("vera", role: .supervisor)
        let token = try accounts.file.makeToken(
            for: made.id, label: "wall", role: .agent, days: 30, at: AccountsForTest.now)
        #expect(token.hasPrefix("hl_") && token.utf8.count == 3 + 43)
        let later = AccountsForTest.now + .seconds(29 * 86_400)
        let found = try #require(try accounts.file.login(byToken: token, at: later))
        let over = AccountsForTest.now + .seconds(30 * 86_400)
        #expect(
            found.account.id == made.id && found.account.role == .agent, "its role is the token's")
        #expect(found.until == over)
        #expect(try accounts.file.login(byToken: token, at: over) == nil)
        #expect(try accounts.file.login(byToken: token + "x", at: later) == nil)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: accounts.folder + "/accounts.sqlite"))
        let log = try? Data(
            contentsOf: URL(fileURLWithPath: accounts.folder + "/accounts.sqlite-wal"))
        #expect((bytes + (log ?? Data())).range(of: Data(token.utf8)) == nil)
        #expect(throws: AccountError.tokenRole(.admin, atMost: .supervisor)) {
            try accounts.file.makeToken(
                for: made.id, label: "x", role: .admin, days: 1, at: AccountsForTest.now)
        }
        #expect(throws: AccountError.tokenDays(0)) {
            try accounts.file.makeToken(
                for: made.id, label: "x", role: nil, days: 0, at: AccountsForTest.now)
        }
        try accounts.file.revokeToken("wall", of: made.id)
        #expect(try accounts.file.login(byToken: token, at: later) == nil)
    }

    @Test func aTokenReachesNoMoreThanItsShops() throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("vera", role: .supervisor)
        let (juniper, lumen) = try (
            #require(ShopID("juniper")), #require(ShopID("lumen"))
        )
        let wide = try accounts.file.makeToken(
            for: made.id, label: "crm", role: nil, shops: .only([juniper]), days: 1,
            at: AccountsForTest.now)
        let now = AccountsForTest.now
        #expect(try accounts.file.login(byToken: wide, at: now)?.account.shops == .only([juniper]))
        #expect(try accounts.file.list().first?.tokens.first?.shops == .only([juniper]))
        // The account loses the shop: the token does not bring it back, nor the other one.
        var narrow = made
        narrow.shops = .only([lumen])
        try accounts.file.change(narrow)
        #expect(try accounts.file.login(byToken: wide, at: now)?.account.shops == .only([]))
        #expect(throws: AccountError.tokenShops([juniper])) {
            try accounts.file.makeToken(
                for: made.id, label: "x", role: nil, shops: .only([juniper]), days: 1, at: now)
        }
        #expect(throws: AccountError.tokenShops([])) {
            try accounts.file.makeToken(
                for: made.id, label: "x", role: nil, shops: .only([]), days: 1, at: now)
        }
    }

    @Test func theDemonstrationIsMadeOnceAndOnlyForItsShops() throws {
        let accounts = try AccountsForTest()
        let shops = DemonstrationAccounts.shops
        #expect(
            try DemonstrationAccounts.wanted(in: accounts.file, served: Array(shops.dropLast()))
                .isEmpty)
        let wanted = try DemonstrationAccounts.wanted(in: accounts.file, served: shops)
        #expect(wanted.map(\.account.role) == [.agent, .agent, .supervisor])
        #expect(Set(wanted.map(\.password)).count == 3)
        try DemonstrationAccounts.make(wanted, in: accounts.file, at: AccountsForTest.now)
        #expect(try accounts.file.list().count == 3)
        #expect(try DemonstrationAccounts.wanted(in: accounts.file, served: shops).isEmpty)
    }
}
