import Vocabulary

/// What a list of windows says of one item.
enum ClauseRuling: Equatable {
    case silent
    case needs([Fact])
    case rules(Entitlement)
}

extension ReturnPolicy {
    /// Reads `windows` from the top for one item.
    ///
    /// A clause that hangs on an unknown fact is asked about only if the answer would change what
    /// the customer is told.
    func ruling(
        of source: Entitlement.Source, _ windows: [ReturnWindow], for facts: ReturnFacts,
        today: CivilDay
    ) -> ClauseRuling {
        var possible: [ClauseRuling] = []
        var missing: [Fact] = []
        var isDecided = false
        // By index: a window is too large to be copied only to be passed over.
        for index in windows.indices where !isDecided {
            switch windows[index].conditions.outcome(for: facts) {
            case .fails: continue
            case .holds: isDecided = true
            case .hangsOn(let facts): missing += facts
            }
            possible.append(ruling(of: source, windows[index], for: facts, today: today))
        }
        if !isDecided { possible.append(.silent) }
        guard !missing.isEmpty else { return possible.last ?? .silent }
        if let same = Self.sameAnswer(possible) { return same }
        for ruling in possible {
            if case .needs(let facts) = ruling { missing += facts }
        }
        return .needs(missing.withoutRepeats)
    }

    /// - Returns: nil if it matters to the customer which of these holds.
    private static func sameAnswer(_ rulings: [ClauseRuling]) -> ClauseRuling? {
        var entitlements: [Entitlement] = []
        for ruling in rulings {
            switch ruling {
            case .needs: return nil
            // No clause: nothing can be returned, as with one whose days are over.
            case .silent: continue
            case .rules(let entitlement): entitlements.append(entitlement)
            }
        }
        guard let first = entitlements.first else { return .silent }
        if entitlements.allSatisfy({ !$0.isOpen }) {
            return entitlements.max { ($0.lastDay ?? .earliest) < ($1.lastDay ?? .earliest) }
                .map(ClauseRuling.rules)
        }
        guard entitlements.count == rulings.count else { return nil }
        let isSame = entitlements.allSatisfy {
            $0.state == first.state && $0.lastDay == first.lastDay && $0.remedy == first.remedy
                && $0.terms == first.terms
        }
        return isSame ? entitlements.last.map(ClauseRuling.rules) : nil
    }

    private func ruling(
        of source: Entitlement.Source, _ window: ReturnWindow, for facts: ReturnFacts,
        today: CivilDay
    ) -> ClauseRuling {
        let isExcluded = window.stages.allSatisfy { $0.length == .never }
        if isExcluded {
            return .rules(entitlement(source, window, stageIndex: 0, .excluded, facts))
        }
        guard facts.day(window.clock) != nil else {
            return facts.isPending(window.clock)
                ? .rules(entitlement(source, window, stageIndex: 0, .notStarted, facts))
                : .needs([window.clock.fact])
        }
        if let facts = factsOfExtension(source, window, facts, today: today) {
            return .needs(facts)
        }
        for index in window.stages.indices where window.stages[index].length != .never {
            let open = entitlement(source, window, stageIndex: index, .open, facts)
            if open.lastDay.map({ today <= $0 }) ?? true { return .rules(open) }
        }
        let last = window.stages.lastIndex { $0.length != .never } ?? 0
        return .rules(entitlement(source, window, stageIndex: last, .over, facts))
    }

    private func entitlement(
        _ source: Entitlement.Source, _ window: ReturnWindow, stageIndex: Int,
        _ state: Entitlement.State, _ facts: ReturnFacts
    ) -> Entitlement {
        let stage = window.stages[stageIndex]
        let start = facts.day(window.clock)
        let own = start.flatMap { stage.length.lastDay(from: $0) }
        let extended = own.flatMap { extendedDay($0, source: source, facts) }
        return Entitlement(
            source: source, clause: stage.clause ?? window.clause, state: state,
            remedy: stage.remedy, clock: window.clock, startDay: start,
            lastDay: extended?.day ?? own, extendedBy: extended?.clause,
            terms: stage.terms.over(window.terms).over(baseTerms(of: source)))
    }

    /// What holds where neither stage nor window says it. A withdrawal by law has the shop's own
    /// label and method; the law's refund of shipping and its ban on fees.
    private func baseTerms(of source: Entitlement.Source) -> ReturnTerms {
        switch source {
        case .shop, .exchange:
            return terms.over(.fallback)
        case .statutory:
            return ReturnTerms(method: terms.method, returnShipping: terms.returnShipping)
                .over(.statutoryFallback)
        case .warranty:
            return ReturnTerms(returnShipping: .free).over(.statutoryFallback)
        }
    }

    /// The latest day that an extension of the shop gives. - Returns: nil if none is later.
    private func extendedDay(
        _ day: CivilDay, source: Entitlement.Source, _ facts: ReturnFacts
    ) -> (day: CivilDay, clause: Clause)? {
        guard source == .shop || source == .exchange, let bought = facts.orderedOn else {
            return nil
        }
        var best: (day: CivilDay, clause: Clause)?
        for holiday in extensions where holiday.boughtBetween.contains(bought) {
            guard holiday.conditions.outcome(for: facts) == .holds,
                let until = holiday.returnUntil.day(onOrAfter: bought),
                until > (best?.day ?? day)
            else { continue }
            best = (until, holiday.clause)
        }
        return best
    }
}

extension ReturnPolicy {
    /// Days that goods are on their way at the most, for an order whose day is not known.
    private static let deliveryDaysMax = 30

    /// The facts on which it hangs whether a holiday extension moves the last day.
    ///
    /// - Returns: nil if none could move it, or all is known.
    private func factsOfExtension(
        _ source: Entitlement.Source, _ window: ReturnWindow, _ facts: ReturnFacts, today: CivilDay
    ) -> [Fact]? {
        guard source == .shop || source == .exchange, let start = facts.day(window.clock),
            let own = window.stages.last?.length.lastDay(from: start)
        else { return nil }
        let isOrderKnown = facts.orderedOn != nil
        let orderDays =
            facts.orderedOn.map { [$0] }
            ?? (0...Self.deliveryDaysMax).map { start.adding(days: -$0) }
        var missing: [Fact] = []
        for holiday in extensions {
            let couldMove = orderDays.contains { day in
                holiday.boughtBetween.contains(day)
                    && holiday.returnUntil.day(onOrAfter: day).map { $0 > own && $0 >= today }
                        ?? false
            }
            guard couldMove else { continue }
            switch holiday.conditions.outcome(for: facts) {
            case .fails: continue
            case .holds: missing += isOrderKnown ? [] : [.orderedOn]
            case .hangsOn(let facts): missing += (isOrderKnown ? [] : [.orderedOn]) + facts
            }
        }
        return missing.isEmpty ? nil : missing.withoutRepeats
    }
}

extension CivilDay {
    static let earliest = CivilDay(sinceEpoch: -719_162)
}
