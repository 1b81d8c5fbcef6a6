import Engine
import FrontOffice
import Vocabulary

/// Connections, and what travels on them.
extension SimulatedWorld {
    func line(of customer: Int) -> Int? {
        guard let session = customers[customer].session else { return nil }
        return lines.firstIndex { $0.session == session }
    }

    /// A customer comes, or comes a second time while the old connection is still there.
    mutating func connect(_ index: Int) {
        let token = customers[index].token
        customers[index].lostConnection()
        lastSession += 1
        customers[index].session = SessionID(lastSession)
        lines.append(SimulatedLine(session: SessionID(lastSession)))
        guard token != nil, !random.oneIn(5) else { return customers[index].giveUp() }
        customers[index].resume()
    }

    /// The connection breaks; what was on its way is lost.
    mutating func vanish(_ index: Int) {
        guard let line = line(of: index) else { return customers[index].lostConnection() }
        remove(line)
    }

    /// Hands a piece of what was typed to the server.
    mutating func carryTyped(of index: Int, wholly: Bool = false) {
        guard let line = line(of: index) else { return }
        if !lines[line].holdsReading, !customers[index].typed.isEmpty {
            let count = customers[index].typed.count
            let size = wholly ? count : random.oneIn(4) ? 1 : 1 + random.number(below: count)
            lines[line].receive(Array(customers[index].typed.prefix(size)))
            customers[index].typed.removeFirst(size)
        }
        pump(line)
        reap()
    }

    /// Lets a customer see a piece of what was said.
    mutating func carrySaid(to index: Int, reluctantly: Bool) {
        guard let line = line(of: index) else { return }
        if reluctantly, !random.oneIn(customers[index].readsOneIn) { return }
        let count = lines[line].unsent.count
        if count > 0 {
            let bytes = lines[line].sent(reluctantly ? 1 + random.number(below: count) : count)
            trace(bytes)
            for seen in customers[index].see(bytes) { check(seen, of: index) }
        }
        reap()
    }

    /// Gives a connection's events to the floor, as far as the inbox takes them.
    mutating func pump(_ line: Int) {
        while true {
            while let event = lines[line].events.first {
                guard inbox.put(event) else {
                    counts.inboxRefusals += 1
                    return
                }
                waitingCount += 1
                lines[line].events.removeFirst()
            }
            lines[line].takeHeldLines()
            if lines[line].events.isEmpty { return }
        }
    }

    /// Takes away the connections that are closed, once their peers have all there was.
    mutating func reap() {
        for line in lines.indices.reversed()
        where lines[line].isClosed && lines[line].unsent.isEmpty { remove(line) }
    }

    mutating func remove(_ index: Int) {
        let line = lines.remove(at: index)
        if line.isKnownToFloor {
            inbox.putAlways(.disconnected(line.session))
            waitingCount += 1
        }
        for customer in customers.indices where customers[customer].session == line.session {
            customers[customer].lostConnection()
        }
        for agent in agents.indices where agents[agent].session == line.session {
            agents[agent].lost()
        }
    }

    mutating func trace(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { traceHash = (traceHash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
}
