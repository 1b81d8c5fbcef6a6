import Dialogue
import Engine
import Vocabulary

/// Agents of the simulation, and what must hold for them.
extension SimulatedWorld {
    /// An agent comes, types, vanishes, or reads.
    mutating func stepOfAgents() {
        let index = random.number(below: agents.count)
        switch random.number(below: 10) {
        case 0..<4: act(ofAgent: index)
        case 4..<7: carryTyped(ofAgent: index)
        default: carrySaid(toAgent: index)
        }
        goWrong()
    }

    private mutating func act(ofAgent index: Int) {
        guard agents[index].session != nil else { return connect(agent: index) }
        if happens(faults.vanish) {
            if random.oneIn(3) { return connect(agent: index) }
            if let line = line(ofAgent: index) { remove(line) }
        } else if agents[index].typed.count < 2_000 {
            agents[index].act()
        }
    }

    /// An agent comes, or comes a second time while the old connection is still there.
    mutating func connect(agent index: Int) {
        lastSession += 1
        agents[index].connected(SessionID(lastSession))
        lines.append(SimulatedLine(session: SessionID(lastSession)))
    }

    private func line(ofAgent index: Int) -> Int? {
        guard let session = agents[index].session else { return nil }
        return lines.firstIndex { $0.session == session }
    }

    mutating func carryTyped(ofAgent index: Int, wholly: Bool = false) {
        guard let line = line(ofAgent: index) else { return }
        if !lines[line].holdsReading, !agents[index].typed.isEmpty {
            let count = agents[index].typed.count
            let size = wholly ? count : 1 + random.number(below: count)
            lines[line].receive(Array(agents[index].typed.prefix(size)))
            agents[index].typed.removeFirst(size)
        }
        pump(line)
        reap()
    }

    mutating func carrySaid(toAgent index: Int) {
        guard let line = line(ofAgent: index) else { return }
        let count = lines[line].unsent.count
        if count > 0 {
            let bytes = lines[line].sent(count)
            trace(bytes)
            for seen in agents[index].see(bytes) { check(seen, ofAgent: index) }
        }
        reap()
    }

    /// What an agent was told is on record; an assignment has its reason there.
    private mutating func check(_ seen: ScriptedAgent.Seen, ofAgent index: Int) {
        guard let id = seen.conversation else { return }
        let record = disk.record(of: id)
        let name = agents[index].name
        switch seen.event {
        case "message", "note":
            if let sequence = seen.sequence, sequence > record.count {
                violate("\(name) saw number \(sequence) of \(id), not on record")
            }
        case "assigned":
            counts.takeovers += 1
            guard record.contains(where: { if case .routed = $0.body { true } else { false } })
            else { return violate("\(name) got \(id) without a reason on record") }
        default: break
        }
    }

    /// No bot line stands between a person's joining, or the queue, and their leaving.
    mutating func checkFence() {
        for id in disk.conversationIDs {
            var isWithPeople = false
            var clientIDs: Set<String> = []
            for entry in disk.record(of: id) {
                switch entry.body {
                case .queued, .agentJoined: isWithPeople = true
                case .agentLeft, .dequeued: isWithPeople = false
                case .botSaid where isWithPeople:
                    violate("a bot line, number \(entry.sequence) of \(id), while people have it")
                case .agentSaid(let agent, _, _, let clientID):
                    counts.agentLines += 1
                    if !isWithPeople { violate("\(agent) speaks in \(id), which is the bot's") }
                    if let clientID, !clientIDs.insert("\(agent) \(clientID)").inserted {
                        violate("\(agent) is on record twice with \(clientID) in \(id)")
                    }
                case .opened, .customerSaid, .botSaid, .systemSaid, .noted, .routed, .rated,
                    .messageLeft, .requested, .languageSet, .tagged, .paused, .unpaused,
                    .prioritised, .steppedIn, .resumed,
                    .closed:
                    break
                }
            }
        }
    }
}
