import AgentDesk
import BusinessTime
import Dialogue
import IntentMatching
import Vocabulary

/// Reads all files of one shop and puts them together.
struct ShopLoader {
    let id: ShopID
    let source: FileSource
    let shared: SharedFiles
    /// What `floor.yml` says.
    let floor: DeskRules
    let log: ProblemLog

    /// - Returns: nil if `shop.yml` cannot be used; the caller looks into the log for other errors.
    func load() -> LoadedShop? {
        let path = "\(id)/shop.yml"
        guard source.isFile(path) else {
            log.error(Spot(file: path), "a shop needs this file")
            return nil
        }
        guard let yaml = source.yaml(path),
            let reader = ShopFileReader(
                yaml, id: id, sites: floor.sites.keys.sorted(), log: log),
            let shop = reader.read()
        else { return nil }
        let languages = shop.settings.languages.map { languageFiles($0, of: shop) }
        let synonyms = languages.flatMap(\.synonyms).map { group in
            [group.value] + group.words.map(\.text)
        }
        let facts = FactFiles(shop: shop, source: source, log: log, synonyms: synonyms).read()
        check(languages, of: shop, facts)
        checkFolder(shop)
        var scripts: [Language: Script] = [:]
        var training: [Language: TrainingSet] = [:]
        for files in languages {
            scripts[files.language] = files.script(tries: shop.settings.dialogue.tries)
            let background =
                shop.settings.includesShared ? shared.background(in: files.language) : []
            training[files.language] = files.trainingSet(
                background: background, settings: shop.settings, products: facts.products)
        }
        let canned = cannedTexts(of: shop, languages, facts)
        return LoadedShop(
            id: id, settings: shop.settings, training: training,
            cannedTexts: canned, tests: tests(), scripts: scripts, facts: facts.shopFacts,
            floor: floor)
    }

    /// Agents' texts; their variables are those of the bot's texts in the shop's first language.
    private func cannedTexts(
        of shop: WrittenShop, _ languages: [LanguageFiles], _ facts: FoundFacts
    ) -> [CannedText] {
        let references = languages.first.map {
            ReferenceCheck($0, shop: shop, policyNames: facts.policyNames, log: log)
        }
        return CannedFile(shop: shop, source: source, log: log) {
            references?.checkVariable($0)
        }.read()
    }

    private func languageFiles(_ language: Language, of shop: WrittenShop) -> LanguageFiles {
        let folder = "\(id)/\(language)"
        let own = IntentFolder(path: folder, source: source, log: log).files()
        if !source.isFolder(folder) {
            let spot = shop.languageSpots[language] ?? Spot(file: "\(id)/shop.yml")
            log.error(spot, "the language '\(language)' has no folder \(folder)/")
        }
        if shop.settings.includesShared, !source.isFolder("shared/\(language)") {
            log.error(
                shop.languageSpots[language] ?? Spot(file: "\(id)/shop.yml"),
                "it includes shared, and there is no folder shared/\(language)/ beside the shop's; "
                    + "copy the one of the demonstration shops, which has what every shop says")
        }
        return LanguageFiles(
            language: language,
            shared: shop.settings.includesShared ? shared.files(in: language) : [], own: own,
            log: log)
    }

    private func check(_ languages: [LanguageFiles], of shop: WrittenShop, _ facts: FoundFacts) {
        for files in languages {
            var references = ReferenceCheck(
                files, shop: shop, policyNames: facts.policyNames, log: log)
            references.run()
            LiteralNumberCheck(files, shop: shop, values: facts.policyValues, log: log).run()
        }
        ParityCheck(languages, shop: shop, log: log).run()
    }

    /// Names in the shop's folder that nobody reads are usually spelled wrong.
    private func checkFolder(_ shop: WrittenShop) {
        let known = ["shop.yml", "policy.yml", "canned.yml", "tests"]
        let named = shop.files.values.map(\.value)
        for name in source.names(in: id.name) where !known.contains(name) && !named.contains(name) {
            let spot = Spot(file: "\(id)/\(name)")
            if source.isFolder(spot.file) {
                if shop.settings.languages.contains(where: { $0.code == name }) { continue }
                let isLanguage = Language(name) != nil
                log.warning(
                    spot,
                    isLanguage
                        ? "the folder is not read: 'languages' in shop.yml does not name '\(name)'"
                        : "the folder is not read",
                    hint: isLanguage ? nil : NearestName.of(name, among: known))
            } else if name.hasSuffix(".yml") || name.hasSuffix(".yaml") {
                log.warning(spot, "the file is not read", hint: NearestName.of(name, among: known))
            }
        }
    }

    private func tests() -> [String] {
        let folder = "\(id)/tests"
        return source.names(in: folder).filter { $0.hasSuffix(".chat") }.map { "\(folder)/\($0)" }
    }
}
