import Crypto
import Foundation
import Logging
import Synchronization
import Vocabulary

/// Judges who may log in to a running server, and tells it when accounts change.
///
/// Passwords are hashed on a small pool of its own, `workerCount` at once, never on the caller's
/// thread. An unknown name costs the same time and gets the same answer as a wrong password.
public final class AccountRegister: Sendable {
    /// The name under which the password of the server's environment lets an operator in.
    public static let operatorName = "operator"
    static let workerCount = 2
    /// Log-ins that may wait for a worker; further ones are told that the server is busy.
    static let waitingCountMax = 64

    private struct State {
        var limits = LoginLimits()
        var waitingCount = 0
        var generation = -1
    }

    private let file: AccountFile
    /// How long a log-in lasts at the most.
    private let loginTime: Duration
    private let operatorDigest: SHA256.Digest?
    private let logger: Logger
    private let clock: Clock
    private let state = Mutex(State())
    private let pool = OperationQueue()
    private let isStopped = Atomic(false)
    /// What an unknown name is compared with, so that it takes as long as a known one.
    private let decoy: PasswordHash

    /// Time, and waiting without blocking anybody; handed in so that tests need not wait.
    public struct Clock: Sendable {
        var wall: @Sendable () -> WallTime
        var monotonic: @Sendable () -> Duration
        var after: @Sendable (Duration, @escaping @Sendable () -> Void) -> Void

        public init(
            wall: @escaping @Sendable () -> WallTime, monotonic: @escaping @Sendable () -> Duration,
            after: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Void = {
                DispatchQueue.global().asyncAfter(
                    deadline: .now() + .milliseconds(Int($0.milliseconds)), execute: $1)
            }
        ) {
            self.wall = wall
            self.monotonic = monotonic
            self.after = after
        }
    }

    /// - Parameters:
    ///   - operatorPassword: Lets `operator` in with every right, whatever the file says; nil for
    ///     nobody.
    ///   - loginTime: How long a log-in lasts; one by a token ends with the token if that is sooner.
    public init(
        file: AccountFile, operatorPassword: String?, loginTime: Duration, clock: Clock,
        logger: Logger
    ) throws {
        self.file = file
        self.loginTime = loginTime
        self.clock = clock
        self.logger = logger
        operatorDigest = operatorPassword.map { SHA256.hash(data: Data($0.utf8)) }
        // Its key is no password's; hashing one now would delay the start.
        guard
            let decoy = PasswordHash.decoy(cost: file.cost)
        else { throw AccountError.file("no decoy") }
        self.decoy = decoy
        pool.name = "log-ins"
        pool.maxConcurrentOperationCount = Self.workerCount
    }

    /// Judges a log-in; comes back at once.
    ///
    /// - Parameter answer: Called later, once, on a thread of the register.
    public func logIn(
        _ request: LoginRequest, answer: @escaping @Sendable (LoginOutcome) -> Void
    ) {
        let now = clock.monotonic()
        enum Entry {
            case open, busy
            case waits(Duration)
        }
        let entry = state.withLock { state -> Entry in
            if let wait = state.limits.wait(request, at: now) { return .waits(wait) }
            guard state.waitingCount < Self.waitingCountMax else { return .busy }
            state.waitingCount += 1
            return .open
        }
        switch entry {
        case .waits(let wait):
            let seconds = Int(wait.milliseconds / 1_000) + 1
            clock.after(.zero) { answer(.tooMany(waitSeconds: seconds)) }
        case .busy: clock.after(.zero) { answer(.busy) }
        case .open: pool.addOperation { [self] in judge(request, answer) }
        }
    }

    private func judge(
        _ request: LoginRequest, _ answer: @escaping @Sendable (LoginOutcome) -> Void
    ) {
        let found = login(for: request)
        let now = clock.monotonic()
        let delay = state.withLock { state -> Duration in
            state.waitingCount -= 1
            // Several guesses may have been under way; those behind the limit do not count as right.
            guard found != nil, state.limits.wait(request, at: now) == nil else {
                return state.limits.failed(request, at: now)
            }
            state.limits.succeeded(request)
            return .zero
        }
        guard let found, delay == .zero else {
            logger.notice(
                "auth.failed",
                metadata: ["name": "\(request.name)", "address": "\(request.address)"])
            return clock.after(delay) { answer(.refused) }
        }
        answer(.accepted(found))
    }

    private func login(for request: LoginRequest) -> Login? {
        let now = clock.wall()
        let until = now + loginTime
        do throws(AccountError) {
            if request.password.hasPrefix(AccountFile.tokenPrefix) {
                guard var login = try file.login(byToken: request.password, at: now),
                    login.account.id == request.name
                else { return nil }
                login.until = min(login.until, until)
                return login
            }
            let known = try file.credentials(of: request.name)
            let matches = try? (known?.hash ?? decoy).matches(request.password)
            if isOperator(request), let account = Self.operatorAccount, let operatorProof {
                return Login(account, proof: operatorProof, until: until)
            }
            guard matches == true, let known else { return nil }
            return Login(known.account, proof: known.proof, until: until)
        } catch {
            logger.error("the accounts cannot be read", metadata: ["details": "\(error)"])
            return nil
        }
    }

    private func isOperator(_ request: LoginRequest) -> Bool {
        guard let operatorDigest, request.name.name == Self.operatorName else { return false }
        // Digests are compared in constant time.
        return SHA256.hash(data: Data(request.password.utf8)) == operatorDigest
    }

    private var operatorProof: LoginProof? {
        operatorDigest.map { LoginProof(keptDigest: Data(SHA256.hash(data: Data($0)))) }
    }

    private static let operatorAccount: AgentAccount? = AgentID(operatorName).map {
        AgentAccount(id: $0, name: "Operator", role: .admin)
    }
}

extension AccountRegister {
    /// Looks once a second whether any process has changed an account or a token.
    ///
    /// - Parameter onChange: Gets all that may log in; called on a thread of the register, once at the
    ///   beginning and after each change.
    public func watch(_ onChange: @escaping @Sendable (AccountRoll) -> Void) {
        guard !isStopped.load(ordering: .acquiring) else { return }
        look(onChange)
        clock.after(.seconds(1)) { [weak self] in self?.watch(onChange) }
    }

    /// Does something before any log-in that comes after this is judged; comes back at once.
    public func first(_ work: @escaping @Sendable () -> Void) { pool.addBarrierBlock(work) }

    /// Looks no more, and waits for the log-ins under way.
    public func stop() {
        isStopped.store(true, ordering: .releasing)
        pool.waitUntilAllOperationsAreFinished()
    }

    /// Tells of changes since the last look.
    func look(_ onChange: (AccountRoll) -> Void) {
        do throws(AccountError) {
            let generation = try file.generation()
            let isNew = state.withLock { state in
                defer { state.generation = generation }
                return state.generation != generation
            }
            guard isNew else { return }
            var roll = try file.roll()
            if let operatorProof, let own = Self.operatorAccount {
                roll.accounts.removeAll { $0.id == own.id }
                roll.accounts.append(own)
                roll.proofs.insert(operatorProof)
            }
            onChange(roll)
        } catch {
            logger.error("the accounts cannot be read", metadata: ["details": "\(error)"])
        }
    }
}
