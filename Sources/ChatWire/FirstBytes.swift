import Vocabulary

/// Another protocol on the line port: somebody took the wrong port, or a browser was made to.
public enum ForeignProtocol: Equatable, Sendable {
    case http, tls, ssh

    /// The one line that is said before closing.
    var failure: Notice.Failure {
        switch self {
        case .http:
            Notice.Failure(
                code: .wrongProtocol, text: "this port speaks chat lines, not HTTP",
                hint: "the web page has an address of its own")
        case .tls:
            Notice.Failure(
                code: .wrongProtocol, text: "this port speaks plain chat lines, not TLS",
                hint: "TLS has a port of its own")
        case .ssh:
            Notice.Failure(
                code: .wrongProtocol, text: "this port speaks chat lines, not SSH",
                hint: "use telnet or nc")
        }
    }
}

/// Recognises other protocols by the first bytes of a connection.
enum FirstBytes {
    private static let methods = [
        "GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE", "PRI",
    ].map { Array($0.utf8) }

    /// True for the record header of a TLS handshake, which no line begins with.
    static func areTLS(_ first: UInt8, _ second: UInt8) -> Bool { first == 0x16 && second == 0x03 }

    /// - Parameter line: The first line of the connection.
    /// - Returns: nil if it may be chat; "GET ME A HUMAN" may.
    static func foreignProtocol(_ line: LineBytes) -> ForeignProtocol? {
        guard let first = line.first, (0x41...0x5A).contains(first) else { return nil }
        if line.starts(with: "SSH-".utf8) { return .ssh }
        guard let space = line.firstIndex(of: 0x20),
            methods.contains(where: { $0.elementsEqual(line[..<space]) })
        else { return nil }
        let target = line[(space + 1)...]
        let hasVersion = target.lastIndex(of: 0x20).map {
            target[($0 + 1)...].starts(with: "HTTP/".utf8)
        }
        return hasVersion == true || target.first == UInt8(ascii: "/") ? .http : nil
    }
}
