import Vocabulary

/// Conversations as a table for spreadsheets: a row for each entry (RFC 4180, UTF-8).
///
/// A cell that a spreadsheet would take for a formula begins with an apostrophe.
public enum TranscriptCSV {
    /// Names of the columns; later versions only add some behind them.
    public static let columns = [
        "conversation", "shop", "language", "seq", "at", "role", "type", "private", "name", "text",
        "intent", "confidence", "queue", "reason", "score", "contact", "request", "slots",
        "disposition",
    ]

    /// The first line.
    public static var heading: String { row(columns) }

    /// The rows of one conversation, each ended by CR LF.
    public static func rows(of document: TranscriptDocument) -> String {
        document.entries.map { row(cells(of: $0, in: document)) }.joined()
    }

    private static func cells(
        of line: TranscriptDocument.Line, in document: TranscriptDocument
    ) -> [String] {
        [
            "\(document.id)", document.shop.name, document.language.code, "\(line.sequence)",
            "\(line.at)", line.role.rawValue, line.type.rawValue, line.isPrivate ? "yes" : "no",
            line.name ?? line.agent?.name ?? "", line.text ?? "", line.intent?.name ?? "",
            line.confidence.map { "\($0)" } ?? "", line.queue ?? "", line.reason ?? "",
            line.score.map { "\($0)" } ?? "", line.contact ?? "", line.request ?? "",
            line.slots.map { "\($0.name)=\($0.value)" }.joined(separator: "; "),
            line.disposition?.name ?? "",
        ]
    }

    private static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    /// Quoted where RFC 4180 wants it.
    private static func cell(_ text: String) -> String {
        var text = text
        // What OWASP names as the beginnings of formulas.
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
            text = "'" + text
        }
        let needsQuotes = text.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
        guard needsQuotes else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            quoted.unicodeScalars.append(scalar)
            if scalar == "\"" { quoted.append("\"") }
        }
        return quoted + "\""
    }
}
