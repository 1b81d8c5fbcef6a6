import Foundation
import Ports
import TestKit
import Testing
import Vocabulary
import Webhooks

/// Goal: whatever an endpoint does, an attempt ends in time and in one way that is written down.
/// Method: real receivers on this machine that hang, drip, lie and break off (T8).
@Suite(.serialized) struct HostileReceiverTests {
    private static let fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    private func outcome(
        seconds: Double = 5, _ behaviour: @escaping @Sendable (Peer) -> Void
    ) throws -> AttemptOutcome {
        let receiver = try HostileReceiver(behaviour)
        defer { receiver.stop() }
        return try Sending().outcome("http://127.0.0.1:\(receiver.port)/hook", seconds: seconds)
    }

    @Test func anAnswerIsItsStatus() throws {
        for (status, retryAfter) in [(200, nil), (410, nil), (500, nil), (429, "30"), (503, "x")]
            as [(Int, String?)]
        {
            let header = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
            let receiver = try HostileReceiver.answering(
                "HTTP/1.1 \(status) Word\r\n\(header)Content-Length: 0\r\n\r\n")
            let outcome = try Sending().outcome("http://127.0.0.1:\(receiver.port)/")
            #expect(outcome == .answered(status: status, retryAfter: retryAfter))
        }
    }

    @Test func nobodyListening() throws {
        let receiver = try HostileReceiver { _ in }
        receiver.stop()
        let port = receiver.port
        let outcome = try Sending().outcome("http://127.0.0.1:\(port)/")
        #expect([.unreachable, .connectionBroken].contains(outcome.failureKind))
    }

    @Test func hangingAndDrippingEndInTime() throws {
        let start = DispatchTime.now().uptimeNanoseconds
        #expect(try outcome(seconds: 0.5) { $0.waitForEnd() }.failureKind == .timedOut)
        let drip = try outcome(seconds: 0.5) { peer in
            _ = peer.request()
            for character in "HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 200) {
                guard peer.write(String(character)) else { return }
                peer.waitForEnd(milliseconds: 20)
            }
        }
        #expect(drip.failureKind == .timedOut)
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        #expect(seconds < 4)
    }

    /// The status is there, so the event was taken: a body that never ends changes nothing.
    @Test func bodiesDoNotCount() throws {
        let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n"
        let dripping = try outcome(seconds: 0.5) { peer in
            _ = peer.request()
            peer.write(head + "\r\n")
            while peer.write("x") { peer.waitForEnd(milliseconds: 20) }
        }
        #expect(dripping == .answered(status: 200, retryAfter: nil))
        let endless = try outcome { peer in
            _ = peer.request()
            peer.write(head + "\r\n")
            while peer.write(String(repeating: "x", count: 65_536)) {}
        }
        #expect(endless == .answered(status: 200, retryAfter: nil))
        let promised = try outcome { peer in
            _ = peer.request()
            peer.write(head + "Content-Length: 52428800\r\n\r\n")
            while peer.write(String(repeating: "x", count: 65_536)) {}
        }
        #expect(promised == .answered(status: 200, retryAfter: nil))
        // A bomb is never unpacked: it is so many bytes, and too many of them.
        let bomb = try outcome { peer in
            _ = peer.request()
            peer.write(head + "Content-Encoding: gzip\r\n\r\n\u{1F}")
            while peer.write(String(repeating: "\0", count: 65_536)) {}
        }
        #expect(bomb == .answered(status: 200, retryAfter: nil))
        let broken = try outcome { peer in
            _ = peer.request()
            peer.write(head + "Content-Length: 100\r\n\r\nhalf")
            peer.reset()
        }
        #expect(broken == .answered(status: 200, retryAfter: nil))
    }

    @Test func answersThatAreNone() throws {
        let reset = try outcome { peer in
            _ = peer.request()
            peer.reset()
        }
        #expect(reset.failureKind == .connectionBroken)
        let silent = try outcome { _ = $0.request() }
        #expect(silent.failureKind == .connectionBroken)
        let old = try outcome { peer in
            _ = peer.request()
            peer.write("hello, this is HTTP/0.9\n")
        }
        #expect(old.failureKind == .badAnswer)
        let crowd = try outcome { peer in
            _ = peer.request()
            peer.write("HTTP/1.1 200 OK\r\n")
            for number in 1...20_000 where !peer.write("X-\(number): y\r\n") { return }
            peer.write("\r\n")
        }
        #expect(crowd.failureKind == .badAnswer)
    }

    @Test func redirectsAreNotFollowed() throws {
        let receiver = try HostileReceiver.answering(
            "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
        let outcome = try Sending().outcome("http://127.0.0.1:\(receiver.port)/")
        #expect(outcome == .answered(status: 302, retryAfter: nil))
        #expect(receiver.connectionCount == 1)
    }

    /// Goal: what an endpoint is sent next is decided after a failure, not before it.
    @Test func behindAFailureNothingIsBegun() throws {
        let receiver = try HostileReceiver { peer in
            while let request = peer.request() {
                let isBad = request.hasPrefix("POST /bad")
                peer.write(
                    isBad ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" : Self.fine)
            }
        }
        let base = "http://127.0.0.1:\(receiver.port)/"
        let outcomes = try Sending().outcomes(
            of: [base + "bad"] + (1...60).map { "\(base)\($0)" })
        #expect(outcomes[0].status == 500)
        // At most the others that were under way together with it, and those they let in.
        #expect(outcomes.count { $0 == .notBegun } >= 40)
        #expect(outcomes.last == .notBegun)
    }

    @Test func connectionsAreKeptAndNeverSharedBetweenShops() throws {
        let receiver = try HostileReceiver.answering(Self.fine)
        let url = "http://127.0.0.1:\(receiver.port)/"
        let sending = try Sending()
        for _ in 1...20 { #expect(try sending.outcome(url).status == 200) }
        #expect(receiver.connectionCount == 1)
        #expect(try sending.outcomes(of: [url], shop: "lumen")[0].status == 200)
        #expect(receiver.connectionCount == 2)
        _ = try sending.outcomes(of: Array(repeating: url, count: 200))
        #expect(receiver.connectionCount <= 1 + WebhookLimits.endpointAttemptCountMax)
    }

    @Test func questionsAreAnsweredWholeOrNotAtAll() throws {
        let receiver = try HostileReceiver { peer in
            while let request = peer.request() {
                let body =
                    request.hasPrefix("GET /long") ? String(repeating: "x", count: 9_000) : "{}"
                peer.write(
                    "HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                )
            }
        }
        let shop = try #require(ShopID("juniper"))
        let base = "http://127.0.0.1:\(receiver.port)"
        let sending = try Sending()
        let answer = try sending.answer(HTTPRequest(shop: shop, url: base + "/orders/1")).get()
        #expect(answer.status == 200 && answer.body == Array("{}".utf8) && answer["x-a"] == "b")
        let long = try sending.answer(
            HTTPRequest(shop: shop, url: base + "/long", answerBytesMax: 8_192))
        #expect(long == .failure(.answerTooLong(status: 200)))
        let injected = try sending.answer(
            HTTPRequest(shop: shop, url: base, headers: [.init("X", "a\r\nY: b")]))
        #expect(throws: HTTPFailure.self) { try injected.get() }
    }
}

@Suite struct ForbiddenAddressTests {
    /// No allowance at all, as a server starts: every URL of the set ends before a packet.
    @Test(.enabled(if: DataSets.has("ssrf-urls"), "data set ssrf-urls is not here"))
    func everyForbiddenURLEndsBeforeAPacket() throws {
        let sending = try Sending(allowing: [])
        let cases = try DataSets.objects("ssrf-urls/cases.jsonl").filter { $0["url"] != nil }
        #expect(cases.count >= 31)
        for item in cases {
            let url = item["url"]?.string ?? ""
            let outcome = try sending.outcome(url, seconds: 5)
            #expect(
                [.refusedAddress, .badURL, .unknownHost].contains(outcome.failureKind),
                "\(url): \(outcome)")
            // Where libcurl came as far as an address, the rules have refused it and say which; a URL
            // without a host is refused before that.
            if item["libcurl_7_88_1"]?.string != "-", !url.hasPrefix("http:///") {
                #expect(
                    [.refusedAddress, .badURL].contains(outcome.failureKind), "\(url): \(outcome)")
            }
        }
    }

    /// A name is judged by the address that it has at this moment, whatever it had before.
    @Test func aNameIsJudgedByItsAddress() throws {
        let receiver = try HostileReceiver.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let url = "http://localhost:\(receiver.port)/"
        let open = try Sending(allowing: ["127.0.0.1:\(receiver.port)", "[::1]:\(receiver.port)"])
        #expect(try open.outcome(url).status == 200)
        let closed = try Sending(allowing: ["127.0.0.1:1"])
        #expect(try closed.outcome(url).failureKind == .refusedAddress)
        #expect(receiver.connectionCount == 1)
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "https://", "x", "", "https://a b/", "https://u:p@a.example/",
    ])
    func whatIsNoURLIsRefused(url: String) throws {
        #expect(try Sending().outcome(url).failureKind == .badURL)
    }
}
