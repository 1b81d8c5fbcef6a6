import Foundation
import Testing

/// A wall clock that jumps: the record goes on, nobody is closed or forgotten by it.
@Suite struct ClockTests {
    private static let library: String? = [
        "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
    ]
    .map { "\($0)/faketime/libfaketimeMT.so.1" }
    .first { FileManager.default.fileExists(atPath: $0) }

    @Test(
        "an hour forth and back, and the year 2038",
        .enabled(if: library != nil, "faketime is not installed"))
    func jumps() throws {
        let library = try #require(Self.library)
        let site = try Site()
        let clock = site.folder + "/clock"
        func jump(_ time: String) throws {
            try Data("\(time)\n".utf8).write(to: URL(fileURLWithPath: clock), options: .atomic)
        }
        try jump("+0")
        let server = try ServerUnderTest(
            site,
            wrapper: ["nice", "-n", "0"],
            environment: [
                "LD_PRELOAD": library, "FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_NO_CACHE": "1",
                "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            ])
        let (client, welcome) = try server.greetedClient()
        var token = welcome.token ?? ""
        var sequence = welcome.seq ?? 0
        for (index, time) in ["+3600", "-3600", "+0", "@2038-01-19 03:14:00", "+0"].enumerated() {
            try jump(time)
            let ack = client.say("how big is a kite", id: "j\(index)")
            #expect(ack?.ev == "ack", "\(time)")
            #expect((ack?.seq ?? 0) > sequence, "\(time)")
            sequence = ack?.seq ?? sequence
        }
        client.vanish()
        try jump("+3600")
        let back = try server.client()
        back.send(.resume(token, after: sequence))
        let again = back.event()
        #expect(
            again?.ev == "welcome", "the clock's jump has spent the token: \(again?.code ?? "")")
        token = again?.token ?? token
        #expect(back.say("which wind is good", id: "end")?.ev == "ack")
        let before = server.processorSeconds
        #expect(back.event("closed", until: Deadline(seconds: 1)) == nil)
        #expect(server.processorSeconds - before < 0.4, "a storm of timers")
        back.vanish()
        #expect(server.stop() == 0)
        #expect(try Record(data: site.data).verify().code == 0)
    }
}
