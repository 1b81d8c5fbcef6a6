import Vocabulary

/// What one session is told once a batch is on record.
public struct Release: Sendable {
    public let session: SessionID
    /// In the order in which they have to arrive.
    public var notices: [Notice]
    /// How many of the session's own events are dealt with by now; a session whose peer has sent its
    /// last byte is closed when none is left.
    public var settledCount: Int
    /// Close the session after the last notice.
    public var closes: Bool

    public init(
        session: SessionID, notices: [Notice] = [], settledCount: Int = 0, closes: Bool = false
    ) {
        self.session = session
        self.notices = notices
        self.settledCount = settledCount
        self.closes = closes
    }
}

/// Where notices leave the floor: the listeners' side.
///
/// Called on the floor's own thread, so it must not block: it hands over to the connections' loops,
/// once for each loop.
public protocol NoticeOutlet: AnyObject, Sendable {
    /// Releases of sessions that are gone by now are dropped without a word.
    func deliver(_ releases: [Release])
    /// Events were refused because the inbox was full, and there is room again.
    func inboxHasRoom()
}
