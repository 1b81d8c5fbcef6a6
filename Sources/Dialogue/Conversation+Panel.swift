import Vocabulary

/// What an agent is shown of a conversation, and what they may put into it.
extension Conversation {
    /// What the bot knows, for whoever goes on: never the second proof.
    public var knownSlots: [Slot] {
        let known = memory.slots.filter {
            $0.name != .orderProof && $0.name != .closingAs && !$0.value.isEmpty
        }
        guard let callback else { return known }
        return [Slot(name: SlotName(CallbackWish.name), value: callback.text)] + known
    }

    /// The order whose proof agreed, row by row; empty where there is none.
    public func orderRows(of shop: Shop, at now: WallTime) -> [DeskNotice.CardRow] {
        let turn = panelTurn(shop, now)
        let names = [
            "number", "status", "items", "total", "placed_on", "shipped_on", "delivered_on",
            "carrier", "tracking_number", "payment", "refund_status", "refund_amount", "name",
        ]
        return names.compactMap { name in
            orderValue(name, in: turn).map { DeskNotice.CardRow(name, $0) }
        }
    }

    /// The verdict on returning what the verified order holds; empty where none can be given.
    public func verdictRows(of shop: Shop, at now: WallTime) -> [DeskNotice.CardRow] {
        guard memory.verifiedOrder != nil else { return [] }
        let turn = panelTurn(shop, now)
        let names = ["decision", "deadline", "amount", "who_pays", "clause", "sentence"]
        return names.compactMap { name in
            verdictValue(name, in: turn).map { DeskNotice.CardRow(name, $0) }
        }
    }

    /// A canned text in the conversation's language, or else the shop's first one, with its variables.
    ///
    /// - Parameter agent: Who sends it, as customers read it.
    /// - Returns: nil if a variable without a fallback has no value here.
    public func text(
        of canned: CannedText, by agent: String, shop: Shop, at now: WallTime
    ) -> String? {
        var turn = panelTurn(shop, now)
        turn.facts["agent.name"] = agent
        let template =
            canned.texts[language]
            ?? shop.languages.lazy.compactMap { canned.texts[$0] }.first
        return template?.text { value($0, in: turn) }
    }

    /// The same conversation with another order in view; for showing, not for keeping.
    public func showing(order number: String) -> Conversation {
        var other = self
        other.memory.verifiedOrder = number
        return other
    }

    /// What the bot would answer to a line that was understood like this.
    ///
    /// - Returns: nil where the intent's answer takes a dialogue, or cannot be said now.
    public func suggestion(
        for match: IntentMatch, shop: Shop, at now: WallTime
    ) -> (intent: IntentName, confidence: Float, text: String)? {
        let turn = panelTurn(shop, now)
        // A less likely reading would only mislead.
        guard let best = match.candidates.first, turn.script.ruleOfIntent[best.intent] == nil,
            let rendered = rendered(Response.name(for: best.intent), in: turn)
        else { return nil }
        return (best.intent, best.confidence, rendered.text)
    }

    private func panelTurn(_ shop: Shop, _ now: WallTime) -> Turn {
        Turn(
            shop: shop, script: shop.script(in: language), now: now, desk: .nobody,
            view: ConversationView())
    }
}
