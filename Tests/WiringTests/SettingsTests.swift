import Foundation
import Testing
import Webhooks

@testable import Wiring

@Suite("Settings")
struct SettingsTests {
    @Test(
        "addresses",
        arguments: [
            ("127.0.0.1:2323", "127.0.0.1", 2323), ("[::1]:0", "::1", 0), (":80", "::", 80),
            ("localhost:65535", "localhost", 65_535),
        ])
    func readsAddresses(text: String, host: String, port: Int) {
        #expect(ListenAddress(text)?.host == host)
        #expect(ListenAddress(text)?.port == port)
    }

    @Test("what is no address", arguments: ["", "2323", "a:b", "a:65536", "a:-1", "a:"])
    func refusesOthers(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test("a file sets what flags would")
    func readsFile() async throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("settings-\(UUID().uuidString).yml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(
            """
            line: 0.0.0.0:4242
            line-tls: 0.0.0.0:4243
            default-shop: juniper
            no-rate-limits: true
            loops: 1
            """.utf8
        ).write(to: file)
        let settings = try await Settings.read(file: file.path)
        #expect(settings.line == "0.0.0.0:4242")
        #expect(settings.lineTLS == "0.0.0.0:4243")
        #expect(settings.defaultShop == "juniper")
        #expect(!settings.hasRateLimits)
        #expect(settings.loopCount == 1)
        #expect(settings.web == Settings().web)
    }

    @Test("how long deliveries are kept is a setting, and has to be possible")
    func keepsDeliveries() throws {
        var settings = Settings()
        #expect(try settings.retention() == DeliveryRetention())
        settings.deliveriesKeptDays = 1
        #expect(try settings.retention().delivered == .seconds(86_400))
        for days in [0, -1, 3_651] {
            settings.deadLettersKeptDays = days
            #expect(throws: StartError.keptDays("dead-letters-kept-days", days)) {
                try settings.retention()
            }
        }
    }

    @Test("how long a log-in lasts is a setting, and has to be possible")
    func endsLogins() throws {
        var settings = Settings()
        #expect(try settings.loginTime() == .seconds(12 * 3_600))
        for hours in [0, -1, 169] {
            settings.loginHours = hours
            #expect(throws: StartError.loginHours(hours)) { try settings.loginTime() }
        }
    }

    @Test("a file that is missing or broken is an error")
    func refusesBrokenFile() async {
        await #expect(throws: (any Error).self) { try await Settings.read(file: "/nowhere.yml") }
    }

    @Test("a moment is read in the shop's zone")
    func readsMoments() {
        #expect(
            Moment.read("2026-03-10T10:00", in: .utc)?.description == "2026-03-10T10:00:00.000Z")
        #expect(Moment.read("2026-03-10", in: .utc)?.description == "2026-03-10T12:00:00.000Z")
        #expect(
            Moment.read("2026-03-10T10:00:00Z", in: .utc)?.description == "2026-03-10T10:00:00.000Z"
        )
        for wrong in [
            "", "tomorrow", "2026-02-30", "2026-03-10T25:00", "2026-03-10T", "2026-03-10T10",
        ] {
            #expect(Moment.read(wrong, in: .utc) == nil, "\(wrong)")
        }
    }
}
