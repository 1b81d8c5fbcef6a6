import IntentMatching
import Knowledge
import Vocabulary

extension LanguageFiles {
    /// What the matcher of this language is trained from.
    func trainingSet(
        background: [String], settings: ShopSettings, products: [Product]
    ) -> TrainingSet {
        let examples = intents.flatMap { intent in
            intent.examples.map { line in
                TrainingExample(text: line.text, intent: intent.name, place: line.spot.short)
            }
        }
        return TrainingSet(
            language: language, examples: examples, patterns: intents.flatMap(\.patterns),
            background: background,
            entities: entities(settings, products),
            thresholdOverride: settings.confidenceThreshold,
            marginOverride: settings.ambiguityMargin)
    }

    /// - Returns: Values by kind that the matcher looks for in lines, each list in a fixed order.
    private func entities(_ settings: ShopSettings, _ products: [Product]) -> EntitySources {
        var wordsByValue: [String: [String]] = [:]
        for (value, words) in synonyms {
            wordsByValue[value, default: []].append(contentsOf: words.map(\.text))
        }
        var valuesByKind: [String: [String]] = [:]
        for (kind, words) in lookups {
            valuesByKind[kind, default: []].append(contentsOf: words.map(\.text))
        }
        let builtIn = Set(KnownVariables.entityKinds)
        for annotation in intents.flatMap(\.annotations) {
            if annotation.value != annotation.text {
                wordsByValue[annotation.value, default: []].append(annotation.text)
            }
            if !builtIn.contains(annotation.kind) {
                valuesByKind[annotation.kind, default: []].append(annotation.value)
            }
        }
        let patterns = Dictionary(grouping: regexes, by: \.kind).mapValues { lines in
            lines.count == 1
                ? lines[0].pattern.text
                : lines.map { "(?:\($0.pattern.text))" }.joined(separator: "|")
        }
        return EntitySources(
            orderNumberShapes: settings.orderNumberShapes,
            productNames: products.map(\.name).uniqued,
            colours: products.flatMap(\.colours).uniqued,
            sizes: products.flatMap(\.sizes).uniqued,
            categories: products.flatMap { product in
                product.category.split(separator: "/").map(String.init)
            }.uniqued,
            synonyms: wordsByValue.mapValues(\.uniqued), lookups: valuesByKind.mapValues(\.uniqued),
            regexes: patterns)
    }
}

extension [String] {
    /// Each text once, where it came first.
    var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
