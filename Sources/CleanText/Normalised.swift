import Foundation

/// Bytes that should have been a text and are not UTF-8.
public struct NotUTF8: Error, Equatable, CustomStringConvertible {
    /// The first byte that is wrong; the first of all is 0.
    public let offset: Int
    public var description: String { "byte \(offset) is not UTF-8" }
}

/// Texts in one form, so that equal words are equal bytes.
public enum Normalised {
    /// - Returns: The text that `bytes` are, unchanged.
    /// - Throws: Where they stop being UTF-8; tell the peer, or take `repaired(_:)`.
    public static func text(
        decoding bytes: UnsafeBufferPointer<UInt8>
    ) throws(NotUTF8) -> String {
        if PlainBytes.printableASCIIEnd(bytes, from: 0) < bytes.count {
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: bytes.span)
            } catch {
                throw NotUTF8(offset: error.byteOffsets.lowerBound)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// True if there is nothing in `bytes` to clean, compose or repair.
    public static func isPrintableASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        PlainBytes.printableASCIIEnd(bytes, from: 0) == bytes.count
    }

    /// The text that `bytes` are, with U+FFFD for what is not UTF-8.
    public static func repaired(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// `text` in Unicode's normalisation form C.
    public static func composed(_ text: String) -> String {
        // Every character below U+0300 is in form C whatever stands beside it.
        guard text.utf8.contains(where: { $0 >= 0xCC }),
            !text.unicodeScalars.allSatisfy({ isComposed($0.value) })
        else { return text }
        return text.precomposedStringWithCanonicalMapping
    }

    /// `text` for whoever has to understand it: form C, without invisible characters and terminal
    /// sequences, control characters as spaces.
    public static func readable(_ text: String) -> String {
        if PlainBytes.arePrintableASCII(text) { return text }
        let kept = text.utf8.withContiguousStorageIfAvailable { readableBytes($0) }
        guard let kept else { return readable(String(decoding: Array(text.utf8), as: UTF8.self)) }
        return composed(kept.map { String(decoding: $0, as: UTF8.self) } ?? text)
    }

    /// - Returns: nil if everything may stay.
    private static func readableBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var index = unreadableIndex(bytes, from: 0)
        guard index < bytes.count else { return nil }
        var kept = Array(bytes[..<index])
        while index < bytes.count {
            let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
            if scalar == 0x1B || (0x80...0x9F).contains(scalar) {
                index = EscapeSequence.end(in: bytes, from: index)
                if scalar == 0x85 { kept.append(UInt8(ascii: " ")) }
            } else {
                if !Invisible.contains(scalar) { kept.append(UInt8(ascii: " ")) }
                index += length
            }
            let runEnd = unreadableIndex(bytes, from: index)
            kept.append(contentsOf: bytes[index..<runEnd])
            index = runEnd
        }
        return kept
    }

    /// - Returns: Where the next control or invisible character stands, or the count.
    private static func unreadableIndex(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        var index = start
        while true {
            index = PlainBytes.printableASCIIEnd(bytes, from: index)
            guard index < bytes.count else { return index }
            let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
            if scalar < 0xA0 || Invisible.contains(scalar) || scalar &- 0x2028 < 2 { return index }
            index += length
        }
    }

    /// True for letters that are in form C as long as no mark follows, of scripts often written;
    /// marks are not among them.
    private static func isComposed(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x300, 0x0391...0x0482, 0x048A...0x052F, 0x05D0...0x05EA, 0x0621...0x063A,
            0x0641...0x064A, 0x2010...0x205E, 0x20A0...0x20BF, 0x3041...0x3096, 0x30A1...0x30FF,
            0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF5E, 0x1F300...0x1FAFF:
            true
        default: false
        }
    }
}
