import Ports
import Vocabulary
import Webhooks

/// What the delivering thread does, step by step: takes what turns have planned, saves how attempts
/// ended, and hands over what is due.
///
/// Owned by one thread (or by a test); reads no clock and waits for nothing. Whatever it has done can be
/// done again: a crash at any point sends at most what was sent before, with the same id.
public final class DeliveryDriver {
    /// An attempt that is with the sender.
    struct Flight {
        let post: DeliveryPost
        let lane: DeliveryLane
        let delivery: Delivery
        let bodyBytes: Int
    }

    private let store: any TranscriptStore
    let ledger: any DeliveryLedger
    let shelf: EndpointShelf
    let tally: DeliveryTally
    private let retention: DeliveryRetention
    private var random: SeededRandom
    private var postByKey: [EndpointKey: DeliveryPost] = [:]
    /// The same, by key.
    private(set) var posts: [DeliveryPost] = []
    var flights: [Int64: Flight] = [:]
    var shares = AttemptShares()
    var bodyBytes = 0
    private var takenThrough: Int64
    /// What could not be saved yet; nothing more is begun before it is.
    var unsaved = LedgerChanges()
    private var lookedAt = WallTime(milliseconds: 0)
    private var cleanedAt = WallTime(milliseconds: 0)
    /// Where the next round of handing over begins, so that nobody is always last.
    var turnOrder = 0

    private static let plannedTurnCountMax = 256
    private static let removedCountMax = 256

    /// - Throws: What the ledger threw; then nothing can be delivered.
    public init(
        store: any TranscriptStore, ledger: any DeliveryLedger, shelf: EndpointShelf,
        tally: DeliveryTally, retention: DeliveryRetention = DeliveryRetention(),
        random: SeededRandom
    ) throws(StoreError) {
        self.store = store
        self.ledger = ledger
        self.shelf = shelf
        self.tally = tally
        self.retention = retention
        self.random = random
        takenThrough = try ledger.takenThrough()
        try lookAtEndpoints()
    }

    /// Attempts that are with the sender.
    public var flightCount: Int { flights.count }

    /// How many attempts should have ended before a step is worth its sync to the disk: a quarter of
    /// those with the sender, which has the others to go on with while these are saved.
    public var endedCountWanted: Int {
        min(WebhookLimits.endedTogetherCountMax, max(1, flights.count / 4))
    }

    /// One step.
    ///
    /// - Parameters:
    ///   - ended: Attempts that ended since the last step.
    ///   - mayBegin: False while stopping: what has ended is saved and nothing is begun.
    /// - Returns: What to send now, and when to step again although nothing ends or is planned.
    public func step(
        _ ended: [(number: Int64, outcome: AttemptOutcome)], at now: WallTime, mayBegin: Bool = true
    ) -> (attempts: [WebhookAttempt], until: WallTime) {
        for (number, outcome) in ended { land(number, outcome, at: now) }
        let soon = now + .seconds(1)
        do throws(StoreError) {
            // What could not be saved is not added to.
            var hasMore = false
            if mayBegin, unsaved.takenThrough == nil { hasMore = try takePlanned(at: now) }
            try save()
            guard mayBegin else { return ([], soon) }
            try lookAround(at: now)
            let attempts = try handOver(at: now)
            // Something was ended or given up without the sender: save it first, then go on.
            if hasMore || !unsaved.isEmpty { return (attempts, now) }
            return (attempts, min(soon, nextTime(after: now)))
        } catch {
            tally.ledgerFailed(error)
            return ([], soon)
        }
    }

    private func save() throws(StoreError) {
        guard !unsaved.isEmpty else { return }
        try ledger.save(unsaved)
        if let turn = unsaved.takenThrough { store.forgetPlanned(through: turn) }
        unsaved = LedgerChanges()
        tally.ledgerWorks()
    }

    private func takePlanned(at now: WallTime) throws(StoreError) -> Bool {
        let turns = try store.plannedTurns(after: takenThrough, limit: Self.plannedTurnCountMax)
        guard let last = turns.last else { return false }
        let endpoints = shelf.endpoints
        let writing = EventWriting(store)
        var taken: [NewDelivery] = []
        for turn in turns {
            if turn.commit.entries.last?.body == .closed(.forgotten) {
                taken.removeAll { $0.conversation == turn.commit.conversation }
                try ledger.erase(turn.commit.conversation)
            }
            taken += try writing.deliveries(of: turn, to: endpoints)
        }
        for new in taken { post(of: new.endpoint).isDue(at: now) }
        unsaved.taken += taken
        unsaved.takenThrough = last.number
        takenThrough = last.number
        tally.taken(taken.count)
        return turns.count == Self.plannedTurnCountMax
    }

    /// An attempt has ended.
    private func land(_ number: Int64, _ outcome: AttemptOutcome, at now: WallTime) {
        guard let flight = flights.removeValue(forKey: number) else { return }
        bodyBytes -= flight.bodyBytes
        flight.post.flying.remove(number)
        settle(number, flight.delivery, in: flight.lane, of: flight.post, outcome, at: now)
        noteShare(of: flight.post)
    }

    func settle(
        _ number: Int64, _ before: Delivery, in lane: DeliveryLane, of post: DeliveryPost,
        _ outcome: AttemptOutcome, at now: WallTime
    ) {
        guard outcome != .notBegun else { return post.isDue(at: now) }
        var delivery = before
        delivery.handle(outcome, at: now, using: &random)
        unsaved.attempts.append(
            AttemptRecord(
                number: number, lane: lane, delivery: delivery, at: now, outcome: outcome))
        let known = post.health
        if let change = post.health.handle(outcome, at: now, using: &random) {
            tally.endpointChanged(post.key, change, outcome)
        }
        if post.health != known { unsaved.health[post.key] = post.health }
        // Behind one that is over another of the same conversation may be due.
        if case .waiting(let until) = delivery.phase {
            post.isDue(at: until)
        } else {
            post.isDue(at: now)
        }
        tally.attempted(post.key, outcome, became: delivery)
    }

    func noteShare(of post: DeliveryPost) {
        let share = DeliveryPost.Share(
            attempts: min(post.flying.count, WebhookLimits.endpointAttemptCountMax),
            isProven: post.health.isProven)
        guard post.share != share else { return }
        post.share = share
        shares.set(post.key, handedOver: share.attempts, isProven: share.isProven)
    }

    private func post(of key: EndpointKey) -> DeliveryPost {
        if let known = postByKey[key] { return known }
        let new = DeliveryPost(key)
        postByKey[key] = new
        posts.insert(new, at: posts.firstIndex { key < $0.key } ?? posts.endIndex)
        return new
    }

    /// Looks now and then whether somebody changed the ledger, and removes what is old.
    private func lookAround(at now: WallTime) throws(StoreError) {
        guard now < lookedAt || now.since(lookedAt) >= .seconds(1) else { return }
        lookedAt = now
        if try ledger.wasChangedElsewhere() { try lookAtEndpoints() }
        guard now < cleanedAt || now.since(cleanedAt) >= .seconds(60) else { return }
        let removed = try ledger.removeEnded(
            deliveredBefore: now + (.zero - retention.delivered),
            deadBefore: now + (.zero - retention.deadLetters),
            limit: Self.removedCountMax)
        if removed < Self.removedCountMax { cleanedAt = now }
    }

    private func lookAtEndpoints() throws(StoreError) {
        let endpoints = try ledger.endpoints()
        for endpoint in endpoints {
            let post = post(of: endpoint.key)
            post.health = endpoint.health
            post.nextDue = endpoint.nextDue
        }
        tally.endpointsAre(endpoints)
    }
}

/// What is known of an endpoint between two steps; owned by the driver.
final class DeliveryPost {
    /// What `AttemptShares` was told last.
    struct Share: Equatable {
        var attempts = 0
        var isProven = true
    }

    let key: EndpointKey
    var health = EndpointHealth()
    /// When something of it is due; nil if nothing waits.
    var nextDue: WallTime?
    /// Numbers of its deliveries that are with the sender.
    var flying: Set<Int64> = []
    var share = Share()

    init(_ key: EndpointKey) { self.key = key }

    /// Something of it is due at this time, if not before.
    func isDue(at time: WallTime) { nextDue = min(nextDue ?? time, time) }
}
