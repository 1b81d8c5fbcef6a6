import Knowledge
import Vocabulary

/// Something that only the shop's own system knows or can do. Asked off the floor's thread: the
/// conversation waits for the answer as for any other event.
public enum ShopQuestion: Equatable, Sendable {
    /// What is known of the order with this number; `proof` as the customer typed it, empty where the
    /// number was proved earlier.
    case order(number: String, proof: String)
    /// Do what the customer has confirmed. The system gets the same `key` however often it is asked,
    /// so that it is done once.
    case action(name: String, slots: [Slot], order: String?, key: String)
}

/// What the shop's system said, or that it said nothing.
public enum ShopAnswer: Equatable, Sendable {
    /// - Parameter isProven: The system has compared the second proof itself.
    case order(Order, isProven: Bool)
    case noSuchOrder
    /// The action is done; `reference` is the system's own name for it.
    case done(reference: String?)
    /// The system will not do it.
    case refused
    /// No usable answer came in time.
    case unavailable
}

/// What a conversation knows besides the shop's files and its own record.
public struct ConversationView: Sendable {
    /// The wrong proofs of all conversations, as this session meets them.
    public var proofs: ProofGate
    /// What the shop's system said of the proved order last; kept beside the conversation, because a
    /// fact that can be asked for again need not be on record.
    public var lastAnswer: ShopAnswer?

    public init(proofs: ProofGate = .open, lastAnswer: ShopAnswer? = nil) {
        self.proofs = proofs
        self.lastAnswer = lastAnswer
    }
}
