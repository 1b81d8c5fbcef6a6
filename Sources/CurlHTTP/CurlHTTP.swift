import CEpoll
import Dispatch
import Foundation
import Glibc
import Ports
import Synchronization
import Webhooks

/// Sends webhooks and asks shops' systems, with libcurl, on one thread of its own.
///
/// Only addresses that the operator's rules allow are connected to; each shop has connections of its own.
/// HTTP/2 where the endpoint speaks it, kept-alive connections, TLS 1.2 or later with the certificate
/// verified, no redirects, no proxies, no cookies.
public final class CurlHTTP: WebhookSender, HTTPAsker {
    /// Questions under way or waiting; more are answered `.busy`.
    public static let questionCountMax = 256

    private struct Inbox {
        var orders: [TransferOrder] = []
        var questionCount = 0
        var isStopping = false
    }

    private let inbox = Mutex(Inbox())
    private let wakeUp: Int32
    private let epoll: Int32
    private let stopped = DispatchSemaphore(value: 0)

    /// Starts the thread, which holds on to this object until `stop()`.
    ///
    /// - Parameters:
    ///   - rules: Which addresses may be connected to.
    ///   - agent: The value of `User-Agent`.
    /// - Throws: What the system said where it gives no descriptors.
    public init(rules: AddressRules, agent: String) throws {
        try CurlLibrary.start()
        wakeUp = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard wakeUp >= 0, epoll >= 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
        }
        let thread = Thread { [self] in
            CurlLoop(rules: rules, agent: agent, epoll: epoll, wakeUp: wakeUp).run(
                takeOrders: takeOrders)
            stopped.signal()
        }
        thread.name = "curl"
        thread.start()
    }

    deinit {
        close(wakeUp)
        close(epoll)
    }

    public func send(
        _ attempts: [WebhookAttempt], ended: @escaping @Sendable (Int64, AttemptOutcome) -> Void
    ) {
        let orders = attempts.map { TransferOrder($0, ended: ended) }
        let isTaken = inbox.withLock { inbox -> Bool in
            guard !inbox.isStopping else { return false }
            inbox.orders += orders
            return true
        }
        guard isTaken else {
            for order in orders { order.hand(back: .stopped) }
            return
        }
        _ = eventfd_write(wakeUp, 1)
    }

    public func ask(
        _ request: HTTPRequest,
        _ answer: @escaping @Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void
    ) {
        let order = TransferOrder(request) { [weak self] result in
            self?.inbox.withLock { $0.questionCount -= 1 }
            answer(result)
        }
        let refusal = inbox.withLock { inbox -> HTTPFailure? in
            if inbox.isStopping { return .stopped }
            if inbox.questionCount >= Self.questionCountMax { return .busy }
            inbox.questionCount += 1
            inbox.orders.append(order)
            return nil
        }
        if let refusal {
            answer(.failure(refusal))
            return
        }
        _ = eventfd_write(wakeUp, 1)
    }

    /// Ends the thread; what is under way is cut off and handed back as not begun. Blocks until it has.
    public func stop() {
        inbox.withLock { $0.isStopping = true }
        _ = eventfd_write(wakeUp, 1)
        stopped.wait()
        stopped.signal()
    }

    private func takeOrders() -> (orders: [TransferOrder], isStopping: Bool) {
        inbox.withLock { inbox in
            defer { inbox.orders.removeAll(keepingCapacity: true) }
            return (inbox.orders, inbox.isStopping)
        }
    }
}
