import BusinessTime
import Vocabulary

extension ReturnPolicy {
    /// Whether, until when and for how much something can be returned.
    ///
    /// - Parameter now: When it is asked; a deadline's last millisecond still counts.
    /// - Returns: yes, no, or the facts it hangs on; with the reasons.
    public func verdict(for question: ReturnQuestion, at now: WallTime) -> ReturnVerdict {
        let today = zone.day(of: now)
        let asked: [ReturnItem?] = question.items.isEmpty ? [nil] : question.items
        let items = asked.map { itemVerdict(for: $0, question, today: today) }
        let decision = Self.decision(items, itemsAreChosen: question.itemsAreChosen)
        let returnable = items.filter { $0.decision == .yes }
        // Of several deadlines the first counts: until then everything can still go back.
        let leading =
            (decision == .yes ? returnable : items).min { Self.isEarlier($0, $1) } ?? items[0]
        let isYes = decision == .yes
        let amount = isYes ? amount(of: items, question.order) : nil
        let best = isYes ? returnable.first { $0.best != nil }?.best : nil
        let lastDay = decision.isNeeds ? nil : leading.main?.lastDay
        let refundTimes = returnable.flatMap(\.rights).filter { $0.isOpen && $0.remedy == .refund }
            .compactMap(\.terms.refundTime)
        return ReturnVerdict(
            decision: decision, cause: decision.isNeeds ? .factsMissing : leading.cause,
            items: items, deadline: lastDay.map { zone.endOfDay($0) }, deadlineDay: lastDay,
            remedy: isYes ? leading.main?.remedy : nil, amount: amount,
            returnShipping: isYes ? (best ?? leading.main)?.terms.returnShipping : nil,
            method: isYes ? best?.terms.method : nil,
            moneyBy: best == nil ? nil : refundTimes.map { moneyDay($0, today: today) }.min(),
            clause: decision.isNeeds ? nil : leading.main?.extendedBy ?? leading.main?.clause,
            amountClause: best?.clause == leading.main?.clause ? nil : best?.clause,
            alternatives: alternatives(question, items, decision, today: today),
            askedOn: today, zoneIdentifier: zone.identifier, order: question.order)
    }

    /// Whether and until when something can be exchanged: by the clauses on exchanges, or, where the
    /// policy has none, by those on returns.
    ///
    /// The law gives no right to an exchange, so its clauses are not asked.
    /// - Parameter now: When it is asked; a deadline's last millisecond still counts.
    public func exchangeVerdict(for question: ReturnQuestion, at now: WallTime) -> ReturnVerdict {
        var policy = self
        if !exchanges.isEmpty { policy.windows = exchanges }
        policy.exchanges = []
        policy.statutory = []
        return policy.verdict(for: question, at: now)
    }

    private static func decision(
        _ items: [ItemVerdict], itemsAreChosen: Bool
    ) -> ReturnVerdict.Decision {
        var missing: [Fact] = []
        for item in items {
            if case .needs(let facts) = item.decision { missing += facts }
        }
        let differ = items.contains { $0.decision != items[0].decision }
        if differ && !itemsAreChosen { return .needs(([.items] + missing).withoutRepeats) }
        if !missing.isEmpty { return .needs(missing.withoutRepeats) }
        return items.contains { $0.decision == .yes } ? .yes : .no
    }

    private static func isEarlier(_ left: ItemVerdict, _ right: ItemVerdict) -> Bool {
        guard let day = left.main?.lastDay else { return false }
        return right.main?.lastDay.map { day < $0 } ?? true
    }

    /// What else there is, each kind once.
    private func alternatives(
        _ question: ReturnQuestion, _ items: [ItemVerdict], _ decision: ReturnVerdict.Decision,
        today: CivilDay
    ) -> [ReturnAlternative] {
        guard !decision.isNeeds else { return [] }
        var found: [ReturnAlternative] = []
        if let order = question.order {
            if order.status == .lost { found.append(ReturnAlternative(kind: .claimParcel)) }
            if order.status.isBeforeShipment && order.status != .packed && decision == .yes {
                found.append(ReturnAlternative(kind: .cancelOrder))
            }
        }
        for verdict in items where verdict.cause != .orderCancelled {
            let wasAsked = verdict.rights.contains { $0.source == .warranty }
            if verdict.cause == .alreadyReturned || verdict.cause == .parcelLost { continue }
            found += offer(.exchange, .exchange, exchanges, verdict.item, question, today)
            if decision == .no && !wasAsked {
                var supposed = question
                supposed.reason = .faulty
                found += offer(.warranty, .warranty, warranty, verdict.item, supposed, today)
            }
        }
        var kinds: Set<ReturnAlternative.Kind> = []
        return found.filter { kinds.insert($0.kind).inserted }
    }

    private func offer(
        _ kind: ReturnAlternative.Kind, _ source: Entitlement.Source, _ windows: [ReturnWindow],
        _ item: ReturnItem?, _ question: ReturnQuestion, _ today: CivilDay
    ) -> [ReturnAlternative] {
        let facts = ReturnFacts(item: item, question: question, homeCountry: homeCountry)
        guard case .rules(let right) = ruling(of: source, windows, for: facts, today: today),
            right.isOpen
        else { return [] }
        return [ReturnAlternative(kind: kind, lastDay: right.lastDay, clause: right.clause)]
    }
}
