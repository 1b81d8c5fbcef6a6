import NIOCore
import NIOHTTP1

/// What a request is answered with.
struct WebAnswer: Sendable {
    var status: HTTPResponseStatus = .ok
    var headers: HTTPHeaders
    var body: [UInt8]

    /// Text for people and scripts that nobody keeps.
    static func text(
        _ text: String, _ status: HTTPResponseStatus = .ok,
        contentType: String = "text/plain; charset=utf-8", _ more: [(String, String)] = []
    ) -> WebAnswer {
        let headers = HTTPHeaders(
            [
                ("content-type", contentType), ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
            ] + more)
        return WebAnswer(status: status, headers: headers, body: Array(text.utf8))
    }

    /// A page, or that the peer has it already.
    static func page(_ page: PageShelf.Page, to head: HTTPRequestHead) -> WebAnswer {
        var headers = HTTPHeaders([
            ("etag", page.entityTag), ("cache-control", "no-cache"),
            ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
            ("content-security-policy", contentSecurityPolicy),
            ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
        ])
        if page.isForOtherPages {
            headers.add(name: "access-control-allow-origin", value: "*")
            headers.add(name: "cross-origin-resource-policy", value: "cross-origin")
        } else {
            headers.add(name: "x-frame-options", value: "DENY")
            headers.add(name: "cross-origin-opener-policy", value: "same-origin")
        }
        let known = head.headers[canonicalForm: "if-none-match"]
        if known.contains(where: { $0 == "*" || $0.hasSuffix(page.entityTag.dropFirst()) }) {
            return WebAnswer(status: .notModified, headers: headers, body: [])
        }
        headers.add(name: "content-type", value: page.contentType)
        return WebAnswer(headers: headers, body: page.bytes)
    }

    /// Nothing but files of our own, no script or style within a page, no page within another's.
    private static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; media-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"
}
