import ArgumentParser
import Foundation
import Logging
import ServiceLifecycle
import ShopFiles
import Wiring

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves all shops of a folder.",
        discussion: """
            Every setting is a flag, a variable (HELPLINE_LINE=0.0.0.0:2323), or a line of the file \
            named by --config (line: 0.0.0.0:2323); a flag wins over a variable, a variable over the \
            file. SIGHUP reads the shops' files again, all or nothing; SIGTERM answers what was taken \
            and ends.

            Examples:
              helpline serve
              helpline serve --line 0.0.0.0:2323 --line-tls 0.0.0.0:2324 --tls-cert chain.pem --tls-key key.pem
            """)

    @Option(help: "The folder with the shops' files. (default: Intents)") var intents: String?
    @Option(help: "The folder of the record. (default: Transcripts)") var data: String?
    @Option(help: "The line port. (default: 127.0.0.1:2323)") var line: String?
    @Option(help: "The web port. (default: 127.0.0.1:8080)") var web: String?
    @Option(help: "The line port with TLS. (default: none)") var lineTls: String?
    @Option(help: "The certificate chain in PEM.") var tlsCert: String?
    @Option(help: "Its key in PEM.") var tlsKey: String?
    @Option(help: "Who answers where no shop is named. (default: juniper, or the first)")
    var defaultShop: String?
    @Option(
        help: """
            Proxies that speak the PROXY protocol: addresses and networks, with commas between. \
            (default: none)
            """)
    var proxyFrom: String?
    @Option(
        help: """
            Where browsers find this server's own pages, with commas between: https://help.example. \
            (default: the address that they ask, which must be a number or localhost)
            """)
    var webOrigin: String?
    @Option(help: "A file with settings, in YAML or JSON.") var config: String?
    @Flag(help: "No rates and no limits per address; for tests and benchmarks.")
    var noRateLimits = false
    @Option(
        help: """
            Networks that endpoints may be in although they are not public, with commas between \
            them: 127.0.0.1:9000,10.1.2.0/24. (default: none)
            """)
    var webhookAllow: String?
    @Option(help: "Threads for connections. (default: one a core, two at the most)") var loops: Int?
    @Option(help: "trace, debug, info, notice, warning or error. (default: notice)")
    var logLevel: String?

    func run() async throws {
        let settings = try await settings()
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            throw WrongUse(
                "'\(settings.logLevel)' is no log level; there are "
                    + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard FileManager.default.fileExists(atPath: settings.intents) else {
            throw WrongUse("there is no folder '\(settings.intents)'; name it with --intents")
        }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: "helpline")
        logger.logLevel = level
        let program = try await start(settings, logger)
        announce(program)
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: program)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private func settings() async throws -> Settings {
        let file = config ?? ProcessInfo.processInfo.environment["HELPLINE_CONFIG"]
        var settings: Settings
        do {
            settings = try await Settings.read(file: file)
        } catch {
            throw WrongUse("\(file ?? "settings"): \(error)")
        }
        settings.intents = intents ?? settings.intents
        settings.data = data ?? settings.data
        settings.line = line ?? settings.line
        settings.web = web ?? settings.web
        settings.lineTLS = lineTls ?? settings.lineTLS
        settings.tlsCertificate = tlsCert ?? settings.tlsCertificate
        settings.tlsKey = tlsKey ?? settings.tlsKey
        settings.defaultShop = defaultShop ?? settings.defaultShop
        settings.proxyFrom = proxyFrom ?? settings.proxyFrom
        if let webOrigin { settings.webOrigins = Settings.list(webOrigin) }
        if let webhookAllow { settings.webhookAllowances = Settings.list(webhookAllow) }
        settings.loopCount = loops ?? settings.loopCount
        settings.logLevel = logLevel ?? settings.logLevel
        if noRateLimits { settings.hasRateLimits = false }
        return settings
    }

    private func start(_ settings: Settings, _ logger: Logger) async throws -> ServerProgram {
        do {
            return try await ServerProgram.start(settings, logger: logger) { shop, share in
                Terminal.progress("learning the questions of \(shop)", share)
            }
        } catch let error as LoadError {
            guard case .mistakes(let problems) = error else { throw WrongUse(error.description) }
            for problem in problems where problem.severity == .error {
                Terminal.complain("\(settings.intents)/\(problem)")
            }
            Terminal.complain("helpline: not started; `helpline check` shows all mistakes")
            throw Found.something
        } catch let error as StartError {
            throw WrongUse(error.description)
        } catch {
            Terminal.complain("helpline: not started: \(error)")
            throw Found.something
        }
    }

    /// Accounts of the demonstration: their passwords are shown this once.
    private func announceAccounts(_ program: ServerProgram) -> String {
        guard !program.madeAccounts.isEmpty else { return "" }
        let lines = program.madeAccounts.map { made in
            let role = made.account.role.rawValue
            return "  \(made.account.id) (\(role)), password \(made.password)\n"
        }
        return "Accounts for trying, shown this once; type /login NAME, then /on:\n"
            + lines.joined() + "\n"
    }

    private func announce(_ program: ServerProgram) {
        let host = program.lineAddress.split(separator: ":").dropLast().joined(separator: ":")
        let port = program.lineAddress.split(separator: ":").last ?? ""
        let tls = program.lineTLSAddress.map { ", TLS on \($0)" } ?? ""
        let shops = program.shopIDs.map(\.name).joined(separator: ", ")
        let text = """
            helpline \(Release.version) answers for \(shops)
            lines on \(program.lineAddress)\(tls), web on \(program.webAddress)

            \(announceAccounts(program))Try in another terminal:
              nc \(host) \(port)
              printf 'where is my order JP-10432?\\n10115\\n' | nc -N \(host) \(port)
              curl http://\(program.webAddress)/healthz

            """
        // Straight to the descriptor: whoever waits for these lines reads a pipe.
        Terminal.write(Array(text.utf8))
    }
}
