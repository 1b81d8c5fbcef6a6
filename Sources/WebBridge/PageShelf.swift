import CPages
import Crypto
import Foundation

/// The web pages: files that were compiled into the server, read once, and what they are told of
/// the shops.
///
/// What lies in `Pages` is served under its own path; `index.html` is `/`, and other pages are served
/// without their `.html`. Nothing else of the machine can be reached: a path is looked up among these
/// and never joined to a folder's name. `/edition.json` names the compiled files as a whole, so that a
/// page can find out that it is of another edition than the server.
public struct PageShelf: Sendable {
    /// One page or asset, ready to be sent.
    struct Page: Sendable {
        let contentType: String
        /// Of its bytes, in quotation marks.
        let entityTag: String
        let bytes: [UInt8]
        /// The same for browsers that take gzip; nil where that saves nothing.
        let gzipped: [UInt8]?
        /// Shops' own pages load it.
        let isForOtherPages: Bool
    }

    /// By path of a request.
    private let pages: [String: Page]
    /// Paths below `Pages`, as compiled in.
    let filePaths: [String]

    /// - Parameter shops: Whose cards and products are served beside the pages.
    public init(shops: [ShopFace]) {
        var pages: [String: Page] = [:]
        var paths: [String] = []
        var count = 0
        let files = UnsafeBufferPointer(start: page_files(&count), count: count)
        for file in files {
            let path = String(cString: file.path)
            let bytes = UnsafeBufferPointer(start: file.bytes, count: file.byte_count)
            paths.append(path)
            pages[Self.requestPath(path)] = Self.page(path, Array(bytes))
        }
        let tags = pages.map { "\($0.key) \($0.value.entityTag)" }.sorted().joined()
        let edition = Self.hexadecimal(SHA256.hash(data: Array(tags.utf8)))
        pages["/edition.json"] = Self.page(
            "edition.json", Array("{\"edition\":\"\(edition)\"}".utf8))
        for (path, bytes) in ShopFace.files(of: shops) { pages[path] = Self.page(path, bytes) }
        self.pages = pages
        filePaths = paths
    }

    /// nil if there is no such page.
    func page(at path: Substring) -> Page? { pages[String(path)] }

    private static func requestPath(_ path: String) -> String {
        if path == "index.html" { return "/" }
        return "/" + (path.hasSuffix(".html") ? String(path.dropLast(5)) : path)
    }

    private static func page(_ path: String, _ bytes: [UInt8]) -> Page {
        let kind = path.split(separator: ".").last.map(String.init) ?? ""
        return Page(
            contentType: contentTypes[kind] ?? "application/octet-stream",
            entityTag: "\"\(hexadecimal(SHA256.hash(data: bytes)))\"", bytes: bytes,
            gzipped: Gzip.compressed(bytes),
            isForOtherPages: kind == "js" || kind == "css" || kind == "svg" || kind == "json")
    }

    /// The first 12 bytes.
    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.prefix(12).map { String(format: "%02x", $0) }.joined()
    }

    private static let contentTypes = [
        "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "ico": "image/x-icon", "json": "application/json",
        "webmanifest": "application/manifest+json",
        "txt": "text/plain; charset=utf-8", "woff2": "font/woff2", "mp3": "audio/mpeg",
        "ogg": "audio/ogg", "wav": "audio/wav",
    ]
}
