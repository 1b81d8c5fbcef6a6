import Dialogue
import Vocabulary

/// Checks what one language of a shop says about itself: names that must exist, texts that must be
/// there, things that nobody uses.
struct ReferenceCheck {
    let files: LanguageFiles
    let shop: WrittenShop
    /// Names below `policy.`, without the prefix.
    let policyNames: [String]
    let log: ProblemLog
    /// Responses, and forms, that something leads to.
    var usedResponses: Set<String> = []
    var usedForms: Set<String> = []
    /// Every name that can stand in a text without a dot, or in a condition.
    var slotNames: Set<String> = []

    init(
        _ files: LanguageFiles, shop: WrittenShop, policyNames: [String], log: ProblemLog
    ) {
        self.files = files
        self.shop = shop
        self.policyNames = policyNames
        self.log = log
        slotNames = Set(KnownVariables.slots + KnownVariables.words)
        slotNames.formUnion(entityKinds)
        slotNames.formUnion(files.declaredSlots.keys)
        for form in files.forms.values { slotNames.formUnion(form.slots.map(\.name)) }
        for rule in files.rules.values {
            for case .set(let slot, _) in rule.steps.map(\.move) { slotNames.insert(slot.value) }
        }
    }

    /// Kinds of entities that lines of this language can hold.
    var entityKinds: Set<String> {
        var kinds = Set(KnownVariables.entityKinds)
        kinds.formUnion(files.lookups.map(\.kind))
        kinds.formUnion(files.regexes.map(\.kind))
        kinds.formUnion(files.intents.flatMap { $0.annotations.map(\.kind) })
        kinds.formUnion(files.declaredEntities)
        return kinds
    }

    /// Where the shop names this language; for what is missing and so has no place of its own.
    var languageSpot: Spot {
        shop.languageSpots[files.language] ?? Spot(file: "\(shop.id)/shop.yml")
    }

    /// Where to add what a language misses.
    var folder: String { "\(shop.id)/\(files.language)" }

    mutating func run() {
        checkSystemTexts()
        for name in files.rules.keys.sorted() {
            if let rule = files.rules[name] { checkRule(rule) }
        }
        for name in files.forms.keys.sorted() {
            if let form = files.forms[name] { checkForm(form) }
        }
        for name in files.responses.keys.sorted() {
            if let response = files.responses[name] { checkResponse(response) }
        }
        checkIntents()
        checkUnused()
    }

    /// Notes that something says this response, which must exist.
    mutating func use(_ name: Located<String>, by what: String) {
        usedResponses.insert(name.value)
        guard files.responses[name.value] == nil else { return }
        log.error(
            name.spot, "\(what) says '\(name.value)', which is no response\(inThisShop(name.spot))",
            hint: NearestName.of(name.value, among: files.responses.keys.sorted()))
    }

    /// A shared file can lack in one shop what it has in another.
    func inThisShop(_ spot: Spot) -> String {
        spot.isShared ? " of \(shop.id) in '\(files.language)'" : " in '\(files.language)'"
    }

    func checkIntentName(_ name: Located<String>, _ what: String) {
        guard !files.hasIntent(IntentName(name.value)) else { return }
        log.error(
            name.spot,
            "\(what) names the intent '\(name.value)', which has no examples"
                + inThisShop(name.spot),
            hint: NearestName.of(name.value, among: files.intentNames))
    }

    /// More than so many missing texts are told of in one piece: they have one cause.
    private static let missingTextCountMax = 5

    private mutating func checkSystemTexts() {
        let texts = SystemText.allCases.map(\.rawValue)
        usedResponses.formUnion(texts)
        let missing = texts.filter { files.responses[$0]?.variants.isEmpty ?? true }
        if missing.count > Self.missingTextCountMax {
            log.error(
                languageSpot,
                "'\(files.language)' lacks \(missing.count) of the texts that every shop needs; "
                    + "include shared, or add to \(folder)/: " + missing.joined(separator: ", "))
        } else {
            for text in missing {
                log.error(
                    languageSpot,
                    "'\(files.language)' lacks the text '\(text)'; add it to \(folder)/ "
                        + "or include shared")
            }
        }
        let present = Set(files.keywords.values.map(\.keyword))
        let unsaid = Keyword.allCases.filter { !present.contains($0) }.map { "'\($0.rawValue)'" }
        guard !unsaid.isEmpty else { return }
        log.error(
            languageSpot,
            "'\(files.language)' has no words for the keyword\(unsaid.count == 1 ? "" : "s") "
                + unsaid.joined(separator: ", ") + "; add them under 'keywords:' in \(folder)/")
    }
}
