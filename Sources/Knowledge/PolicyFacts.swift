import Vocabulary

/// Numbers and sentences of a policy as texts for answers: `{{policy.window_days}}`.
///
/// The plain names speak of the general clause: the last window, which has no conditions of its own;
/// `name.CLAUSE` speaks of the clause with that id, for example `window_days.R2`.
public struct PolicyFacts: Sendable {
    public let language: Language
    private let values: [String: String]

    public init(_ policy: ReturnPolicy, language: Language) {
        self.language = language
        var values: [String: String] = [:]
        let general = policy.generalWindow
        for window in [general].compactMap(\.self) {
            Self.add(window, policy, language, suffix: "", to: &values)
        }
        for window in policy.windows + policy.statutory + policy.warranty + policy.exchanges {
            Self.add(window, policy, language, suffix: ".\(window.clause.id)", to: &values)
        }
        for (name, windows) in [
            ("statutory", policy.statutory), ("warranty", policy.warranty),
            ("exchange", policy.exchanges),
        ] {
            guard let window = windows.last(where: { $0.stages.contains { $0.length != .never } })
            else { continue }
            Self.addLength(window.stages[0].length, prefix: name, suffix: "", to: &values)
        }
        for holiday in policy.extensions {
            let until = holiday.returnUntil.day(inYear: 2024)
            let words = until.text(in: language)
            values["extended_until.\(holiday.clause.id)"] =
                holiday.returnUntil.isEveryYear ? Self.withoutYear(words) : words
            values["sentence.\(holiday.clause.id)"] = holiday.clause.sentence(in: language)
        }
        values["transit_days"] = String(policy.transitDays)
        self.values = values
    }

    /// The names that have values, sorted.
    public var names: [String] { values.keys.sorted() }

    /// - Returns: nil if the policy says nothing of it, or there is no such name.
    public func value(_ name: String) -> String? { values[name] }

    private static func add(
        _ window: ReturnWindow, _ policy: ReturnPolicy, _ language: Language, suffix: String,
        to values: inout [String: String]
    ) {
        let terms = window.stages[0].terms.over(window.terms).over(policy.terms).over(.fallback)
        addLength(window.stages[0].length, prefix: "window", suffix: suffix, to: &values)
        values["window_clock\(suffix)"] = window.clock.rawValue
        values["sentence\(suffix)"] = window.clause.sentence(in: language)
        if let time = terms.refundTime {
            values["refund_days\(suffix)"] = String(time.days)
            values["refund_days_kind\(suffix)"] = time.isBusinessDays ? "business" : "calendar"
        }
        values["refund_method\(suffix)"] = terms.method?.rawValue
        switch terms.returnShipping ?? .ownCost {
        case .free: values["return_shipping\(suffix)"] = "free"
        case .ownCost: values["return_shipping\(suffix)"] = "own_cost"
        case .label(let money):
            values["return_shipping\(suffix)"] = "label"
            values["return_label\(suffix)"] = money.text(in: language)
        }
        switch terms.restocking ?? .none {
        case .none: break
        case .percentage(let percentage):
            values["restocking_fee\(suffix)"] = percentage.description
        case .perPiece(let money), .once(let money):
            values["restocking_fee\(suffix)"] = money.text(in: language)
        }
    }

    private static func addLength(
        _ length: WindowLength, prefix: String, suffix: String, to values: inout [String: String]
    ) {
        switch length {
        case .days(let count): values["\(prefix)_days\(suffix)"] = String(count)
        case .months(let count): values["\(prefix)_months\(suffix)"] = String(count)
        case .years(let count): values["\(prefix)_years\(suffix)"] = String(count)
        case .lifetime, .never: break
        }
    }

    /// `31 January 2024` without its last word; nothing else of a date is left out.
    private static func withoutYear(_ text: String) -> String {
        var words = text.split(separator: " ")
        words.removeLast()
        if words.last == "de" { words.removeLast() }
        return words.joined(separator: " ")
    }
}

extension SeasonDay {
    var isEveryYear: Bool {
        switch self {
        case .on: false
        case .everyYear: true
        }
    }
}

extension ReturnPolicy {
    /// The clause for everything that no other one speaks of: the last one without conditions.
    public var generalWindow: ReturnWindow? {
        windows.last { $0.conditions == .always } ?? windows.last
    }

    /// Days of the general clause; nil if it is not counted in days.
    public var windowDays: Int? {
        guard case .days(let count) = generalWindow?.stages.first?.length else { return nil }
        return count
    }
}
