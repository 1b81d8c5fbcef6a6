/// What a proxy says of a connection that it passes on.
public enum ProxiedPeer: Equatable, Sendable {
    /// The proxy speaks for itself, or does not know: the connection's own address counts.
    case proxyItself
    /// - isSecure: The peer speaks TLS with the proxy.
    case address(PeerAddress, isSecure: Bool)
}

/// Why the beginning of a connection is no header of the PROXY protocol: close, and say nothing.
public enum ProxyHeaderError: Error, Equatable, Sendable {
    case missing
    case tooLong(bytesMax: Int)
    case malformed
}

/// Reads the header that a proxy sends first: version 1, a line, or version 2, which is binary.
///
/// Source: HAProxy's "The PROXY protocol, versions 1 & 2", sections 2.1 and 2.2. Keeps at most
/// `longestByteCount` bytes.
public struct ProxyHeaderReader: Sendable {
    /// Of version 1 with its line end.
    static let lineByteCountMax = 107
    /// Of version 2: 16 bytes and 520 of addresses and additions.
    static let longestByteCount = 536
    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let lineStart = Array("PROXY ".utf8)

    private var pending: [UInt8] = []

    public init() {}

    /// Takes what has arrived.
    ///
    /// - Returns: nil until the header is whole; then who the peer is, and how many of `bytes` belong
    ///   to the header: the rest is the peer's. Not to be called again then.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(ProxyHeaderError) -> (peer: ProxiedPeer, byteCount: Int)? {
        let known = pending.count
        pending.append(contentsOf: bytes.prefix(Self.longestByteCount + 1 - known))
        guard let length = try headerByteCount() else { return nil }
        let header = pending[..<length]
        let peer =
            pending[0] == Self.signature[0]
            ? try Self.peer(binary: header) : try Self.peer(line: header)
        pending = []
        return (peer, length - known)
    }

    /// - Returns: nil while it is not known, or not all of it is there.
    private func headerByteCount() throws(ProxyHeaderError) -> Int? {
        if Self.begins(pending, Self.signature) {
            guard pending.count >= 16 else { return nil }
            let length = 16 + Int(pending[14]) << 8 + Int(pending[15])
            guard length <= Self.longestByteCount else {
                throw .tooLong(bytesMax: Self.longestByteCount)
            }
            return pending.count >= length ? length : nil
        }
        guard Self.begins(pending, Self.lineStart) else { throw .missing }
        let searched = pending.prefix(Self.lineByteCountMax)
        if let lineFeed = searched.firstIndex(of: 0x0A) { return lineFeed + 1 }
        guard searched.count < Self.lineByteCountMax else {
            throw .tooLong(bytesMax: Self.lineByteCountMax)
        }
        return nil
    }

    private static func begins(_ bytes: [UInt8], _ start: [UInt8]) -> Bool {
        bytes.prefix(start.count).elementsEqual(start.prefix(bytes.count))
    }

    // MARK: Version 1

    private static func peer(line: ArraySlice<UInt8>) throws(ProxyHeaderError) -> ProxiedPeer {
        guard line.suffix(2).elementsEqual([0x0D, 0x0A]) else { throw .malformed }
        let words = line.dropLast(2).split(
            separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard words.count >= 2 else { throw .malformed }
        // What follows UNKNOWN is to be ignored.
        if words[1].elementsEqual("UNKNOWN".utf8) { return .proxyItself }
        let isIPv4 = words[1].elementsEqual("TCP4".utf8)
        guard isIPv4 || words[1].elementsEqual("TCP6".utf8), words.count == 6,
            isPort(words[4]), isPort(words[5]), let source = PeerAddress(bytes: words[2]),
            PeerAddress(bytes: words[3]) != nil,
            words[2].contains(UInt8(ascii: ":")) == !isIPv4,
            words[3].contains(UInt8(ascii: ":")) == !isIPv4
        else { throw .malformed }
        return .address(source, isSecure: false)
    }

    private static func isPort(_ digits: ArraySlice<UInt8>) -> Bool {
        guard (1...5).contains(digits.count), digits.count == 1 || digits.first != 0x30 else {
            return false
        }
        var port = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return false }
            port = port * 10 + Int(digit) - 0x30
        }
        return port <= 65_535
    }

    // MARK: Version 2

    private static func peer(binary header: ArraySlice<UInt8>) throws(ProxyHeaderError)
        -> ProxiedPeer
    {
        guard header[12] >> 4 == 2, header[12] & 0x0F <= 1 else { throw .malformed }
        let isLocal = header[12] & 0x0F == 0
        let addressByteCount: Int
        switch header[13] >> 4 {
        case 0: addressByteCount = 0
        case 1: addressByteCount = 12
        case 2: addressByteCount = 36
        case 3: addressByteCount = 216
        default: throw .malformed
        }
        guard header[13] & 0x0F <= 2 else { throw .malformed }
        // The proxy's own checks carry whatever they carry.
        if isLocal { return .proxyItself }
        guard header.count >= 16 + addressByteCount else { throw .malformed }
        let isSecure = try tellsOfTLS(header[(16 + addressByteCount)...])
        switch addressByteCount {
        case 12:
            return .address(PeerAddress(ipv4: UInt32(word(header[16..<20]))), isSecure: isSecure)
        case 36:
            let address = PeerAddress(high: word(header[16..<24]), low: word(header[24..<32]))
            return .address(address, isSecure: isSecure)
        default: return .proxyItself
        }
    }

    /// Looks through the additions for the one about TLS (type 0x20); its lowest bit says that the
    /// peer speaks it.
    private static func tellsOfTLS(_ additions: ArraySlice<UInt8>) throws(ProxyHeaderError) -> Bool
    {
        var rest = additions
        var isSecure = false
        while let type = rest.first {
            guard rest.count >= 3 else { throw .malformed }
            let start = rest.startIndex
            let byteCount = Int(word(rest[(start + 1)..<(start + 3)]))
            guard rest.count >= 3 + byteCount else { throw .malformed }
            if type == 0x20 {
                guard byteCount >= 5 else { throw .malformed }
                isSecure = rest[start + 3] & 1 == 1
            }
            rest = rest.dropFirst(3 + byteCount)
        }
        return isSecure
    }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
