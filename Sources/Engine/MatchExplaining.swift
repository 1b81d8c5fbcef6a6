import Vocabulary

/// Tells what a match rested on, word by word.
///
/// The record keeps the line and the name of the model, which together give the same explanation at
/// any time; so none has to be made for the many turns that nobody asks about.
public protocol MatchExplaining: Sendable {
    /// Called on the floor's thread, for an agent who asks; costs some hundred microseconds.
    ///
    /// - Parameters:
    ///   - text: What the customer said, as it is on record.
    ///   - bundle: The model that matched, as the turn's reasons name it.
    /// - Returns: Lines for people; nil where that model is not in force any more.
    func explanation(of text: String, by bundle: String, at shop: ShopID) -> [String]?
}
