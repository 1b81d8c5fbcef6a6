import Vocabulary

/// How a shop's chat looks on web pages, and what it says around the conversation.
public struct Branding: Equatable, Sendable {
    /// Of the button, the head of the panel and the customer's own lines, as `#rrggbb`.
    public var colour = "#24527a"
    /// On top of `colour`.
    public var textColour = "#ffffff"
    public var side = Side.end
    public var texts: [Language: Texts] = [:]

    public init() {}

    /// Where the button stands, as text runs: `end` is on the right in English, on the left in Arabic.
    public enum Side: String, Equatable, Sendable, CaseIterable {
        case start, end
    }

    /// Texts in one language; what is missing has a text of the widget's own.
    public struct Texts: Equatable, Sendable {
        /// On the button.
        public var launcher: String?
        /// At the head of the panel; else the shop's name.
        public var title: String?
        /// A sentence about the shop, for the demonstration page.
        public var intro: String?
        /// Questions to begin with, offered as buttons.
        public var starters: [String] = []
        /// What to try on the demonstration page.
        public var demonstration: String?

        public init() {}
    }
}
