/// Reads the pages that may open a WebSocket to a shop.
struct OriginReader {
    let table: TableReader
    let log: ProblemLog

    /// What `origins` lists, as browsers send it: scheme, host in small letters, and a port that is
    /// not the scheme's own.
    func read() -> [String] {
        var origins: [String] = []
        for text in table.texts("origins") {
            guard let origin = Self.origin(text.value) else {
                log.error(
                    text.spot,
                    "'\(text.value.shortened)' is no origin; write scheme, host and, if need be, "
                        + "port, and nothing behind them, such as https://shop.example")
                continue
            }
            guard origin == text.value else {
                log.error(
                    text.spot,
                    "'\(text.value.shortened)' is not how browsers write this origin; "
                        + "write \(origin)")
                continue
            }
            if origins.contains(origin) {
                log.error(text.spot, "the origin '\(origin)' is named twice")
                continue
            }
            if origin.hasPrefix("http://"), !Self.isLocal(origin) {
                log.warning(
                    text.spot,
                    "'\(origin)' is not encrypted; anybody on the way can change the page")
            }
            origins.append(origin)
        }
        return origins
    }

    /// - Returns: The origin as browsers write it; nil if it is none.
    private static func origin(_ text: String) -> String? {
        let lower = text.lowercased()
        let schemes = [("https://", 443), ("http://", 80)]
        guard let (scheme, standardPort) = schemes.first(where: { lower.hasPrefix($0.0) })
        else { return nil }
        let rest = lower.dropFirst(scheme.count)
        let trimmed = rest.hasSuffix("/") ? rest.dropLast() : rest
        let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2,
            host.utf8.allSatisfy(isHostByte), !host.hasPrefix("."), !host.hasSuffix(".")
        else { return nil }
        guard parts.count == 2 else { return scheme + host }
        guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(parts[1]),
            (1...65_535).contains(port)
        else { return nil }
        return port == standardPort ? scheme + host : "\(scheme)\(host):\(port)"
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "."), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func isLocal(_ origin: String) -> Bool {
        let host = origin.dropFirst("http://".count).prefix { $0 != ":" }
        return host == "localhost" || host.hasPrefix("127.")
    }
}
