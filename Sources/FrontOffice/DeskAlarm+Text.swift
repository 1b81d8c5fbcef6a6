import AgentDesk
import Vocabulary

extension DeskAlarm {
    /// Whose alarm it is, if it is one shop's.
    var shop: ShopID? { queue?.shop }

    var text: String {
        switch self {
        case .queueLong(let queue): "many wait in \(queue)"
        case .promiseBroken(let queue): "somebody waits longer than promised in \(queue)"
        case .unstaffed(let queue): "customers wait in \(queue) and nobody is there for them"
        case .agentSilent(let agent): "\(agent) did not answer and is on break now"
        }
    }
}
