import Crypto
import Foundation

/// Signs a call as Standard Webhooks 1.0 says: `v1,` and Base64 of the HMAC-SHA256 of
/// `id.timestamp.body`, with the key that follows `whsec_`.
enum ActionSignature {
    /// Bytes of a key.
    private static let keyBytes = 24...64

    /// - Parameters:
    ///   - id: Without a dot.
    ///   - seconds: Since 1970, as in the header `webhook-timestamp`.
    ///   - secret: `whsec_` and Base64 of 24 to 64 bytes.
    /// - Returns: The value of `webhook-signature`; nil if the secret cannot be used.
    static func header(id: String, seconds: Int64, body: [UInt8], secret: String) -> String? {
        guard secret.hasPrefix("whsec_"),
            let key = Data(base64Encoded: String(secret.dropFirst("whsec_".count))),
            keyBytes.contains(key.count)
        else { return nil }
        let content = Array("\(id).\(seconds).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }
}
