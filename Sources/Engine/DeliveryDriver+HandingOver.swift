import Ports
import Vocabulary
import Webhooks

extension DeliveryDriver {
    private static let disabledCountMax = 256

    /// Reads what is due, as far as there is room for it.
    func handOver(at now: WallTime) throws(StoreError) -> [WebhookAttempt] {
        let endpoints = shelf.endpoints
        // Those that hang have no room for long: they are left out first.
        let waiting = posts.filter { post in
            guard let due = post.nextDue, due <= now else { return false }
            return room(for: post, at: now) > 0 || post.health.disabled != nil
                || endpoints[post.key] == nil
        }
        guard !waiting.isEmpty else { return [] }
        turnOrder = (turnOrder + 1) % waiting.count
        var attempts: [WebhookAttempt] = []
        for post in waiting[turnOrder...] + waiting[..<turnOrder] {
            guard bodyBytes < WebhookLimits.bodyBytesInMemoryMax else { break }
            guard let endpoint = endpoints[post.key] else {
                let why = "no endpoint '\(post.key)' is in the shop's files"
                try fail(post, because: why, at: now)
                continue
            }
            if post.health.disabled != nil {
                try giveUp(post, at: now)
            } else if endpoint.isEnabled {
                try handOver(to: endpoint, post, at: now, appendingTo: &attempts)
            }
        }
        return attempts
    }

    private func room(for post: DeliveryPost, at now: WallTime) -> Int {
        shares.room(for: post.key, post.health, handedOver: post.flying.count, at: now)
    }

    private func handOver(
        to endpoint: WebhookEndpoint, _ post: DeliveryPost, at now: WallTime,
        appendingTo attempts: inout [WebhookAttempt]
    ) throws(StoreError) {
        let room = room(for: post, at: now)
        guard room > 0 else { return }
        let due = try ledger.due(post.key, at: now, except: post.flying, limit: room)
        if due.count < room { post.nextDue = try ledger.nextDue(post.key, after: now) }
        for next in due {
            let request = endpoint.request(
                id: next.event, body: next.body, format: next.format, at: now)
            flights[next.number] = Flight(
                post: post, lane: next.lane, delivery: next.delivery, bodyBytes: next.body.count)
            bodyBytes += next.body.count
            post.flying.insert(next.number)
            attempts.append(
                WebhookAttempt(number: next.number, endpoint: post.key, request: request))
        }
        noteShare(of: post)
    }

    /// The endpoint is in no file any more: its deliveries fail by the schedule, since it may come back.
    private func fail(
        _ post: DeliveryPost, because why: String, at now: WallTime
    ) throws(StoreError) {
        let due = try ledger.due(
            post.key, at: now, except: post.flying, limit: Self.disabledCountMax)
        post.nextDue = try ledger.nextDue(post.key, after: now)
        for next in due {
            let outcome = AttemptOutcome.failed(AttemptFailure(.endpointRemoved, why))
            settle(next.number, next.delivery, in: next.lane, of: post, outcome, at: now)
        }
    }

    private func giveUp(_ post: DeliveryPost, at now: WallTime) throws(StoreError) {
        let due = try ledger.due(
            post.key, at: WallTime(milliseconds: .max), except: post.flying,
            limit: Self.disabledCountMax)
        post.nextDue = due.isEmpty ? nil : now
        for next in due {
            var delivery = next.delivery
            delivery.giveUp(at: now)
            unsaved.attempts.append(
                AttemptRecord(
                    number: next.number, lane: next.lane, delivery: delivery, at: now, outcome: nil)
            )
            tally.gaveUp()
        }
    }

    /// When an endpoint may be tried next although nothing ends before.
    func nextTime(after now: WallTime) -> WallTime {
        var next = WallTime(milliseconds: .max)
        for post in posts {
            guard let due = post.nextDue else { continue }
            let time = max(due, post.health.pausedUntil ?? due)
            // What is due and has no room waits for an attempt to end.
            if time > now { next = min(next, time) }
        }
        return next
    }
}
