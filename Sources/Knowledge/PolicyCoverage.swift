import Vocabulary

/// Tries a list of windows on every kind of purchase that it can tell apart, to find what no clause
/// speaks of, clauses that never get their turn, and seasons that overlap.
struct PolicyCoverage {
    /// Kinds of purchase that are tried at the most; of more, so many are drawn, always the same.
    static let triedCountMax = 60_000
    /// Gaps named at the most.
    private static let gapCountMax = 3

    private let windows: [ReturnWindow]
    private let homeCountry: String?

    init(_ windows: [ReturnWindow], homeCountry: String?) {
        (self.windows, self.homeCountry) = (windows, homeCountry)
    }

    /// - Parameter gapsMatter: Whether a purchase that no clause speaks of is a mistake.
    func problems(path: String, gapsMatter: Bool) -> [PolicyProblem] {
        guard !windows.isEmpty else { return [] }
        var findings = Findings(windowCount: windows.count)
        let isWhole = forEachPurchase { facts, text in
            findings.note(windows, facts, text)
        }
        var problems: [PolicyProblem] = []
        if gapsMatter {
            problems += findings.gaps.prefix(Self.gapCountMax).map { text in
                PolicyProblem(
                    path: path, message: "no clause speaks of \(text)",
                    allowed: "a clause for every purchase",
                    hint: "put a window without conditions at the end")
            }
        }
        for pair in findings.overlaps {
            problems.append(
                PolicyProblem(
                    severity: .warning, path: "\(path)[\(pair.later)].bought_between",
                    message:
                        "overlaps \(path)[\(pair.earlier)] on \(pair.day); the earlier clause decides",
                    allowed: "seasons that do not overlap"))
        }
        guard isWhole else { return problems }
        for (index, window) in windows.enumerated() where !findings.decided[index] {
            let hider = findings.hidden[index].map { ": \(path)[\($0)] always holds before it" }
            problems.append(
                PolicyProblem(
                    path: "\(path)[\(index)]",
                    message: "clause \(window.clause.id) can never apply\(hider ?? "")",
                    allowed: "special clauses before general ones", hint: "move it up"))
        }
        return problems
    }

    /// - Returns: false if there are more kinds of purchase than are tried.
    private func forEachPurchase(_ visit: (ReturnFacts, () -> String) -> Void) -> Bool {
        let dimensions = dimensions
        var count = 1
        for dimension in dimensions {
            count = min(count * dimension.values.count, Self.triedCountMax + 1)
        }
        let isWhole = count <= Self.triedCountMax
        var random = SeededRandom(seed: 1)
        for number in 0..<min(count, Self.triedCountMax) {
            var facts = ReturnFacts()
            var rest = number
            var chosen: [(Dimension, Int)] = []
            for dimension in dimensions {
                let index: Int
                if isWhole {
                    index = rest % dimension.values.count
                    rest /= dimension.values.count
                } else {
                    index = random.number(below: dimension.values.count)
                }
                dimension.values[index].set(&facts)
                chosen.append((dimension, index))
            }
            visit(facts) {
                chosen.filter { $0.0.values.count > 1 }
                    .map { "\($0.0.name) \($0.0.values[$0.1].text)" }.joined(separator: ", ")
            }
        }
        return isWhole
    }

    /// What the clauses tell apart.
    private struct Dimension {
        let name: String
        let values: [(text: String, set: (inout ReturnFacts) -> Void)]
    }

    private var dimensions: [Dimension] {
        let all = windows.map(\.conditions)
        let seasonDays = all.compactMap(\.boughtBetween).flatMap(\.sampleDays)
        let days = seasonDays.isEmpty ? [CivilDay(sinceEpoch: 20_500)] : seasonDays.withoutRepeats
        return [
            open("category", all.flatMap(\.categories.values)) { $0.categories = [$1] },
            Dimension(
                name: "tag",
                values: [("none", { $0.tags = [] })]
                    + all.flatMap(\.tags.values).withoutRepeats.map { tag in
                        (tag, { $0.tags = [tag] })
                    }),
            closed("condition", all.map(\.condition)) { $0.condition = $1 },
            closed("price_kind", all.map(\.priceKinds)) { $0.priceKind = $1 },
            open("member_tier", all.flatMap(\.memberTiers.values)) { $0.memberTier = $1 },
            open("seller", all.flatMap(\.sellers.values)) { $0.seller = $1 },
            open("payment", all.flatMap(\.payments.values)) { $0.payment = $1 },
            closed("channel", all.map(\.channels)) { $0.channel = $1 },
            open("country", all.flatMap(\.countries.values)) { $0.country = $1 },
            closed("reason", all.map(\.reasons)) { $0.reason = $1 },
            Dimension(
                name: "ordered on",
                values: days.map { day in (day.description, { $0.orderedOn = day }) }),
            flag("gift", all.compactMap(\.isGift)) { $0.isGift = $1 },
            flag("personalised", all.compactMap(\.isPersonalised)) { $0.isPersonalised = $1 },
        ]
    }

    /// The values that are named, and one that is not.
    private func open(
        _ name: String, _ named: [String], set: @escaping (inout ReturnFacts, String) -> Void
    ) -> Dimension {
        Dimension(
            name: name,
            values: (named.withoutRepeats + ["another"]).map { value in
                (value, { set(&$0, value) })
            })
    }

    /// All values if any is named, else one.
    private func closed<Value: CaseIterable & RawRepresentable & Hashable & Sendable>(
        _ name: String, _ choices: [Choice<Value>],
        set: @escaping (inout ReturnFacts, Value) -> Void
    ) -> Dimension where Value.RawValue == String {
        let isNamed = choices.contains { $0 != .any }
        let values = isNamed ? Array(Value.allCases) : Array(Value.allCases.prefix(1))
        return Dimension(
            name: name, values: values.map { value in (value.rawValue, { set(&$0, value) }) })
    }

    private func flag(
        _ name: String, _ named: [Bool], set: @escaping (inout ReturnFacts, Bool) -> Void
    ) -> Dimension {
        Dimension(
            name: name,
            values: (named.isEmpty ? [false] : [false, true]).map { value in
                (value ? "yes" : "no", { set(&$0, value) })
            })
    }
}

/// What was seen while purchases were tried.
private struct Findings {
    var gaps: [String] = []
    var overlaps: [(earlier: Int, later: Int, day: CivilDay)] = []
    /// By window: whether it ever decided.
    var decided: [Bool]
    /// By window: one that decided in its place.
    var hidden: [Int?]

    init(windowCount: Int) {
        decided = Array(repeating: false, count: windowCount)
        hidden = Array(repeating: nil, count: windowCount)
    }

    mutating func note(_ windows: [ReturnWindow], _ facts: ReturnFacts, _ text: () -> String) {
        let holding = windows.indices.filter {
            windows[$0].conditions.outcome(for: facts) == .holds
        }
        guard let first = holding.first else {
            if gaps.count < 100 { gaps.append(text()) }
            return
        }
        decided[first] = true
        for later in holding.dropFirst() {
            hidden[later] = hidden[later] ?? first
            guard windows[first].conditions.boughtBetween != nil,
                windows[later].conditions.boughtBetween != nil, let day = facts.orderedOn,
                windows[first].conditions.withoutSeason == windows[later].conditions.withoutSeason,
                !overlaps.contains(where: { $0.earlier == first && $0.later == later })
            else { continue }
            overlaps.append((first, later, day))
        }
    }
}

extension ReturnConditions {
    fileprivate var withoutSeason: ReturnConditions {
        var others = self
        others.boughtBetween = nil
        return others
    }
}

extension Season {
    /// The days around its borders, in one year.
    var sampleDays: [CivilDay] {
        [first, last].map { $0.day(inYear: 2026) }.flatMap { day in
            [day.adding(days: -1), day, day.adding(days: 1)]
        }
    }
}
