import Dialogue
import Vocabulary

/// Every language of a shop understands and answers the same: missing cells are named.
struct ParityCheck {
    let languages: [LanguageFiles]
    let shop: WrittenShop
    let log: ProblemLog

    init(_ languages: [LanguageFiles], shop: WrittenShop, log: ProblemLog) {
        self.languages = languages
        self.shop = shop
        self.log = log
    }

    func run() {
        guard languages.count > 1 else { return }
        for files in languages {
            let spot = shop.languageSpots[files.language] ?? Spot(file: "\(shop.id)/shop.yml")
            var reported: Set<IntentName> = []
            for other in languages where other.language != files.language {
                for intent in other.intents where reported.insert(intent.name).inserted {
                    compare(intent, of: other, with: files, spot)
                }
            }
        }
    }

    private func compare(
        _ intent: WrittenIntent, of other: LanguageFiles, with files: LanguageFiles, _ spot: Spot
    ) {
        let name = intent.name
        guard files.hasIntent(name) else {
            return log.error(
                spot,
                "the intent '\(name)' is in '\(other.language)' (\(intent.spot.short)) and not in "
                    + "'\(files.language)'; add it to \(shop.id)/\(files.language)/",
                hint: NearestName.of(
                    name.name, among: files.intentNames.filter { !other.hasIntent(IntentName($0)) })
            )
        }
        if let rule = other.ruleByIntent[name.name], files.ruleByIntent[name.name] == nil {
            log.error(
                files.intent(name)?.spot ?? spot,
                "the intent '\(name)' begins a rule in '\(other.language)' (\(rule.spot.short)) and "
                    + "none in '\(files.language)'")
        }
        let answer = Response.name(for: name)
        if let response = other.responses[answer], files.responses[answer] == nil,
            files.ruleByIntent[name.name] == nil
        {
            log.error(
                files.intent(name)?.spot ?? spot,
                "'\(answer)' is in '\(other.language)' (\(response.spot.short)) and not in "
                    + "'\(files.language)'")
        }
    }
}
