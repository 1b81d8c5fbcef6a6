import ChatSessions
import ChatWire
import Foundation
import JSONText
import NIOCore
import SessionKit
import TestKit
import Testing

@testable import WebBridge

/// Autobahn's suite against an echo that is made of the server's own handshake, frame reader and frame
/// writer. `HELPLINE_WSTEST` names a Python 2.7 with `autobahntestsuite`.
@Suite("Autobahn", .serialized)
struct AutobahnTests {
    private static let python = ProcessInfo.processInfo.environment["HELPLINE_WSTEST"]
    private static let isSoak = ProcessInfo.processInfo.environment["HELPLINE_SOAK"] == "1"

    @Test(.enabled(if: python != nil, "HELPLINE_WSTEST names no Python with autobahntestsuite"))
    func noCaseFails() async throws {
        let python = try #require(Self.python)
        try await TestServer.run { server in
            let listener = try await WebListener.start(
                host: "127.0.0.1", port: 0, loops: server.loops,
                site: WebSite(
                    health: HealthSource(
                        fault: { nil }, unreadiness: { nil }, metrics: { "" }), shops: []),
                limits: WebLimits(), logger: TestServer.silence
            ) { _, _, _ in FrameEcho() }
            let folder = FileManager.default.temporaryDirectory.appending(path: "wstest-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let port = listener.localAddress?.port ?? 0
            let cases =
                ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "10.*"]
                + (Self.isSoak ? ["9.*"] : [])
            let spec = """
                {"outdir": "reports", "servers": [{"agent": "helpline", \
                "url": "ws://127.0.0.1:\(port)/chat"}], "cases": \(cases), \
                "exclude-cases": [], "exclude-agent-cases": {}}
                """
            try Data(spec.utf8).write(to: folder.appending(path: "spec.json"))
            let wstest = try Peers.start(
                python,
                ["-m", "autobahntestsuite.wstest", "-m", "fuzzingclient", "-s", "spec.json"],
                in: folder)
            await Self.end(of: wstest)
            await listener.close()
            let index = folder.appending(path: "reports/index.json")
            try Self.judge(try Data(contentsOf: index))
        }
    }

    private static func end(of process: Process) async {
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            DispatchQueue.global().async {
                process.waitUntilExit()
                done.resume()
            }
        }
    }

    private static func judge(_ report: Data) throws {
        guard case .object(let agents) = try JSONValue(parsing: Array(report)),
            case .object(let cases)? = agents["helpline"]
        else {
            Issue.record("the report names no cases")
            return
        }
        #expect(cases.members.count >= 240, "\(cases.members.count) cases")
        for member in cases.members {
            guard case .object(let outcome) = member.value else { continue }
            let behaviour = outcome["behavior"]?.string ?? ""
            let close = outcome["behaviorClose"]?.string ?? ""
            #expect(["OK", "INFORMATIONAL"].contains(behaviour), "case \(member.key)")
            #expect(["OK", "INFORMATIONAL"].contains(close), "closing of case \(member.key)")
        }
    }
}

/// Sends every message back, through the reader and the writer that sessions use.
private final class FrameEcho: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var reader = FrameReader(messageBytesMax: 32 * 1_024 * 1_024)
    private var reply: [UInt8] = []
    private var isClosed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        let bytes = unwrapInboundIn(data)
        let result = bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(FrameError) in
                try reader.receive(bytes.assumingMemoryBound(to: UInt8.self)) { self.take($0) }
            }
        }
        if case .failure(let error) = result {
            isClosed = true
            FrameWriter.appendClose(error.code, reason: error.reason, to: &reply)
        }
        guard !reply.isEmpty else { return }
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: reply)), promise: written)
        reply = []
        guard isClosed else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }

    private func take(_ event: FrameReader.Event) {
        switch event {
        case .text(let text): echo(text, opcode: 0x81)
        case .binary(let bytes): echo(bytes, opcode: 0x82)
        case .ping(let payload): FrameWriter.appendPong(payload, to: &reply)
        case .pong: break
        case .closed(let code):
            isClosed = true
            FrameWriter.appendClose(code, to: &reply)
        }
    }

    private func echo(_ payload: LineBytes, opcode: UInt8) {
        let start = reply.count
        FrameWriter.append(to: &reply) { $0 += payload }
        // The server itself says no empty messages.
        if payload.isEmpty { reply += [opcode, 0] }
        reply[start] = opcode
    }
}
