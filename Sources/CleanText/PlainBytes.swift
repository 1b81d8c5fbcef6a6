/// Questions about the bytes of a text that is valid UTF-8, answered without a copy.
enum PlainBytes {
    /// - Returns: The first index from `start` on whose byte is not within 0x20…0x7E, or the count.
    static func printableASCIIEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let eight = UnsafeRawBufferPointer(bytes).loadUnaligned(
                fromByteOffset: index, as: UInt64.self)
            // A top bit stays or becomes set where a byte is above 0x7E or below 0x20.
            let above = eight | (eight &+ everyByte)
            let below = (eight &- everyByte * 0x20) & ~eight
            guard (above | below) & (everyByte * 0x80) == 0 else { break }
            index += 8
        }
        while index < bytes.count, bytes[index] &- 0x20 < 0x5F { index += 1 }
        return index
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101

    static func arePrintableASCII(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { bytes in
            printableASCIIEnd(bytes, from: 0) == bytes.count
        } ?? false
    }

    /// The character whose first byte is at `index`, and how many bytes it has.
    static func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard index + length <= bytes.count else { return (0xFFFD, bytes.count - index) }
        var scalar = first & (0x7F >> UInt32(length))
        for next in index + 1..<index + length {
            scalar = scalar << 6 | UInt32(bytes[next] & 0x3F)
        }
        return (scalar, length)
    }
}

/// Characters that turn the direction of writing (Unicode Standard Annex 9).
enum Bidi {
    /// U+2068, first strong isolate.
    static let isolateStart: [UInt8] = [0xE2, 0x81, 0xA8]
    /// U+2069, pop directional isolate.
    static let isolateEnd: [UInt8] = [0xE2, 0x81, 0xA9]

    /// True if a letter of a right-to-left script or any control of direction is in the text.
    static func turnsWriting(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < bytes.count {
            guard bytes[index] >= 0xD6 else {
                index += 1
                continue
            }
            let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
            if turnsWriting(scalar) { return true }
            index += length
        }
        return false
    }

    static func turnsWriting(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF,
            0x1E800...0x1EFFF, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
            true
        default: false
        }
    }
}

/// Characters without a width of their own: combining marks, joiners, selectors, invisibles.
enum Widthless {
    static func contains(_ scalar: UInt32) -> Bool {
        if scalar < 0x300 { return scalar == 0xAD }
        guard let scalar = Unicode.Scalar(scalar) else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return true
        default: return Invisible.contains(scalar.value)
        }
    }
}

/// Characters that show nothing and part no words: a text reads the same without them.
enum Invisible {
    static func contains(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xAD, 0x034F, 0x061C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
            0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0x3164, 0xFE00...0xFE0F, 0xFEFF,
            0xFFA0, 0xFFF9...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }
}
