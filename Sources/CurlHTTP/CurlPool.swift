import CCurl
import CEpoll
import Glibc
import Webhooks

/// The connections of one shop for one use: a multi handle whose sockets are watched by the loop's epoll.
///
/// Owned by the loop and used on its thread alone; libcurl calls back on that thread too.
final class CurlPool {
    let multi: OpaquePointer
    /// Stands in the loop's list, and in the events of its sockets.
    let index: UInt32
    private let epoll: Int32
    /// Sockets that libcurl has put by and the epoll still knows: most are wanted again at once.
    private var putBy: Set<Int32> = []
    /// When libcurl wants to be called although no socket is ready, on the monotonic clock in
    /// milliseconds; nil for never.
    private(set) var deadline: Int64?
    /// Orders that wait for one of the pool's connections.
    var waiting = Queue<TransferOrder>()
    var activeCount = 0

    /// - Returns: nil if there is no memory.
    init?(index: UInt32, epoll: Int32) {
        guard let multi = curl_multi_init() else { return nil }
        self.multi = OpaquePointer(multi)
        self.index = index
        self.epoll = epoll
        let owner = Unmanaged.passUnretained(self).toOpaque()
        let handle = UnsafeMutableRawPointer(multi)
        // How many connections there are is limited by how many attempts the loop lets begin. With limits of
        // libcurl's own, what waits for a host that hangs would stand in one line with what does not.
        ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, WebhookLimits.shopAttemptCountMax)
        ccurl_multi_set_long(handle, CURLMOPT_MAX_CONCURRENT_STREAMS, 32)
        ccurl_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, owner)
        ccurl_multi_set_pointer(handle, CURLMOPT_TIMERDATA, owner)
        ccurl_multi_set_socket(handle) { _, socket, what, owner, known in
            owner.map { Unmanaged<CurlPool>.fromOpaque($0).takeUnretainedValue() }?
                .watch(socket, what, isKnown: known != nil)
            return 0
        }
        ccurl_multi_set_timer(handle) { _, milliseconds, owner in
            owner.map { Unmanaged<CurlPool>.fromOpaque($0).takeUnretainedValue() }?
                .callBack(after: Int64(milliseconds))
            return 0
        }
    }

    deinit { curl_multi_cleanup(handle) }

    private var handle: UnsafeMutableRawPointer { UnsafeMutableRawPointer(multi) }

    /// - Returns: false if libcurl does not take it.
    func add(_ transfer: CurlTransfer) -> Bool {
        guard curl_multi_add_handle(handle, UnsafeMutableRawPointer(transfer.easy)) == CURLM_OK
        else { return false }
        activeCount += 1
        return true
    }

    func remove(_ transfer: CurlTransfer) {
        curl_multi_remove_handle(handle, UnsafeMutableRawPointer(transfer.easy))
        activeCount -= 1
    }

    /// Lets libcurl work on a socket that is ready.
    func act(on socket: Int32, events: UInt32) {
        guard putBy.remove(socket) == nil else {
            // The other side has closed it, most likely; libcurl looks before it uses it again.
            var event = epoll_event()
            epoll_ctl(epoll, EPOLL_CTL_DEL, socket, &event)
            return
        }
        var mask: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        curl_multi_socket_action(handle, socket, mask, &running)
    }

    /// Lets libcurl work if its time has come.
    func actIfDue(at now: Int64) {
        guard let due = deadline, due <= now else { return }
        deadline = nil
        var running: Int32 = 0
        curl_multi_socket_action(handle, ccurl_socket_timeout, 0, &running)
    }

    /// The next transfer that has ended; nil if none has.
    func nextEnded() -> (CurlTransfer, CURLcode)? {
        var left: Int32 = 0
        while let message = curl_multi_info_read(handle, &left) {
            guard message.pointee.msg == CURLMSG_DONE,
                let easy = message.pointee.easy_handle,
                let transfer = CurlTransfer.of(easy: easy)
            else { continue }
            return (transfer, ccurl_result(message))
        }
        return nil
    }

    private func watch(_ socket: Int32, _ what: Int32, isKnown: Bool) {
        guard what != CURL_POLL_REMOVE else {
            putBy.insert(socket)
            return
        }
        var event = epoll_event()
        event.data.u64 = UInt64(index) << 32 | UInt64(UInt32(bitPattern: socket))
        if what & CURL_POLL_IN != 0 { event.events |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { event.events |= EPOLLOUT.rawValue }
        let mayBeThere = putBy.remove(socket) != nil || isKnown
        if !isKnown { curl_multi_assign(handle, socket, Unmanaged.passUnretained(self).toOpaque()) }
        // A closed socket has left the epoll by itself, and its number may be another's now.
        if mayBeThere, epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) == 0 { return }
        epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event)
    }

    private func callBack(after milliseconds: Int64) {
        switch milliseconds {
        case ..<0: deadline = nil
        case 0: deadline = 0
        default: deadline = MonotonicClock.milliseconds() + milliseconds
        }
    }
}

/// Time for measuring; the C library's, as libcurl's own.
enum MonotonicClock {
    static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// First in, first out; taking one costs the same however many there are.
struct Queue<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var isEmpty: Bool { head == elements.count }
    var count: Int { elements.count - head }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head]
        elements[head] = nil
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1_024, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }
}
