import CurlHTTP
import Dispatch
import Ports
import Synchronization
import Testing
import Vocabulary
import Webhooks

/// Goal: what waits for an endpoint that hangs holds nobody else of the shop up.
@Suite struct HangingNeighbourTests {
    @Test func othersOfTheShopAreServedMeanwhile() throws {
        let hanging = try HostileReceiver { $0.waitForEnd() }
        let answering = try HostileReceiver.answering(
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer {
            hanging.stop()
            answering.stop()
        }
        let sending = try Sending()
        let shop = try #require(ShopID("juniper"))
        func attempt(_ number: Int64, _ name: String, _ port: Int) -> WebhookAttempt {
            WebhookAttempt(
                number: number, endpoint: EndpointKey(shop: shop, name: name),
                request: WebhookRequest(
                    url: "http://127.0.0.1:\(port)/", headers: [], body: Array("{}".utf8),
                    timeLimit: .seconds(50), certificatesPath: nil))
        }
        let silent = (0..<30).map { attempt(Int64($0), "silent-\($0)", hanging.port) }
        // Ten endpoints of one host, each with more than may be under way at once.
        let heard = (0..<120).map { attempt(Int64(1_000 + $0), "fine-\($0 % 10)", answering.port) }
        let answered = Counted()
        let arrived = DispatchSemaphore(value: 0)
        sending.http.send(silent + heard) { number, outcome in
            guard number >= 1_000 else { return }
            if outcome.status == 200 { answered.count.add(1, ordering: .relaxed) }
            arrived.signal()
        }
        for _ in heard { if arrived.wait(timeout: .now() + 20) != .success { break } }
        #expect(answered.count.load(ordering: .relaxed) == heard.count)
    }

    private final class Counted: Sendable { let count = Atomic(0) }
}
