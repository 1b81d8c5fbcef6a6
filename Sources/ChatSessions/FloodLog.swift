import Logging
import Synchronization

/// Logs what peers do wrong, at most one line for each source and minute, so that a flood of
/// connections is no flood of log lines.
final class FloodLog: Sendable {
    private struct Source: Hashable {
        let address: AddressKey?
        let reason: EndReason
    }

    private struct Notes {
        var saidAt: [Source: Duration] = [:]
        var unsaidCounts: [Source: Int] = [:]
    }

    private static let quietTime: Duration = .seconds(60)
    private static let sourceCountMax = 4_096

    private let logger: Logger
    private let notes = Mutex(Notes())

    init(logger: Logger) { self.logger = logger }

    func ended(_ reason: EndReason, from address: AddressKey?, at now: Duration) {
        let source = Source(address: address, reason: reason)
        let unsaidCount = notes.withLock { notes -> Int? in
            if let saidAt = notes.saidAt[source], now - saidAt < Self.quietTime {
                notes.unsaidCounts[source, default: 0] += 1
                return nil
            }
            if notes.saidAt.count >= Self.sourceCountMax { notes = Notes() }
            notes.saidAt[source] = now
            return notes.unsaidCounts.removeValue(forKey: source) ?? 0
        }
        guard let unsaidCount else { return }
        logger.info(
            "session ended by the server",
            metadata: [
                "reason": "\(reason.rawValue)", "address": "\(address?.description ?? "unknown")",
                "not_logged_before": "\(unsaidCount)",
            ])
    }
}
