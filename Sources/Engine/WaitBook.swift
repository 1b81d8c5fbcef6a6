import Vocabulary

/// Who waits for a person since when, read off what is on record, so that each wait is counted once
/// when it ends. Knows waiting customers only; a transfer begins a wait of its own.
struct WaitBook {
    /// How a wait ended. Shown in metrics: never rename.
    enum End: String {
        /// A person joined.
        case answered
        /// The customer went back to the bot, or away.
        case left
    }

    struct Ended: Equatable {
        var shop: ShopID
        var queue: String
        var end: End
        /// Not negative, whatever the clock did meanwhile.
        var time: Duration
    }

    private var waits: [ConversationID: (queue: String, since: WallTime)] = [:]

    /// How many wait.
    var count: Int { waits.count }

    /// Takes what was saved of a conversation, in its order.
    ///
    /// - Returns: The waits that ended with it.
    mutating func take(
        _ entries: [Entry], of id: ConversationID, with shop: ShopID
    ) -> [Ended] {
        var ended: [Ended] = []
        for entry in entries {
            let end: End
            switch entry.body {
            case .queued(let queue, _):
                waits[id] = (queue, entry.at)
                continue
            case .agentJoined: end = .answered
            case .dequeued, .closed: end = .left
            case .opened, .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .routed,
                .agentLeft, .rated, .messageLeft, .requested, .languageSet, .tagged, .paused,
                .unpaused, .prioritised, .steppedIn, .resumed:
                continue
            }
            guard let wait = waits.removeValue(forKey: id) else { continue }
            ended.append(
                Ended(
                    shop: shop, queue: wait.queue, end: end,
                    time: max(.zero, entry.at.since(wait.since))))
        }
        return ended
    }
}
