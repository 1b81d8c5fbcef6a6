import Configuration
import SystemPackage
import Webhooks

/// How a server is set up: flags before environment before file before what is usual.
public struct Settings: Equatable, Sendable {
    /// The folder with the shops' files.
    public var intents = "Intents"
    /// The folder of the record.
    public var data = "Transcripts"
    /// `host:port` of the line port.
    public var line = "127.0.0.1:2323"
    /// `host:port` of the web port.
    public var web = "127.0.0.1:8080"
    /// `host:port` of the line port with TLS; nil for none.
    public var lineTLS: String?
    /// Paths of the certificate chain and its key, in PEM.
    public var tlsCertificate: String?
    public var tlsKey: String?
    /// Who answers a session that names no shop; nil for `juniper`, or the first.
    public var defaultShop: String?
    /// Addresses and networks of proxies that speak the PROXY protocol, with commas between.
    public var proxyFrom: String?
    /// Where browsers find the server's own pages, such as `https://help.example`; empty where they
    /// find them at the machine's own address.
    public var webOrigins: [String] = []
    /// For tests and benchmarks.
    public var hasRateLimits = true
    /// Threads that connections are served on; nil for one a core, two at the most.
    public var loopCount: Int?
    /// Lets `/login operator` in on the line ports; from the environment or the file, never a flag,
    /// since flags can be read by everybody on the machine. nil: nobody can log in.
    public var operatorPassword: String?
    /// Agents on this machine may log in without TLS. To be turned off where a proxy on this machine
    /// passes connections on from elsewhere.
    public var allowsLoginFromLoopback = true
    /// Networks that shops' endpoints may be in although they are not public, such as
    /// `127.0.0.1:9000` or `10.1.2.0/24`.
    public var webhookAllowances: [String] = []
    /// Days that the ledger keeps what was delivered, and what was given up; 1 to 3650.
    public var deliveriesKeptDays = 7
    public var deadLettersKeptDays = 30
    /// Hours after which whoever has logged in to the desk has to do so again; 1 to 168.
    public var loginHours = 12
    /// trace, debug, info, notice, warning or error.
    public var logLevel = "notice"

    public init() {}

    /// Names in the file and, in capitals with `HELPLINE_` in front and `_` for `-`, in the
    /// environment.
    public static let names = [
        "intents", "data", "line", "web", "line-tls", "tls-cert", "tls-key", "default-shop",
        "proxy-from", "no-rate-limits", "loops", "operator-password", "login-from-loopback",
        "log-level", "webhook-allow", "web-origin", "deliveries-kept-days",
        "dead-letters-kept-days", "login-hours",
    ]

    /// Reads the environment and, if one is named, the file (YAML or JSON).
    ///
    /// - Throws: What is wrong with the file, in a sentence.
    public static func read(file: String?) async throws -> Settings {
        var providers: [any ConfigProvider] = [
            EnvironmentVariablesProvider().prefixKeys(with: "helpline")
        ]
        if let file {
            providers.append(
                try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
        }
        let reader = ConfigReader(providers: providers)
        var settings = Settings()
        settings.intents = reader.string(forKey: "intents", default: settings.intents)
        settings.data = reader.string(forKey: "data", default: settings.data)
        settings.line = reader.string(forKey: "line", default: settings.line)
        settings.web = reader.string(forKey: "web", default: settings.web)
        settings.lineTLS = reader.string(forKey: "line-tls")
        settings.tlsCertificate = reader.string(forKey: "tls-cert")
        settings.tlsKey = reader.string(forKey: "tls-key")
        settings.defaultShop = reader.string(forKey: "default-shop")
        settings.proxyFrom = reader.string(forKey: "proxy-from")
        settings.hasRateLimits = !reader.bool(forKey: "no-rate-limits", default: false)
        settings.loopCount = reader.int(forKey: "loops")
        settings.operatorPassword = reader.string(forKey: "operator-password", isSecret: true)
        settings.allowsLoginFromLoopback = reader.bool(
            forKey: "login-from-loopback", default: true)
        settings.logLevel = reader.string(forKey: "log-level", default: settings.logLevel)
        settings.webOrigins = list(reader.string(forKey: "web-origin") ?? "")
        settings.deliveriesKeptDays = reader.int(forKey: "deliveries-kept-days", default: 7)
        settings.deadLettersKeptDays = reader.int(forKey: "dead-letters-kept-days", default: 30)
        settings.loginHours = reader.int(forKey: "login-hours", default: 12)
        settings.webhookAllowances = list(reader.string(forKey: "webhook-allow") ?? "")
        return settings
    }

    /// What stands between commas, blanks left out.
    public static func list(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map(String.init)
    }
}

extension Settings {
    /// - Throws: `StartError` for a number of hours that is not possible.
    func loginTime() throws(StartError) -> Duration {
        guard (1...168).contains(loginHours) else { throw .loginHours(loginHours) }
        return .seconds(loginHours * 3_600)
    }

    /// - Throws: `StartError` for a number of days that is not possible.
    func retention() throws(StartError) -> DeliveryRetention {
        let asked = [
            ("deliveries-kept-days", deliveriesKeptDays),
            ("dead-letters-kept-days", deadLettersKeptDays),
        ]
        for (name, days) in asked where !WebhookLimits.keptDays.contains(days) {
            throw .keptDays(name, days)
        }
        return DeliveryRetention(
            deliveredDays: deliveriesKeptDays, deadLetterDays: deadLettersKeptDays)
    }
}

/// `host:port`, `[::1]:port`, or `:port` for all addresses.
public struct ListenAddress: Equatable, Sendable {
    public let host: String
    /// 0 takes any free port.
    public let port: Int

    /// - Returns: nil if `text` has no port between 0 and 65535 behind its last colon.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        self.host = host.isEmpty ? "::" : String(host)
        self.port = port
    }
}
