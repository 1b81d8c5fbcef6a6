import BusinessTime
import Vocabulary

extension ChatScript {
    /// Time between two lines of a customer that a script names; deadlines hang on days.
    private static let namedPause: Duration = .seconds(300)
    /// Characters of an answer's first line that a script holds it to.
    private static let quotedCount = 80

    /// Writes a conversation of the record as a script: what the customer said, what the bot answered,
    /// what was asked to be done, and who had it in the end.
    ///
    /// What an agent said is left out, and everything behind it: a script is the bot's.
    ///
    /// - Parameter zone: The shop's, in which scripts tell the time.
    /// - Returns: The text of a `.chat` file; nil if the entries are no conversation.
    public static func text(recorded entries: [Entry], in zone: TimeZoneRules) -> String? {
        guard let first = entries.first, case .opened(let opening) = first.body else { return nil }
        var lines = [
            "shop: \(opening.shop)  language: \(opening.language)  "
                + "now: \(moment(first.at, zone))  orders: orders.csv"
        ]
        var told = first.at
        recording: for entry in entries.dropFirst() {
            switch entry.body {
            case .customerSaid(let line):
                if entry.at.since(told) >= namedPause {
                    lines.append("now: \(moment(entry.at, zone))")
                    told = entry.at
                }
                for part in line.text.split(separator: "\n") {
                    lines.append("customer: \(part)")
                }
            case .botSaid(let line): lines.append("bot: \(expectation(of: line))")
            case .requested(let name, let slots):
                lines.append("action: ~ \(actionText(name, slots))")
            case .queued: lines.append("state: waiting")
            case .closed: lines.append("state: closed")
            case .agentJoined:
                lines.append("# a person took over here")
                break recording
            case .opened, .systemSaid, .agentSaid, .noted, .agentLeft, .rated, .messageLeft,
                .languageSet, .resumed, .dequeued, .routed, .tagged, .paused, .unpaused,
                .prioritised, .steppedIn:
                break
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// How scripts write what was asked to be done: `request_cancel_order order_number=JP-10432`.
    static func actionText(_ name: String, _ slots: [Slot]) -> String {
        ([name] + slots.filter { $0.name.name != "about" }.map { "\($0.name)=\($0.value)" })
            .joined(separator: " ")
    }

    private static func expectation(of line: Entry.BotLine) -> String {
        let first = line.text.split(separator: "\n").first.map(String.init) ?? ""
        // Two blanks and a mark would begin a comment.
        let plain = first.prefix(quotedCount).split(separator: "  #").first.map(String.init) ?? ""
        guard plain.isEmpty else { return "~ \(plain)" }
        return line.intent.map { "[\($0)]" } ?? "/./"
    }

    private static func moment(_ time: WallTime, _ zone: TimeZoneRules) -> String {
        let minute = zone.minuteOfDay(of: time)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(zone.day(of: time))T\(two(minute / 60)):\(two(minute % 60))"
    }
}
