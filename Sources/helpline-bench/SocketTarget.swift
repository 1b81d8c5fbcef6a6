import Glibc

/// Where the connections go.
struct SocketTarget {
    private var address = sockaddr_in()

    /// - Parameter host: An IPv4 address in figures.
    init(host: String, port: Int) throws {
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port)).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
            throw BenchError("'\(host)' is no IPv4 address; write 127.0.0.1")
        }
    }

    /// Begins to connect, without waiting.
    ///
    func connect() throws -> Int32 {
        let kind =
            Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
            | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else {
            throw BenchError("socket: \(String(cString: strerror(errno)))")
        }
        var isOn: Int32 = 1
        setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        var target = address
        let result = withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Glibc.connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 || errno == EINPROGRESS else {
            throw BenchError("connect: \(String(cString: strerror(errno)))")
        }
        return descriptor
    }

    /// Waits until somebody listens there.
    ///
    /// - Parameter microseconds: Between two attempts.
    func waitUntilServed(seconds: Double, askingEvery microseconds: UInt32 = 20_000) throws {
        let start = MonotonicClock.nanoseconds()
        while MonotonicClock.seconds(since: start) < seconds {
            let descriptor = try connect()
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, 1_000)
            close(descriptor)
            if waiting.revents & Int16(POLLERR | POLLHUP) == 0, waiting.revents != 0 { return }
            usleep(microseconds)
        }
        throw BenchError("nobody listens there after \(seconds) s")
    }

    /// Lets this process have as many descriptors as it may.
    static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
