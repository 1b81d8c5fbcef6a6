import Vocabulary

/// Why a case is where it is.
extension Desk {
    /// Why a case is where it is; agents may ask for those of their shops.
    public func explain(
        _ conversation: ConversationID, for viewer: AgentID, at now: WallTime
    ) throws(DeskRefusal) -> Explanation {
        guard let asking = agentIndexes[viewer], agents[asking].session != nil else {
            throw .notLoggedIn
        }
        let index = try self.case(conversation, seenBy: asking)
        let state = cases[index]
        return Explanation(
            conversation: conversation, queue: state.facts.queue, language: state.facts.language,
            priority: state.facts.priority, waitingSince: state.facts.waitingSince,
            place: place(of: index), reason: reason(of: index),
            candidates: state.isWaiting ? candidates(for: index, at: now) : [])
    }

    /// The reason of the last decision about a case; nil before the first one.
    public func reason(of conversation: ConversationID) -> RoutingReason? {
        caseIndexes[conversation].flatMap { reason(of: $0) }
    }

    private func place(of index: CaseIndex) -> Explanation.Place {
        switch cases[index].place {
        case .inLine, .nowhere: .waiting(position: position(of: index))
        case .heldFor(let agent, let until): .heldFor(agents[agent].profile.id, until: until)
        case .offered(let agent, _, _): .offered(agents[agent].profile.id)
        case .withAgent(let agent): .withAgent(agents[agent].profile.id)
        case .snoozed(let agent, let until): .snoozed(agents[agent].profile.id, until: until)
        case .resting(let until): .resting(until: until)
        }
    }

    private func candidates(for index: CaseIndex, at now: WallTime) -> [Explanation.Candidate] {
        let shop = cases[index].facts.queue.shop
        return agents.indices.filter { agent in
            !agents[agent].isRemoved && agents[agent].profile.shops.contains(shop)
                && (agents[agent].session != nil || agents[agent].isStaff)
        }.map { agent in
            Explanation.Candidate(
                agent: agents[agent].profile.id, verdict: verdict(on: agent, index, at: now))
        }.sorted { $0.agent < $1.agent }
    }

    private func verdict(
        on agent: AgentIndex, _ index: CaseIndex, at now: WallTime
    ) -> Explanation.Verdict {
        let state = agents[agent]
        switch eligibility(of: state.profile, in: cases[index].lane) {
        case .lacksShop, .lacksSkill: return .lacksSkill
        case .lacksLanguage: return .lacksLanguage
        case .siteNotAsked: return .siteNotAsked
        case .after(let delay):
            guard state.presence == .on else { return .away(state.presence) }
            if cases[index].passedBy.contains(Int32(agent)) { return .passed }
            if case .offered(let asked, _, _) = cases[index].place, asked == agent {
                return .eligible
            }
            if !state.hasRoom { return .full }
            return now.since(cases[index].relaxedSince) >= delay
                ? .eligible : .eligibleAfter(delay)
        }
    }
}

extension RoutingReason: CustomStringConvertible {
    /// One sentence for people: why this agent.
    public var description: String {
        let because =
            switch way {
            case .longestIdle: "had room and was the least busy, longest idle of those who could"
            case .mostDue: "had room, and this was the most due of the chats they can answer"
            case .knownAgent: "the customer had this agent before"
            case .transferred(let colleague): "transferred to them by \(colleague)"
            case .picked: "took it out of the queue themselves"
            case .assigned(let person): "assigned by \(person)"
            case .wokeUp: "their own chat came back from its snooze"
            case .restored: "had it when the server started"
            }
        var text = "\(queue), waited \(Self.clock(waited)): \(because)"
        text += "; \(candidateCount) could answer"
        if eligibleAfter > .zero { text += ", they only after \(Self.clock(eligibleAfter))" }
        if !passedBy.isEmpty {
            text += "; passed by \(passedBy.map(\.name).joined(separator: ", "))"
        }
        return text
    }

    /// Minutes and seconds: `2:05`.
    private static func clock(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
