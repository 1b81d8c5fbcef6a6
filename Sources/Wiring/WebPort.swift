import ChatSessions
import Engine
import Logging
import WebBridge

/// The web port of a server: pages, chat, health and figures.
struct WebPort: Sendable {
    /// With the port that was really taken.
    let address: String
    private let site: WebSite
    private let listener: WebListener

    static func start(
        _ address: ListenAddress, loops: SessionLoops, shops: [ShopFace], logger: Logger,
        tally: FloorTally, metrics: ListenerMetrics, registry: MetricRegistry,
        deliveries: DeliveryTally, admin: AdminSource?, ownPages: OwnPages
    ) async throws -> WebPort {
        let source = HealthSource(
            fault: { tally.canCommit ? nil : "the record refuses turns" },
            unreadiness: { tally.canCommit ? nil : "the record refuses turns" },
            metrics: {
                tally.metricsText + metrics.prometheusText + registry.text
                    + deliveries.metricsText
            })
        let site = WebSite(health: source, shops: shops, admin: admin, ownPages: ownPages)
        let listener = try await WebListener.start(
            host: address.host, port: address.port, loops: loops, site: site, logger: logger)
        return WebPort(
            address: listener.localAddress.map(ServerProgram.text) ?? "", site: site,
            listener: listener)
    }

    /// Shows the shops as they are after a reload.
    func shopsAre(_ shops: [ShopFace]) { site.shopsAre(shops) }

    func close() async { await listener.close() }
}
