import BusinessTime
import CleanText
import Vocabulary

/// Conversations as one page that opens without a network: for reading, printing and handing on.
///
/// It has no script and asks for nothing; what people typed is text and never markup.
public enum TranscriptHTML {
    /// Everything before the first conversation.
    public static func beginning(title: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>\(escaped(title))</title>
        <style>\(style)</style>
        <h1>\(escaped(title))</h1>

        """
    }

    /// Everything behind the last conversation.
    public static let end = "</html>\n"

    /// One conversation.
    ///
    /// - Parameter zone: Whose clock the times are shown by.
    public static func article(
        of document: TranscriptDocument, in zone: TimeZoneRules
    ) -> String {
        let name = document.customerName.map { " · <bdi>\(escaped($0))</bdi>" } ?? ""
        let end = document.disposition.map { escaped($0.name) } ?? "open"
        let rating = document.rating.map { " · rated \($0) of 5" } ?? ""
        var html = """
            <article id="\(document.id)">
            <h2>\(document.id)</h2>
            <p>\(escaped(document.shop.name)) · \(document.language.code) · \
            \(zone.day(of: document.openedAt)) (\(escaped(zone.identifier)))\(name) · \(end)\(rating)</p>
            <ol>

            """
        for line in document.entries { html += item(line, zone) }
        return html + "</ol>\n</article>\n"
    }

    private static func item(_ line: TranscriptDocument.Line, _ zone: TimeZoneRules) -> String {
        let kind = line.isPrivate ? "private" : line.role.rawValue
        let speaker = line.name ?? line.agent?.name ?? line.role.rawValue
        var text = escaped(content(of: line)).split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .joined(separator: "<br>")
        for option in line.menu { text += "<br>\(option.number)) \(escaped(option.text))" }
        let why = line.intent.map { intent in
            let share = line.confidence.map { " \(Int(($0 * 100).rounded())) %" } ?? ""
            return " <small>\(escaped(intent.name))\(share)</small>"
        }
        let minute = zone.minuteOfDay(of: line.at)
        let clock = [minute / 60, minute % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }
            .joined(separator: ":")
        return """
            <li value="\(line.sequence)" class="\(kind)"><time datetime="\(line.at)">\(clock)</time> \
            <b><bdi>\(escaped(speaker))</bdi></b>\(why ?? "")<p dir="auto">\(text)</p></li>

            """
    }

    private static func content(of line: TranscriptDocument.Line) -> String {
        switch line.type {
        case .opened, .botSaid, .customerSaid, .systemSaid, .agentSaid, .noted: line.text ?? ""
        case .queued:
            "waits in queue \(line.queue ?? "")" + (line.reason.map { " (\($0))" } ?? "")
        case .dequeued: "waits no more (\(line.reason ?? ""))"
        case .routed: "routed here: \(line.text ?? "")"
        case .tagged: "tag: \(line.text ?? "")"
        case .paused: (line.name ?? "") + (line.until.map { " until \($0)" } ?? "")
        case .unpaused: "taken up again"
        case .prioritised: "priority: \(line.name ?? "")"
        case .steppedIn: "stepped in"
        case .agentJoined: "joined"
        case .agentLeft: "left"
        case .rated: "rated \(line.score ?? 0) of 5"
        case .messageLeft: "left a message (\(line.contact ?? "")): \(line.text ?? "")"
        case .requested:
            "to do: \(line.request ?? "") "
                + line.slots.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        case .languageSet: "language is now \(line.language?.code ?? "unknown")"
        case .resumed: "came back"
        case .closed: "closed: \(line.disposition?.name ?? "")"
        }
    }

    /// Text without meaning to a browser, and without what moves other text.
    private static func escaped(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line in
            var escaped = ""
            for scalar in TerminalText.oneLine(String(line)).unicodeScalars {
                switch scalar {
                case "&": escaped += "&amp;"
                case "<": escaped += "&lt;"
                case ">": escaped += "&gt;"
                case "\"": escaped += "&quot;"
                case "'": escaped += "&#39;"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }.joined(separator: "\n")
    }

    private static let style = """
        :root{color-scheme:light dark;font:16px/1.45 system-ui,sans-serif}
        body{max-width:46rem;margin:2rem auto;padding:0 1rem}
        article{break-inside:avoid-page;border-top:1px solid #8886;margin-top:2rem}
        h2{font:600 1rem ui-monospace,monospace;margin-bottom:0}
        ol{list-style:none;padding:0}li{padding:.4rem .7rem;margin:.3rem 0;border-radius:.5rem}
        li p{margin:0;overflow-wrap:anywhere}time,small{color:#777;font-size:.8rem}
        .customer{background:#1c7ed622;margin-right:3rem}.bot{background:#8882;margin-left:3rem}
        .agent{background:#2b8a3e22;margin-left:3rem}.private{background:#fab00533}
        .system{font-size:.9rem;color:#777}
        """
}
