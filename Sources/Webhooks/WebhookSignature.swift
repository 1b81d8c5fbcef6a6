import Crypto
import Vocabulary

/// Signs and verifies as the Standard Webhooks specification 1.0 says: the content is
/// `id.timestamp.body`, a signature is `v1,` and Base64 of its HMAC-SHA256, or `v1a,` and Base64 of its
/// Ed25519 signature; a header holds one for each secret, set off by spaces.
public enum WebhookSignature {
    /// How far a receiver's clock may be from the sender's.
    public static let clockTolerance = Duration.seconds(5 * 60)

    /// The value of `webhook-signature`.
    ///
    /// - Parameters:
    ///   - id: Without a dot.
    ///   - timestamp: Seconds since 1970, as in `webhook-timestamp`.
    ///   - secrets: One or two: the new one and, while receivers change over, the old one.
    public static func header(
        id: String, timestamp: Int64, body: [UInt8], secrets: [SigningSecret]
    ) -> String {
        precondition(!id.contains("."), "an id holds no dot")
        if secrets.count == 1 { return signature(of: (id, timestamp, body), with: secrets[0]) }
        return secrets.map { signature(of: (id, timestamp, body), with: $0) }
            .joined(separator: " ")
    }

    /// Why a request is not to be trusted.
    public enum Refusal: Equatable, Sendable, CustomStringConvertible {
        case headerMissing(String)
        case timestampUnreadable
        case tooOld(seconds: Int64)
        case tooNew(seconds: Int64)
        case noSignatureMatches

        public var description: String {
            switch self {
            case .headerMissing(let name): "there is no header \(name)"
            case .timestampUnreadable: "webhook-timestamp is no number of seconds"
            case .tooOld(let seconds): "it was signed \(seconds) s ago; 300 are allowed"
            case .tooNew(let seconds): "it was signed \(seconds) s in the future; 300 are allowed"
            case .noSignatureMatches:
                "no signature matches: another secret, or the body was changed on its way (verify the "
                    + "bytes as they came, before they are parsed)"
            }
        }
    }

    /// Verifies a request as a receiver does.
    ///
    /// - Parameters:
    ///   - header: The value of a header by its name in lower case.
    ///   - now: nil leaves the age aside, for requests kept in files.
    /// - Returns: nil if one of the signatures is by one of the secrets.
    public static func refusal(
        header: (String) -> String?, body: [UInt8], secrets: [SigningSecret], at now: WallTime?
    ) -> Refusal? {
        guard let id = header("webhook-id") else { return .headerMissing("webhook-id") }
        guard let written = header("webhook-timestamp") else {
            return .headerMissing("webhook-timestamp")
        }
        guard let signatures = header("webhook-signature") else {
            return .headerMissing("webhook-signature")
        }
        guard let timestamp = Int64(written) else { return .timestampUnreadable }
        if let now {
            let age = now.milliseconds / 1_000 - timestamp
            let tolerance = clockTolerance.milliseconds / 1_000
            if age > tolerance { return .tooOld(seconds: age) }
            if age < -tolerance { return .tooNew(seconds: -age) }
        }
        let content = content(id: id, timestamp: timestamp, body: body)
        let isKnown = signatures.split(separator: " ").contains { signature in
            secrets.contains { isValid(signature, of: content, by: $0) }
        }
        return isKnown ? nil : .noSignatureMatches
    }

    /// Lower-case hexadecimal HMAC-SHA256 with the secret's text as the key, as Chatwoot signs.
    static func chatwoot(timestamp: Int64, body: [UInt8], secret: SigningSecret) -> String {
        var authentication = HMAC<SHA256>(key: SymmetricKey(data: Array(secret.text.utf8)))
        authentication.update(data: Array("\(timestamp).".utf8))
        authentication.update(data: body)
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in authentication.finalize() {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func content(id: String, timestamp: Int64, body: [UInt8]) -> [UInt8] {
        prefix(id, timestamp) + body
    }

    /// What stands before the body.
    private static func prefix(_ id: String, _ timestamp: Int64) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8)
    }

    private static func signature(
        of content: (id: String, timestamp: Int64, body: [UInt8]), with secret: SigningSecret
    ) -> String {
        if var code = secret.authenticator {
            // In two parts: a body is not copied to be signed.
            code.update(data: prefix(content.id, content.timestamp))
            code.update(data: content.body)
            return "v1," + Base64.encode(Array(code.finalize()))
        }
        guard case .ed25519(let seed) = secret.key,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let signature = try? key.signature(
                for: self.content(
                    id: content.id, timestamp: content.timestamp, body: content.body))
        else { preconditionFailure("the key was read when the secret was made") }
        return "v1a," + Base64.encode(Array(signature))
    }

    private static func isValid(
        _ signature: Substring, of content: [UInt8], by secret: SigningSecret
    ) -> Bool {
        guard let comma = signature.firstIndex(of: ","),
            let bytes = Base64.decode(signature[signature.index(after: comma)...])
        else { return false }
        switch (secret.key, signature[..<comma]) {
        case (.shared(let key), "v1"):
            // Compared in constant time.
            return HMAC<SHA256>.isValidAuthenticationCode(
                bytes, authenticating: content, using: SymmetricKey(data: key))
        case (.ed25519(let seed), "v1a"):
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            return key?.publicKey.isValidSignature(bytes, for: content) ?? false
        default: return false
        }
    }
}
