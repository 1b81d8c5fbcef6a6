import Foundation
import Testing

/// A disk that refuses: every refusal is said, nothing is acknowledged that is not there, and work
/// goes on by itself once there is room.
@Suite struct DiskTests {
    /// A customer who says lines of some length and counts what becomes of them.
    private struct Sender {
        let client: LineClient
        let conversation: String
        private(set) var acknowledged: Set<String> = []
        private(set) var refusedCount = 0
        private var sentCount = 0

        init(_ server: ServerUnderTest) throws {
            let (client, welcome) = try server.greetedClient()
            self.client = client
            conversation = welcome.conv ?? ""
        }

        /// - Returns: the code of the refusal; nil if it was acknowledged.
        mutating func say(bytes: Int = 1_000) throws -> String? {
            sentCount += 1
            let id = "s\(sentCount)"
            let text = "kite \(sentCount) " + String(repeating: "wide and ", count: bytes / 9)
            let answer = try #require(client.say(text, id: id), "the server says nothing any more")
            guard answer.ev == "ack" else {
                refusedCount += 1
                return answer.code ?? "none"
            }
            acknowledged.insert(id)
            return nil
        }
    }

    private static func compare(_ sender: Sender, _ site: Site) throws {
        let record = Record(data: site.data)
        let verified = try record.verify()
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
        let ids = try record.document(sender.conversation).entries.compactMap(\.clientId)
        #expect(Set(ids).isSuperset(of: sender.acknowledged), "an acknowledged line is lost")
        #expect(Set(ids).count == ids.count)
    }

    @Test("a file that may not grow: not_saved, until it may")
    func fileSizeLimit() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, wrapper: ["prlimit", "--fsize=600000:unlimited"])
        var sender = try Sender(server)
        var code: String?
        for _ in 0..<1_500 where code == nil { code = try sender.say() }
        #expect(code == "not_saved")
        // It may empty its log and find room again, but not for ever.
        while sender.refusedCount < 5 {
            if let code = try sender.say() { #expect(code == "not_saved") }
        }
        try #require(
            try Outcome(["prlimit", "--pid", "\(server.process.pid)", "--fsize=unlimited"]).code
                == 0)
        #expect(try sender.say() == nil)
        for _ in 0..<20 { #expect(try sender.say() == nil) }
        #expect(server.stop() == 0)
        try Self.compare(sender, site)
    }

    @Test(
        "random failures of writes and syncs: every error is said, nothing is lost",
        .enabled(if: Tools.has("fiu-run") && Tools.has("fiu-ctrl"), "fiu-run is not installed"),
        arguments: [
            "enable_random name=posix/io/rw/pwrite,probability=0.1,failinfo=28",
            "enable_random name=posix/io/rw/pwrite,probability=0.1,failinfo=5",
            "enable_random name=posix/io/sync/*,probability=0.2,failinfo=5",
        ])
    func failingCalls(fault: String) throws {
        let site = try Site()
        let server = try ServerUnderTest(
            site, wrapper: ["fiu-run", "-x", "-f", "\(site.folder)/fiu"])
        var sender = try Sender(server)
        func control(_ command: String) throws {
            let done = try Outcome([
                "fiu-ctrl", "-f", "\(site.folder)/fiu", "-c", command, "\(server.process.pid)",
            ])
            try #require(done.code == 0, "\(done.errors)")
        }
        #expect(try sender.say() == nil)
        try control(fault)
        for _ in 0..<(Tools.isSoak ? 2_000 : 150) {
            if let code = try sender.say(bytes: 300) { #expect(code == "not_saved") }
        }
        #expect(sender.refusedCount > 0)
        try control(
            "disable name=" + (fault.split(separator: "=")[1].split(separator: ",").first ?? ""))
        for _ in 0..<5 { #expect(try sender.say() == nil) }
        #expect(server.stop() == 0)
        try Self.compare(sender, site)
    }

    @Test("a full disk: refused with a code, sound, and resumed once there is room")
    func fullDisk() throws {
        let mount = NSTemporaryDirectory() + "helpline-disk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        defer { rmdir(mount) }
        let mounted = try Outcome(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount])
        guard mounted.code == 0 else {
            return withKnownIssue("mount is refused here") {
                Issue.record("skipped: \(mounted.errors)")
            }
        }
        defer { _ = try? Outcome(["umount", "-l", mount]) }
        let site = try Site(data: mount + "/Transcripts")
        let server = try ServerUnderTest(site)
        var sender = try Sender(server)
        #expect(try sender.say() == nil)
        let filler = mount + "/filler"
        _ = try Outcome(["dd", "if=/dev/zero", "of=\(filler)", "bs=4096"])
        var code: String?
        for _ in 0..<1_500 where code == nil { code = try sender.say() }
        #expect(code == "not_saved")
        #expect(try server.web("/healthz").status == 503)
        let (status, _) = try server.web("/metrics")
        #expect(status == 200)
        let newcomer = try server.client()
        newcomer.send(.hello)
        #expect(newcomer.event()?.code == "not_saved")
        unlink(filler)
        #expect(try sender.say() == nil)
        #expect(try server.web("/healthz").status == 200)
        newcomer.send(.hello)
        #expect(newcomer.event("welcome") != nil)
        newcomer.vanish()
        sender.client.vanish()
        #expect(server.stop() == 0)
        try Self.compare(sender, site)
    }
}
