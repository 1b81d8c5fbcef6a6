import Foundation

/// A moment on the monotonic clock by which something must have happened.
struct Deadline {
    private let nanoseconds: UInt64

    /// Generous: a slow machine is no failure, a server that says nothing is one.
    static var patient: Deadline { Deadline(seconds: 30) }

    init(seconds: Double) { nanoseconds = Self.now + UInt64(seconds * 1e9) }

    /// For `poll`: 0 once it has passed.
    var millisecondsLeft: Int32 {
        let now = Self.now
        return now >= nanoseconds ? 0 : Int32((nanoseconds - now) / 1_000_000 + 1)
    }

    var hasPassed: Bool { Self.now >= nanoseconds }

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// What arrives on a descriptor, a pipe's or a socket's; waits by `poll`. Closes it in the end.
final class ByteStream {
    let descriptor: Int32
    /// Arrived and not taken yet.
    private(set) var pending: [UInt8] = []
    /// Nothing more will arrive.
    private(set) var hasEnded = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits for more.
    ///
    /// - Returns: false at the end of the stream, or when the time is over.
    func receive(until deadline: Deadline) -> Bool {
        guard !hasEnded, Self.wait(for: pollIn, on: descriptor, until: deadline) else {
            return false
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else {
            if count < 0, errno == EINTR || errno == EAGAIN { return !deadline.hasPassed }
            hasEnded = true
            return false
        }
        pending += bytes[..<count]
        return true
    }

    /// The next line without its end; nil at the end of the stream, or when the time is over.
    func line(until deadline: Deadline = .patient) -> [UInt8]? {
        var searched = 0
        while true {
            if let end = pending[searched...].firstIndex(of: 0x0A) {
                var line = pending[..<end]
                if line.last == 0x0D { line.removeLast() }
                pending.removeFirst(end + 1)
                return Array(line)
            }
            searched = pending.count
            guard receive(until: deadline) else { return nil }
        }
    }

    /// Takes what is there, or else what comes next; nothing at the end, or when the time is over.
    func take(upTo count: Int, until deadline: Deadline) -> [UInt8] {
        if pending.isEmpty { _ = receive(until: deadline) }
        let taken = Array(pending.prefix(count))
        pending.removeFirst(taken.count)
        return taken
    }

    /// Everything up to the end of the stream.
    func rest(until deadline: Deadline = .patient) -> [UInt8] {
        while receive(until: deadline) {}
        defer { pending = [] }
        return pending
    }

    static func wait(for events: Int, on descriptor: Int32, until deadline: Deadline) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let found = poll(&entry, 1, deadline.millisecondsLeft)
            if found > 0 { return true }
            if found == 0 || errno != EINTR { return false }
        }
    }
}

private let pollIn = Int(POLLIN)
