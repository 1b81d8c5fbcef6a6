import Dialogue
import Vocabulary

/// A conversation's question to its shop's own system.
public struct ShopInquiry: Equatable, Sendable {
    public let conversation: ConversationID
    public let shop: ShopID
    public let question: ShopQuestion
    /// By which the conversation knows the answer.
    public let number: Int

    public init(
        conversation: ConversationID, shop: ShopID, question: ShopQuestion, number: Int
    ) {
        self.conversation = conversation
        self.shop = shop
        self.question = question
        self.number = number
    }
}

/// Carries questions to the shops' own systems.
public protocol ShopSystems: AnyObject, Sendable {
    /// Returns at once. The answer comes to the floor as `FloorEvent.shopAnswered`, once for each
    /// question, and in any case within the time the shop has set: an answer that does not come is
    /// `.unavailable`.
    func ask(_ inquiry: ShopInquiry)
}
