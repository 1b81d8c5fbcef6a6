import Vocabulary

/// Which floor's inbox a shop's events go to.
public struct FloorDirectory: Sendable {
    private let inboxes: [ShopID: FloorInbox]
    private let other: FloorInbox

    /// - Parameter other: The floor of shops that are named nowhere.
    public init(_ inboxes: [ShopID: FloorInbox] = [:], other: FloorInbox) {
        self.inboxes = inboxes
        self.other = other
    }

    public func inbox(for shop: ShopID) -> FloorInbox { inboxes[shop] ?? other }
}
