import Foundation
import Logging
import Ports
import SQLiteTranscripts
import ShopFiles
import Synchronization
import Vocabulary
import Webhooks

/// Delivers without a server, for as long as something is due.
public enum DeliveryDrain {
    /// - Parameter progress: Deliveries that no longer wait, of those that did.
    /// - Returns: How many deliveries still wait.
    /// - Throws: `StoreError` of kind `.locked` if a server has the record; then nothing was sent.
    public static func run(
        _ settings: Settings, logger: Logger, progress: (_ done: Int, _ all: Int) -> Void
    ) throws -> Int {
        let store = try SQLiteTranscriptStore(path: "\(settings.data)/helpline.sqlite")
        defer { store.close() }
        let endpoints = ShopFolder(path: settings.intents).load().shops.flatMap(
            \.settings.endpoints)
        let clock = SystemClock()
        let delivering = try Delivering(
            data: settings.data, allowances: settings.webhookAllowances,
            retention: try settings.retention(), endpoints: endpoints, time: clock, logger: logger)
        let path = "\(settings.data)/\(SQLiteDeliveryLedger.fileName)"
        let ledger = try SQLiteDeliveryLedger(path: path)
        defer { ledger.close() }
        try delivering.start(store)
        let all = try waitingCount(ledger)
        let patience = DispatchSemaphore(value: 0)
        while true {
            // Nobody signals: it looks again every 200 ms.
            _ = patience.wait(timeout: .now() + .milliseconds(200))
            let left = try waitingCount(ledger)
            progress(all - left, all)
            let now = clock.wall()
            let isDue = try ledger.endpoints().contains { endpoint in
                endpoint.nextDue.map { $0 <= now } ?? false
                    && endpoint.health.pausedUntil.map { $0 <= now } ?? true
            }
            guard !isDue else { continue }
            delivering.stop()
            return left
        }
    }

    private static func waitingCount(_ ledger: SQLiteDeliveryLedger) throws -> Int {
        try ledger.endpoints().reduce(0) { $0 + $1.waitingCount }
    }
}
