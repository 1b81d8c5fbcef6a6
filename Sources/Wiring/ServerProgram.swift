import Accounts
import ChatListeners
import ChatSessions
import ChatWire
import Engine
import Foundation
import FrontOffice
import Logging
import NIOCore
import NIOPosix
import Ports
import SQLiteTranscripts
import ServiceLifecycle
import ShopFiles
import Synchronization
import Vocabulary
import WebBridge

/// A running server: the record, one floor with all shops, the line ports, the web port.
///
/// `start` comes back once everything listens; `run` waits for a signal and then drains: no new
/// session, every line that was taken answered, the record closed.
public final class ServerProgram: Service {
    /// How long sessions have to take their last answers.
    public static let drainTime: Duration = .seconds(10)

    /// Where customers connect; with the port that was really taken.
    public let lineAddress: String
    /// nil without TLS.
    public let lineTLSAddress: String?
    public let shopIDs: [ShopID]
    private let loops: SessionLoops
    /// Accounts made at this start, with passwords that nobody can show again.
    public let madeAccounts: [DemonstrationAccounts.Made]
    private let listener: LineListener
    private let web: WebPort
    private let runner: FloorRunner
    private let filing: Filing
    private let door: AgentDoor
    private let delivering: Delivering
    private let store: SQLiteTranscriptStore
    private let shelf: ShopShelf
    private let loader: ShopLoader
    private let settings: Settings
    private let group: MultiThreadedEventLoopGroup
    private let logger: Logger
    private let isStopped = Atomic(false)

    public var webAddress: String { web.address }

    private init(
        loops: SessionLoops, listener: LineListener, web: WebPort, runner: FloorRunner,
        filing: Filing, door: AgentDoor, delivering: Delivering,
        store: SQLiteTranscriptStore,
        shelf: ShopShelf, loader: ShopLoader, settings: Settings,
        group: MultiThreadedEventLoopGroup, logger: Logger
    ) {
        let addresses = listener.localAddresses.map(Self.text)
        lineAddress = addresses.first ?? ""
        lineTLSAddress = settings.lineTLS == nil ? nil : addresses.dropFirst().first
        shopIDs = shelf.current.ids
        self.loops = loops
        self.listener = listener
        self.web = web
        self.runner = runner
        self.filing = filing
        self.door = door
        madeAccounts = door.made
        self.delivering = delivering
        self.store = store
        self.shelf = shelf
        self.loader = loader
        self.settings = settings
        self.group = group
        self.logger = logger
    }

    /// Reads the shops, opens the record, replays what is open, and listens.
    ///
    /// - Parameter progress: Told what is being learnt, and how far it is, 0…1.
    /// - Throws: `LoadError`, `StoreError`, `StartError`, or that an address is taken.
    public static func start(
        _ settings: Settings, logger: Logger, progress: (String, Double) -> Void = { _, _ in }
    ) async throws -> ServerProgram {
        var ports = try linePorts(settings)
        if let password = settings.operatorPassword,
            password.utf8.count < AgentDoor.passwordBytesMin
        {
            throw StartError.passwordTooShort
        }
        guard let webAddress = ListenAddress(settings.web) else {
            throw StartError.address(settings.web)
        }
        guard let ownPages = OwnPages(naming: settings.webOrigins) else {
            throw StartError.webOrigin(settings.webOrigins.joined(separator: ","))
        }
        let loader = ShopLoader(
            folder: settings.intents, cache: ModelCache(folder: "\(settings.data)/models"))
        let loaded = try loader.load(defaultShop: settings.defaultShop, progress: progress)
        for (shop, address) in loaded.lineAddresses {
            guard let own = ListenAddress(address) else { throw StartError.address(address) }
            ports.append(LinePort(host: own.host, port: own.port, shop: shop))
        }
        try FileManager.default.createDirectory(
            atPath: settings.data, withIntermediateDirectories: true)
        let store = try SQLiteTranscriptStore(path: "\(settings.data)/helpline.sqlite")
        let clock = SystemClock()
        let filing = Filing(store: store, folder: settings.data, logger: logger)
        filing.shopsAre(loaded.shops)
        let inbox = FloorInbox()
        let delivering = try Delivering(
            data: settings.data, allowances: settings.webhookAllowances,
            retention: try settings.retention(), endpoints: loaded.endpoints,
            systems: loaded.systems, telling: inbox, time: clock,
            logger: logger)
        let registry = MetricRegistry()
        let tally = FloorTally(
            logger: logger, registry: registry, onFinished: { filing.conversationFinished() },
            onEvents: { delivering.wake() })
        var generator = SystemRandomNumberGenerator()
        let shelf = ShopShelf(loaded.readings)
        let driver = try FloorDriver(
            store: store, shops: loaded.shops, mint: .secure,
            random: SeededRandom(seed: generator.next()), tally: tally,
            systems: delivering.caller, endpoints: delivering.shelf,
            reasons: ShelfReasons(shelf: shelf), at: clock.wall(),
            monotonic: clock.monotonic())
        let metrics = ListenerMetrics(registry: registry)
        let loops = settings.loopCount ?? min(2, max(1, System.coreCount))
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        let program = Mutex<ServerProgram?>(nil)
        let door = try AgentDoor(
            settings, shops: loaded.shops.map(\.id), clock: clock, logger: logger)
        let backOffice = door.backOffice { isCheckOnly in
            guard let program = program.withLock({ $0 }) else { return .reloadRefused("") }
            return program.reloadAnswer(checkOnly: isCheckOnly)
        }
        let admin = AdminPort(
            door: door, record: RecordDesk(path: "\(settings.data)/helpline.sqlite"),
            deliveries: DeliveryDesk(
                path: "\(settings.data)/\(SQLiteDeliveryLedger.fileName)"),
            queues: { tally.queues },
            reload: { (isCheckOnly) throws(LoadError) in
                guard let program = program.withLock({ $0 }) else { return [] }
                return try program.reload(checkOnly: isCheckOnly)
            })
        do {
            let sessions = try await SessionLoops.start(
                try lineConfiguration(ports, settings), group: group, shelf: shelf,
                directory: FloorDirectory(other: inbox), metrics: metrics,
                logger: logger, backOffice: backOffice, now: { clock.monotonic() })
            let web = try await WebPort.start(
                webAddress, loops: sessions, shops: loaded.faces, logger: logger, tally: tally,
                metrics: metrics, registry: registry, deliveries: delivering.tally,
                admin: admin.source, ownPages: ownPages)
            let listener = try await LineListener.start(sessions)
            let runner = FloorRunner(inbox: inbox, outlet: sessions, time: clock, tally: tally)
            inbox.putAlways(.rulesReplaced(loaded.deskRules))
            runner.start(driver)
            filing.start()
            door.watch(telling: inbox)
            try delivering.start(store)
            let started = ServerProgram(
                loops: sessions, listener: listener, web: web, runner: runner, filing: filing,
                door: door, delivering: delivering, store: store, shelf: shelf,
                loader: loader, settings: settings, group: group, logger: logger)
            program.withLock { $0 = started }
            return started
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Serves until the process is asked to end, then drains.
    public func run() async throws {
        let hangUp = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        signal(SIGHUP, SIG_IGN)
        hangUp.setEventHandler { [self] in reloadAndLog() }
        hangUp.resume()
        try? await gracefulShutdown()
        hangUp.cancel()
        await stop()
    }

    /// Refuses new sessions, answers what was taken, closes the record. Does it once.
    public func stop() async {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        logger.notice("draining")
        await listener.stopAccepting()
        await web.close()
        await loops.drain(within: Self.drainTime)
        let (runner, filing, delivering) = (runner, filing, delivering)
        let (store, door) = (store, door)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                door.close()
                runner.stop()
                filing.stop()
                delivering.stop()
                store.close()
                done.resume()
            }
        }
        try? await group.shutdownGracefully()
        logger.notice("stopped")
    }

    /// Reads all shops' files again and puts them in force, all or nothing.
    ///
    /// - Parameter checkOnly: Says what would happen and changes nothing.
    /// - Returns: The shops that are in force, or would be.
    /// - Throws: `LoadError`; then everything is as it was.
    @discardableResult
    public func reload(checkOnly: Bool = false) throws(LoadError) -> [ShopID] {
        let loaded = try loader.load(defaultShop: settings.defaultShop)
        guard !checkOnly else { return loaded.readings.ids }
        filing.shopsAre(loaded.shops)
        delivering.shelf.replace(with: loaded.endpoints)
        runner.inbox.putAlways(.rulesReplaced(loaded.deskRules))
        runner.inbox.putAlways(.shopsReplaced(loaded.shops))
        shelf.replace(with: loaded.readings)
        delivering.caller.replace(with: loaded.systems)
        web.shopsAre(loaded.faces)
        return loaded.readings.ids
    }

    /// Reloads for whoever typed `/reload`; takes its time.
    fileprivate func reloadAnswer(checkOnly: Bool) -> Notice {
        do throws(LoadError) {
            let shops = try reload(checkOnly: checkOnly).map(\.name).joined(separator: ", ")
            let text = checkOnly ? "would be in force: \(shops)" : "in force: \(shops)"
            return .message(.init(sequence: nil, role: .system, name: "", text: text))
        } catch {
            return .reloadRefused("\(error)")
        }
    }

    private func reloadAndLog() {
        do throws(LoadError) {
            let shops = try reload()
            try? listener.reloadCertificates()
            logger.notice(
                "reloaded", metadata: ["shops": "\(shops.map(\.name).joined(separator: " "))"])
        } catch {
            logger.error(
                "the shops' files have mistakes; what was in force still is",
                metadata: ["mistakes": "\(error)"])
        }
    }
}

/// Why a server cannot be started as it was asked.
public enum StartError: Error, Equatable, CustomStringConvertible {
    case address(String)
    case certificateMissing
    case proxyAddress(String)
    case passwordTooShort
    case allowance(String)
    case webOrigin(String)
    /// The setting's name and its days.
    case keptDays(String, Int)
    case loginHours(Int)

    public var description: String {
        switch self {
        case .address(let text):
            "'\(text)' is no address to listen on; write host:port, such as 127.0.0.1:2323"
        case .proxyAddress(let text):
            "'\(text)' is no address or network of a proxy; write such as 10.0.0.7 or 10.0.0.0/24"
        case .certificateMissing:
            "a TLS port needs --tls-cert and --tls-key: paths of a certificate and its key in PEM"
        case .passwordTooShort:
            "the operator's password needs \(AgentDoor.passwordBytesMin) bytes or more"
        case .keptDays(let name, let days):
            "\(name): \(days) days are not possible; allowed are 1 to 3650"
        case .loginHours(let hours):
            "login-hours: \(hours) hours are not possible; allowed are 1 to 168"
        case .allowance(let text):
            "'\(text)' is no network to allow; write 10.1.2.0/24, 10.1.2.3:8080 or [fd00::1]:8080"
        case .webOrigin(let text):
            """
            '\(text)' is no origin of a web page; write https://help.example, in small letters, \
            without a path and without the usual port
            """
        }
    }
}

extension ServerProgram {
    private static func linePorts(_ settings: Settings) throws(StartError) -> [LinePort] {
        guard let address = ListenAddress(settings.line) else { throw .address(settings.line) }
        var ports = [LinePort(host: address.host, port: address.port)]
        guard let tls = settings.lineTLS else { return ports }
        guard let address = ListenAddress(tls) else { throw .address(tls) }
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else {
            throw .certificateMissing
        }
        ports.append(
            LinePort(
                host: address.host, port: address.port,
                certificate: CertificateFiles(certificatePath: certificate, keyPath: key)))
        return ports
    }

    /// Descriptors kept for the record, accounts, the ledger of deliveries, the web port, the loops and
    /// the log: 35 are open at rest, and the pools of readers open more. Dispatch ends the process
    /// where it finds none for its timers.
    private static let ownDescriptorCount = 50

    private static func lineConfiguration(
        _ ports: [LinePort], _ settings: Settings
    ) throws(StartError) -> LineConfiguration {
        var descriptors = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        // As many as the system lets us have: a connection is a descriptor.
        descriptors.rlim_cur = descriptors.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &descriptors)
        let all = Int(clamping: descriptors.rlim_cur)
        let most = max(1, min(all / 10 * 9, all - ownDescriptorCount))
        var configuration = LineConfiguration(ports: ports, acceptedCountMax: most)
        if !settings.hasRateLimits { configuration.rates = nil }
        configuration.allowsLoginFromLoopback = settings.allowsLoginFromLoopback
        configuration.proxies = try proxies(settings)
        return configuration
    }

    private static func proxies(_ settings: Settings) throws(StartError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for part in (settings.proxyFrom ?? "").split(separator: ",") {
            let text = part.trimmingCharacters(in: .whitespaces)
            guard let range = AddressRange(text) else { throw .proxyAddress(text) }
            ranges.append(range)
        }
        return ranges
    }

    static func text(_ address: SocketAddress) -> String {
        let host = address.ipAddress ?? "?"
        return (host.contains(":") ? "[\(host)]" : host) + ":\(address.port ?? 0)"
    }
}

extension Notice {
    /// Nothing was changed; why, with the places of the first mistakes.
    fileprivate static func reloadRefused(_ mistakes: String) -> Notice {
        let lines = mistakes.split(separator: "\n")
        let more = lines.count > 5 ? ["and \(lines.count - 5) more"] : []
        return .failure(
            Failure(
                code: .reloadRefused, text: "nothing was changed",
                hint: (lines.prefix(5).map(String.init) + more).joined(separator: "\n")))
    }
}
