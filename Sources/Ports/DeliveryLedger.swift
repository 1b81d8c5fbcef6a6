import Vocabulary
import Webhooks

/// A delivery on its way into the ledger.
public struct NewDelivery: Equatable, Sendable {
    public let endpoint: EndpointKey
    public let conversation: ConversationID
    /// The id by which receivers tell repeats.
    public let event: String
    public let type: WebhookEventType
    public let sequence: Int
    public let ordinal: Int
    public let happenedAt: WallTime
    public let format: WebhookFormat
    public let body: [UInt8]

    public init(
        endpoint: EndpointKey, conversation: ConversationID, event: String, type: WebhookEventType,
        sequence: Int, ordinal: Int, happenedAt: WallTime, format: WebhookFormat, body: [UInt8]
    ) {
        self.endpoint = endpoint
        self.conversation = conversation
        self.event = event
        self.type = type
        self.sequence = sequence
        self.ordinal = ordinal
        self.happenedAt = happenedAt
        self.format = format
        self.body = body
    }
}

/// The deliveries of one conversation to one endpoint, which are attempted one after the other.
public struct DeliveryLane: Hashable, Sendable {
    public let endpoint: EndpointKey
    public let conversation: ConversationID

    public init(endpoint: EndpointKey, conversation: ConversationID) {
        self.endpoint = endpoint
        self.conversation = conversation
    }
}

/// A delivery whose time has come, and nothing of its conversation waits before it.
public struct DueDelivery: Equatable, Sendable {
    public let number: Int64
    public let lane: DeliveryLane
    public let event: String
    public let format: WebhookFormat
    public let body: [UInt8]
    public let delivery: Delivery

    public init(
        number: Int64, lane: DeliveryLane, event: String, format: WebhookFormat, body: [UInt8],
        delivery: Delivery
    ) {
        self.number = number
        self.lane = lane
        self.event = event
        self.format = format
        self.body = body
        self.delivery = delivery
    }
}

/// How an attempt ended, and what the delivery has become by it.
public struct AttemptRecord: Equatable, Sendable {
    public let number: Int64
    public let lane: DeliveryLane
    public let delivery: Delivery
    public let at: WallTime
    /// nil where it was given up without an attempt.
    public let outcome: AttemptOutcome?

    public init(
        number: Int64, lane: DeliveryLane, delivery: Delivery, at: WallTime,
        outcome: AttemptOutcome?
    ) {
        self.number = number
        self.lane = lane
        self.delivery = delivery
        self.at = at
        self.outcome = outcome
    }
}

/// What is saved in the ledger together or not at all.
public struct LedgerChanges: Equatable, Sendable {
    public var attempts: [AttemptRecord] = []
    public var health: [EndpointKey: EndpointHealth] = [:]
    /// In the order in which the events happened; one that is there already is left as it is.
    public var taken: [NewDelivery] = []
    /// The number of the last planned turn that `taken` covers; nil if none is.
    public var takenThrough: Int64?

    public init() {}

    public var isEmpty: Bool {
        attempts.isEmpty && health.isEmpty && taken.isEmpty && takenThrough == nil
    }
}

/// An endpoint as the ledger knows it.
public struct LedgerEndpoint: Equatable, Sendable {
    public let key: EndpointKey
    public let health: EndpointHealth
    /// When its next delivery is due; nil if none waits.
    public let nextDue: WallTime?
    public let waitingCount: Int
    public let deadLetterCount: Int

    public init(
        key: EndpointKey, health: EndpointHealth, nextDue: WallTime?, waitingCount: Int,
        deadLetterCount: Int
    ) {
        self.key = key
        self.health = health
        self.nextDue = nextDue
        self.waitingCount = waitingCount
        self.deadLetterCount = deadLetterCount
    }
}

/// All deliveries: those that wait, those that arrived, those that were given up.
///
/// Beside the record and apart from it, so that whatever happens here costs a conversation nothing. The
/// delivering thread is the only one to call `save`; people's commands change it from outside.
public protocol DeliveryLedger: AnyObject, Sendable {
    /// The number of the last planned turn that was taken; 0 for none.
    func takenThrough() throws(StoreError) -> Int64

    /// Every endpoint that a delivery was ever planned for, by shop and name.
    func endpoints() throws(StoreError) -> [LedgerEndpoint]

    /// Saves all of it in one transaction and returns once it is on the disk.
    ///
    /// Of the deliveries of one conversation and endpoint only the earliest that waits is due; when it
    /// ends, the next one is.
    func save(_ changes: LedgerChanges) throws(StoreError)

    /// Deliveries of an endpoint that are due, the one due first coming first.
    ///
    /// - Parameters:
    ///   - known: Numbers of deliveries that are not wanted, since they are under way; their bodies are
    ///     not read.
    ///   - limit: Deliveries returned at the most; fewer if no others are due.
    func due(
        _ endpoint: EndpointKey, at now: WallTime, except known: Set<Int64>, limit: Int
    ) throws(StoreError) -> [DueDelivery]

    /// When the next delivery of an endpoint is due after this moment; nil for none.
    func nextDue(_ endpoint: EndpointKey, after now: WallTime) throws(StoreError) -> WallTime?

    /// Removes deliveries that ended long ago.
    ///
    /// - Returns: How many; fewer than `limit` if none is left to remove.
    func removeEnded(
        deliveredBefore: WallTime, deadBefore: WallTime, limit: Int
    ) throws(StoreError) -> Int

    /// Removes everything about a conversation, delivered or not; what is under way still arrives.
    ///
    /// - Returns: How many deliveries there were.
    @discardableResult
    func erase(_ conversation: ConversationID) throws(StoreError) -> Int

    /// Whether somebody else has changed the ledger since this was asked last.
    func wasChangedElsewhere() throws(StoreError) -> Bool
}
