import Dialogue
import Vocabulary

/// What a floor wants done; entries are saved before anything else of the same batch leaves.
public enum FloorEffect: Equatable, Sendable {
    /// The entries of one turn, saved together or not at all.
    case save(ConversationID, ShopID, [Entry])
    case tell(SessionID, Notice)
    /// Ask the shop's own system once the entries are saved; `FloorEvent.shopAnswered` comes of it.
    case ask(ConversationID, ShopID, ShopQuestion, number: Int)
    /// Close the connection once everything is told.
    case endSession(SessionID)
    case setTimer(FloorTimer, after: Duration)
    /// Tell the session what is on record behind one number and up to another; what comes behind that
    /// in the same batch is told by itself.
    case showRecord(SessionID, ConversationID, after: Int, upTo: Int)
    /// Show the session of an agent the record of a case: the last lines behind one number and up to
    /// another.
    case showCase(SessionID, DeskNotice.CaseTag, after: Int, upTo: Int, lineCountMax: Int)
    /// Explain the last answer of a case that has reasons, to the session of an agent, behind what the
    /// floor knows itself.
    case explain(SessionID, DeskNotice.CaseTag, rows: [DeskNotice.CardRow])
    /// Look for a text in the record of these cases, for the session of an agent.
    case find(SessionID, [DeskNotice.CaseTag], text: String)
    /// The conversation is over: its transcript can be filed.
    case finished(ConversationID)
}
