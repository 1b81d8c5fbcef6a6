import Dialogue
import Engine
import Vocabulary

/// The end of a history: faults stop, everybody is served, everything is compared.
extension SimulatedWorld {
    /// Lets everything come to rest and checks what must hold then.
    public mutating func comeToRest() {
        guard violations.isEmpty else { return }
        faults = .none
        disk.failCalls(oneIn: nil)
        disk.setFull(false)
        exchange(rounds: 40)
        checkReplay()
        for index in customers.indices where customers[index].isProgram {
            if customers[index].session == nil { connect(index) }
            customers[index].sendUnansweredAgain()
            customers[index].say("human")
        }
        exchange(rounds: 40)
        checkReplay()
        checkLedger("at the end")
        checkFence()
        for customer in customers where customer.isProgram {
            for sent in customer.unanswered {
                violate("customer \(customer.number): line \(sent.id) was never acknowledged")
            }
        }
        for line in lines where line.unsettledCount != 0 || !line.events.isEmpty {
            violate("session \(line.session): \(line.unsettledCount) events were never settled")
        }
    }

    /// Carries everything both ways and runs the floor until nothing is left.
    private mutating func exchange(rounds: Int) {
        for _ in 0..<rounds {
            monotonic += .milliseconds(200)
            wall = wall + .milliseconds(200)
            if driver == nil { start() }
            for index in customers.indices where customers[index].isProgram {
                if customers[index].session == nil, !customers[index].unanswered.isEmpty {
                    connect(index)
                }
            }
            for index in agents.indices {
                carryTyped(ofAgent: index, wholly: true)
                carrySaid(toAgent: index)
            }
            for index in customers.indices {
                carryTyped(of: index, wholly: true)
                carrySaid(to: index, reluctantly: false)
            }
            for _ in 0..<4 { runFloor() }
        }
    }
}
