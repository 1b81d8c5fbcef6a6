import Testing

@testable import WebBridge

/// The desk's texts in the agents' languages, held against the code that shows them.
@Suite("Words of the desk")
struct DeskWordsTests {
    private static let shelf = PageShelf(shops: [])
    private static let languages = ["de", "es"]

    private static func text(_ path: String) throws -> String {
        let bytes = shelf.page(at: "/\(path)")?.bytes
        // Said in a few words: a page is long.
        let isServed = bytes != nil
        try #require(isServed, "\(path) is not served")
        return String(decoding: bytes ?? [], as: UTF8.self)
    }

    /// Texts that the code shows: what stands in `t("…")`.
    private static func shown() throws -> Set<String> {
        var shown: Set<String> = []
        for path in shelf.filePaths
        where path.hasPrefix("desk") && path.hasSuffix(".js") && !path.contains("words") {
            for match in try text(path).matches(of: #/\bt\("([^"]+)"/#) {
                shown.insert(String(match.1))
            }
        }
        return shown
    }

    private static func words(_ language: String) throws -> [String: String] {
        let pairs = try text("desk-words-\(language).js").matches(of: #/  "([^"]+)": "([^"]*)",/#)
        return Dictionary(
            pairs.map { (String($0.1), String($0.2)) }, uniquingKeysWith: { first, _ in first })
    }

    /// What stands between braces, to be filled in.
    private static func names(_ text: String) -> Set<String> {
        Set(text.matches(of: #/\{(\w+)\}/#).map { String($0.1) })
    }

    @Test("every text that the desk shows has words in every language", arguments: languages)
    func everythingIsTold(language: String) throws {
        let (shown, words) = (try Self.shown(), try Self.words(language))
        #expect(shown.count > 150)
        #expect(shown.subtracting(words.keys).sorted() == [])
    }

    @Test("the page's own texts have words as well", arguments: languages)
    func thePageIsTold(language: String) throws {
        let words = try Self.words(language)
        var page = try Self.text("desk")
        // Languages are named in their own.
        page.replace(#/<option value="[a-z]+" lang=.*?<\/option>/#, with: "")
        let body = try #require(page.firstRange(of: "<body>"))
        var texts = page[body.upperBound...].matches(of: #/>([^<>]+)</#).map { String($0.1) }
        texts += page.matches(of: #/aria-label="([^"]+)"/#).map { String($0.1) }
        texts = texts.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        #expect(texts.filter { !$0.isEmpty && words[$0] == nil } == [])
    }

    @Test("words say the same things about the same values", arguments: languages)
    func valuesAreKept(language: String) throws {
        for (text, told) in try Self.words(language) {
            #expect(Self.names(text) == Self.names(told), "\(text)")
            #expect(!told.isEmpty, "\(text)")
        }
    }
}
