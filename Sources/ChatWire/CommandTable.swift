import Vocabulary

/// Every command of the line protocol by what is typed after the slash.
enum CommandName: String, CaseIterable {
    case mode, shop, resume, login
    case help, human, menu, status, transcript, forget, bye, callback, lang, rate
    case on
    case pause = "break"
    case off, list, take, skip, to, who, show, why, order, policy
    case canned = "s"
    case find, note, transfer, bot, tag, priority, hold, snooze, close, stats, suggest
    case board, watch, whisper, barge, assign, force, queue, broadcast, explain, timeline, reload
}

/// What one command looks like and who may give it.
struct CommandEntry: Sendable {
    let name: CommandName
    /// How it is written, with its arguments.
    let usage: String
    let speaker: WireSpeaker

    func isAllowed(for speaker: WireSpeaker) -> Bool { self.speaker <= speaker }

    /// True for what means nothing to a person of the desk.
    func isForCustomersOnly(_ speaker: WireSpeaker) -> Bool {
        guard speaker > .customer, self.speaker == .customer else { return false }
        switch name {
        case .help, .bye, .mode: return false
        case .shop, .resume, .login, .human, .menu, .status, .transcript, .forget, .callback, .lang,
            .rate,
            .on, .pause, .off, .list, .take, .skip, .to, .who, .show, .why, .order, .policy,
            .canned, .find, .note, .transfer, .bot, .tag, .priority, .hold, .snooze, .close, .stats,
            .suggest, .board, .watch, .whisper, .barge, .assign, .force, .queue, .broadcast,
            .explain, .timeline, .reload:
            return true
        }
    }

    var usageError: WireCommandError {
        WireCommandError(code: .usage, text: "write \(usage)", hint: nil)
    }

    var notAllowed: WireCommandError {
        let who =
            switch speaker {
            case .customer, .agent: "agents"
            case .lead: "leads and supervisors"
            case .supervisor: "supervisors"
            }
        return WireCommandError(
            code: .notAllowed, text: "/\(name.rawValue) is for \(who)",
            hint: "/login NAME first, or //\(name.rawValue) to say it")
    }
}

/// Looks commands up and knows what was meant by one that does not exist.
enum CommandTable {
    static func entry(named name: String) -> CommandEntry? { byName[name] }

    static func unknown(_ name: String, by speaker: WireSpeaker) -> WireCommandError {
        let shown = String(name.prefix(40))
        var candidates = entries.filter { $0.isAllowed(for: speaker) }.map(\.name.rawValue)
        var nearest = NearestWord.of(name, in: candidates)
        if nearest == nil {
            candidates = entries.map(\.name.rawValue)
            nearest = NearestWord.of(name, in: candidates)
        }
        return WireCommandError(
            code: .unknownCommand, text: "unknown command /\(shown)",
            hint: nearest.map { "did you mean /\($0)?" } ?? "/help lists them; //\(shown) says it")
    }

    /// What somebody may type, one line a command, in the order of the table.
    static func usages(for speaker: WireSpeaker) -> [String] {
        entries.filter { $0.isAllowed(for: speaker) && !$0.isForCustomersOnly(speaker) }
            .map(\.usage)
    }

    private static let byName: [String: CommandEntry] = {
        var byName: [String: CommandEntry] = [:]
        for entry in entries { byName[entry.name.rawValue] = entry }
        // Two words that people try first.
        byName["?"] = byName["help"]
        byName["quit"] = byName["bye"]
        return byName
    }()

    private static let entries = CommandName.allCases.map { name in
        let (usage, speaker) = description(of: name)
        return CommandEntry(
            name: name, usage: "/" + name.rawValue + (usage.isEmpty ? "" : " " + usage),
            speaker: speaker)
    }

    private static func description(
        of name: CommandName
    ) -> (arguments: String, speaker: WireSpeaker) {
        switch name {
        case .mode: ("json or /mode plain", .customer)
        case .shop: ("NAME", .customer)
        case .resume: ("TOKEN, or /resume TOKEN NUMBER", .customer)
        case .login: ("NAME", .customer)
        case .lang: ("and a language's two letters, for example /lang de", .customer)
        case .rate: ("and a number from 1 (bad) to 5 (good)", .customer)
        case .callback: ("and a phone number or e-mail, and when if you like", .customer)
        case .help, .human, .menu, .status, .transcript, .forget, .bye: ("", .customer)
        case .on, .off, .skip, .policy, .bot, .stats, .suggest: ("", .agent)
        case .pause: ("[why]", .agent)
        case .list: ("[wait|mine|all]", .agent)
        case .take, .who, .show, .why: ("[n]", .agent)
        case .to: ("n", .agent)
        case .order: ("[number]", .agent)
        case .canned: ("and the name of one canned text, or /s alone for all names", .agent)
        case .find: ("TEXT", .agent)
        case .note: ("TEXT, or ! TEXT", .agent)
        case .transfer: ("agent|skill|language [note]", .agent)
        case .tag: ("WORD", .agent)
        case .priority: ("low|normal|high|urgent", .agent)
        case .hold, .snooze: ("[how long]", .agent)
        case .close: ("DISPOSITION, for example /close resolved", .agent)
        case .board: ("", .lead)
        case .watch, .explain: ("n", .lead)
        case .barge: ("n", .supervisor)
        case .whisper: ("n TEXT", .lead)
        case .assign: ("n NAME", .lead)
        case .timeline: ("NAME", .lead)
        case .force: ("NAME off", .supervisor)
        case .queue: ("pause|resume SHOP[/SKILL]", .supervisor)
        case .broadcast: ("TEXT", .supervisor)
        case .reload: ("or /reload --check", .supervisor)
        }
    }
}
