import Crypto

/// A SHA-256 digest, kept inline.
///
/// SHA-256 comes from `Crypto`, which the server links for signatures anyway: with the processor's
/// own instructions it costs a third of a microsecond a turn, ten times less than one written here.
struct Digest256: Hashable, Sendable {
    private var parts: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static let byteCount = 32

    /// What the first turn of a conversation is chained to.
    static let zero = Digest256()

    private init() {}

    /// - Returns: nil if these are not 32 bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        withUnsafeMutableBytes(of: &parts) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
    }

    /// The digest of bytes.
    init(hashing bytes: UnsafeRawBufferPointer) {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        hasher.finalize().withUnsafeBytes { digest in
            withUnsafeMutableBytes(of: &parts) { $0.copyMemory(from: digest) }
        }
    }

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: parts, body)
    }

    static func == (left: Digest256, right: Digest256) -> Bool { left.parts == right.parts }
    func hash(into hasher: inout Hasher) { hasher.combine(parts.0) }
}

/// The bytes that a turn's hash is made of: the hash of the turn before, the conversation, the
/// sequence of its first entry, how many there are, and the entries as they are stored.
///
/// So a changed byte shows in this turn, and a turn that is missing, moved or swapped shows in the
/// next one. Stored: never change the order or the widths.
enum ChainLink {
    static let headerBytes = Digest256.byteCount + 3 * 8

    /// Appends everything that goes before the entries.
    static func appendHeader(
        after previous: Digest256, conversation: Int64, firstSequence: Int, entryCount: Int,
        to bytes: inout [UInt8]
    ) {
        previous.withBytes { bytes.append(contentsOf: $0) }
        for number in [conversation, Int64(firstSequence), Int64(entryCount)] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }
}
