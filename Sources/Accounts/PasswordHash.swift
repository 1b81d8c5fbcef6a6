import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: scrypt with a salt of its own, written `$scrypt$ln=17,r=8,p=1$SALT$KEY`
/// (base64 without padding) as the PHC string format has it. Stored: never change how it is read.
///
/// N = 2¹⁷, r = 8, p = 1 take about 128 MiB and a third of a second on purpose: never call this on a
/// connection's loop or a floor's thread.
struct PasswordHash: Equatable, Sendable {
    /// The binary logarithm of N.
    var costExponent: Int
    var blockSize: Int
    var parallelism: Int
    var salt: [UInt8]
    var key: [UInt8]

    static let saltByteCount = 16
    static let keyByteCount = 32

    /// Hashes a password anew.
    ///
    /// - Parameter salt: Random; `saltByteCount` bytes.
    /// - Throws: What the library throws where there is no memory for it.
    init(of password: String, salt: [UInt8], cost: Cost = .standard) throws {
        costExponent = cost.exponent
        blockSize = cost.blockSize
        parallelism = cost.parallelism
        self.salt = salt
        key = []
        key = try derived(from: password)
    }

    /// How much work one guess is.
    struct Cost: Equatable, Sendable {
        var exponent: Int
        var blockSize: Int
        var parallelism: Int
        static let standard = Cost(exponent: 17, blockSize: 8, parallelism: 1)
        /// For tests, which hash often.
        static let small = Cost(exponent: 4, blockSize: 8, parallelism: 1)
    }

    /// - Returns: Whether it is the password; takes the same time either way.
    func matches(_ password: String) throws -> Bool {
        let found = try derived(from: password)
        guard found.count == key.count else { return false }
        // Parentheses: `|` and `^` bind equally here, from the left.
        return zip(found, key).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func derived(from password: String) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: Self.keyByteCount,
            rounds: 1 << costExponent, blockSize: blockSize, parallelism: parallelism)
        return key.withUnsafeBytes { Array($0) }
    }
}

extension PasswordHash: CustomStringConvertible {
    var description: String {
        "$scrypt$ln=\(costExponent),r=\(blockSize),p=\(parallelism)$\(Self.text(salt))$\(Self.text(key))"
    }

    /// - Returns: nil if `text` is not what `description` writes, or asks for absurd work.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = Self.bytes(parts[3]), let key = Self.bytes(parts[4]), !key.isEmpty
        else { return nil }
        var numbers: [Substring: Int] = [:]
        for pair in parts[2].split(separator: ",") {
            let halves = pair.split(separator: "=")
            guard halves.count == 2, let number = Int(halves[1]) else { return nil }
            numbers[halves[0]] = number
        }
        guard let exponent = numbers["ln"], (1...20).contains(exponent),
            let blockSize = numbers["r"], (1...32).contains(blockSize),
            let parallelism = numbers["p"], (1...16).contains(parallelism)
        else { return nil }
        costExponent = exponent
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
        self.key = key
    }

    private static func text(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().trimmingCharacters(in: CharacterSet(charactersIn: "="))
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map { Array($0) }
    }
}

extension PasswordHash {
    /// A hash that no password has: the work of comparing with it is that of a real one.
    static func decoy(cost: Cost) -> PasswordHash? {
        let nothing = text(Array(repeating: 0, count: keyByteCount))
        let salt = text(Array(repeating: 0, count: saltByteCount))
        return PasswordHash(
            "$scrypt$ln=\(cost.exponent),r=\(cost.blockSize),p=\(cost.parallelism)$\(salt)$\(nothing)"
        )
    }
}
