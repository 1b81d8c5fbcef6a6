import AgentDesk
import Dialogue
import Vocabulary

/// Reads `desk` of `shop.yml`: how the people behind the bot are shared out.
struct DeskReader {
    static let keys = [
        "queues", "sites", "chats_max", "known_agent_seconds", "wrap_up_seconds",
        "silence_warning_seconds", "silence_relief_seconds", "dispositions",
    ]
    static let queueKeys = [
        "answer_within_seconds", "level", "relax", "head_start_seconds", "waiting_max",
        "alarm_waiting", "handling_minutes",
    ]
    static let relaxKeys = ["after_seconds", "level", "skill", "any_skill", "language"]

    /// `shop.yml` itself.
    let table: TableReader
    let log: ProblemLog
    /// What the topics of the shop lead to.
    let topicSkills: [String: String]
    let sites: [SiteName]

    /// - Parameter rules: What holds where nothing is written: the shop's hours and languages.
    func read(_ rules: ShopRules) -> ShopRules {
        var rules = rules
        for skill in topicSkills.values { rules.queues[Skill(skill)] = Self.topicQueue }
        guard let desk = table.reader("desk", allowed: Self.keys) else { return rules }
        readQueues(desk, &rules)
        rules.siteOrder = siteOrder(desk)
        rules.assignedCountMax = desk.integer("chats_max", in: 1...1_000_000)?.value
        if let patience = seconds("known_agent_seconds", desk) { rules.stickyPatience = patience }
        if let wrapUp = seconds("wrap_up_seconds", desk) { rules.wrapUp = wrapUp }
        if let warning = seconds("silence_warning_seconds", desk, from: 10) {
            rules.silenceWarning = warning
        }
        if let relief = seconds("silence_relief_seconds", desk, from: 20) {
            rules.silenceRelief = relief
        }
        if rules.silenceRelief <= rules.silenceWarning {
            log.error(
                desk.spot(ofKey: "silence_relief_seconds"),
                "'silence_relief_seconds' must be more than 'silence_warning_seconds' "
                    + "(\(rules.silenceWarning.components.seconds)), or nobody is reminded")
        }
        for name in desk.texts("dispositions") {
            guard IntentFileReader.isName(name.value) else {
                log.error(
                    name.spot,
                    "'\(name.value.shortened)' is no disposition; letters, digits, '_', '-'")
                continue
            }
            rules.dispositions.append(Disposition(name.value))
        }
        return rules
    }

    /// Where nothing is written, whoever is there answers in the end: better than nobody.
    private static var topicQueue: QueueRules {
        var queue = QueueRules()
        queue.relaxations = [
            QueueRules.Relaxation(after: .seconds(120), step: .anySkill)
        ]
        return queue
    }

    private func seconds(_ key: String, _ table: TableReader, from least: Int = 0) -> Duration? {
        table.integer(key, in: least...86_400).map { .seconds($0.value) }
    }

    private func siteOrder(_ desk: TableReader) -> [SiteTurn] {
        let known = sites.map(\.name)
        return desk.list("sites").compactMap { node in
            guard
                let turn = TableReader(
                    node, "a turn of sites", allowed: ["site", "after_seconds"], in: desk.file,
                    log: log),
                let name = turn.needed("site")
            else { return nil }
            guard known.contains(name.value) else {
                log.error(
                    name.spot, "floor.yml has no site '\(name.value.shortened)'", allowed: known,
                    hint: NearestName.of(name.value, among: known))
                return nil
            }
            return SiteTurn(
                SiteName(name.value), after: seconds("after_seconds", turn) ?? .zero)
        }
    }

    // MARK: Queues

    private func readQueues(_ desk: TableReader, _ rules: inout ShopRules) {
        let known = rules.queues.keys.map(\.name).sorted()
        for pair in desk.table("queues") {
            let spot = desk.file.spot(pair)
            guard known.contains(pair.key) else {
                log.error(
                    spot, "no topic of 'skills' leads to a queue '\(pair.key.shortened)'",
                    allowed: known, hint: NearestName.of(pair.key, among: known))
                continue
            }
            if let queue = queue(pair, in: desk.file, known, rules.languages) {
                rules.queues[Skill(pair.key)] = queue
            }
        }
    }

    private func queue(
        _ pair: YAMLPair, in file: YAMLFile, _ known: [String], _ languages: [Language]
    ) -> QueueRules? {
        var queue = pair.key == Skill.general.name ? QueueRules() : Self.topicQueue
        guard !pair.value.isNull else { return queue }
        guard
            let table = TableReader(
                pair.value, "a queue", allowed: Self.queueKeys, in: file, log: log)
        else { return nil }
        if let promise = seconds("answer_within_seconds", table, from: 1) {
            queue.answerWithin = promise
        }
        if let level = table.integer("level", in: 1...5) { queue.levelMin = level.value }
        if let most = table.integer("waiting_max", in: 1...1_000_000) {
            queue.waitingCountMax = most.value
        }
        queue.alarmWaitingCount = table.integer("alarm_waiting", in: 1...1_000_000)?.value
        if let handling = table.integer("handling_minutes", in: 1...600) {
            queue.handlingTimeExpected = .seconds(60 * handling.value)
        }
        readHeadStarts(table, &queue)
        guard table.has("relax") else { return queue }
        var reader = RelaxationReader(
            queue: queue, skills: known, languages: languages, log: log)
        queue.relaxations = table.list("relax").compactMap { reader.read($0, in: file) }
        return queue
    }

    private func readHeadStarts(_ table: TableReader, _ queue: inout QueueRules) {
        let names = Priority.allCases.map(\.rawValue).filter { $0 != Priority.normal.rawValue }
        guard let starts = table.reader("head_start_seconds", allowed: names) else { return }
        for name in names {
            guard let priority = Priority(rawValue: name),
                let start = starts.integer(name, in: -86_400...86_400)
            else { continue }
            queue.headStarts[priority] = .seconds(start.value)
        }
    }
}

/// Reads the steps by which a queue's demands sink.
private struct RelaxationReader {
    let queue: QueueRules
    let skills: [String]
    let languages: [Language]
    let log: ProblemLog
    private var lastAfter = 0
    private var lastLevel: Int

    init(queue: QueueRules, skills: [String], languages: [Language], log: ProblemLog) {
        self.queue = queue
        self.skills = skills
        self.languages = languages
        self.log = log
        lastLevel = queue.levelMin
    }

    mutating func read(_ node: YAMLNode, in file: YAMLFile) -> QueueRules.Relaxation? {
        guard
            let table = TableReader(
                node, "a step of 'relax'", allowed: DeskReader.relaxKeys, in: file, log: log)
        else { return nil }
        guard let after = table.integer("after_seconds", in: 0...86_400) else {
            if !table.has("after_seconds") {
                log.error(table.spot, "a step of 'relax' needs 'after_seconds'")
            }
            return nil
        }
        if after.value < lastAfter {
            log.warning(after.spot, "this step comes before the one above it; sort them by time")
        }
        lastAfter = after.value
        let named = DeskReader.relaxKeys.dropFirst().filter { table.node($0) != nil }
        guard named.count == 1 else {
            let steps = Array(DeskReader.relaxKeys.dropFirst())
            log.error(table.spot, "a step of 'relax' lowers one thing", allowed: steps)
            return nil
        }
        return step(table).map {
            QueueRules.Relaxation(after: .seconds(after.value), step: $0)
        }
    }

    private mutating func step(_ table: TableReader) -> QueueRules.Step? {
        if let level = table.integer("level", in: 1...5) {
            if level.value >= lastLevel {
                log.warning(
                    level.spot, "level \(level.value) is no less than before (\(lastLevel))")
            }
            lastLevel = level.value
            return .level(level.value)
        }
        if let skill = table.text("skill") {
            guard skills.contains(skill.value) else {
                log.error(
                    skill.spot, "this shop has no skill '\(skill.value.shortened)'",
                    allowed: skills, hint: NearestName.of(skill.value, among: skills))
                return nil
            }
            return .skill(Skill(skill.value))
        }
        if let any = table.text("any_skill") {
            guard any.value == "true" else {
                log.error(any.spot, "'any_skill' can only be true", allowed: ["true"])
                return nil
            }
            return .anySkill
        }
        guard let written = table.text("language") else { return nil }
        guard let language = Language(written.value), languages.contains(language) else {
            let codes = languages.map(\.code)
            log.error(
                written.spot, "this shop does not speak '\(written.value.shortened)'",
                allowed: codes, hint: NearestName.of(written.value, among: codes))
            return nil
        }
        return .language(language)
    }
}
