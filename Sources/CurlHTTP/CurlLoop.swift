import CCurl
import CEpoll
import Glibc
import Vocabulary
import Webhooks

/// What the sender's thread does: orders in, libcurl, ends out.
///
/// Owned by that thread; nothing of it is seen from elsewhere.
final class CurlLoop {
    /// Attempts of one endpoint. A class, so that taking one out copies none of the others.
    private final class Lane {
        var waiting = Queue<TransferOrder>()
        var activeCount = 0
    }

    private let rules: AddressRules
    private let agent: String
    private let wakeUp: Int32
    private let epoll: Int32
    private var pools: [CurlPool] = []
    private var poolIndex: [PoolKey: Int] = [:]
    private var lanes: [EndpointKey: Lane] = [:]
    /// By the address of their handles: libcurl keeps only that.
    private var active: [OpaquePointer: (transfer: CurlTransfer, pool: CurlPool)] = [:]
    private var spare: [CurlTransfer] = []

    /// Handles that are kept for the next request.
    private static let spareCountMax = 256
    /// In the place of a pool's index: the descriptor by which the thread is woken.
    private static let wakeUpMark: UInt64 = .max

    /// - Parameters:
    ///   - epoll, wakeUp: The caller's, who closes them once `run` has come back.
    init(rules: AddressRules, agent: String, epoll: Int32, wakeUp: Int32) {
        self.rules = rules
        self.agent = agent
        self.wakeUp = wakeUp
        self.epoll = epoll
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u64 = Self.wakeUpMark
        epoll_ctl(epoll, EPOLL_CTL_ADD, wakeUp, &event)
    }

    /// Works until it is told to stop.
    func run(takeOrders: () -> (orders: [TransferOrder], isStopping: Bool)) {
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        while true {
            let count = epoll_wait(epoll, &events, Int32(events.count), timeout())
            for event in events.prefix(Int(max(0, count))) {
                let mark = event.data.u64
                if mark == Self.wakeUpMark {
                    var value: eventfd_t = 0
                    _ = eventfd_read(wakeUp, &value)
                    let (orders, isStopping) = takeOrders()
                    for order in orders { take(order) }
                    if isStopping { return stop() }
                } else {
                    let pool = pools[Int(mark >> 32)]
                    pool.act(
                        on: Int32(bitPattern: UInt32(truncatingIfNeeded: mark)),
                        events: event.events)
                    finishEnded(in: pool)
                }
            }
            let now = MonotonicClock.milliseconds()
            // New pools may come up while the ended ones make room for others.
            for index in pools.indices where pools[index].deadline.map({ $0 <= now }) ?? false {
                pools[index].actIfDue(at: now)
                finishEnded(in: pools[index])
            }
        }
    }

    /// Milliseconds until a pool wants to be called; -1 for none.
    private func timeout() -> Int32 {
        var earliest: Int64?
        for pool in pools {
            guard let deadline = pool.deadline else { continue }
            earliest = min(earliest ?? deadline, deadline)
        }
        guard let earliest else { return -1 }
        return Int32(clamping: max(0, earliest - MonotonicClock.milliseconds()))
    }

    private func take(_ order: TransferOrder) {
        guard let pool = pool(for: order.poolKey) else { return order.hand(back: .busy) }
        guard case .webhook(let endpoint, _, _) = order.purpose else {
            pool.waiting.append(order)
            return fill(pool)
        }
        let lane = lanes[endpoint] ?? Lane()
        lanes[endpoint] = lane
        lane.waiting.append(order)
        advance(lane, of: endpoint, in: pool)
    }

    /// Begins what an endpoint may have under way.
    private func advance(_ lane: Lane, of endpoint: EndpointKey, in pool: CurlPool) {
        while lane.activeCount < WebhookLimits.endpointAttemptCountMax,
            let order = lane.waiting.popFirst()
        {
            lane.activeCount += 1
            pool.waiting.append(order)
        }
        if lane.activeCount == 0, lane.waiting.isEmpty { lanes[endpoint] = nil }
        fill(pool)
    }

    /// Begins what waits for a connection of this pool.
    private func fill(_ pool: CurlPool) {
        while pool.activeCount < WebhookLimits.shopAttemptCountMax,
            let order = pool.waiting.popFirst()
        {
            begin(order, in: pool)
        }
    }

    private func begin(_ order: TransferOrder, in pool: CurlPool) {
        guard let transfer = spare.popLast() ?? CurlTransfer(rules: rules, agent: agent) else {
            order.hand(back: .busy)
            return settle(order, isSuccess: false, in: pool)
        }
        do throws(AttemptFailure) {
            try transfer.begin(order)
        } catch {
            keep(transfer)
            order.finish(unsent: error)
            return settle(order, isSuccess: false, in: pool)
        }
        guard pool.add(transfer) else {
            keep(transfer)
            order.hand(back: .busy)
            return settle(order, isSuccess: false, in: pool)
        }
        active[transfer.easy] = (transfer, pool)
    }

    private func finishEnded(in pool: CurlPool) {
        while let (transfer, code) = pool.nextEnded() {
            let end = transfer.end(code)
            let order = transfer.order
            pool.remove(transfer)
            active[transfer.easy] = nil
            keep(transfer)
            guard let order else { continue }
            order.finish(end)
            settle(order, isSuccess: end.attemptOutcome.isSuccess, in: pool)
        }
        fill(pool)
    }

    /// One of an endpoint's attempts has ended: the next may begin, or none may.
    private func settle(_ order: TransferOrder, isSuccess: Bool, in pool: CurlPool) {
        guard case .webhook(let endpoint, _, _) = order.purpose, let lane = lanes[endpoint] else {
            return
        }
        lane.activeCount -= 1
        if !isSuccess {
            while let next = lane.waiting.popFirst() { next.hand(back: .busy) }
        }
        advance(lane, of: endpoint, in: pool)
    }

    private func keep(_ transfer: CurlTransfer) {
        transfer.clear()
        if spare.count < Self.spareCountMax { spare.append(transfer) }
    }

    private func pool(for key: PoolKey) -> CurlPool? {
        if let index = poolIndex[key] { return pools[index] }
        guard let pool = CurlPool(index: UInt32(pools.count), epoll: epoll) else { return nil }
        poolIndex[key] = pools.count
        pools.append(pool)
        return pool
    }

    private func stop() {
        for (transfer, pool) in active.values {
            transfer.order?.hand(back: .stopped)
            pool.remove(transfer)
        }
        for lane in lanes.values {
            while let order = lane.waiting.popFirst() { order.hand(back: .stopped) }
        }
        for pool in pools {
            while let order = pool.waiting.popFirst() { order.hand(back: .stopped) }
        }
    }
}
