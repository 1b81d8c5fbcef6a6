import Vocabulary

extension WireCommand {
    /// Reads one line of plain mode: `/x` is a command, `//x` says "/x", an agent's `! x` is a note,
    /// all else is said.
    ///
    /// - Throws: Why it is no command, with what was meant or how it is written.
    public init(parsing line: String, by speaker: WireSpeaker) throws(WireCommandError) {
        let utf8 = line.utf8
        guard utf8.first == UInt8(ascii: "/") else {
            if speaker > .customer, utf8.first == UInt8(ascii: "!") {
                self = try Self.note(line)
            } else if speaker > .customer, let elsewhere = Self.sayTo(line) {
                self = elsewhere
            } else {
                self = .say(line)
            }
            return
        }
        if utf8.dropFirst().first == UInt8(ascii: "/") {
            self = .say(String(line.dropFirst()))
            return
        }
        self = try Self(command: line, by: speaker)
    }

    /// Reads a command with its slash.
    init(command line: String, by speaker: WireSpeaker) throws(WireCommandError) {
        let words = CommandWords(line)
        guard let entry = CommandTable.entry(named: words.name) else {
            throw CommandTable.unknown(words.name, by: speaker)
        }
        guard entry.isAllowed(for: speaker) else { throw entry.notAllowed }
        guard !entry.isForCustomersOnly(speaker) else {
            throw WireCommandError(
                code: .notAllowed, text: "/\(words.name) is for customers",
                hint: "/help lists what you can do; /bye logs you out")
        }
        guard let command = Self.command(entry.name, words) else { throw entry.usageError }
        self = command
    }

    private static func note(_ line: String) throws(WireCommandError) -> WireCommand {
        let text = String(CommandWords.trimmed(line.dropFirst()))
        guard !text.isEmpty else {
            throw WireCommandError(code: .usage, text: "write ! and the note", hint: "! was angry")
        }
        return .agent(.note(text))
    }

    /// Reads `#118 text`; nil for anything else.
    private static func sayTo(_ line: String) -> WireCommand? {
        guard line.utf8.first == UInt8(ascii: "#") else { return nil }
        let digits = line.utf8.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard let number = Int(String(Substring(digits))) else { return nil }
        let rest = line.utf8[digits.endIndex...]
        guard rest.first == 0x20 || rest.first == 0x09 else { return nil }
        let text = CommandWords.trimmed(Substring(rest))
        return text.isEmpty ? nil : .sayTo(number, String(text))
    }

    /// - Returns: nil if the arguments are not as they have to be.
    private static func command(_ name: CommandName, _ words: CommandWords) -> WireCommand? {
        switch name {
        case .mode: return words.only.flatMap(WireMode.init(rawValue:)).map(WireCommand.mode)
        case .shop: return words.only.flatMap { ShopID($0.lowercased()) }.map(WireCommand.shop)
        case .resume: return resume(words)
        case .login: return words.only.flatMap { AgentID($0.lowercased()) }.map(WireCommand.login)
        case .help, .human, .menu, .status, .transcript, .forget, .bye, .callback, .lang, .rate:
            return customerCommand(name, words).map(WireCommand.customer)
        case .on, .pause, .off, .list, .take, .skip, .to, .who, .show, .why, .order, .policy,
            .canned, .find, .note, .transfer, .bot, .tag, .priority, .hold, .snooze, .close, .stats,
            .suggest:
            return agentCommand(name, words).map(WireCommand.agent)
        case .board, .watch, .whisper, .barge, .assign, .force, .queue, .broadcast, .explain,
            .timeline:
            return supervisorCommand(name, words).map(WireCommand.supervisor)
        case .reload:
            guard words.count <= 1, words.first == nil || words.first == "--check" else {
                return nil
            }
            return .reload(isCheckOnly: words.count == 1)
        }
    }

    private static func resume(_ words: CommandWords) -> WireCommand? {
        guard (1...2).contains(words.count), let token = words.first, token.utf8.count <= 128 else {
            return nil
        }
        if words.count == 1 { return .resume(token: token, after: nil) }
        guard let after = words.number(at: 1) else { return nil }
        return .resume(token: token, after: after)
    }

    private static func customerCommand(
        _ name: CommandName, _ words: CommandWords
    ) -> CustomerCommand? {
        switch name {
        case .help: .help
        case .human: .human
        case .menu: .menu
        case .status: .status
        case .transcript: .transcript
        case .forget: .forget
        case .bye: .bye
        case .callback: .callback(words.rest)
        case .lang: words.only.flatMap { Language($0.lowercased()) }.map(CustomerCommand.language)
        case .rate:
            words.count == 1
                ? words.number(at: 0).flatMap { (1...5).contains($0) ? .rate($0) : nil } : nil
        case .mode, .shop, .resume, .login, .on, .pause, .off, .list, .take, .skip, .to, .who,
            .show, .why, .order, .policy, .canned, .find, .note, .transfer, .bot, .tag, .priority,
            .hold, .snooze, .close, .stats, .suggest, .board, .watch, .whisper, .barge, .assign,
            .force, .queue, .broadcast, .explain, .timeline, .reload:
            nil
        }
    }

    private static func agentCommand(_ name: CommandName, _ words: CommandWords) -> AgentCommand? {
        switch name {
        case .on: .on
        case .off: .off
        case .skip: .skip
        case .policy: .policy
        case .bot: .bot
        case .stats: .stats
        case .pause: .pause(reason: words.rest)
        case .list: .list(words.rest)
        case .take: words.optionalNumber.map(AgentCommand.take)
        case .to: words.onlyNumber.map(AgentCommand.to)
        case .who: words.optionalNumber.map(AgentCommand.who)
        case .show: words.optionalNumber.map(AgentCommand.show)
        case .why: words.optionalNumber.map(AgentCommand.why)
        case .order: .order(words.rest)
        case .suggest: .suggest
        case .priority: words.only.map { .priority($0.lowercased()) }
        case .canned: words.count <= 1 ? .canned(words.first) : nil
        case .find: words.rest.map(AgentCommand.find)
        case .note: words.rest.map(AgentCommand.note)
        case .transfer: words.first.map { .transfer($0, note: words.rest(after: 1)) }
        case .tag: words.only.map(AgentCommand.tag)
        case .hold: .hold(words.rest)
        case .snooze: .snooze(words.rest)
        case .close: words.only.map { .close(Disposition($0.lowercased())) }
        case .mode, .shop, .resume, .login, .help, .human, .menu, .status, .transcript, .forget,
            .bye, .callback, .lang, .rate, .board, .watch, .whisper, .barge, .assign, .force,
            .queue,
            .broadcast, .explain, .timeline, .reload:
            nil
        }
    }

    private static func supervisorCommand(
        _ name: CommandName, _ words: CommandWords
    ) -> SupervisorCommand? {
        switch name {
        case .board: return .board
        case .watch: return words.onlyNumber.map(SupervisorCommand.watch)
        case .barge: return words.onlyNumber.map(SupervisorCommand.barge)
        case .whisper:
            guard let number = words.number(at: 0), let text = words.rest(after: 1) else {
                return nil
            }
            return .whisper(number, text)
        case .assign:
            guard words.count == 2, let number = words.number(at: 0),
                let agent = AgentID(words[1].lowercased())
            else { return nil }
            return .assign(number, agent)
        case .force:
            guard words.count == 2, words[1].lowercased() == "off" else { return nil }
            return AgentID(words[0].lowercased()).map(SupervisorCommand.forceOff)
        case .explain: return words.onlyNumber.map(SupervisorCommand.explain)
        case .timeline:
            return words.only.flatMap { AgentID($0.lowercased()) }
                .map(SupervisorCommand.timeline)
        case .broadcast: return words.rest.map(SupervisorCommand.broadcast)
        case .queue: return queue(words)
        case .mode, .shop, .resume, .login, .help, .human, .menu, .status, .transcript, .forget,
            .bye, .callback, .lang, .rate, .on, .pause, .off, .list, .take, .skip, .to, .who, .show,
            .why,
            .order, .policy, .canned, .find, .note, .transfer, .bot, .tag, .priority, .hold,
            .snooze, .close, .stats, .suggest, .reload:
            return nil
        }
    }

    private static func queue(_ words: CommandWords) -> SupervisorCommand? {
        guard words.count == 2, ["pause", "resume"].contains(words[0].lowercased()) else {
            return nil
        }
        let parts = words[1].lowercased().split(separator: "/", maxSplits: 1)
        guard let shop = parts.first.flatMap({ ShopID(String($0)) }) else { return nil }
        return .queue(
            isPaused: words[0].lowercased() == "pause", shop,
            skill: parts.count == 2 ? String(parts[1]) : nil)
    }
}
