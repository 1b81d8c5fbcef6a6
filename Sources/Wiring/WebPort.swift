import ChatListeners
import Engine
import Logging
import NIOPosix
import WebBridge

/// The web port of a server: health and figures.
struct WebPort: Sendable {
    /// With the port that was really taken.
    let address: String
    private let listener: HealthListener

    static func start(
        _ address: ListenAddress, group: MultiThreadedEventLoopGroup, logger: Logger,
        tally: FloorTally, metrics: ListenerMetrics
    ) async throws -> WebPort {
        let source = HealthSource(
            fault: { tally.canCommit ? nil : "the record refuses turns" },
            unreadiness: { tally.canCommit ? nil : "the record refuses turns" },
            metrics: { tally.metricsText + metrics.prometheusText })
        let listener = try await HealthListener.start(
            host: address.host, port: address.port, group: group, source: source, logger: logger)
        return WebPort(
            address: listener.localAddress.map(ServerProgram.text) ?? "", listener: listener)
    }

    func close() async { await listener.close() }
}
