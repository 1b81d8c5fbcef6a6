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

@Suite struct AccountRegisterTests {
    @Test func theRightPasswordAndTheRightTokenLogIn() async throws {
        let accounts = try AccountsForTest()
        let made = try accounts.add("maria")
        let token = try accounts.file.makeToken(
            for: made.id, label: "t", role: nil, days: 1, at: AccountsForTest.now)
        let office = try RegisterForTest(accounts.file)
        #expect(try await office.logIn("maria", "correct horse") == .accepted(made))
        #expect(try await office.logIn("maria", token) == .accepted(made))
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
        #expect(try await office.logIn("maria", "correct horse", from: "x") == .accepted(made))
    }

    @Test func theOperatorOfTheEnvironmentIsAnAdmin() async throws {
        let accounts = try AccountsForTest()
        let office = try RegisterForTest(accounts.file, operatorPassword: "twelve bytes")
        guard case .accepted(let account) = try await office.logIn("operator", "twelve bytes")
        else { return #expect(Bool(false), "was refused") }
        #expect(account.role == .admin && account.shops == .all)
        #expect(try await office.logIn("operator", "twelve byteS") == .refused)
    }

    @Test func changesAreToldOnceEach() throws {
        let accounts = try AccountsForTest()
        let office = try RegisterForTest(accounts.file)
        var told: [[String]] = []
        func look() { office.register.look { told.append($0.map(\.id.name)) } }
        look()
        look()
        try accounts.add("maria")
        look()
        try accounts.file.setDisabled(true, of: try AccountsForTest.id("maria"))
        look()
        look()
        #expect(told == [[], ["maria"], []])
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
