import AgentDesk
import Dialogue
import Vocabulary

extension Floor {
    /// Where conversations and desk do not agree, or an agent has too much: none, always. For tests.
    public var disagreements: [String] {
        var found: [String] = []
        var knownCount = 0
        for conversation in conversations {
            let id = conversation.id
            if desk.knows(id) { knownCount += 1 }
            switch conversation.phase {
            case .withBot, .closed:
                if desk.knows(id) { found.append("\(id) is with the bot, and the desk has it") }
            case .waiting:
                if !desk.isWaiting(id) { found.append("\(id) waits unseen") }
            case .withAgent(let agent, _):
                if desk.owner(of: id) != agent {
                    let owner = desk.owner(of: id).map { "\($0)" } ?? "nobody"
                    found.append("\(id) is with \(agent), and the desk has it with \(owner)")
                }
            }
        }
        if desk.caseCount != knownCount {
            found.append("the desk has \(desk.caseCount) cases, \(knownCount) are conversations")
        }
        for agent in agents.keys.sorted() {
            let count = desk.usedCount(of: agent)
            let capacity = agents[agent]?.account.capacity ?? 0
            // What was theirs before a restart is theirs again, whatever else they have by now.
            let isRestored = desk.cases(of: agent).contains {
                desk.reason(of: $0)?.way == .restored
            }
            if count > capacity, !isRestored {
                found.append("\(agent) has \(count) of \(capacity)")
            }
        }
        return found
    }

    /// Agents who are connected.
    public var agentCount: Int { agents.count }
}
