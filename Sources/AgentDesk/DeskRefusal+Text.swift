import Vocabulary

extension DeskRefusal: CustomStringConvertible {
    /// One sentence for the person who gave the order.
    public var description: String {
        switch self {
        case .notLoggedIn: "you are not logged in as an agent"
        case .noSuchConversation(let id): "there is no chat \(id) with people or waiting for them"
        case .notYours(let id, .some(let owner)): "chat \(id) is with \(owner)"
        case .notYours(let id, .none): "chat \(id) is not yours; it waits in the queue"
        case .alreadyYours(let id): "you have chat \(id) already"
        case .notWaiting(let id, let owner): "chat \(id) does not wait; \(owner) has it"
        case .offerGone: "that offer is gone: it ran out, or the customer has someone already"
        case .shopNotYours(let shop): "you do not serve the shop \(shop)"
        case .roleTooLow(let needed): "that takes the role \(needed.rawValue)"
        case .noSuchAgent(let agent): "there is no agent '\(agent)' logged in"
        case .agentAway(let agent, let presence): "\(agent) takes no chats: \(presence.word)"
        case .agentLacksShop(let agent, let shop): "\(agent) does not serve the shop \(shop)"
        case .agentFull(let agent, let capacity): "\(agent) is full (\(capacity) of \(capacity))"
        case .shopFull(let shop, let count):
            "\(shop) has \(count) chats with agents, and no more may be"
        case .floorFull(let count): "the floor has \(count) chats with agents, and no more may be"
        case .queueFull(let queue, let count): "\(count) wait in \(queue), and no more may"
        case .noSuchSkill(let skill, _): "this shop has no skill '\(skill)'"
        case .noSuchLanguage(let language, _): "this shop does not speak '\(language)'"
        case .noSuchQueue(let queue, _): "there is no queue '\(queue)'"
        case .noSuchDisposition(let disposition, _):
            "this shop does not close chats as '\(disposition)'"
        case .nobodyThere(let queue, let language):
            "nobody is logged in who answers \(queue) in '\(language)'"
        case .sameAgent(let agent): "the chat is with \(agent) already"
        case .badMoment(let latest): "that moment is past, or later than \(latest)"
        case .nothingSaid: "there is no text"
        }
    }

    /// What to do instead; nil where there is nothing to add.
    public var hint: String? {
        switch self {
        case .notLoggedIn: "/login NAME"
        case .noSuchConversation: "/list shows the chats there are"
        case .notYours: "/list shows yours; a lead can /assign it to you"
        case .alreadyYours: "/to N writes in it"
        case .notWaiting: "a lead can /assign it to you"
        case .offerGone: "the next one comes by itself; /list shows who waits"
        case .shopNotYours, .roleTooLow: "ask a supervisor"
        case .noSuchAgent: "/who shows who is there"
        case .agentAway: "transfer to a skill instead, or choose someone /who shows as on"
        case .agentLacksShop: "/who shows who serves this shop"
        case .agentFull:
            "close or snooze a chat first, or transfer to a skill: whoever is free gets it"
        case .shopFull, .floorFull: "close a chat first"
        case .queueFull: "keep the chat, or hand it back to the bot with /bot"
        case .noSuchSkill(_, let known): list(known.map(\.name))
        case .noSuchLanguage(_, let known): list(known.map(\.code))
        case .noSuchQueue(_, let known): list(known.map(\.description))
        case .noSuchDisposition(_, let known): list(known.map(\.name))
        case .nobodyThere: "keep the chat, snooze it, or choose another skill or language"
        case .sameAgent: nil
        case .badMoment: "give a time to come, such as 2h or 2026-03-10T09:00"
        case .nothingSaid: "write it behind the command"
        }
    }

    private func list(_ names: [String]) -> String? {
        names.isEmpty ? nil : names.joined(separator: ", ")
    }
}
