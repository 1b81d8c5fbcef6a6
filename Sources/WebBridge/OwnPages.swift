/// Which pages are the server's own: they may talk to every shop, log in and ask the API.
///
/// Where the operator names the server's addresses, those are its pages and nothing a request says of
/// itself counts; this is the rule for servers behind a proxy, which may change the request's `Host`.
/// Where none is named, a page is ours if it comes from the `Host` that it asks, and that is an address
/// or `localhost`. A name will not do: whoever owns one can have it lead here once the page is loaded
/// (DNS rebinding), and both would agree.
public struct OwnPages: Equatable, Sendable {
    /// As browsers write them: `https://help.example`.
    private let origins: Set<String>

    /// Nothing is named.
    public init() { origins = [] }

    /// - Parameter origins: As browsers write them; nil comes back if one is written otherwise, since
    ///   no page would ever match it.
    public init?(naming origins: [String]) {
        guard origins.allSatisfy(Self.isOrigin) else { return nil }
        self.origins = Set(origins)
    }

    /// - Parameters:
    ///   - origin: The page's, as its browser says.
    ///   - host: As the request names it.
    func include(_ origin: String, at host: String) -> Bool {
        guard origins.isEmpty else { return origins.contains(origin) }
        guard ["http://\(host)", "https://\(host)"].contains(origin) else { return false }
        return Self.isAddress(host)
    }

    /// What to do about a page that says it is ours and is not known as such; nil for any other page.
    func advice(_ origin: String, at host: String) -> String? {
        guard origins.isEmpty, ["http://\(host)", "https://\(host)"].contains(origin) else {
            return nil
        }
        return "if this page is the server's own, start it with --web-origin \(origin)"
    }

    /// - Parameter host: With or without a port.
    private static func isAddress(_ host: String) -> Bool {
        if host.hasPrefix("[") { return true }
        let name = host.prefix { $0 != ":" }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return name == "localhost"
            || numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Scheme, name in small letters, and a port where it is not the scheme's own.
    private static func isOrigin(_ text: String) -> Bool {
        guard
            let match = text.wholeMatch(
                of: #/(http|https)://([a-z0-9.\-]+|\[[0-9a-f:.]+\])(:\d{1,5})?/#)
        else { return false }
        let usual = match.1 == "http" ? ":80" : ":443"
        return match.3.map { $0 != usual } ?? true
    }
}
