import ChatSessions
import ChatWire
import Crypto
import Foundation
import Ports
import Synchronization
import Vocabulary

/// Lets one operator in, by a password that only the server's environment holds.
///
/// Over TLS or from loopback only, as for every log-in. Wrong passwords are counted over all
/// addresses: after `wrongCountMax` within a minute nobody gets in until the minute is over, so that
/// guessing is slow whoever does it. It never locks for good: an attacker must not lock people out.
final class OperatorDoor: Sendable {
    static let name = "operator"
    /// Shorter passwords are refused at the start.
    static let passwordBytesMin = 12
    static let wrongCountMax = 5

    private struct Wrong {
        var count = 0
        var since = Duration.zero
    }

    private let digest: SHA256.Digest
    private let wrong = Mutex(Wrong())
    private let time: any TimeSource

    init(password: String, time: any TimeSource) {
        digest = SHA256.hash(data: Data(password.utf8))
        self.time = time
    }

    /// The same work for every name and password.
    func logIn(_ name: AgentID, _ password: String) -> WireSpeaker? {
        let now = time.monotonic()
        // Digests are compared in constant time.
        let isRight = SHA256.hash(data: Data(password.utf8)) == digest && name.name == Self.name
        return wrong.withLock { wrong in
            if now - wrong.since > .seconds(60) { wrong = Wrong(count: 0, since: now) }
            guard wrong.count < Self.wrongCountMax, isRight else {
                wrong.count += 1
                return nil
            }
            return .supervisor
        }
    }
}
