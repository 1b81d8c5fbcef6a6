import Knowledge
import Vocabulary

extension Conversation {
    /// Carries out an action of a rule.
    ///
    /// - Returns: false where the task waits for the customer, or is over.
    mutating func act(_ action: Action, in turn: inout Turn) -> Bool {
        switch action {
        case .findOrder: return findOrder(in: &turn)
        case .returnVerdict:
            memory[.verdictKind] = nil
            return judgeReturn(in: &turn)
        case .exchangeVerdict:
            memory[.verdictKind] = "exchange"
            return judgeReturn(in: &turn)
        case .searchProducts: return searchProducts(in: &turn)
        case .compareProducts: return compareProducts(in: &turn)
        case .request(let name):
            let sequence = record(.requested(name: name, slots: requestSlots()), in: &turn)
            guard turn.shop.facts.calls(name) else {
                turn.facts["action.result"] = "requested"
                return true
            }
            return ask(question(for: name, recordedAs: sequence), in: &turn)
        case .handOff:
            // Where the rule does nothing else, its intent is the wish for a person.
            let rule = memory.task.flatMap { turn.script.rules[$0.rule] }
            handOff(rule?.steps.count == 1 ? .asked : .rule, in: &turn)
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
    func requestSlots() -> [Slot] {
        let own: [SlotName] = [
            .orderProof, .triedNumber, .shownProducts, .productSearch, .pendingQuestion,
            .verdictKind,
        ]
        return memory.slots.filter { !own.contains($0.name) && !$0.value.isEmpty }
    }
}
