import Foundation

/// `helpline serve` as a process of its own, on ports that nobody else has.
final class ServerUnderTest {
    let process: ChildProcess
    let site: Site
    /// What it printed once it served.
    let announcement: [String]
    let port: UInt16
    let webPort: UInt16

    struct DidNotStart: Error, CustomStringConvertible {
        let code: Int32
        let errors: String
        var description: String { "the server ended with \(code): \(errors)" }
    }

    /// Starts it and waits until it serves.
    ///
    /// - Parameters:
    ///   - wrapper: A program that starts it, such as `prlimit --nofile=64`, which must become it.
    ///   - arguments: Behind `serve`.
    init(
        _ site: Site, wrapper: [String] = [], arguments: [String] = [],
        environment: [String: String] = [:], line: String = "127.0.0.1:0"
    ) throws {
        self.site = site
        process = try ChildProcess(
            wrapper + [
                Tools.helpline, "serve", "--intents", site.intents, "--data", site.data,
                "--line", line, "--web", "127.0.0.1:0",
            ] + arguments, environment: environment)
        var lines: [String] = []
        while lines.last?.contains("curl") != true, let line = process.output.line() {
            lines.append(String(decoding: line, as: UTF8.self))
        }
        announcement = lines
        // lines on 127.0.0.1:2323, web on 127.0.0.1:8080
        let ports = lines.dropFirst().first?.matches(of: #/:(\d+)/#).compactMap { UInt16($0.1) }
        guard let ports, ports.count >= 2 else {
            let code = process.exitCode()
            throw DidNotStart(
                code: code, errors: String(decoding: process.errors.rest(), as: UTF8.self))
        }
        port = ports[0]
        webPort = ports[ports.count - 1]
    }

    func client(receiveBufferBytes: Int32? = nil) throws -> LineClient {
        try LineClient(port: port, receiveBufferBytes: receiveBufferBytes)
    }

    /// A program's connection that has begun a conversation.
    func greetedClient() throws -> (client: LineClient, welcome: Event) {
        let client = try client()
        client.send(.hello)
        guard let welcome = client.event("welcome") else {
            throw LineClient.NobodyListens(address: "port \(port)", reason: "no welcome")
        }
        return (client, welcome)
    }

    /// The body that the web port answers with.
    func web(_ path: String) throws -> (status: Int, body: String) {
        let client = try LineClient(port: webPort)
        client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let answer = String(decoding: client.stream.rest(), as: UTF8.self)
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1)
        let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (status ?? 0, parts.count > 1 ? String(parts[1]) : "")
    }

    /// A figure of `/metrics`; 0 if it is not there.
    func metric(_ name: String) throws -> Double {
        let line = try web("/metrics").body.split(separator: "\n")
            .first { $0.hasPrefix(name + " ") }
        return line.flatMap { Double($0.dropFirst(name.count + 1)) } ?? 0
    }

    /// Ends it as an operator does.
    ///
    /// - Returns: Its exit code.
    @discardableResult
    func stop() -> Int32 {
        process.send(SIGTERM)
        return process.exitCode()
    }

    /// Ends it as a power cut would, but for the disk.
    func killAtOnce() {
        process.send(SIGKILL)
        process.exitCode()
    }

    /// Seconds of processor time so far.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process.pid)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Bytes of memory that are its own now.
    var residentBytes: Int {
        let text =
            (try? String(contentsOfFile: "/proc/\(process.pid)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1_024
    }

    /// A port that nobody uses and the system gives to nobody, so that a server finds it free again.
    static func steadyPort() throws -> UInt16 {
        for _ in 0..<200 {
            let port = UInt16.random(in: 12_000..<30_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(port).bigEndian
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result == 0 { return port }
        }
        throw LineClient.NobodyListens(address: "127.0.0.1", reason: "no free port")
    }
}
