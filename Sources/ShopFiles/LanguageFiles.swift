import Dialogue
import IntentMatching
import Vocabulary

/// The files of one shop in one language, put together: the shared ones first, then its own.
///
/// A response, form or rule of the shop's own replaces the shared one of the same name; examples,
/// synonyms, lookups and keywords are joined.
struct LanguageFiles {
    let language: Language
    /// In the order of their first mention.
    private(set) var intents: [WrittenIntent] = []
    private(set) var topics: [IntentName: String] = [:]
    private(set) var responses: [String: WrittenResponse] = [:]
    private(set) var forms: [String: WrittenForm] = [:]
    private(set) var rules: [String: WrittenRule] = [:]
    private(set) var ruleByIntent: [String: WrittenRule] = [:]
    private(set) var keywords: [String: (keyword: Keyword, spot: Spot)] = [:]
    private(set) var synonyms: [(value: String, words: [TextLine])] = []
    private(set) var lookups: [(kind: String, words: [TextLine])] = []
    private(set) var regexes: [(kind: String, pattern: TextLine)] = []
    private(set) var declaredSlots: [String: Form.RequiredSlot.Source?] = [:]
    private(set) var declaredEntities: Set<String> = []
    private var intentIndex: [IntentName: Int] = [:]

    /// - Parameters:
    ///   - shared: Files of `Intents/shared/<language>`; empty if the shop includes none.
    ///   - own: Files of the shop's own folder.
    ///   - log: Takes what is defined twice.
    init(language: Language, shared: [IntentFile], own: [IntentFile], log: ProblemLog) {
        self.language = language
        for file in shared { take(file, replacing: false, log) }
        for file in own { take(file, replacing: true, log) }
    }

    func hasIntent(_ name: IntentName) -> Bool { intentIndex[name] != nil }

    func intent(_ name: IntentName) -> WrittenIntent? { intentIndex[name].map { intents[$0] } }

    /// Names of all intents, sorted.
    var intentNames: [String] { intents.map(\.name.name).sorted() }

    private mutating func take(_ file: IntentFile, replacing: Bool, _ log: ProblemLog) {
        for intent in file.intents { take(intent, topic: file.topic?.value) }
        synonyms += file.synonyms
        lookups += file.lookups
        regexes += file.regexes
        declaredSlots.merge(file.declaredSlots) { old, new in new ?? old }
        declaredEntities.formUnion(file.declaredEntities)
        for response in file.responses {
            let earlier = responses[response.name]
            if let earlier, isClash(earlier.spot, response.spot, replacing) {
                log.error(
                    response.spot,
                    "the response '\(response.name)' is at \(earlier.spot.short) already; "
                        + "join the texts or rename one")
            } else {
                responses[response.name] = response
            }
        }
        for form in file.forms {
            if let earlier = forms[form.name], isClash(earlier.spot, form.spot, replacing) {
                log.error(
                    form.spot, "the form '\(form.name)' is at \(earlier.spot.short) already")
            } else {
                forms[form.name] = form
            }
        }
        for rule in file.rules { take(rule, replacing, log) }
        for (keyword, line) in file.keywords { take(keyword, line, replacing, log) }
    }

    private mutating func take(_ intent: WrittenIntent, topic: String?) {
        if let topic { topics[intent.name] = topic }
        if let index = intentIndex[intent.name] {
            intents[index].examples += intent.examples
            intents[index].annotations += intent.annotations
            intents[index].patterns += intent.patterns
        } else {
            intentIndex[intent.name] = intents.count
            intents.append(intent)
        }
    }

    private mutating func take(_ rule: WrittenRule, _ replacing: Bool, _ log: ProblemLog) {
        if let earlier = rules[rule.name] {
            if isClash(earlier.spot, rule.spot, replacing) {
                return log.error(
                    rule.spot, "the rule '\(rule.name)' is at \(earlier.spot.short) already")
            }
            ruleByIntent[earlier.intent.value] = nil
        }
        if let earlier = ruleByIntent[rule.intent.value] {
            if isClash(earlier.spot, rule.spot, replacing) {
                return log.error(
                    rule.intent.spot,
                    "the intent '\(rule.intent.value)' begins the rule '\(earlier.name)' at "
                        + "\(earlier.spot.short) already; an intent begins one rule")
            }
            rules[earlier.name] = nil
        }
        rules[rule.name] = rule
        ruleByIntent[rule.intent.value] = rule
    }

    private mutating func take(
        _ keyword: Keyword, _ line: TextLine, _ replacing: Bool, _ log: ProblemLog
    ) {
        guard let key = Keyword.key(of: line.text) else { return }
        if let earlier = keywords[key], earlier.keyword != keyword,
            isClash(earlier.spot, line.spot, replacing)
        {
            log.error(
                line.spot,
                "'\(line.text)' means '\(earlier.keyword.rawValue)' at \(earlier.spot.short) already"
            )
        } else {
            keywords[key] = (keyword, line.spot)
        }
    }

    /// Two of the same name are a mistake where neither replaces the other.
    private func isClash(_ earlier: Spot, _ later: Spot, _ replacing: Bool) -> Bool {
        !replacing || earlier.isShared == later.isShared
    }
}

extension Spot {
    /// In the files that several shops use.
    var isShared: Bool { file.hasPrefix("shared/") }
}
