import Foundation
import JSONText
import Vocabulary

/// Many agents on sockets of their own, read by one thread: they take whatever they are offered.
final class AgentCrowd {
    /// One agent's connection.
    private struct Peer {
        let descriptor: Int32
        var arrived: [UInt8] = []
        var isOn = false
    }

    private var peers: [Peer] = []
    private var polled: [pollfd] = []
    /// Agents who are on.
    private(set) var onCount = 0
    private(set) var assignedCount = 0
    /// Bytes.
    private var readCount = 0
    /// When each conversation's offer was read, in nanoseconds of the monotonic clock.
    private(set) var offeredAt: [ConversationID: UInt64] = [:]
    /// Ends each chat as soon as it has it.
    var closesAtOnce = false

    deinit { for peer in peers { close(peer.descriptor) } }

    /// Connects one more and logs in.
    func add(_ name: String, port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(4))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        peers.append(Peer(descriptor: descriptor))
        polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        send(#"{"op":"login","name":"\#(name)","password":"x"}"#, peers.count - 1)
        send(#"{"op":"cmd","text":"/on"}"#, peers.count - 1)
    }

    /// Reads what has come, waiting for something at most so long.
    func read(milliseconds: Int32) {
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        var bytes = [UInt8](repeating: 0, count: 65_536)
        for index in polled.indices where polled[index].revents != 0 {
            let count = recv(peers[index].descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { continue }
            readCount += count
            peers[index].arrived += bytes[..<count]
            while let end = peers[index].arrived.firstIndex(of: 0x0A) {
                let line = Array(peers[index].arrived[..<end])
                peers[index].arrived.removeFirst(end + 1)
                take(line, index, at: now)
            }
        }
    }

    /// Reads until something is so.
    ///
    /// - Throws: `Stalled` if nothing at all comes for half a minute.
    func read(until isSo: () -> Bool) throws {
        var silence = 0
        while !isSo() {
            let before = readCount
            read(milliseconds: 1_000)
            silence = readCount == before ? silence + 1 : 0
            guard silence < 30 else {
                throw Stalled(onCount: onCount, assignedCount: assignedCount)
            }
        }
    }

    /// The floor says nothing any more.
    struct Stalled: Error {
        let onCount: Int
        let assignedCount: Int
    }

    private func take(_ line: [UInt8], _ index: Int, at now: UInt64) {
        guard line.first == UInt8(ascii: "{"),
            case .object(let object)? = try? JSONValue(parsing: line)
        else { return }
        let number = object["case"]?.integer ?? 0
        switch object["ev"]?.string {
        case "presence":
            if object["state"]?.string == "on", !peers[index].isOn {
                peers[index].isOn = true
                onCount += 1
            }
        case "offer":
            if let id = object["conv"]?.string.flatMap({ ConversationID($0) }) {
                offeredAt[id] = now
            }
            send(#"{"op":"cmd","case":\#(number),"text":"/take"}"#, index)
        case "assigned":
            assignedCount += 1
            if closesAtOnce {
                send(#"{"op":"cmd","case":\#(number),"text":"/close resolved"}"#, index)
            }
        default: break
        }
    }

    private func send(_ text: String, _ index: Int) {
        let bytes = Array("\(text)\n".utf8)
        _ = bytes.withUnsafeBytes {
            Glibc.send(peers[index].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }
}
