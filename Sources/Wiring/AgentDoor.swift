import Accounts
import ChatSessions
import Engine
import Logging
import Ports
import Vocabulary

/// Who may log in to this server: the accounts' file, the register that judges, and on the first start
/// of a demonstration the accounts to try it with.
struct AgentDoor: Sendable {
    /// Shorter passwords of the operator are refused at the start.
    static let passwordBytesMin = 12

    /// What is made at this start.
    let made: [DemonstrationAccounts.Made]
    private let file: AccountFile
    private let register: AccountRegister
    private let clock: any TimeSource
    private let logger: Logger

    /// - Throws: `AccountError`, `StartError`.
    init(
        _ settings: Settings, shops: [ShopID], clock: any TimeSource, logger: Logger
    ) throws {
        file = try AccountFile(folder: settings.data)
        made = try DemonstrationAccounts.wanted(in: file, served: shops)
        self.clock = clock
        self.logger = logger
        register = try AccountRegister(
            file: file, operatorPassword: settings.operatorPassword,
            loginTime: try settings.loginTime(),
            clock: AccountRegister.Clock(
                wall: { clock.wall() }, monotonic: { clock.monotonic() }),
            logger: logger)
    }

    /// Judges a log-in; comes back at once.
    func logIn(
        _ request: LoginRequest, answer: @escaping @Sendable (LoginOutcome) -> Void
    ) {
        register.logIn(request, answer: answer)
    }

    /// Accounts that may log in, by name; nil if they cannot be read.
    func accounts() -> [AgentAccount]? {
        (try? file.list())?.filter { !$0.isDisabled }.map(\.account).sorted { $0.id < $1.id }
    }

    func backOffice(reload: @escaping @Sendable (Bool) -> Notice) -> BackOffice {
        let register = register
        return BackOffice(logIn: { register.logIn($0, answer: $1) }, reload: reload)
    }

    /// Tells the floor of accounts, now and whenever one changes.
    func watch(telling inbox: FloorInbox) {
        register.watch { inbox.putAlways(.accountsReplaced($0)) }
        guard !made.isEmpty else { return }
        // Their passwords are shown already: whoever is quick waits until they are good.
        register.first { [self] in
            do throws(AccountError) {
                try DemonstrationAccounts.make(made, in: file, at: clock.wall())
            } catch {
                logger.error(
                    "the accounts for trying could not be made", metadata: ["details": "\(error)"])
            }
        }
    }

    func close() { register.stop() }
}
