import Crypto

/// What an endpoint's requests are signed with. Its text never leaves this value.
public struct SigningSecret: Equatable, Sendable, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    enum Key: Equatable, Sendable {
        /// HMAC-SHA256, signature `v1`.
        case shared([UInt8])
        /// The seed of an Ed25519 key, signature `v1a`.
        case ed25519(seed: [UInt8])
    }

    let key: Key
    /// Ready to take the content, so that the key is not laid out anew for each signature; nil unless it
    /// is shared.
    let authenticator: HMAC<SHA256>?
    /// As it was handed out; the key of Chatwoot's own signature.
    let text: String

    /// Bytes of a shared key.
    public static let keyBytes = 24...64

    /// Reads `whsec_` and Base64 of 24 to 64 bytes, or `whsk_` and Base64 of an Ed25519 key: its seed of
    /// 32 bytes, or seed and public key.
    ///
    /// - Throws: What is wrong with it, without a word of it.
    public init(_ text: String) throws(SecretError) {
        let isShared = text.hasPrefix("whsec_")
        guard isShared || text.hasPrefix("whsk_") else { throw .prefix }
        guard let bytes = Base64.decode(text.dropFirst(isShared ? 6 : 5)) else { throw .encoding }
        if isShared {
            guard Self.keyBytes.contains(bytes.count) else { throw .length(bytes.count) }
            key = .shared(bytes)
            authenticator = HMAC(key: SymmetricKey(data: bytes))
        } else {
            guard bytes.count == 32 || bytes.count == 64 else { throw .keyLength(bytes.count) }
            let seed = Array(bytes.prefix(32))
            guard let own = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
                throw .encoding
            }
            guard bytes.count == 32 || Array(own.publicKey.rawRepresentation) == bytes.suffix(32)
            else { throw .publicKeyDiffers }
            key = .ed25519(seed: seed)
            authenticator = nil
        }
        self.text = text
    }

    /// What a receiver verifies `v1a` with, as `whpk_` and Base64; nil for a shared secret.
    public var publicKey: String? {
        guard case .ed25519(let seed) = key,
            let own = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else { return nil }
        return "whpk_" + Base64.encode(Array(own.publicKey.rawRepresentation))
    }

    /// Never the secret.
    public var description: String { "(secret)" }
    public var debugDescription: String { "(secret)" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    public static func == (left: SigningSecret, right: SigningSecret) -> Bool {
        left.key == right.key
    }
}

/// Why a secret cannot be used; says nothing of the secret itself.
public enum SecretError: Error, Equatable, Sendable, CustomStringConvertible {
    case prefix
    case encoding
    case length(Int)
    case keyLength(Int)
    case publicKeyDiffers

    public var description: String {
        switch self {
        case .prefix: "it begins with neither whsec_ nor whsk_"
        case .encoding: "what follows its prefix is not Base64"
        case .length(let count): "it holds \(count) bytes; 24 to 64 are needed"
        case .keyLength(let count):
            "it holds \(count) bytes; an Ed25519 key has 32, or 64 with its public key"
        case .publicKeyDiffers: "its public key does not belong to its private one"
        }
    }
}
