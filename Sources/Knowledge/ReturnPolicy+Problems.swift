import Vocabulary

extension ReturnPolicy {
    /// The longest window in days that is believed; more is a lifetime or a slip.
    public static let windowDaysMax = 3_660

    /// Every contradiction, gap and overlap in the policy, with its place.
    ///
    /// - Parameter languages: Each clause needs a sentence in each of these.
    /// - Returns: Errors and warnings in the order of the policy; empty for a sound one.
    public func problems(languages: [Language] = []) -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        if windows.isEmpty {
            problems.append(
                PolicyProblem(
                    path: "windows", message: "there is no window", allowed: "one or more",
                    hint: "say `never` in a window if nothing can be returned"))
        }
        for (name, list) in lists {
            for (index, window) in list.enumerated() {
                problems += Self.problems(of: window, path: "\(name)[\(index)]")
            }
        }
        problems += clauseProblems(languages)
        problems += extensionProblems()
        problems += generalProblems()
        problems += PolicyCoverage(windows, homeCountry: homeCountry).problems(
            path: "windows", gapsMatter: true)
        for (name, list) in lists.dropFirst() {
            problems += PolicyCoverage(list, homeCountry: homeCountry).problems(
                path: name, gapsMatter: false)
        }
        return problems
    }

    /// The lists of windows by the names that policy files give them.
    var lists: [(name: String, windows: [ReturnWindow])] {
        [
            ("windows", windows), ("statutory", statutory), ("warranty", warranty),
            ("exchanges", exchanges),
        ]
    }

    private static func problems(of window: ReturnWindow, path: String) -> [PolicyProblem] {
        var problems = stageProblems(window, path: path)
        problems += conditionProblems(window.conditions, path: "\(path).conditions")
        problems += termProblems(window.terms, path: "\(path).terms")
        for (index, stage) in window.stages.enumerated() {
            problems += termProblems(stage.terms, path: "\(path).stages[\(index)].terms")
        }
        if window.clock == .boughtInStore && window.conditions.channels.admits(.online) != false {
            problems.append(
                PolicyProblem(
                    path: "\(path).clock",
                    message: "counts from a purchase in a store, but holds online too",
                    allowed: "bought_in_store together with channels: [in_store]",
                    hint: "use `ordered`, or add the condition"))
        }
        return problems
    }

    private static func stageProblems(_ window: ReturnWindow, path: String) -> [PolicyProblem] {
        guard !window.stages.isEmpty else {
            return [
                PolicyProblem(
                    path: path, message: "has no length",
                    allowed: "days, months, years, lifetime or never")
            ]
        }
        var problems: [PolicyProblem] = []
        let start = CivilDay(sinceEpoch: 20_000)
        var before: CivilDay?
        for (index, stage) in window.stages.enumerated() {
            let place = window.stages.count == 1 ? path : "\(path).stages[\(index)]"
            switch stage.length {
            case .days(let count), .months(let count), .years(let count):
                let last = stage.length.lastDay(from: start)
                let days = (last?.daysSinceEpoch ?? 0) - start.daysSinceEpoch
                if count < 1 || days > windowDaysMax {
                    problems.append(
                        PolicyProblem(
                            path: "\(place).length",
                            message: "\(count) is no length of a window",
                            allowed: "1 to \(windowDaysMax) days, or lifetime"))
                }
                if let before, let last, last <= before {
                    problems.append(
                        PolicyProblem(
                            path: "\(place).length",
                            message: "ends no later than the stage before it",
                            allowed: "more days than the stage before, counted from the same clock")
                    )
                }
                before = last
            case .lifetime where index + 1 < window.stages.count:
                problems.append(
                    PolicyProblem(
                        path: place, message: "a lifetime is followed by another stage",
                        allowed: "a lifetime as the last stage"))
            case .never where window.stages.count > 1:
                problems.append(
                    PolicyProblem(
                        path: place, message: "says never among other stages",
                        allowed: "never as the only stage"))
            case .lifetime, .never: break
            }
        }
        return problems
    }

    private static func conditionProblems(
        _ conditions: ReturnConditions, path: String
    ) -> [PolicyProblem] {
        let empty: [(String, Bool)] = [
            ("categories", conditions.categories.isEmptyList),
            ("tags", conditions.tags.isEmptyList),
            ("condition", conditions.condition.isEmptyList),
            ("price_kinds", conditions.priceKinds.isEmptyList),
            ("member_tiers", conditions.memberTiers.isEmptyList),
            ("sellers", conditions.sellers.isEmptyList),
            ("payments", conditions.payments.isEmptyList),
            ("channels", conditions.channels.isEmptyList),
            ("countries", conditions.countries.isEmptyList),
            ("reasons", conditions.reasons.isEmptyList),
        ]
        var problems = empty.filter(\.1).map { name, _ in
            PolicyProblem(
                path: "\(path).\(name)", message: "names no value", allowed: "one or more values",
                hint: "leave it out if any value will do")
        }
        for country in conditions.countries.values where !country.isCountryCode {
            problems.append(
                PolicyProblem(
                    path: "\(path).countries", message: "'\(country)' is not a country",
                    allowed: "two capital letters of ISO 3166, such as DE"))
        }
        return problems
    }

    private static func termProblems(_ terms: ReturnTerms, path: String) -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        if let time = terms.refundTime, !(0...365).contains(time.days) {
            problems.append(
                PolicyProblem(
                    path: "\(path).refund_time.days", message: "\(time.days) is no number of days",
                    allowed: "0 to 365"))
        }
        for (name, amount) in terms.amounts where amount.minorUnits < 0 {
            problems.append(
                PolicyProblem(
                    path: "\(path).\(name)", message: "\(amount) is negative", allowed: "0 or more")
            )
        }
        return problems
    }

    private func generalProblems() -> [PolicyProblem] {
        var problems = Self.termProblems(terms, path: "terms")
        if !(0...60).contains(transitDays) {
            problems.append(
                PolicyProblem(
                    path: "transit_days", message: "\(transitDays) days for a parcel",
                    allowed: "0 to 60"))
        }
        if let homeCountry, !homeCountry.isCountryCode {
            problems.append(
                PolicyProblem(
                    path: "home_country", message: "'\(homeCountry)' is not a country",
                    allowed: "two capital letters of ISO 3166, such as DE"))
        }
        let all = lists.flatMap(\.windows).flatMap { [$0.terms] + $0.stages.map(\.terms) }
        let currencies = (all + [terms]).flatMap(\.amounts).map(\.amount.currency.code)
        if let other = currencies.first(where: { $0 != currencies[0] }) {
            problems.append(
                PolicyProblem(
                    path: "terms", message: "amounts in \(currencies[0]) and in \(other)",
                    allowed: "one currency in one policy"))
        }
        return problems
    }
}

extension ReturnTerms {
    /// The amounts in it with their keys.
    fileprivate var amounts: [(name: String, amount: Money)] {
        var amounts: [(name: String, amount: Money)] = []
        if case .label(let money) = returnShipping { amounts.append(("return_shipping", money)) }
        switch restocking {
        case .perPiece(let money), .once(let money): amounts.append(("restocking", money))
        case .percentage, RestockingFee.none?, nil: break
        }
        return amounts
    }
}

extension Choice {
    fileprivate var isEmptyList: Bool { self != .any && values.isEmpty }
}

extension String {
    fileprivate var isCountryCode: Bool {
        utf8.count == 2 && utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }
}
