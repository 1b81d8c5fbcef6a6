import BusinessTime
import Knowledge
import Vocabulary

/// Reads the rules of `policy.yml`; what they mean together is judged by the policy itself.
struct PolicyReader {
    static let keys = [
        "home_country", "transit_days", "rounding", "terms", "windows", "extensions", "statutory",
        "warranty", "exchanges", "values",
    ]

    let yaml: YAMLFile
    let shop: WrittenShop
    let log: ProblemLog

    /// - Returns: nil if there is a mistake; the log names each.
    func read() -> ReturnPolicy? {
        let errorCount = log.errorCount
        guard
            let table = TableReader(
                yaml.root, "policy.yml", allowed: Self.keys, in: yaml, log: log)
        else { return nil }
        var policy = ReturnPolicy(
            zone: shop.settings.hours.zone, businessHours: shop.settings.hours,
            homeCountry: country(table), windows: windows("windows", table))
        if let terms = table.node("terms") { policy.terms = self.terms(terms) }
        policy.extensions = table.list("extensions").compactMap(holiday)
        policy.statutory = windows("statutory", table)
        policy.warranty = windows("warranty", table)
        policy.exchanges = windows("exchanges", table)
        if let days = table.integer("transit_days", in: 0...60) { policy.transitDays = days.value }
        if let rounding = table.choice("rounding", of: Money.Rounding.self) {
            policy.rounding = rounding
        }
        guard log.errorCount == errorCount else { return nil }
        for problem in policy.problems(languages: shop.settings.languages) { report(problem) }
        return policy
    }

    private func report(_ problem: PolicyProblem) {
        let spot = yaml.spot(ofPath: problem.path)
        let message = problem.hint.map { "\(problem.message); \($0)" } ?? problem.message
        switch problem.severity {
        case .error: log.error(spot, message, allowed: [problem.allowed])
        case .warning: log.warning(spot, message, allowed: [problem.allowed])
        }
    }

    private func country(_ table: TableReader) -> String? {
        guard let text = table.text("home_country") else { return nil }
        guard text.value.utf8.count == 2, text.value.allSatisfy(\.isLetter) else {
            log.error(
                text.spot,
                "'\(text.value.shortened)' is no country; two letters of ISO 3166, such as DE")
            return nil
        }
        return text.value.uppercased()
    }

    private func windows(_ key: String, _ table: TableReader) -> [ReturnWindow] {
        table.list(key).compactMap(window)
    }

    private static let windowKeys = [
        "id", "sentence", "conditions", "clock", "length", "remedy", "terms", "stages",
    ]
    private static let stageKeys = ["length", "remedy", "id", "sentence", "terms"]

    private func window(_ node: YAMLNode) -> ReturnWindow? {
        guard
            let table = TableReader(
                node, "a window", allowed: Self.windowKeys, in: yaml, log: log),
            let clause = clause(table)
        else { return nil }
        let stages: [WindowStage]
        switch (table.has("length"), table.has("stages")) {
        case (true, false): stages = stage(table).map { [$0] } ?? []
        case (false, true):
            stages = table.list("stages").compactMap { node in
                TableReader(node, "a stage", allowed: Self.stageKeys, in: yaml, log: log)
                    .flatMap(stage)
            }
        case (true, true), (false, false):
            log.error(table.spot, "the window \(clause.id) has either 'length' or 'stages'")
            return nil
        }
        guard !stages.isEmpty else { return nil }
        var window = ReturnWindow(clause: clause, stages: stages)
        if let conditions = table.node("conditions") {
            window.conditions = self.conditions(conditions)
        }
        if let clock = table.choice("clock", of: ReturnClock.self) { window.clock = clock }
        if let terms = table.node("terms") { window.terms = self.terms(terms) }
        return window
    }

    /// A window of one stage is written without the word: its own length, remedy and terms.
    private func stage(_ table: TableReader) -> WindowStage? {
        guard let length = length(table) else { return nil }
        var stage = WindowStage(length: length)
        if let remedy = table.choice("remedy", of: Remedy.self) { stage.remedy = remedy }
        guard table.what == "a stage" else { return stage }
        if let terms = table.node("terms") { stage.terms = self.terms(terms) }
        if table.has("id") || table.has("sentence") { stage.clause = clause(table) }
        return stage
    }

    private func holiday(_ node: YAMLNode) -> HolidayExtension? {
        guard
            let table = TableReader(
                node, "an extension",
                allowed: ["id", "sentence", "conditions", "bought_between", "return_until"],
                in: yaml, log: log),
            let clause = clause(table)
        else { return nil }
        let season = season(table)
        guard let until = table.needed("return_until") else { return nil }
        guard let day = SeasonDay(until.value) else {
            log.error(
                until.spot,
                "'\(until.value.shortened)' is no day; write 01-31 for every year, or 2027-01-31")
            return nil
        }
        guard let season else {
            if !table.has("bought_between") { log.error(table.spot, "it needs 'bought_between'") }
            return nil
        }
        var holiday = HolidayExtension(clause: clause, boughtBetween: season, returnUntil: day)
        if let conditions = table.node("conditions") {
            holiday.conditions = self.conditions(conditions)
        }
        return holiday
    }

    private func clause(_ table: TableReader) -> Clause? {
        guard let id = table.needed("id") else { return nil }
        var sentences: [Language: String] = [:]
        if let node = table.node("sentence") {
            if let text = node.text {
                sentences[shop.settings.languages[0]] = text
            } else {
                for pair in table.table("sentence") {
                    guard let language = Language(pair.key), let text = pair.value.text else {
                        log.error(
                            yaml.spot(pair), "'sentence' holds a text for each language",
                            allowed: shop.settings.languages.map(\.code))
                        continue
                    }
                    sentences[language] = text
                }
            }
        }
        return Clause(id: id.value, sentences: sentences)
    }
}

extension YAMLFile {
    /// The place of a path such as `windows[2].conditions.sellers`; where a part of it is not
    /// written, the place of what is there.
    func spot(ofPath path: String) -> Spot {
        var node = root
        var place = spot(root)
        for part in path.split(separator: ".") {
            let key = part.prefix { $0 != "[" }
            if !key.isEmpty {
                guard case .table(let pairs) = node.content,
                    let pair = pairs.first(where: { $0.key == key })
                else { return place }
                place = spot(pair)
                node = pair.value
            }
            for index in part.dropFirst(key.count).split(separator: "[") {
                guard let number = Int(index.prefix { $0 != "]" }),
                    case .list(let items) = node.content, items.indices.contains(number)
                else { return place }
                node = items[number]
                place = spot(node)
            }
        }
        return place
    }
}
