import Vocabulary

extension ReturnPolicy {
    /// The answer for one item.
    func itemVerdict(
        for item: ReturnItem?, _ question: ReturnQuestion, today: CivilDay
    ) -> ItemVerdict {
        if let item, let cause = Self.causeAgainst(item, question.order) {
            return ItemVerdict(
                item: item, decision: .no, cause: cause, main: nil, best: nil, rights: [])
        }
        let facts = ReturnFacts(item: item, question: question, homeCountry: homeCountry)
        var rulings = [ruling(of: .shop, windows, for: facts, today: today)]
        rulings.append(ruling(of: .statutory, statutory, for: facts, today: today))
        if facts.reason?.isSellersFault == true {
            rulings.append(ruling(of: .warranty, warranty, for: facts, today: today))
        }
        return Self.itemVerdict(item, rulings)
    }

    /// - Returns: Why the item cannot come back, whatever the clauses say; nil if they decide.
    private static func causeAgainst(
        _ item: ReturnItem, _ order: Order?
    ) -> ReturnVerdict.Cause? {
        switch order?.status {
        case .cancelled: return .orderCancelled
        case .returned, .refunded: return .alreadyReturned
        case .lost: return .parcelLost
        case .placed, .paid, .onHold, .packed, .partlyShipped, .shipped, .partlyDelivered,
            .delivered, .partlyCancelled, .partlyReturned, nil:
            guard item.isGone else { return nil }
            let isCancelled = item.orderIndex.flatMap {
                order?.items[$0].flags.contains(.cancelled)
            }
            return isCancelled == true ? .orderCancelled : .alreadyReturned
        }
    }

    private static func itemVerdict(_ item: ReturnItem?, _ rulings: [ClauseRuling]) -> ItemVerdict {
        var rights: [Entitlement] = []
        var missing: [Fact] = []
        for (index, ruling) in rulings.enumerated() {
            switch ruling {
            case .silent: continue
            case .rules(let entitlement): rights.append(entitlement)
            case .needs(let facts):
                // What the law adds matters only where the shop's own clause does not say yes.
                if index == 0 || !rights.contains(where: \.isOpen) { missing += facts }
            }
        }
        let open = rights.filter(\.isOpen)
        let main = (open.isEmpty ? rights : open).reduce(nil) { longer($0, $1) }
        let best = open.filter { $0.remedy == .refund }.reduce(nil) { better($0, $1, for: item) }
        if !missing.isEmpty {
            return ItemVerdict(
                item: item, decision: .needs(missing.withoutRepeats), cause: .factsMissing,
                main: main, best: best, rights: rights)
        }
        return ItemVerdict(
            item: item, decision: open.isEmpty ? .no : .yes, cause: cause(main), main: main,
            best: best, rights: rights)
    }

    private static func cause(_ main: Entitlement?) -> ReturnVerdict.Cause {
        switch main?.state {
        case nil: .noClause
        case .open: .withinDays
        case .notStarted: .notArrivedYet
        case .over: .daysOver
        case .excluded: .excluded
        }
    }

    /// The better remedy; of two alike the one that lasts longer; else the first.
    private static func longer(_ first: Entitlement?, _ second: Entitlement) -> Entitlement {
        guard let first else { return second }
        if first.remedy.rank != second.remedy.rank && first.isOpen {
            return first.remedy.rank > second.remedy.rank ? first : second
        }
        switch (first.state, second.state) {
        case (.excluded, .over): return second
        case (.over, .excluded), (.excluded, .excluded): return first
        case (.open, .open), (.open, .notStarted), (.open, .over), (.open, .excluded),
            (.notStarted, .open), (.notStarted, .notStarted), (.notStarted, .over),
            (.notStarted, .excluded), (.over, .open), (.over, .notStarted), (.over, .over),
            (.excluded, .open), (.excluded, .notStarted):
            guard let day = first.lastDay, second.state == .open || second.state == .over else {
                return first
            }
            return second.lastDay.map { $0 > day } ?? true ? second : first
        }
    }

    /// The one that gives more money: lower fee, then shipping back, then the cheaper way back.
    private static func better(
        _ first: Entitlement?, _ second: Entitlement, for item: ReturnItem?
    ) -> Entitlement {
        guard let first else { return second }
        let (left, right) = (worth(first, item), worth(second, item))
        return right.lexicographicallyPrecedes(left) ? second : first
    }

    /// Less is better for the customer.
    private static func worth(_ entitlement: Entitlement, _ item: ReturnItem?) -> [Int64] {
        let price = item?.unitPrice?.minorUnits ?? 10_000
        let fee: Int64 =
            switch entitlement.terms.restocking ?? .none {
            case .none: 0
            case .percentage(let percentage): price * Int64(percentage.hundredths) / 10_000
            case .perPiece(let money), .once(let money): min(price, money.minorUnits)
            }
        let label: Int64 =
            switch entitlement.terms.returnShipping ?? .ownCost {
            case .free: 0
            case .label(let money): money.minorUnits
            case .ownCost: 0
            }
        let shipping: Int64 =
            switch entitlement.terms.outboundShipping ?? .never {
            case .always: 0
            case .wholeOrder: 1
            case .never: 2
            }
        let wayBack: Int64 = entitlement.terms.returnShipping == .free ? 0 : 1
        return [fee + label, shipping, wayBack]
    }
}
