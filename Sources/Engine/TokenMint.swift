import Crypto
import Vocabulary

/// Makes resume tokens, and reads what is kept of one.
///
/// A token is 128 random bits as 26 digits of Crockford's Base32; what is stored is the first half of
/// its SHA-256, so that nobody who reads the record can take a conversation over. SHA-256 comes from
/// swift-crypto, which the webhooks' signatures need anyhow.
public struct TokenMint: Sendable {
    /// Where the random bits come from.
    private let random: @Sendable () -> UInt64

    /// - Parameter random: 64 random bits a call, unguessable outside of tests.
    public init(random: @escaping @Sendable () -> UInt64) { self.random = random }

    /// The system's own source, fit for secrets.
    public static let secure = TokenMint {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }

    public func token() -> FreshToken {
        let text = Self.text(high: random(), low: random())
        return FreshToken(text: text, digest: Self.digest(of: text))
    }

    /// What is stored of a token. Letter case and hyphens of what a person typed do not matter.
    public static func digest(of text: String) -> TokenDigest {
        let canonical = text.utf8.filter { $0 != UInt8(ascii: "-") }
            .map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        var words: (UInt64, UInt64) = (0, 0)
        for (index, byte) in SHA256.hash(data: canonical).prefix(16).enumerated() {
            if index < 8 {
                words.0 = words.0 << 8 | UInt64(byte)
            } else {
                words.1 = words.1 << 8 | UInt64(byte)
            }
        }
        return TokenDigest(high: words.0, low: words.1)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func text(high: UInt64, low: UInt64) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(26)
        for shift in stride(from: 60, through: 0, by: -5) {
            digits.append(alphabet[Int(high >> UInt64(shift) & 31)])
        }
        for shift in stride(from: 60, through: 0, by: -5) {
            digits.append(alphabet[Int(low >> UInt64(shift) & 31)])
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
