import Dispatch
import Logging
import Synchronization
import Testing
import Vocabulary

@testable import Accounts

/// A register whose clock stands still until it is moved, and whose delays are noted, not waited for.
final class RegisterForTest: Sendable {
    let register: AccountRegister

    init(_ file: AccountFile, operatorPassword: String? = nil) throws {
        let moment = Moment()
        let delays = Delays()
        register = try AccountRegister(
            file: file, operatorPassword: operatorPassword,
            loginTime: Self.loginTime,
            clock: AccountRegister.Clock(
                wall: { AccountsForTest.now }, monotonic: { moment.now.withLock { $0 } },
                after: { delay, body in
                    delays.all.withLock { $0.append(delay) }
                    DispatchQueue.global().async(execute: body)
                }),
            logger: Logger(label: "test"))
        self.moment = moment
        waited = delays
    }

    static let loginTime = Duration.seconds(12 * 3_600)
    /// When a log-in of now ends.
    static let end = AccountsForTest.now + loginTime

    let moment: Moment
    let waited: Delays
    final class Moment: Sendable { let now = Mutex(Duration.seconds(1_000)) }
    final class Delays: Sendable { let all = Mutex<[Duration]>([]) }

    func pass(_ time: Duration) { moment.now.withLock { $0 += time } }

    func logIn(_ name: String, _ password: String, from address: String = "192.0.2.1") async throws
        -> LoginOutcome
    {
        let request = LoginRequest(
            name: try AccountsForTest.id(name), password: password, address: address)
        return await withCheckedContinuation { done in
            register.logIn(request) { done.resume(returning: $0) }
        }
    }
}

extension RegisterForTest {
    /// nil if the log-in was not accepted.
    func accepted(
        _ name: String, _ password: String, from address: String = "192.0.2.1"
    ) async throws -> Login? {
        guard case .accepted(let login) = try await logIn(name, password, from: address) else {
            return nil
        }
        return login
    }
}

@Suite struct AccountRegisterTests {
    @Test func theRightPasswordAndTheRightTokenLogIn() async throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let token = try accounts.file.makeToken(
            for: made.id, label: "t", role: nil, days: 1, at: AccountsForTest.now)
        let office = try RegisterForTest(accounts.file)
        for shown in ["correct horse", token] {
            let login = try await office.accepted("maria", shown)
            #expect(login?.account == made && login?.until == RegisterForTest.end)
        }
        try accounts.add("jonas")
        #expect(try await office.logIn("jonas", token) == .refused, "somebody else's token")
    }

    @Test func whateverIsWrongGetsTheSameAnswer() async throws {
        let accounts = try AccountsForTest()
        try accounts.add("maria")
        try accounts.add("gone")
        try accounts.file.setDisabled(true, of: try AccountsForTest.id("gone"))
        let office = try RegisterForTest(accounts.file)
        #expect(try await office.logIn("maria", "wrong", from: "a") == .refused)
        #expect(try await office.logIn("nobody", "wrong", from: "b") == .refused)
        #expect(try await office.logIn("gone", "correct horse", from: "c") == .refused)
        #expect(try await office.logIn("operator", "correct horse", from: "d") == .refused)
        #expect(office.waited.all.withLock { Set($0) } == [LoginLimits.delayFirst])
    }

    @Test(arguments: ["maria", "nobody"])
    func guessesOfOneNameAreSlowedAndStopped(name: String) async throws {
        let accounts = try AccountsForTest()
        try accounts.add("maria")
        let office = try RegisterForTest(accounts.file)
        for number in 0..<LoginLimits.accountWrongMax {
            let outcome = try await office.logIn(name, "guess", from: "10.0.0.\(number)")
            #expect(outcome == .refused)
        }
        let delays = office.waited.all.withLock { $0 }
        #expect(delays == delays.sorted() && Set(delays).count == delays.count, "they grow")
        #expect(delays.last.map { $0 <= LoginLimits.delayMax } == true)
        #expect(try await office.logIn(name, "correct horse") == .tooMany(waitSeconds: 61))
        office.pass(LoginLimits.window)
        #expect(try await office.logIn("maria", "correct horse") != .refused, "never for good")
    }

    @Test func anAddressMayBeWrongTwentyTimesAMinute() async throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let office = try RegisterForTest(accounts.file)
        for number in 0..<LoginLimits.addressWrongMax {
            #expect(try await office.logIn("name-\(number)", "guess") == .refused)
        }
        #expect(try await office.logIn("maria", "correct horse") == .tooMany(waitSeconds: 61))
        #expect(try await office.accepted("maria", "correct horse", from: "x")?.account == made)
    }

    @Test func theOperatorOfTheEnvironmentIsAnAdmin() async throws {
        let accounts = try AccountsForTest()
        let office = try RegisterForTest(accounts.file, operatorPassword: "twelve bytes")
        let login = try #require(try await office.accepted("operator", "twelve bytes"))
        #expect(login.account.role == .admin && login.account.shops == .all)
        var roll: AccountRoll?
        office.register.look { roll = $0 }
        #expect(roll?.accounts == [login.account] && roll?.proofs == [login.proof])
        #expect(try await office.logIn("operator", "twelve byteS") == .refused)
    }

    @Test func changesAreToldOnceEach() throws {
        let accounts = try AccountsForTest()
        let office = try RegisterForTest(accounts.file)
        var told: [[String]] = []
        func look() { office.register.look { told.append($0.accounts.map(\.id.name)) } }
        look()
        look()
        try accounts.add("maria")
        look()
        try accounts.file.setDisabled(true, of: try AccountsForTest.id("maria"))
        look()
        look()
        #expect(told == [[], ["maria"], []])
    }

    @Test func aLogInByATokenEndsWithTheToken() async throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let token = try accounts.file.makeToken(
            for: made.id, label: "t", role: nil, days: 1,
            at: AccountsForTest.now + .seconds(-20 * 3_600))
        let office = try RegisterForTest(accounts.file)
        let login = try await office.accepted("maria", token)
        #expect(login?.until == AccountsForTest.now + .seconds(4 * 3_600))
    }

    @Test func whatWasShownIsGoodUntilItIsChangedOrRevoked() async throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let token = try accounts.file.makeToken(
            for: made.id, label: "t", role: nil, days: 1, at: AccountsForTest.now)
        let office = try RegisterForTest(accounts.file)
        let byPassword = try #require(try await office.accepted("maria", "correct horse"))
        let byToken = try #require(try await office.accepted("maria", token))
        #expect(byPassword.proof != byToken.proof)
        var proofs: Set<LoginProof> = []
        func look() { office.register.look { proofs = $0.proofs } }
        look()
        #expect(proofs == [byPassword.proof, byToken.proof])
        try accounts.file.revokeToken("t", of: made.id)
        look()
        #expect(proofs == [byPassword.proof])
        _ = try accounts.file.makeToken(
            for: made.id, label: "u", role: nil, days: 1, at: AccountsForTest.now)
        try accounts.file.setPassword("battery staple", of: made.id)
        look()
        #expect(proofs.count == 2 && proofs.isDisjoint(with: [byPassword.proof, byToken.proof]))
        try accounts.file.setDisabled(true, of: made.id)
        look()
        #expect(proofs.isEmpty, "neither its password nor its tokens")
    }

    @Test func limitsForgetTheOldestAndStayBounded() {
        var limits = LoginLimits()
        for number in 0..<(LoginLimits.subjectCountMax + 10) {
            let name = AgentID("n\(number)")
            guard let name else { continue }
            _ = limits.failed(
                LoginRequest(name: name, password: "", address: "a\(number)"),
                at: .milliseconds(number))
        }
        #expect(limits.subjectCount <= LoginLimits.subjectCountMax)
    }
}
