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
    private struct Flight {
        let endpoint: EndpointKey
        let delivery: Delivery
        let bodyBytes: Int
    }

    /// What is known of an endpoint between two steps.
    private struct Post {
        var health: EndpointHealth
        /// When something of it is due; nil if nothing waits.
        var nextDue: WallTime?
        var flying: Set<Int64> = []
    }

    private let store: any TranscriptStore
    private let ledger: any DeliveryLedger
    private let shelf: EndpointShelf
    private let tally: DeliveryTally
    private let retention: DeliveryRetention
    private var random: SeededRandom
    private var posts: [EndpointKey: Post] = [:]
    private var flights: [Int64: Flight] = [:]
    private var shares = AttemptShares()
    private var bodyBytes = 0
    private var takenThrough: Int64
    /// What could not be saved yet; nothing more is begun before it is.
    private var unsaved = LedgerChanges()
    private var lookedAt = WallTime(milliseconds: 0)
    private var cleanedAt = WallTime(milliseconds: 0)
    /// Where the next round of handing over begins, so that nobody is always last.
    private var turnOrder = 0

    private static let plannedTurnCountMax = 256
    private static let removedCountMax = 256
    private static let disabledCountMax = 256

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
        for new in taken { due(new.endpoint, at: now) }
        unsaved.taken += taken
        unsaved.takenThrough = last.number
        takenThrough = last.number
        tally.taken(taken.count)
        return turns.count == Self.plannedTurnCountMax
    }

    private func due(_ key: EndpointKey, at time: WallTime) {
        let known = posts[key]?.nextDue
        posts[key, default: Post(health: EndpointHealth())].nextDue = min(known ?? time, time)
    }

    /// An attempt has ended.
    private func land(_ number: Int64, _ outcome: AttemptOutcome, at now: WallTime) {
        guard let flight = flights.removeValue(forKey: number) else { return }
        bodyBytes -= flight.bodyBytes
        posts[flight.endpoint]?.flying.remove(number)
        settle(number, flight.delivery, of: flight.endpoint, outcome, at: now)
        noteShare(of: flight.endpoint)
    }

    private func settle(
        _ number: Int64, _ before: Delivery, of key: EndpointKey, _ outcome: AttemptOutcome,
        at now: WallTime
    ) {
        guard outcome != .notBegun else { return due(key, at: now) }
        var delivery = before
        delivery.handle(outcome, at: now, using: &random)
        unsaved.attempts.append(
            AttemptRecord(number: number, delivery: delivery, at: now, outcome: outcome))
        var health = posts[key]?.health ?? EndpointHealth()
        let known = health
        if let change = health.handle(outcome, at: now, using: &random) {
            tally.endpointChanged(key, change, outcome)
        }
        if health != known {
            posts[key, default: Post(health: health)].health = health
            unsaved.health[key] = health
        }
        // Behind one that is over another of the same conversation may be due.
        if case .waiting(let until) = delivery.phase {
            due(key, at: until)
        } else {
            due(key, at: now)
        }
        tally.attempted(key, outcome, became: delivery)
    }
}

extension DeliveryDriver {
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
            posts[endpoint.key, default: Post(health: endpoint.health)].health = endpoint.health
            posts[endpoint.key]?.nextDue = endpoint.nextDue
        }
        tally.endpointsAre(endpoints)
    }

    private func noteShare(of key: EndpointKey) {
        guard let post = posts[key] else { return }
        shares.set(key, handedOver: post.flying.count, isProven: post.health.isProven)
    }

    /// Reads what is due, as far as there is room for it.
    private func handOver(at now: WallTime) throws(StoreError) -> [WebhookAttempt] {
        let endpoints = shelf.endpoints
        var waiting: [EndpointKey] = []
        for (key, post) in posts {
            guard let due = post.nextDue, due <= now else { continue }
            // Those that hang have no room for long: they are left out before the rest is put in order.
            if shares.room(for: key, post.health, handedOver: post.flying.count, at: now) > 0
                || post.health.disabled != nil || endpoints[key] == nil
            {
                waiting.append(key)
            }
        }
        guard !waiting.isEmpty else { return [] }
        waiting.sort()
        turnOrder = (turnOrder + 1) % waiting.count
        waiting = Array(waiting[turnOrder...] + waiting[..<turnOrder])
        var attempts: [WebhookAttempt] = []
        for key in waiting {
            guard let post = posts[key], bodyBytes < WebhookLimits.bodyBytesInMemoryMax else {
                continue
            }
            guard let endpoint = endpoints[key] else {
                try fail(key, because: "no endpoint '\(key)' is in the shop's files", at: now)
                continue
            }
            if post.health.disabled != nil {
                try giveUp(key, at: now)
            } else if endpoint.isEnabled {
                attempts += try handOver(to: endpoint, post, at: now)
            }
        }
        return attempts
    }

    private func handOver(
        to endpoint: WebhookEndpoint, _ post: Post, at now: WallTime
    ) throws(StoreError) -> [WebhookAttempt] {
        let key = endpoint.key
        let room = shares.room(
            for: key, post.health, handedOver: post.flying.count, at: now)
        guard room > 0 else { return [] }
        // Those on their way are still due in the ledger.
        let due = try ledger.due(key, at: now, limit: room + post.flying.count)
        let new = due.filter { !post.flying.contains($0.number) }.prefix(room)
        if due.count < room + post.flying.count {
            posts[key]?.nextDue = try ledger.nextDue(key, after: now)
        }
        return new.map { next in
            let request = endpoint.request(
                id: next.event, body: next.body, format: next.format, at: now)
            flights[next.number] = Flight(
                endpoint: key, delivery: next.delivery, bodyBytes: next.body.count)
            bodyBytes += next.body.count
            posts[key]?.flying.insert(next.number)
            noteShare(of: key)
            return WebhookAttempt(number: next.number, endpoint: key, request: request)
        }
    }

    /// The endpoint is in no file any more: its deliveries fail by the schedule, since it may come back.
    private func fail(_ key: EndpointKey, because why: String, at now: WallTime) throws(StoreError)
    {
        let due = try ledger.due(key, at: now, limit: Self.disabledCountMax)
        posts[key]?.nextDue = try ledger.nextDue(key, after: now)
        for next in due where flights[next.number] == nil {
            let outcome = AttemptOutcome.failed(AttemptFailure(.endpointRemoved, why))
            settle(next.number, next.delivery, of: key, outcome, at: now)
        }
    }

    private func giveUp(_ key: EndpointKey, at now: WallTime) throws(StoreError) {
        let due = try ledger.due(
            key, at: WallTime(milliseconds: .max), limit: Self.disabledCountMax)
        posts[key]?.nextDue = due.isEmpty ? nil : now
        for next in due where flights[next.number] == nil {
            var delivery = next.delivery
            delivery.giveUp(at: now)
            unsaved.attempts.append(
                AttemptRecord(number: next.number, delivery: delivery, at: now, outcome: nil))
            tally.gaveUp()
        }
    }

    /// When an endpoint may be tried next although nothing ends before.
    private func nextTime(after now: WallTime) -> WallTime {
        var next = WallTime(milliseconds: .max)
        for post in posts.values {
            guard let due = post.nextDue else { continue }
            let time = max(due, post.health.pausedUntil ?? due)
            // What is due and has no room waits for an attempt to end.
            if time > now { next = min(next, time) }
        }
        return next
    }
}
