import Logging
import NIOCore
import Synchronization
import Testing

@testable import ChatSessions

struct FloodLogTests {
    @Test func oneLineForEachSourceAndMinute() throws {
        let lines = LogLines()
        let log = FloodLog(logger: Logger(label: "test") { _ in CountingLog(lines: lines) })
        let first = AddressKey(try SocketAddress(ipAddress: "192.0.2.1", port: 1))
        let second = AddressKey(try SocketAddress(ipAddress: "192.0.2.2", port: 1))
        for _ in 0..<100 { log.ended(.lineRate, from: first, at: .seconds(1)) }
        #expect(lines.all == ["192.0.2.1 line_rate 0"])
        log.ended(.lineTooLong, from: first, at: .seconds(1))
        log.ended(.lineRate, from: second, at: .seconds(2))
        log.ended(.lineRate, from: first, at: .seconds(62))
        #expect(
            lines.all.dropFirst() == [
                "192.0.2.1 line_too_long 0", "192.0.2.2 line_rate 0", "192.0.2.1 line_rate 99",
            ])
    }
}

private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func append(_ line: String) { lines.withLock { $0.append(line) } }
}

private struct CountingLog: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(lines: LogLines) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = event.metadata ?? [:]
        lines.append(
            ["address", "reason", "not_logged_before"].map { "\(fields[$0] ?? "")" }
                .joined(separator: " "))
    }
}
