import Crypto
import Foundation
import NIOHTTP1

/// Why a WebSocket was not opened, with the status that says so.
struct HandshakeError: Error {
    let status: HTTPResponseStatus
    let text: String
    var headers: [(String, String)] = []
}

/// A request to open `/chat`, held to the rules (RFC 6455, section 4.2).
struct Handshake {
    static let path = "/chat"
    /// The one protocol that is spoken; a client that names others only is refused.
    static let subprotocol = "helpline.v1"

    /// Of the answer.
    private(set) var headers: HTTPHeaders
    /// Of a page that is not our own; nil where there is no page.
    let foreignOrigin: String?

    static func isAskedFor(by head: HTTPRequestHead) -> Bool {
        head.uri.prefix { $0 != "?" } == path
    }

    /// - Parameter mayOpen: Whether some shop names this origin.
    init(
        _ head: HTTPRequestHead, ownPages: OwnPages, mayOpen: (String) -> Bool
    ) throws(HandshakeError) {
        guard head.uri == Self.path else {
            throw HandshakeError(
                status: .badRequest,
                text: "nothing belongs behind /chat; a token goes into the first message")
        }
        let key = try Self.key(of: head)
        foreignOrigin = try Self.foreignOrigin(of: head, ownPages, mayOpen)
        headers = HTTPHeaders([
            ("upgrade", "websocket"), ("connection", "Upgrade"),
            ("sec-websocket-accept", Self.acceptance(of: key)),
        ])
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"]
        guard !offered.isEmpty else { return }
        guard offered.contains(where: { $0 == Self.subprotocol }) else {
            throw HandshakeError(
                status: .badRequest, text: "the protocol spoken here is \(Self.subprotocol)")
        }
        headers.add(name: "sec-websocket-protocol", value: Self.subprotocol)
    }

    /// - Returns: The client's key, in the base64 that it sent.
    private static func key(of head: HTTPRequestHead) throws(HandshakeError) -> String {
        guard head.method == .GET else {
            throw HandshakeError(
                status: .methodNotAllowed, text: "only GET", headers: [("allow", "GET")])
        }
        let asks = head.headers[canonicalForm: "upgrade"]
        guard asks.contains(where: { $0.lowercased() == "websocket" }),
            head.headers[canonicalForm: "connection"].contains(where: {
                $0.lowercased() == "upgrade"
            }), head.version == .http1_1
        else {
            throw HandshakeError(
                status: .upgradeRequired, text: "a WebSocket is spoken here",
                headers: [("upgrade", "websocket")])
        }
        guard head.headers["sec-websocket-version"] == ["13"] else {
            throw HandshakeError(
                status: .upgradeRequired, text: "version 13 of WebSocket is spoken here",
                headers: [("sec-websocket-version", "13"), ("upgrade", "websocket")])
        }
        let keys = head.headers["sec-websocket-key"]
        guard keys.count == 1, let key = keys.first, key.utf8.count == 24,
            Data(base64Encoded: key)?.count == 16
        else {
            throw HandshakeError(
                status: .badRequest, text: "Sec-WebSocket-Key is 16 bytes in base64")
        }
        let length = head.headers.first(name: "content-length")
        guard head.headers["host"].count == 1, length == nil || length == "0",
            !head.headers.contains(name: "transfer-encoding")
        else {
            throw HandshakeError(
                status: .badRequest, text: "a handshake has one Host and no body")
        }
        return key
    }

    /// Browsers always say which page opens a WebSocket; programs need not.
    private static func foreignOrigin(
        of head: HTTPRequestHead, _ ownPages: OwnPages, _ mayOpen: (String) -> Bool
    ) throws(HandshakeError) -> String? {
        let origins = head.headers["origin"]
        guard let origin = origins.first else { return nil }
        let host = head.headers.first(name: "host") ?? ""
        if origins.count == 1, ownPages.include(origin, at: host) { return nil }
        guard origins.count == 1, mayOpen(origin) else {
            let advice = ownPages.advice(origin, at: host).map { "; " + $0 } ?? ""
            throw HandshakeError(
                status: .forbidden,
                text: "no shop here has a page at this origin; shops list theirs in shop.yml"
                    + advice)
        }
        return origin
    }

    /// The answer to a client's key (RFC 6455, section 4.2.2, with its constant).
    private static func acceptance(of key: String) -> String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return Data(Insecure.SHA1.hash(data: Data(text.utf8))).base64EncodedString()
    }
}
