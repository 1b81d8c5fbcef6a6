import Foundation
import Testing
import Vocabulary

@testable import ShopFiles

/// Goal: whatever stands in the files, reading them ends with problems or a shop, never with a crash.
/// Method: change sound files at random places, from a seed, and load them.
@Suite struct HostileFilesTests {
    private static let sound: [String: String] = [
        "shop/shop.yml": ShopFixture.settings,
        "shop/policy.yml": ShopFixture.policy,
        "shop/en/talk.yml": ShopFixture.intents(),
        "shop/en/more.yml": """
        topic: orders
        nlu:
        - intent: status
          pattern: "order{1} && (where|when) !return"
          examples: |
            - where is [AB-1234](order_number)
            - wo ist [zwei]{"entity": "count", "value": "2"}
        responses:
          utter_x:
          - text: "Hello {{order.number || \\"you\\"}}, {name}"
            condition: [{name: order.status, value: [paid, shipped]}]
            buttons: [{title: A, payload: /greet}]
          title_status: [{text: Status}]
        forms:
          f:
            required_slots: [order_number, {slot: s, from: {intent: {yes: a, no: b}}, pattern: "[a-z]+"}]
        rules:
        - rule: r
          steps:
          - intent: status
          - form: f
          - action: find_order
          - set: {a: "{{b}}"}
          - respond: utter_x
            if: [{name: s, present: true}]
        keywords: {human: [a, b]}
        """,
        "shop/canned.yml": "a: {en: \"{{x}}\", tags: [b]}\n",
    ]

    private static let pieces = [
        "{{", "}}", "[", "]", "{", "}", ": ", "- ", "\n", "\t", "\"", "'", "|", ">", "*a", "&a ",
        "!", "#",
        "\u{0}", "é", "99999999999999999999", "-1", "null", "~", "<<: *a", "%", "@", "\\", "  ",
    ]

    @Test(arguments: 1...60) func changedFilesNeverCrash(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var files = Self.sound
        let names = files.keys.sorted()
        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let name = names[Int.random(in: 0..<names.count, using: &random)]
            var bytes = Array((files[name] ?? "").utf8)
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
                bytes.insert(contentsOf: piece.utf8, at: place)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + 12))
            case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: place)
            default: bytes.removeSubrange(place...)
            }
            files[name] = String(decoding: bytes, as: UTF8.self)
        }
        let (shops, problems) = try ShopFixture(files).load()
        let hasError = problems.contains { $0.severity == .error }
        #expect(shops.isEmpty == hasError, "seed \(seed)")
        for problem in problems {
            #expect(problem.line >= 1 && problem.column >= 1, "seed \(seed)")
        }
    }

    @Test func thousandsOfIntentsOfOneExampleAreReadAndTold() throws {
        var text = "topic: orders\nnlu:\n"
        for number in 0..<5_000 {
            text += "- intent: intent_\(number)\n  examples: [\"line \(number)\"]\n"
        }
        let messages = try ShopFixture.messages(inFile: text)
        #expect(messages.count == ProblemLog.problemCountMax)
    }
}
