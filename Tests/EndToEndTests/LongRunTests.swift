import Foundation
import Testing
import Vocabulary

/// A server that runs for long keeps its size: descriptors, threads and memory stay where they were.
@Suite struct LongRunTests {
    private static let sessionCount = 500
    /// Minutes of load; `HELPLINE_SOAK_MINUTES` sets others.
    private static let minutes =
        ProcessInfo.processInfo.environment["HELPLINE_SOAK_MINUTES"].flatMap { Double($0) } ?? 30

    /// What the kernel says of the server at one moment.
    private struct Size {
        let residentBytes: Double
        let descriptorCount: Int
        let threadCount: Int

        init(of process: Int32) throws {
            let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            func number(_ key: String) -> Double {
                let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
                return line?.split(whereSeparator: \.isWhitespace).dropFirst().first
                    .flatMap { Double($0) } ?? 0
            }
            residentBytes = number("VmRSS:") * 1_024
            threadCount = Int(number("Threads:"))
            descriptorCount =
                try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
        }
    }

    /// Goal: nothing is kept of what is over.
    /// Method: 500 sessions that ask, leave, lose their connection, come back and want to be forgotten;
    /// the server's size is taken 200 times, and the last fifth compared with the second.
    @Test(
        "the server keeps its size under load",
        .enabled(if: Tools.isSoak, "HELPLINE_SOAK=1 runs it"))
    func keepsItsSize() throws {
        var random = SeededRandom(seed: Tools.seed)
        let site = try Site(.demonstration)
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        var visitors = try (0..<Self.sessionCount).map { _ in try Visitor(server) }
        let start = DispatchTime.now().uptimeNanoseconds
        let length = UInt64(Self.minutes * 60e9)
        var sizes: [Size] = []
        var turnCount = 0
        while true {
            let elapsed = DispatchTime.now().uptimeNanoseconds - start
            guard elapsed < length else { break }
            if elapsed >= length / 200 * UInt64(sizes.count) {
                sizes.append(try Size(of: server.process.pid))
            }
            let index = random.number(below: visitors.count)
            try visitors[index].act(server, &random)
            turnCount += 1
        }
        let early = sizes[sizes.count / 5..<sizes.count * 2 / 5]
        let late = sizes[(sizes.count * 4 / 5)...]
        func mean(_ sizes: ArraySlice<Size>, _ value: (Size) -> Double) -> Double {
            sizes.map(value).reduce(0, +) / Double(max(sizes.count, 1))
        }
        let before = mean(early, \.residentBytes)
        let after = mean(late, \.residentBytes)
        print(
            "long run: \(turnCount) turns in \(Self.minutes) minutes, seed \(Tools.seed); resident "
                + "\(Int(before / 1e6)) MB early, \(Int(after / 1e6)) MB late; "
                + "\(late.map(\.descriptorCount).max() ?? 0) descriptors, "
                + "\(late.map(\.threadCount).max() ?? 0) threads")
        #expect(sizes.count > 100)
        #expect(after < before * 1.05, "resident bytes grew from \(before) to \(after)")
        let descriptors = early.map(\.descriptorCount).max() ?? 0
        #expect((late.map(\.descriptorCount).max() ?? 0) <= descriptors + 8)
        let threads = early.map(\.threadCount).max() ?? 0
        #expect((late.map(\.threadCount).max() ?? 0) <= threads)
        #expect(server.stop() == 0)
        let verified = try Record(data: site.data).verify(seconds: 600)
        #expect(verified.code == 0, "\(verified.output) \(verified.errors)")
    }

    /// A shopper who stays for the whole run, over many connections and conversations.
    private struct Visitor {
        var client: LineClient
        var token: String
        var lastSequence = 0
        var lineCount = 0

        private static let lines = [
            "where is my order JP-10432?", "10115", "can i send back the blue jacket", "hello",
            "how long does shipping take", "do you have rain jackets under 150", "human please",
            "how do i pay", "asdf qwer", "what sizes does the fleece come in", "cancel", "thanks",
        ]

        init(_ server: ServerUnderTest) throws {
            let (client, welcome) = try server.greetedClient()
            self.client = client
            token = welcome.token ?? ""
        }

        mutating func act(_ server: ServerUnderTest, _ random: inout SeededRandom) throws {
            switch random.number(below: 40) {
            case 0: try leave(by: Request.bye.bytes, server)
            case 1: try leave(by: Array(#"{"op":"cmd","text":"/forget"}"#.utf8) + [0x0A], server)
            case 2: try comeBack(server)
            default: try say(Self.lines[random.number(below: Self.lines.count)])
            }
        }

        private mutating func say(_ line: String) throws {
            lineCount += 1
            let event = try #require(client.say(line, id: "l\(lineCount)"))
            #expect(event.ev == "ack", "\(event.code ?? "") \(event.text ?? "")")
            lastSequence = max(lastSequence, event.seq ?? 0)
        }

        private mutating func leave(by bytes: [UInt8], _ server: ServerUnderTest) throws {
            client.send(bytes)
            #expect(client.event("closed") != nil)
            client.vanish()
            self = try Visitor(server)
        }

        private mutating func comeBack(_ server: ServerUnderTest) throws {
            client.vanish()
            client = try server.client()
            client.send(.resume(token, after: lastSequence))
            token = try #require(client.event("welcome")?.token)
        }
    }
}
