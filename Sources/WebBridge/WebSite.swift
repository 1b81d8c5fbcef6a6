import Synchronization

/// What the web address says of the server; asked for each request, so none may block.
public struct HealthSource: Sendable {
    /// nil while the record takes what is given to it, else what is wrong.
    public var fault: @Sendable () -> String?
    /// nil while new sessions are welcome, else why they are not.
    public var unreadiness: @Sendable () -> String?
    /// All figures in Prometheus' text format.
    public var metrics: @Sendable () -> String

    public init(
        fault: @escaping @Sendable () -> String?, unreadiness: @escaping @Sendable () -> String?,
        metrics: @escaping @Sendable () -> String
    ) {
        self.fault = fault
        self.unreadiness = unreadiness
        self.metrics = metrics
    }
}

/// What the web address serves: pages, and what the server says of itself.
public final class WebSite: Sendable {
    let health: HealthSource
    /// nil where there is no API.
    let admin: AdminDesk?
    let ownPages: OwnPages
    private let shelf: Mutex<PageShelf>

    public init(
        health: HealthSource, shops: [ShopFace], admin: AdminSource? = nil,
        ownPages: OwnPages = OwnPages()
    ) {
        self.health = health
        self.ownPages = ownPages
        self.admin = admin.map { AdminDesk(source: $0, ownPages: ownPages) }
        shelf = Mutex(PageShelf(shops: shops))
    }

    var pages: PageShelf { shelf.withLock { $0 } }

    /// Shows the shops as they are after a reload.
    public func shopsAre(_ shops: [ShopFace]) {
        let new = PageShelf(shops: shops)
        shelf.withLock { $0 = new }
    }
}
