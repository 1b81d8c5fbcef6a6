import Foundation

/// A peer on a socket of its own: what people and programs do on the line port, and what they see.
final class LineClient {
    let stream: ByteStream
    var descriptor: Int32 { stream.descriptor }

    struct NobodyListens: Error, CustomStringConvertible {
        let address: String
        let reason: String
        var description: String { "no connection to \(address): \(reason)" }
    }

    /// - Parameters:
    ///   - receiveBufferBytes: Of the kernel; small for a peer that reads little.
    init(host: String = "127.0.0.1", port: UInt16, receiveBufferBytes: Int32? = nil) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        stream = ByteStream(descriptor)
        let size = socklen_t(MemoryLayout<Int32>.size)
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, size)
        }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            throw NobodyListens(
                address: "\(host):\(port)", reason: String(cString: strerror(errno)))
        }
    }

    /// Sends all of it; false if the peer does not take it.
    @discardableResult
    func send(_ bytes: [UInt8], until deadline: Deadline = .patient) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = sendAtOnce(rest)
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 || deadline.hasPassed
                || !ByteStream.wait(for: Int(POLLOUT), on: descriptor, until: deadline)
            {
                return false
            }
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends what the kernel takes now.
    ///
    /// - Returns: How many bytes; 0 if the connection is gone, -1 if there is no room.
    func sendAtOnce(_ bytes: ArraySlice<UInt8>) -> Int {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
        }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? -1 : 0 }
        return count
    }

    /// Lets go of the connection at once, whatever is under way.
    func vanish() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// What `nc -N` does at the end of its input.
    func endInput() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next line as text; nil at the end, or when the time is over.
    func line(until deadline: Deadline = .patient) -> String? {
        stream.line(until: deadline).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The next line that begins so; those before it are skipped.
    func line(beginning start: String, until deadline: Deadline = .patient) -> String? {
        while let line = line(until: deadline) { if line.hasPrefix(start) { return line } }
        return nil
    }

    /// All lines up to the end of the stream.
    func restLines() -> [String] {
        String(decoding: stream.rest(), as: UTF8.self).replacing("\r\n", with: "\n")
            .split(separator: "\n").map(String.init)
    }
}

/// What a program sends: one object a line.
struct Request: Encodable {
    var op: String
    var v: Int?
    var id: String?
    var text: String?
    var token: String?
    var after: Int?
    var shop: String?
    var name: String?
    var password: String?
    var `case`: Int?

    static let hello = Request(op: "hello", v: 1)
    static let bye = Request(op: "bye")
    static func say(_ text: String, id: String? = nil) -> Request {
        Request(op: "say", id: id, text: text)
    }
    static func resume(_ token: String, after: Int?) -> Request {
        Request(op: "resume", token: token, after: after)
    }

    /// With its line feed.
    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array((try? encoder.encode(self)) ?? Data()) + [0x0A]
    }
}

/// What a program is told.
struct Event: Decodable {
    var ev: String
    var seq: Int?
    var id: String?
    var text: String?
    var hint: String?
    var conv: String?
    var token: String?
    var role: String?
    var code: String?
    var shop: String?
    var disposition: String?
    // What people of the desk are told besides.
    var `case`: Int?
    var agent: String?
    var name: String?
    var why: String?
    var reason: String?
    var routing: String?
    var waitedSeconds: Int?
    var state: String?
    var lines: [Line]?

    struct Line: Decodable {
        var seq: Int
        var role: String
        var text: String
    }
}

extension LineClient {
    func send(_ request: Request) { send(request.bytes) }

    /// The next object; lines before it that are none (the banner) are skipped.
    func event(until deadline: Deadline = .patient) -> Event? {
        while let line = stream.line(until: deadline) {
            guard line.first == UInt8(ascii: "{") else { continue }
            return try? JSONDecoder.snakeCase.decode(Event.self, from: Data(line))
        }
        return nil
    }

    /// The next object of one kind; those before it are skipped.
    func event(_ kind: String, until deadline: Deadline = .patient) -> Event? {
        while let event = event(until: deadline) { if event.ev == kind { return event } }
        return nil
    }

    /// The next object of one kind that is as wanted; those before it are skipped.
    func event(
        _ kind: String, until deadline: Deadline = .patient, where isWanted: (Event) -> Bool
    ) -> Event? {
        while let event = event(until: deadline) {
            if event.ev == kind, isWanted(event) { return event }
        }
        return nil
    }

    /// Says it; what comes back is the acknowledgement, or the error.
    func say(_ text: String, id: String, until deadline: Deadline = .patient) -> Event? {
        send(.say(text, id: id))
        while let event = event(until: deadline) {
            if event.id == id, event.ev == "ack" || event.ev == "error" { return event }
        }
        return nil
    }
}
