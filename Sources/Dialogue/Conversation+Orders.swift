import BusinessTime
import Knowledge
import Vocabulary

extension Conversation {
    /// The order whose number and second proof agreed in this conversation.
    func foundOrder(in turn: Turn) -> Order? {
        guard let number = memory.verifiedOrder else { return nil }
        guard turn.shop.facts.asksOrders else { return turn.shop.facts.orders?.order(number) }
        guard case .order(let order, _)? = turn.view.lastAnswer,
            order.number == OrderNumber(number)
        else { return nil }
        return order
    }

    /// Compares number and second proof with the order book, or asks the shop's own system.
    ///
    /// An unknown number and a wrong proof get the same words, so that nobody can find out which
    /// numbers exist; after enough wrong ones, here or in other conversations, nothing is compared any
    /// more.
    ///
    /// - Returns: false where the task waits or is over.
    mutating func findOrder(in turn: inout Turn) -> Bool {
        let number = memory[.orderNumber] ?? ""
        let isVerified = memory.verifiedOrder == number && !number.isEmpty
        if isVerified, foundOrder(in: turn) != nil { return true }
        if !isVerified, isLockedOut(number, in: turn) { return lockOut(in: &turn) }
        let proof = memory[.orderProof] ?? ""
        if turn.shop.facts.asksOrders {
            return ask(.order(number: number, proof: proof), in: &turn)
        }
        guard let book = turn.shop.facts.orders else {
            ordersAreDown(in: &turn)
            return false
        }
        switch book.confirm(number: number, proof: proof) {
        case .confirmed(let order) where turn.shop.settings.secondProof.allows(proof):
            accept(order)
            return true
        case .confirmed, .refused: return refuseOrder(in: &turn)
        }
    }

    private func isLockedOut(_ number: String, in turn: Turn) -> Bool {
        memory.wrongProofCount >= turn.shop.settings.tries
            || turn.view.proofs.isLocked(number: number, at: turn.now)
    }

    /// Number and proof agree: from here on the conversation may be told of the order.
    mutating func accept(_ order: Order) {
        memory.verifiedOrder = order.number.text
        memory[.orderNumber] = order.number.text
        memory[.orderProof] = ""
    }

    /// There is no such order, or the proof is not its: which of the two is not said.
    ///
    /// - Returns: false: the task asks again, or is over.
    mutating func refuseOrder(in turn: inout Turn) -> Bool {
        memory.wrongProofCount += 1
        turn.effects.append(.proofFailed(number: memory[.orderNumber] ?? ""))
        guard memory.wrongProofCount < turn.shop.settings.tries else { return lockOut(in: &turn) }
        return askForOrderAgain(in: &turn)
    }

    private mutating func askForOrderAgain(in turn: inout Turn) -> Bool {
        guard let task = memory.task, let rule = turn.script.rules[task.rule],
            let form = rule.forms.first(where: { form in
                form.slots.contains { $0.name == .orderProof }
            })
        else { return false }
        memory[.triedNumber] = memory[.orderNumber]
        memory[.orderNumber] = nil
        memory[.orderProof] = nil
        memory.verifiedOrder = nil
        say(.orderNotMatched, in: &turn)
        memory.task?.stepIndex = rule.stepIndex(ofForm: form.name)
        memory.task?.asking = .orderNumber
        memory.task?.askedCount = 1
        return false
    }

    /// After a number and a proof that did not agree, a line with a postcode or an e-mail address alone
    /// is a better proof for that number. Digits may be both: they are tried as the proof, which counts
    /// as any try, and are the number of another order where they are none.
    ///
    /// - Returns: false where the line is to be read as an answer to the question for the number.
    mutating func proveTriedOrder(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        guard let number = memory[.triedNumber], let task = memory.task,
            task.asking == .orderNumber, let rule = turn.script.rules[task.rule],
            let slot = rule.forms.flatMap(\.slots)
                .first(where: { $0.name == .orderProof }),
            let proof = slot.value(in: text, keyword, turn)
        else { return false }
        guard !isLockedOut(number, in: turn) else {
            _ = lockOut(in: &turn)
            return true
        }
        let mayBeNumber = turn.entity(Entity.Kind.orderNumber) != nil
        if mayBeNumber,
            case .refused? = turn.shop.facts.orders?.confirm(number: number, proof: proof)
        {
            memory.wrongProofCount += 1
            turn.effects.append(.proofFailed(number: number))
            memory[.triedNumber] = nil
            guard memory.wrongProofCount < turn.shop.settings.tries else {
                _ = lockOut(in: &turn)
                return true
            }
            return false
        }
        memory[.orderNumber] = number
        memory[.orderProof] = proof
        memory[.triedNumber] = nil
        run(in: &turn)
        return true
    }

    private mutating func lockOut(in turn: inout Turn) -> Bool {
        endTask()
        say(.orderLocked, in: &turn)
        memory.expectation = .personOffer
        return false
    }

    /// A fact of the found order, in words: `order.` and one of these names.
    func orderValue(_ name: String, in turn: Turn) -> String? {
        guard let order = foundOrder(in: turn) else { return nil }
        func day(_ day: CivilDay?) -> String? { day?.text(in: language) }
        switch name {
        case "number": return order.number.text
        case "status": return order.status.rawValue
        case "placed_on": return day(order.placedOn)
        case "paid_on": return day(order.paidOn)
        case "shipped_on": return day(order.shippedOn)
        case "delivered_on": return day(order.deliveredOn)
        case "items": return items(of: order, in: turn)
        case "total": return order.total.text(in: language)
        case "carrier": return order.parcels.first?.carrier
        case "tracking_number": return order.parcels.first?.trackingNumber
        case "tracking_url":
            return order.parcels.first.flatMap { $0.trackingURL.isEmpty ? nil : $0.trackingURL }
        case "payment": return order.payment.isEmpty ? nil : order.payment
        case "refund_amount":
            return order.refunded.isZero ? nil : order.refunded.text(in: language)
        case "refund_status":
            if order.status == .refunded || !order.refunded.isZero { return "refunded" }
            return order.status == .returned || order.status == .partlyReturned ? "pending" : nil
        case "name": return order.name.isEmpty ? nil : order.name
        default: return nil
        }
    }

    /// "1 × Fjord Jacket, 2 × Merino Socks".
    private func items(of order: Order, in turn: Turn) -> String? {
        let names = order.items.filter(\.isKept).map { item in
            let name = turn.shop.facts.catalogue?.product(item.sku)?.name ?? item.sku.text
            return "\(item.quantity) × \(name)"
        }
        return names.isEmpty ? nil : names.joined(separator: ", ")
    }
}

extension SecondProof {
    /// Whether a proof of this kind opens an order at all.
    func allows(_ proof: String) -> Bool {
        switch self {
        case .either: true
        case .email: proof.contains("@")
        case .postcode: !proof.contains("@")
        }
    }
}
