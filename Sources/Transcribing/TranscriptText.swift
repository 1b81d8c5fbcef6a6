import BusinessTime
import CleanText
import Vocabulary

/// A conversation as text for people: time, speaker, what was said; what customers did not see is
/// marked. Every byte that somebody typed goes through `TerminalText`.
public enum TranscriptText {
    /// - Parameters:
    ///   - zone: Whose clock the times are shown by; it is named in the heading.
    ///   - showsReasons: Adds to each of the bot's answers what it rested on.
    ///   - explaining: What more is known of a bot's line, by its sequence; shown with its reasons.
    /// - Returns: Lines that each end in a line feed.
    public static func text(
        of document: TranscriptDocument, in zone: TimeZoneRules, showsReasons: Bool = false,
        explaining: [Int: [String]] = [:]
    ) -> String {
        var lines = [heading(of: document, in: zone)]
        var day: CivilDay?
        for entry in document.entries {
            let today = zone.day(of: entry.at)
            if today != day {
                if day != nil { lines.append("--- \(today)") }
                day = today
            }
            let time = clock(entry.at, in: zone)
            lines.append(contentsOf: content(of: entry).map { "\(time)  \($0)" })
            if showsReasons, let reasons = reasons(of: entry) {
                lines.append("          \(reasons)")
                for more in explaining[entry.sequence] ?? [] {
                    lines.append("            \(TerminalText.oneLine(more))")
                }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func heading(of document: TranscriptDocument, in zone: TimeZoneRules) -> String {
        var parts = ["\(document.id)", "\(document.shop)", "\(document.language)"]
        if let name = document.customerName { parts.append(TerminalText.oneLine(name)) }
        parts.append("\(zone.day(of: document.openedAt)) (\(zone.identifier))")
        parts.append(document.disposition.map { TerminalText.oneLine($0.name) } ?? "open")
        return parts.joined(separator: "  ")
    }

    /// One line or more; the ones after the first stand under the first one's text.
    private static func content(of entry: TranscriptDocument.Line) -> [String] {
        let text = entry.text ?? ""
        switch entry.type {
        case .opened, .botSaid: return said("bot", text) + menu(of: entry)
        case .customerSaid: return said("customer", text)
        case .systemSaid: return said("*", text)
        case .agentSaid: return said(TerminalText.oneLine(entry.name ?? agent(of: entry)), text)
        case .noted: return said("[note by \(agent(of: entry))]", text)
        case .queued:
            let reason = entry.reason.map { " (\($0))" } ?? ""
            return ["* waits in queue '\(TerminalText.oneLine(entry.queue ?? ""))'\(reason)"]
        case .dequeued: return ["* waits no more (\(entry.reason ?? ""))"]
        case .routed: return said("[routed to \(agent(of: entry))]", text)
        case .tagged: return said("[tag by \(agent(of: entry))]", text)
        case .paused:
            let end = entry.until.map { " until \($0)" } ?? ""
            return ["[\(entry.name ?? "") by \(agent(of: entry))\(end)]"]
        case .unpaused: return ["[taken up again by \(agent(of: entry))]"]
        case .prioritised: return ["[priority \(entry.name ?? "") by \(agent(of: entry))]"]
        case .steppedIn: return ["* \(person(of: entry)) stepped in"]
        case .agentJoined: return ["* \(person(of: entry)) joined"]
        case .agentLeft: return ["* \(person(of: entry)) left"]
        case .rated: return ["* customer rated \(entry.score ?? 0) of 5"]
        case .messageLeft:
            let contact = TerminalText.oneLine(entry.contact ?? "")
            return said("* customer left a message (\(contact))", text)
        case .requested: return ["[to do] \(request(of: entry))"]
        case .languageSet: return ["* language is now \(entry.language?.code ?? "unknown")"]
        case .resumed: return ["* customer came back"]
        case .closed: return ["* closed: \(TerminalText.oneLine(entry.disposition?.name ?? ""))"]
        }
    }

    private static func said(_ speaker: String, _ text: String) -> [String] {
        let start = speaker + (speaker == "*" ? " " : ": ")
        let prefix = String(repeating: " ", count: 10) + start
        return [start + TerminalText.lines(text, prefix: prefix)]
    }

    private static func menu(of entry: TranscriptDocument.Line) -> [String] {
        entry.menu.map { "  \($0.number)) \(TerminalText.oneLine($0.text))" }
    }

    private static func agent(of entry: TranscriptDocument.Line) -> String {
        entry.agent?.name ?? "agent"
    }

    private static func person(of entry: TranscriptDocument.Line) -> String {
        let agent = agent(of: entry)
        guard let name = entry.name, !name.isEmpty, name != agent else { return agent }
        return "\(TerminalText.oneLine(name)) (\(agent))"
    }

    private static func request(of entry: TranscriptDocument.Line) -> String {
        let slots = entry.slots.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        return TerminalText.oneLine("\(entry.request ?? "") \(slots)")
    }

    private static func reasons(of entry: TranscriptDocument.Line) -> String? {
        guard entry.intent != nil || entry.why != nil else { return nil }
        var parts: [String] = []
        if let intent = entry.intent {
            parts.append("\(intent)" + (entry.confidence.map { " \(share($0))" } ?? ""))
        }
        if let why = entry.why {
            if let next = why.runnerUp {
                parts.append("then \(next.intent) \(share(next.confidence))")
            }
            parts.append("threshold \(share(why.threshold)), margin \(share(why.margin))")
            parts.append("model \(why.bundle)")
        }
        return TerminalText.oneLine("why: " + parts.joined(separator: "; "))
    }

    /// Two digits after the point.
    private static func share(_ number: Float) -> String {
        guard number.isFinite else { return "?" }
        let hundredths = Int((min(max(number, 0), 100) * 100).rounded())
        let digits = hundredths % 100
        return "\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
    }

    private static func clock(_ time: WallTime, in zone: TimeZoneRules) -> String {
        let minute = zone.minuteOfDay(of: time)
        // No zone's offset has parts of a minute in the years that matter.
        let second = Int((time.milliseconds / 1_000 % 60 + 60) % 60)
        return [minute / 60, minute % 60, second].map { ($0 < 10 ? "0" : "") + String($0) }
            .joined(separator: ":")
    }
}
