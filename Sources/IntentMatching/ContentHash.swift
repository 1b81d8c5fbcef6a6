/// 128 bits that stand for some bytes: SipHash-2-4 with a fixed key.
///
/// For caches and for finding bit rot; not a secret and no proof against someone who means harm.
public struct ContentHash: Sendable, Equatable, CustomStringConvertible {
    private var v0: UInt64 = 0x736F_6D65_7073_6575 ^ 0x6865_6C70_6C69_6E65
    private var v1: UInt64 = 0x646F_7261_6E64_6F6D ^ 0x6D61_7463_6869_6E67 ^ 0xEE
    private var v2: UInt64 = 0x6C79_6765_6E65_7261 ^ 0x6865_6C70_6C69_6E65
    private var v3: UInt64 = 0x7465_6462_7974_6573 ^ 0x6D61_7463_6869_6E67
    private var pending: UInt64 = 0
    private var pendingCount: UInt64 = 0
    private var byteCount: UInt64 = 0

    public init() {}

    /// Adds bytes; how they are cut into calls makes no difference.
    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var at = 0
        while at < bytes.count, pendingCount != 0 {
            addByte(bytes[at])
            at += 1
        }
        while at + 8 <= bytes.count {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            byteCount += 8
            compress(word)
            at += 8
        }
        while at < bytes.count {
            addByte(bytes[at])
            at += 1
        }
    }

    public mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    /// Adds a text and its length, so that texts one after the other cannot run together.
    public mutating func add(_ text: String) {
        add(text.utf8.count)
        var copy = text
        copy.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    public mutating func add(_ number: Int) {
        withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { add($0) }
    }

    public mutating func add(_ number: Float) { add(Int(number.bitPattern)) }

    /// 32 hexadecimal digits.
    public var description: String {
        let (low, high) = halves
        return Self.hexadecimal(low) + Self.hexadecimal(high)
    }

    /// The hash of all that was added so far.
    public var halves: (UInt64, UInt64) {
        var end = self
        end.compress(end.pending | byteCount << 56)
        end.v2 ^= 0xEE
        for _ in 0..<4 { end.round() }
        let low = end.v0 ^ end.v1 ^ end.v2 ^ end.v3
        end.v1 ^= 0xDD
        for _ in 0..<4 { end.round() }
        return (low, end.v0 ^ end.v1 ^ end.v2 ^ end.v3)
    }

    private mutating func addByte(_ byte: UInt8) {
        pending |= UInt64(byte) << (8 * pendingCount)
        pendingCount += 1
        byteCount += 1
        if pendingCount == 8 {
            compress(pending)
            pending = 0
            pendingCount = 0
        }
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension TrainingSet {
    /// Stands for everything that the model depends on, the trainer's own version among it: where two
    /// hashes are equal, so are the models. The key of the model cache; 32 hexadecimal digits.
    public var contentHash: String {
        var hash = ContentHash()
        hash.add(ModelFormat.trainerVersion)
        hash.add(language.code)
        hash.add(examples.count)
        for example in examples {
            hash.add(example.text)
            hash.add(example.intent.name)
        }
        hash.add(patterns.count)
        for pattern in patterns {
            hash.add(pattern.intent.name)
            hash.add(pattern.source)
        }
        hash.add(background.count)
        for line in background { hash.add(line) }
        entities.add(to: &hash)
        hash.add(thresholdOverride ?? -1)
        hash.add(marginOverride ?? -1)
        return hash.description
    }
}

extension EntitySources {
    /// Adds every value, in an order that does not depend on how dictionaries are kept.
    func add(to hash: inout ContentHash) {
        for list in [orderNumberShapes, productNames, colours, sizes, categories] {
            hash.add(list.count)
            for value in list { hash.add(value) }
        }
        for table in [synonyms, lookups] {
            hash.add(table.count)
            for (name, values) in table.sorted(by: { $0.key < $1.key }) {
                hash.add(name)
                hash.add(values.count)
                for value in values { hash.add(value) }
            }
        }
        hash.add(regexes.count)
        for (name, pattern) in regexes.sorted(by: { $0.key < $1.key }) {
            hash.add(name)
            hash.add(pattern)
        }
    }
}
