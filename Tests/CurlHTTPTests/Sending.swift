import CurlHTTP
import Dispatch
import Ports
import Synchronization
import Testing
import Vocabulary
import Webhooks

/// A sender with everything on this machine allowed, and what came of its attempts.
final class Sending: Sendable {
    let http: CurlHTTP
    private let outcomes = Mutex<[Int64: AttemptOutcome]>([:])
    private let arrived = DispatchSemaphore(value: 0)

    init(allowing texts: [String] = ["127.0.0.0/8", "::1"]) throws {
        let rules = AddressRules(
            allowances: try texts.map { try #require(AddressRules.Allowance($0)) })
        http = try CurlHTTP(rules: rules, agent: "test")
    }

    deinit { http.stop() }

    /// Posts to each URL, all at once, all of one endpoint, and waits for the outcomes.
    func outcomes(
        of urls: [String], shop: String = "juniper", seconds: Double = 5,
        certificates: String? = nil,
        endpoint: String = "crm"
    ) throws -> [AttemptOutcome] {
        let key = EndpointKey(shop: try #require(ShopID(shop)), name: endpoint)
        let attempts = urls.enumerated().map { index, url in
            WebhookAttempt(
                number: Int64(index), endpoint: key,
                request: WebhookRequest(
                    url: url, headers: [("Content-Type", "application/json")],
                    body: Array("{}".utf8), timeLimit: .seconds(seconds),
                    certificatesPath: certificates))
        }
        http.send(attempts) { [weak self] number, outcome in
            self?.outcomes.withLock { $0[number] = outcome }
            self?.arrived.signal()
        }
        for _ in attempts {
            guard arrived.wait(timeout: .now() + 60) == .success else { break }
        }
        let found = outcomes.withLock { $0 }
        return attempts.map { found[$0.number] ?? .notBegun }
    }

    func outcome(
        _ url: String, seconds: Double = 5, certificates: String? = nil
    ) throws -> AttemptOutcome {
        try outcomes(of: [url], seconds: seconds, certificates: certificates)[0]
    }

    func answer(_ request: HTTPRequest) throws -> Result<HTTPAnswer, HTTPFailure> {
        let result = Mutex<Result<HTTPAnswer, HTTPFailure>?>(nil)
        http.ask(request) { [arrived] answer in
            result.withLock { $0 = answer }
            arrived.signal()
        }
        #expect(arrived.wait(timeout: .now() + 60) == .success)
        return try #require(result.withLock { $0 })
    }
}

extension AttemptOutcome {
    /// The kind of a failure; nil for an answer.
    var failureKind: AttemptFailure.Kind? {
        guard case .failed(let failure) = self else { return nil }
        return failure.kind
    }

    var status: Int? {
        guard case .answered(let status, _) = self else { return nil }
        return status
    }
}
