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

    /// The text that `bytes` are, with U+FFFD for what is not UTF-8.
    public static func repaired(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// `text` in Unicode's normalisation form C.
    public static func composed(_ text: String) -> String {
        // Every character below U+0300 is in form C whatever stands beside it.
        let mayChange = text.utf8.contains { $0 >= 0xCC }
        return mayChange ? text.precomposedStringWithCanonicalMapping : text
    }

    /// `text` for whoever has to understand it: form C, without invisible characters and terminal
    /// sequences, control characters as spaces.
    public static func readable(_ text: String) -> String {
        if PlainBytes.arePrintableASCII(text) { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
                if scalar == 0x1B || (0x80...0x9F).contains(scalar) {
                    index = EscapeSequence.end(in: bytes, from: index)
                    if scalar == 0x85 { kept.append(UInt8(ascii: " ")) }
                    continue
                }
                if scalar < 0x20 || scalar == 0x7F || (0x2028...0x2029).contains(scalar) {
                    kept.append(UInt8(ascii: " "))
                } else if !Invisible.contains(scalar) {
                    kept.append(contentsOf: bytes[index..<index + length])
                }
                index += length
            }
        }
        return composed(String(decoding: kept, as: UTF8.self))
    }
}
