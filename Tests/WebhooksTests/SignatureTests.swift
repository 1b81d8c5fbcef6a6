import Crypto
import TestKit
import Testing
import Vocabulary
import Webhooks

@Suite struct SignatureTests {
    private let known = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// The vector that the specification's own tests use.
    @Test func theKnownVectorComesOut() throws {
        let header = WebhookSignature.header(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8), secrets: [try SigningSecret(known)])
        #expect(header == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(
        .enabled(if: DataSets.has("webhook-signatures"), "data set webhook-signatures is not here"))
    func everyVectorOfTheReferenceLibraryComesOut() throws {
        let vectors = try DataSets.objects("webhook-signatures/vectors.jsonl")
        #expect(vectors.count >= 80)
        for vector in vectors {
            let secret = try SigningSecret(vector["secret"]?.string ?? "")
            let body = Array((vector["body"]?.string ?? "").utf8)
            let id = vector["webhook-id"]?.string ?? ""
            let timestamp = Int64(vector["webhook-timestamp"]?.string ?? "") ?? 0
            let wanted = vector["webhook-signature"]?.string ?? ""
            let header = WebhookSignature.header(
                id: id, timestamp: timestamp, body: body, secrets: [secret])
            #expect(header == wanted, "\(id)")
            #expect(refusal(id, timestamp, wanted, body, [secret]) == nil)
            #expect(refusal(id, timestamp, wanted, body + [0], [secret]) == .noSignatureMatches)
        }
    }

    @Test func twoSecretsGiveTwoSignaturesAndEitherVerifies() throws {
        let old = try SigningSecret(known)
        let new = try SigningSecret("whsec_" + Base64.encode([UInt8](repeating: 7, count: 32)))
        let header = WebhookSignature.header(
            id: "evt_1", timestamp: 5, body: [1], secrets: [new, old])
        #expect(header.split(separator: " ").count == 2)
        #expect(refusal("evt_1", 5, header, [1], [old]) == nil)
        #expect(refusal("evt_1", 5, header, [1], [new]) == nil)
    }

    @Test func ed25519SignsWithItsOwnVersion() throws {
        let key = Curve25519.Signing.PrivateKey()
        let secret = try SigningSecret("whsk_" + Base64.encode(Array(key.rawRepresentation)))
        let header = WebhookSignature.header(
            id: "evt_1", timestamp: 5, body: Array("{}".utf8), secrets: [secret])
        #expect(header.hasPrefix("v1a,"))
        let signature = try #require(Base64.decode(header.dropFirst(4)))
        #expect(key.publicKey.isValidSignature(signature, for: Array("evt_1.5.{}".utf8)))
        #expect(
            secret.publicKey == "whpk_" + Base64.encode(Array(key.publicKey.rawRepresentation)))
        #expect(refusal("evt_1", 5, header, Array("{}".utf8), [secret]) == nil)
    }

    @Test(arguments: [
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SecretError.prefix), ("whsec_?", .encoding),
        ("whsec_AAAA", .length(3)), ("whsec_", .length(0)), ("whsk_AAAA", .keyLength(3)),
    ])
    func aMalformedSecretIsRefusedWithoutAWordOfIt(text: String, error: SecretError) {
        let found = #expect(throws: SecretError.self) { try SigningSecret(text) }
        #expect(found == error)
        #expect(found?.description.contains(text.dropFirst(6)) != true || text.count <= 7)
    }

    @Test func aSecretIsNeverShown() throws {
        let secret = try SigningSecret(known)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!text.contains("MfKQ"), "\(text)")
        }
    }

    @Test func ageIsJudgedWithinFiveMinutes() throws {
        let secret = try SigningSecret(known)
        let header = WebhookSignature.header(
            id: "evt_1", timestamp: 1_000, body: [], secrets: [secret])
        for (seconds, refusal) in [
            (700, WebhookSignature.Refusal.tooNew(seconds: 301)), (701, nil), (1_300, nil),
            (1_301, .tooOld(seconds: 301)),
        ] as [(Int64, WebhookSignature.Refusal?)] {
            let now = WallTime(milliseconds: (seconds - (seconds < 1_000 ? 1 : 0)) * 1_000)
            #expect(self.refusal("evt_1", 1_000, header, [], [secret], at: now) == refusal)
        }
    }

    @Test(arguments: ["", "A", "AAA", "A===", "AB==", "AAB=", "AA=A", "AAAA=", "AA A"])
    func whatIsNotBase64IsRefused(text: String) {
        #expect(Base64.decode(text) == (text.isEmpty ? [] : nil))
    }

    @Test func base64ReadsWhatItWrites() {
        var random = SeededRandom(seed: 4)
        for count in 0...70 {
            let bytes = (0..<count).map { _ in UInt8(random.number(below: 256)) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
    }

    private func refusal(
        _ id: String, _ timestamp: Int64, _ signature: String, _ body: [UInt8],
        _ secrets: [SigningSecret], at now: WallTime? = nil
    ) -> WebhookSignature.Refusal? {
        let headers = [
            "webhook-id": id, "webhook-timestamp": String(timestamp),
            "webhook-signature": signature,
        ]
        return WebhookSignature.refusal(
            header: { headers[$0] }, body: body, secrets: secrets, at: now)
    }
}
