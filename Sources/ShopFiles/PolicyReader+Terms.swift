import Knowledge
import Vocabulary

extension PolicyReader {
    private static let termKeys = [
        "method", "refund_time", "return_shipping", "outbound_shipping", "restocking",
    ]

    func terms(_ node: YAMLNode) -> ReturnTerms {
        var terms = ReturnTerms()
        guard
            let table = TableReader(node, "'terms'", allowed: Self.termKeys, in: yaml, log: log)
        else { return terms }
        terms.method = table.choice("method", of: RefundMethod.self)
        terms.outboundShipping = table.choice("outbound_shipping", of: OutboundShipping.self)
        terms.refundTime = refundTime(table)
        terms.returnShipping = returnShipping(table)
        terms.restocking = restocking(table)
        return terms
    }

    private func refundTime(_ table: TableReader) -> RefundTime? {
        let keys = ["days", "business_days", "start"]
        guard let time = table.reader("refund_time", allowed: keys) else { return nil }
        guard time.needed("days") != nil, let days = time.integer("days", in: 0...365) else {
            return nil
        }
        return RefundTime(
            days: days.value, isBusinessDays: truth("business_days", time) ?? false,
            start: time.choice("start", of: RefundTime.Start.self) ?? .received)
    }

    private func returnShipping(_ table: TableReader) -> ReturnShipping? {
        guard let node = table.node("return_shipping") else { return nil }
        switch node.text {
        case "free": return .free
        case "own_cost": return .ownCost
        case let text?:
            let names = ["free", "own_cost", "label"]
            log.error(
                yaml.spot(node), "'return_shipping' cannot be '\(text.shortened)'",
                allowed: ["free", "own_cost", "{label: 4.90 EUR}"],
                hint: NearestName.of(text, among: names))
            return nil
        case nil:
            guard let label = table.reader("return_shipping", allowed: ["label"]) else {
                return nil
            }
            return money("label", label).map { .label($0) }
        }
    }

    private func restocking(_ table: TableReader) -> RestockingFee? {
        guard let node = table.node("restocking") else { return nil }
        if let text = node.text {
            if text == "none" { return RestockingFee.none }
            if let share = Percentage(text) { return .percentage(share) }
            log.error(
                yaml.spot(node), "'restocking' cannot be '\(text.shortened)'",
                allowed: ["none", "15%", "{per_piece: 2.00 EUR}", "{once: 5.00 EUR}"])
            return nil
        }
        guard let fee = table.reader("restocking", allowed: ["per_piece", "once"]) else {
            return nil
        }
        if let amount = money("per_piece", fee) { return .perPiece(amount) }
        return money("once", fee).map { .once($0) }
    }

    /// An amount in the shop's currency.
    private func money(_ key: String, _ table: TableReader) -> Money? {
        guard let text = table.text(key) else { return nil }
        if let money = Money(text.value, currency: shop.settings.currency) { return money }
        let code = shop.settings.currency?.code ?? "EUR"
        log.error(
            text.spot, "'\(text.value.shortened)' is no amount in \(code)",
            allowed: ["4.90 \(code)"])
        return nil
    }

    func length(_ table: TableReader) -> WindowLength? {
        let allowed = ["{days: 30}", "{months: 1}", "{years: 2}", "lifetime", "never"]
        guard let node = table.node("length") else {
            log.error(table.spot, "\(table.what) needs 'length'", allowed: allowed)
            return nil
        }
        if let text = node.text {
            if text == "lifetime" { return .lifetime }
            if text == "never" { return .never }
            log.error(
                yaml.spot(node), "'length' cannot be '\(text.shortened)'", allowed: allowed,
                hint: NearestName.of(text, among: ["lifetime", "never"]))
            return nil
        }
        guard let length = table.reader("length", allowed: ["days", "months", "years"]) else {
            return nil
        }
        if let days = length.integer("days", in: 0...100_000) { return .days(days.value) }
        if let months = length.integer("months", in: 0...1_200) { return .months(months.value) }
        if let years = length.integer("years", in: 0...100) { return .years(years.value) }
        let isEmpty = !["days", "months", "years"].contains(where: length.has)
        if isEmpty { log.error(length.spot, "'length' names no days", allowed: allowed) }
        return nil
    }

    func season(_ table: TableReader) -> Season? {
        guard let season = table.reader("bought_between", allowed: ["first", "last"]),
            let first = day("first", season), let last = day("last", season)
        else { return nil }
        guard let found = Season(first: first, last: last) else {
            log.error(
                season.spot,
                "the season ends before it begins, or one day names a year and the other does not")
            return nil
        }
        return found
    }

    private func day(_ key: String, _ table: TableReader) -> SeasonDay? {
        guard let text = table.needed(key) else { return nil }
        if let day = SeasonDay(text.value) { return day }
        log.error(
            text.spot,
            "'\(text.value.shortened)' is no day; write 11-01 for every year, or 2026-11-01")
        return nil
    }

    func truth(_ key: String, _ table: TableReader) -> Bool? {
        guard let text = table.text(key) else { return nil }
        if text.value == "true" || text.value == "false" { return text.value == "true" }
        log.error(
            text.spot, "'\(key)' is true or false, not '\(text.value.shortened)'",
            allowed: ["true", "false"])
        return nil
    }
}
