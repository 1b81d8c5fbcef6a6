import ChatWire
import Vocabulary

/// Where lines are listened for, and how much each peer may ask of this server.
public struct LineConfiguration: Sendable {
    public var ports: [LinePort]
    /// nil sets no rates, and no number of sessions for a shop: for tests and benchmarks.
    public var rates: LineRates?
    public var times = LineTimes()
    /// Sessions at once over all ports; one more is told `too_many_sessions`.
    public var sessionCountMax = 16_000
    /// Connections at once, after which no more are accepted until one ends. 90 % of the descriptors
    /// that the process may have.
    public var acceptedCountMax: Int
    /// Who speaks the PROXY protocol: connections from these addresses begin with a header that says
    /// where they come from, or are closed. From elsewhere no header is believed.
    public var proxies: [AddressRange] = []
    /// Agents may log in from loopback without TLS.
    public var allowsLoginFromLoopback = false

    public init(ports: [LinePort], rates: LineRates? = LineRates(), acceptedCountMax: Int) {
        self.ports = ports
        self.rates = rates
        self.acceptedCountMax = acceptedCountMax
    }
}

/// One address to listen on.
public struct LinePort: Sendable {
    /// An IPv4 or IPv6 address in figures, or a name.
    public var host: String
    /// 0 takes any free port.
    public var port: Int
    /// Speaks TLS from the first byte; nil for plain lines.
    public var certificate: CertificateFiles?
    /// Who answers here when a session names no shop; nil for the server's default shop.
    public var shop: ShopID?

    public init(
        host: String, port: Int, certificate: CertificateFiles? = nil, shop: ShopID? = nil
    ) {
        self.host = host
        self.port = port
        self.certificate = certificate
        self.shop = shop
    }
}

/// Where a TLS port's certificate is: PEM files.
public struct CertificateFiles: Hashable, Sendable {
    /// The server's certificate first, then those between it and the root.
    public var certificatePath: String
    public var keyPath: String
    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}

/// How fast peers may be. Over a rate a session first waits (it is not read from), then is told
/// `rate_limited`, then is closed.
public struct LineRates: Sendable {
    public var sessionLines = RateLimit.sessionLines
    public var addressLines = RateLimit.addressLines
    public var addressConnections = RateLimit.addressConnections
    /// Connections at once from one address.
    public var addressConnectionCountMax = 20
    /// Lines of all sessions of one shop, so that one shop's visitors cannot starve another's.
    public var shopLines = RateLimit(burst: 2_000, perSecond: 1_000)
    /// Peers on this machine are not limited.
    public var isLoopbackExempt = true

    public init() {}
}

/// How long a peer may take.
public struct LineTimes: Sendable {
    /// From connecting to the end of the first line.
    public var firstLine: Duration = .seconds(30)
    /// From the first byte of a line to its end.
    public var halfLine: Duration = .seconds(60)
    /// For the password.
    public var login: Duration = .seconds(60)
    public var handshake: Duration = .seconds(10)
    /// Silence of a session that is in no conversation; conversations have times of their own.
    public var idleWarning: Duration = .seconds(9 * 60)
    public var idleClose: Duration = .seconds(10 * 60)
    /// Waiting for a rate, until the peer is told, and until it is closed.
    public var throttledNotice: Duration = .seconds(10)
    public var throttledClose: Duration = .seconds(60)
    /// For the header of a listed proxy.
    public var proxyHeader: Duration = .seconds(3)
    /// Between two pings to a WebSocket.
    public var ping: Duration = .seconds(20)
    /// Without a byte from a WebSocket, pings or no pings, until it counts as gone.
    public var pingUnanswered: Duration = .seconds(60)
    /// For a peer to read what it is told, while much of it waits.
    public var unread: Duration = .seconds(60)
    /// For the peer to take the last bytes and close its side.
    public var lingering: Duration = .seconds(5)
    /// The same while the server stops.
    public var lingeringAtTheEnd: Duration = .milliseconds(500)
    /// Between two looks at all sessions; nil leaves looking to tests.
    public var sweep: Duration? = .seconds(1)

    public init() {}
}
