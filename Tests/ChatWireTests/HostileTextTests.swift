import ChatWire
import CleanText
import JSONText
import TestKit
import Testing
import Vocabulary

/// What customers send to harm a terminal, on its way through a session and out in both modes.
struct HostileTextTests {
    private struct Case {
        let name: String
        let bytes: [UInt8]
    }

    private func cases() throws -> [Case] {
        var cases = try DataSets.objects("hostile-text/hostile.jsonl").map { item in
            Case(
                name: item["name"]?.string ?? "",
                bytes: DataSets.bytes(hex: item["bytes_hex"]?.string ?? ""))
        }
        cases += try DataSets.objects("naughty-strings/blns.jsonl").map { item in
            Case(
                name: "naughty \(item["i"]?.integer ?? -1)",
                bytes: Array((item["s"]?.string ?? "").utf8))
        }
        return cases
    }

    @Test(
        .enabled(
            if: DataSets.has("hostile-text") && DataSets.has("naughty-strings"),
            "data sets hostile-text and naughty-strings are not here"))
    func noTextHarmsATerminalOrALine() throws {
        for item in try cases() {
            let text = Normalised.repaired(item.bytes)
            for role in Role.allCases {
                for name in ["", "Ana", text] {
                    expectHarmless(text, role, name, item.name)
                }
            }
        }
    }

    private func expectHarmless(_ text: String, _ role: Role, _ name: String, _ case: String) {
        let message = Notice.Message(
            sequence: 1, role: role, name: name, text: text,
            menu: [.init(number: 1, text: text)])
        var plain: [UInt8] = []
        WireReply(.message(message)).encode(mode: .plain, into: &plain)
        expectHarmless(plain, `case`)
        var json: [UInt8] = []
        WireReply(.message(message)).encode(mode: .json, into: &json)
        expectHarmless(json, `case`)
        #expect(json.count { $0 == 0x0A } == 1, "\(`case`)")
        let back = (try? JSONValue(parsing: json))?["text"]?.string
        #expect(back.map { Array($0.utf8) } == Array(text.utf8), "\(`case`)")
    }

    /// No C0 but tab and line ends, no DEL, no C1, no U+2028/9, no open turn of writing.
    private func expectHarmless(_ bytes: [UInt8], _ name: String) {
        var isolates = 0
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x0A: #expect(isolates == 0, "\(name)")
            case 0x09, 0x0D: break
            case 0x2068: isolates += 1
            case 0x2069: isolates -= 1
            case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2067:
                Issue.record("\(name): U+\(String(scalar.value, radix: 16)) gets out")
            default: break
            }
        }
        #expect(isolates == 0, "\(name)")
        let isWhole = bytes.isEmpty || bytes.last == 0x0A
        #expect(isWhole, "\(name)")
    }

    @Test(
        .enabled(if: DataSets.has("hostile-text"), "data set hostile-text is not here"))
    func aSessionTakesThemAllAndGoesOn() throws {
        let juniper = try #require(ShopID("juniper"))
        let shops = WireShops(
            standard: juniper, all: [juniper], names: NameCheck(reserved: []))
        for item in try cases() {
            for mode in [WireMode.plain, .json] {
                var session = WireSession(mode: mode, isLoginAllowed: false)
                var steps: [WireStep] = []
                item.bytes.withUnsafeBufferPointer {
                    session.handle($0, shops: shops, into: &steps)
                }
                for step in steps {
                    guard case .reply(let reply) = step else { continue }
                    var buffer: [UInt8] = []
                    reply.encode(mode: session.mode, into: &buffer)
                    expectHarmless(buffer, item.name)
                }
            }
        }
    }
}
