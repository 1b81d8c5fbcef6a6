import CZlib

/// Pages as browsers like to get them: compressed once, when the server starts.
enum Gzip {
    /// zlib's window for a gzip head: 15 bits, and 16 to ask for that head (zlib.h, `deflateInit2`).
    private static let windowBits: Int32 = 15 + 16

    /// - Returns: The bytes as a gzip file; nil where that saves nothing.
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let began = deflateInit2_(
            &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard began == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var source = bytes
        // What does not fit is longer than it was.
        var packed = [UInt8](repeating: 0, count: bytes.count)
        let ended = source.withUnsafeMutableBufferPointer { source in
            packed.withUnsafeMutableBufferPointer { packed in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = packed.baseAddress
                stream.avail_out = UInt32(packed.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard ended == Z_STREAM_END else { return nil }
        packed.removeLast(Int(stream.avail_out))
        return packed
    }
}
