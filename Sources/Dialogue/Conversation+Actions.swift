import Knowledge
import Vocabulary

extension Conversation {
    /// Carries out an action of a rule.
    ///
    /// - Returns: false where the task waits for the customer, or is over.
    mutating func act(_ action: Action, in turn: inout Turn) -> Bool {
        switch action {
        case .findOrder: return findOrder(in: &turn)
        case .returnVerdict: return judgeReturn(in: &turn)
        case .searchProducts: return searchProducts(in: &turn)
        case .compareProducts: return compareProducts(in: &turn)
        case .request(let name):
            record(.requested(name: name, slots: requestSlots()), in: &turn)
            return true
        case .handOff:
            handOff(.rule, in: &turn)
            return false
        case .leaveMessage:
            askForMessage(in: &turn)
            return false
        case .close:
            endTask()
            say(.bye, in: &turn)
            close(.ended, in: &turn)
            return false
        case .rate:
            sayGoodbye(in: &turn)
            return false
        }
    }

    /// What a person needs to carry a request out: the values of the form, the order by its number,
    /// and never the second proof.
    private func requestSlots() -> [Slot] {
        memory.slots.filter {
            $0.name != .orderProof && $0.name != .shownProducts && !$0.value.isEmpty
        }
    }
}
