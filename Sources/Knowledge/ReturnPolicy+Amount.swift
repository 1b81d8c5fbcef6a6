import BusinessTime
import Vocabulary

extension ReturnPolicy {
    /// What comes back in money for the items that can be returned for a refund.
    ///
    /// - Returns: nil if none of them is refunded, or a price is not known.
    func amount(of verdicts: [ItemVerdict], _ order: Order?) -> RefundAmount? {
        let refunded = verdicts.filter { $0.decision == .yes && $0.best != nil }
        guard let currency = order?.currency ?? refunded.first?.item?.unitPrice?.currency else {
            return nil
        }
        var lines: [RefundAmount.Line] = []
        var fee = Money.zero(currency)
        var onceFees: [Money] = []
        for verdict in refunded {
            guard let item = verdict.item, let best = verdict.best,
                let goods = Self.goods(item, order), goods.currency == currency
            else { return nil }
            lines.append(
                RefundAmount.Line(
                    sku: item.sku, name: item.name, quantity: item.quantity, amount: goods))
            switch best.terms.restocking ?? .none {
            case .none: break
            case .percentage(let percentage):
                fee = fee + goods.share(percentage, rounding: rounding)
            case .perPiece(let money) where money.currency == currency:
                fee = fee + min(goods, money * item.quantity)
            case .once(let money) where money.currency == currency: onceFees.append(money)
            case .perPiece, .once: break
            }
        }
        guard !lines.isEmpty else { return nil }
        let goods = lines.reduce(.zero(currency)) { $0 + $1.amount }
        fee = min(goods, fee + (onceFees.max() ?? .zero(currency)))
        let shipping = Self.shipping(refunded, order) ?? .zero(currency)
        return Self.amount(lines, shipping, fee: fee, label: Self.label(refunded, currency), order)
    }

    private static func amount(
        _ lines: [RefundAmount.Line], _ shipping: Money, fee: Money, label: Money, _ order: Order?
    ) -> RefundAmount {
        let zero = Money.zero(shipping.currency)
        let goods = lines.reduce(zero) { $0 + $1.amount }
        let labelTaken = min(label, goods + shipping - fee)
        let sum = goods + shipping - fee - labelTaken
        let taken = order.map { max(zero, min(sum, sum - remaining(of: $0))) } ?? zero
        return RefundAmount(
            lines: lines, shipping: shipping, restockingFee: fee, returnLabel: labelTaken,
            alreadyRefunded: taken, total: sum - taken)
    }

    /// What was paid for the item: its price less its part of the order's discount.
    ///
    /// The discount is spread over all pieces in their order, each cent once, so that pieces
    /// returned one by one add up to what was paid, exactly.
    private static func goods(_ item: ReturnItem, _ order: Order?) -> Money? {
        guard let unitPrice = item.unitPrice else { return nil }
        guard let order, let index = item.orderIndex, order.items.indices.contains(index) else {
            return unitPrice * item.quantity
        }
        let gross = order.itemsTotal
        guard gross.minorUnits > 0 else { return .zero(order.currency) }
        let before = order.items[..<index].reduce(Money.zero(order.currency)) { $0 + $1.total }
        let after = before + unitPrice * min(item.quantity, order.items[index].quantity)
        let net = gross - order.discount
        let paidBefore = net.portion(before.minorUnits, of: gross.minorUnits, rounding: .down)
        let paidAfter = net.portion(after.minorUnits, of: gross.minorUnits, rounding: .down)
        return paidAfter - paidBefore
    }

    /// What has not been paid back yet, by the order's own count or by what is gone from it.
    private static func remaining(of order: Order) -> Money {
        let zero = Money.zero(order.currency)
        let gone = order.items.indices.filter { !order.items[$0].isKept }
            .compactMap { goods(ReturnItem(order: order, index: $0, product: nil), order) }
            .reduce(zero, +)
        return max(zero, order.total - max(order.refunded, gone))
    }

    private static func shipping(_ verdicts: [ItemVerdict], _ order: Order?) -> Money? {
        guard let order, order.refunded.isZero else { return nil }
        if verdicts.contains(where: { $0.best?.terms.outboundShipping == .always }) {
            return order.shippingPaid
        }
        let returned = verdicts.filter { $0.best?.terms.outboundShipping == .wholeOrder }
        let isWhole = order.items.indices.allSatisfy { index in
            returned.contains {
                $0.item?.orderIndex == index && $0.item?.quantity == order.items[index].quantity
            }
        }
        return isWhole ? order.shippingPaid : nil
    }

    /// One label for the parcel: the dearest of those that the items' clauses ask for.
    private static func label(_ verdicts: [ItemVerdict], _ currency: Currency) -> Money {
        let labels = verdicts.compactMap { verdict -> Money? in
            guard case .label(let money) = verdict.best?.terms.returnShipping else { return nil }
            return money.currency == currency ? money : nil
        }
        return labels.max() ?? .zero(currency)
    }

    /// When the money is there if the goods are sent on `today`.
    func moneyDay(_ time: RefundTime, today: CivilDay) -> CivilDay {
        let start =
            switch time.start {
            case .received: today.adding(days: transitDays)
            case .notified: today
            }
        guard time.isBusinessDays else { return start.adding(days: time.days) }
        if let businessHours { return businessHours.businessDay(time.days, after: start) }
        var day = start
        for _ in 0..<time.days {
            repeat { day = day.adding(days: 1) } while day.weekday > 5
        }
        return day
    }
}
