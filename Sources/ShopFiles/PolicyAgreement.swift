import Knowledge
import Vocabulary

/// Checks that the numbers that texts show are those of the rules: `values:` and the sentences of
/// clauses against the windows that they speak of.
struct PolicyAgreement {
    let policy: ReturnPolicy
    let values: [PolicyValue]
    let yaml: YAMLFile
    let shop: WrittenShop
    let log: ProblemLog

    func check() {
        checkValues()
        for (list, windows) in [
            ("windows", policy.windows), ("statutory", policy.statutory),
            ("warranty", policy.warranty), ("exchanges", policy.exchanges),
        ] {
            for (index, window) in windows.enumerated() {
                checkSentence(of: window, path: "\(list)[\(index)]")
            }
        }
    }

    /// A value with the name of something that the rules say must say the same.
    private func checkValues() {
        let language = shop.settings.languages[0]
        let facts = PolicyFacts(policy, language: language)
        for value in values {
            guard let computed = facts.value(value.name), let shown = value.texts[language],
                let number = LiteralQuantity.number(computed)
            else { continue }
            guard let written = LiteralQuantity.number(shown), written != number else { continue }
            log.error(
                value.spot,
                "'\(value.name)' is \(shown) here and \(computed) by the rules; change one of them",
                hint: computed)
        }
    }

    private func checkSentence(of window: ReturnWindow, path: String) {
        let lengths = window.stages.flatMap { Self.quantities(of: $0.length) }
        guard let first = lengths.first else { return }
        for language in shop.settings.languages {
            guard let sentence = window.clause.sentences[language] else { continue }
            let told = LiteralQuantity.all(in: sentence).filter { $0.unit == first.unit }
            guard !told.isEmpty else { continue }
            for length in lengths where !told.contains(where: { $0.amount == length.amount }) {
                log.error(
                    yaml.spot(ofPath: "\(path).sentence.\(language)"),
                    "the sentence of \(window.clause.id) says '\(told[0].text)', "
                        + "its length is \(length.text)")
            }
        }
    }

    private static func quantities(of length: WindowLength) -> [LiteralQuantity] {
        switch length {
        case .days(let count): [LiteralQuantity(count, .days, "\(count) days")]
        case .months(let count): [LiteralQuantity(count, .months, "\(count) months")]
        case .years(let count): [LiteralQuantity(count, .years, "\(count) years")]
        case .lifetime, .never: []
        }
    }
}

extension LiteralQuantity {
    fileprivate init(_ count: Int, _ unit: Unit, _ text: String) {
        self.init(amount: count * 100, unit: unit, text: text, offset: 0)
    }
}
