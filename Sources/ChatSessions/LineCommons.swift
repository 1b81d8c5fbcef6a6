import ChatWire
import Engine
import Logging
import Synchronization
import Vocabulary

/// What all connections of all loops share.
package final class LineCommons: Sendable {
    package let configuration: LineConfiguration
    package let shelf: ShopShelf
    let directory: FloorDirectory
    package let metrics: ListenerMetrics
    let floodLog: FloodLog
    /// nil where addresses are not limited.
    let addresses: AddressBook?
    let shops: ShopShares
    /// nil where nobody can log in.
    let backOffice: BackOffice?
    /// The monotonic clock.
    package let now: @Sendable () -> Duration
    /// Connections accepted and not closed, on all ports.
    package let acceptedCount = Atomic<Int>(0)

    init(
        configuration: LineConfiguration, shelf: ShopShelf, directory: FloorDirectory,
        metrics: ListenerMetrics, logger: Logger,
        backOffice: BackOffice?, now: @escaping @Sendable () -> Duration
    ) {
        self.configuration = configuration
        self.shelf = shelf
        self.directory = directory
        self.metrics = metrics
        self.backOffice = backOffice
        self.now = now
        floodLog = FloodLog(logger: logger)
        addresses = configuration.rates.map { AddressBook(rates: $0) }
        shops = ShopShares(rate: configuration.rates?.shopLines)
    }
}
