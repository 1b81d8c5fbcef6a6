import Vocabulary

/// The bytes of one line without its end; valid only while the call that hands them over lasts.
public typealias LineBytes = UnsafeBufferPointer<UInt8>

/// Cuts a byte stream into lines, without a copy of lines that arrive whole.
///
/// LF, CR LF, CR NUL and a bare CR end a line. A CR ends it at once; the LF or NUL that belongs to it
/// is swallowed whenever it comes. No byte is searched twice. After an error the stream has no
/// framing left: answer with the error and close it.
public struct LineFramer: Sendable {
    /// The beginning of a line whose end has not arrived; searched already.
    private var pending: [UInt8] = []
    private var endedWithCarriageReturn = false
    private var isBroken = false

    public init() {}

    /// Bytes of a line that has no end yet.
    public var pendingByteCount: Int { pending.count }

    /// Takes what has arrived and hands over every line that it completes, in order.
    ///
    /// - Throws: `.lineTooLong` once a line has more than `Limits.lineBytesMax` bytes with its line
    ///   feed, and ever after; lines before it have been handed over.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, _ line: (LineBytes) -> Void
    ) throws(WireInputError) {
        guard !isBroken else { throw .lineTooLong(bytesMax: Limits.lineBytesMax) }
        var start = 0
        while start < bytes.count {
            if endedWithCarriageReturn {
                endedWithCarriageReturn = false
                if bytes[start] == 0x0A || bytes[start] == 0x00 {
                    start += 1
                    continue
                }
            }
            let end = ByteSearch.lineEnd(in: bytes, from: start)
            guard pending.count + end - start < Limits.lineBytesMax else {
                (pending, isBroken) = ([], true)
                throw .lineTooLong(bytesMax: Limits.lineBytesMax)
            }
            let piece = UnsafeBufferPointer(rebasing: bytes[start..<end])
            guard end < bytes.count else {
                pending.append(contentsOf: piece)
                return
            }
            endedWithCarriageReturn = bytes[end] == 0x0D
            start = end + 1
            handOver(piece, line)
        }
    }

    /// At the end of input: hands over a last line that has no end, if there is one. (What
    /// `printf 'where is my order' | nc -N` sends is meant to be said.)
    public mutating func finish(_ line: (LineBytes) -> Void) {
        guard !pending.isEmpty, !isBroken else { return }
        handOver(UnsafeBufferPointer(start: nil, count: 0), line)
    }

    private mutating func handOver(_ piece: LineBytes, _ line: (LineBytes) -> Void) {
        guard !pending.isEmpty else { return line(piece) }
        pending.append(contentsOf: piece)
        pending.withUnsafeBufferPointer { line($0) }
        // A session that is idle between lines keeps no more than a short line's room.
        pending.removeAll(keepingCapacity: pending.capacity <= 256)
    }
}

/// Why a connection's bytes cannot be read any further. Answer once, then close.
public enum WireInputError: Error, Equatable, Sendable {
    case lineTooLong(bytesMax: Int)
    /// A telnet subnegotiation without an end.
    case subnegotiationTooLong(bytesMax: Int)
    case wrongProtocol(ForeignProtocol)

    /// What the peer is told.
    public var failure: Notice.Failure {
        switch self {
        case .lineTooLong(let bytesMax):
            Notice.Failure(
                code: .lineTooLong, text: "a line may have \(bytesMax) bytes with its end",
                hint: "say it in several lines")
        case .subnegotiationTooLong(let bytesMax):
            Notice.Failure(
                code: .lineTooLong, text: "a telnet subnegotiation may have \(bytesMax) bytes")
        case .wrongProtocol(let foreign): foreign.failure
        }
    }
}
