import ChatSessions
import ChatWire
import Foundation
import SessionKit
import Testing

/// Programs of others, in front of the server or as its clients. What this machine does not have is
/// skipped by name: `HELPLINE_PYTHON` names a Python with the packages.
@Suite("Programs of others", .serialized)
struct PeerTests {
    @Test(.enabled(if: Peers.has("websockets"), "PyPI's websockets is not here"))
    func websocketsIsServed() async throws {
        try await TestServer.run { server in
            let said = try await Peers.run("websockets", server.webPort)
            #expect(said == "fine\n")
        }
    }

    @Test(.enabled(if: Peers.has("wsproto"), "PyPI's wsproto is not here"))
    func wsprotoIsServedAndBrokenFramesAreRefused() async throws {
        try await TestServer.run { server in
            let said = try await Peers.run("wsproto", server.webPort)
            #expect(said == "fine\n")
        }
    }

    @Test(.enabled(if: Peers.has("websockify"), "PyPI's websockify is not here"))
    func websockifyWorksInFrontOfTheLinePort() async throws {
        try await TestServer.run { server in
            let said = try await Peers.run("websockify", server.port)
            #expect(said == "fine\n")
        }
    }

    @Test(.enabled(if: Peers.has("proxy-protocol"), "PyPI's proxy-protocol is not here"))
    func headersOfProxyProtocolAreRead() async throws {
        try await TestServer.run(try Self.behindProxy()) { server in
            let said = try await Peers.run("proxy-protocol", server.port, server.webPort)
            #expect(said == "fine\n")
        }
    }

    @Test(
        .enabled(if: Peers.hasProgram("haproxy"), "haproxy is not here"),
        arguments: ["send-proxy", "send-proxy-v2"])
    func haproxyWorksInFrontOfBothPorts(version: String) async throws {
        try await TestServer.run(try Self.behindProxy()) { server in
            let ports = [try Peers.freePort(), try Peers.freePort()]
            let configuration = """
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                listen line
                    bind 127.0.0.1:\(ports[0])
                    server helpline 127.0.0.1:\(server.port) \(version)
                listen web
                    bind 127.0.0.1:\(ports[1])
                    server helpline 127.0.0.1:\(server.webPort) \(version)

                """
            let file = FileManager.default.temporaryDirectory
                .appending(path: "haproxy-\(UUID()).cfg")
            try Data(configuration.utf8).write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let proxy = try Peers.start("haproxy", ["-db", "-f", file.path])
            defer { proxy.terminate() }
            await eventually { (try? TestClient(port: ports[1])) != nil }
            let line = try TestClient(port: ports[0])
            line.send("hello\n")
            #expect(line.line(beginning: "bot: you said: hello") != nil)
            let socket = try SocketClient(port: ports[1])
            socket.send(#"{"op":"hello","v":1}"#)
            #expect(socket.text(containing: "welcome") != nil)
        }
    }

    @Test(
        .enabled(if: Peers.hasProgram("slowhttptest"), "slowhttptest is not here"),
        arguments: [["-H"], ["-B"], ["-X"]])
    func slowPeersKeepNobodyOut(kind: [String]) async throws {
        try await TestServer.run { server in
            let slow = try Peers.start(
                "slowhttptest",
                kind + [
                    "-c", "700", "-r", "400", "-i", "1", "-l", "4", "-p", "2",
                    "-u", "http://127.0.0.1:\(server.webPort)/healthz",
                ])
            defer { slow.terminate() }
            var servedCount = 0
            while slow.isRunning, servedCount < 400 {
                let peer = try TestClient(port: server.webPort)
                peer.send("GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n")
                #expect(peer.line() == "HTTP/1.1 200 OK")
                servedCount += 1
                await Peers.pause(milliseconds: 10)
            }
            // How many are asked while it lasts is the machine's business; each was served.
            #expect(servedCount > 0)
        }
    }

    private static func behindProxy() throws -> LineConfiguration {
        var configuration = TestServer.configuration()
        configuration.proxies = [try #require(AddressRange("127.0.0.1"))]
        return configuration
    }
}

/// Runs programs of others.
enum Peers {
    private static let python =
        ProcessInfo.processInfo.environment["HELPLINE_PYTHON"] ?? "python3"
    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Peers/peers.py").path

    static func has(_ peer: String) -> Bool {
        guard let process = try? start(python, [script, "has", peer]) else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static func hasProgram(_ name: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let folders = path.split(separator: ":").map(String.init) + ["/usr/sbin"]
        return folders.contains { folder in
            FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)")
        }
    }

    /// What it said, with its complaints.
    static func run(_ peer: String, _ ports: Int...) async throws -> String {
        let output = Pipe()
        let process = try start(python, [script, peer] + ports.map(String.init), output: output)
        return await withCheckedContinuation { done in
            DispatchQueue.global().async {
                let text = output.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                done.resume(returning: String(decoding: text, as: UTF8.self))
            }
        }
    }

    static func start(
        _ program: String, _ arguments: [String], in folder: URL? = nil, output: Pipe? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        var environment = ProcessInfo.processInfo.environment
        environment["PATH", default: "/usr/bin:/bin"] += ":/usr/sbin"
        process.environment = environment
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = output ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        try #require(isBound, "no free port")
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func pause(milliseconds: Int) async {
        await withCheckedContinuation { soon in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                soon.resume()
            }
        }
    }
}
