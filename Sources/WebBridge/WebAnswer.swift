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
        let gzipped = takesGzip(head) ? page.gzipped : nil
        // Another form of a page is another thing to a cache, so it has a tag of its own.
        let tag = gzipped == nil ? page.entityTag : "\(page.entityTag.dropLast())-gz\""
        var headers = HTTPHeaders([
            ("etag", tag), ("cache-control", "no-cache"), ("vary", "accept-encoding"),
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
        if known.contains(where: { $0 == "*" || $0.hasSuffix(tag.dropFirst()) }) {
            return WebAnswer(status: .notModified, headers: headers, body: [])
        }
        headers.add(name: "content-type", value: page.contentType)
        if gzipped != nil { headers.add(name: "content-encoding", value: "gzip") }
        return WebAnswer(headers: headers, body: gzipped ?? page.bytes)
    }

    /// Whether the peer names gzip and does not refuse it by giving it no weight.
    private static func takesGzip(_ head: HTTPRequestHead) -> Bool {
        head.headers[canonicalForm: "accept-encoding"].contains { coding in
            let parts = coding.lowercased().filter { $0 != " " }.split(separator: ";")
            return parts.first == "gzip"
                && !parts.dropFirst().contains {
                    $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0
                }
        }
    }

    /// Nothing but files of our own, no script or style within a page, no page within another's.
    private static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "font-src 'self'; media-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types helpline-widget"
}
