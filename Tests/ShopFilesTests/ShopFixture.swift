import Dialogue
import Foundation
import ShopFiles
import Vocabulary

/// A folder `Intents/` of one small shop that has no problems, made for one test and removed with it.
final class ShopFixture {
    let path: String

    /// - Parameter files: Files to add or, by the same path, to replace.
    init(_ files: [String: String] = [:]) throws {
        path = NSTemporaryDirectory() + "shop-files-\(UUID().uuidString)"
        for (name, text) in Self.sound.merging(files, uniquingKeysWith: { $1 }) {
            try write(text, to: name)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try write(Data(text.utf8), to: name)
    }

    func write(_ bytes: Data, to name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try bytes.write(to: url)
    }

    func load() -> (shops: [LoadedShop], problems: [ShopFileProblem]) {
        ShopFolder(path: path).load()
    }

    /// What is worth telling an author, as `check` shows it.
    func messages() -> [String] {
        load().problems.filter { $0.severity > .note }.map(\.description)
    }

    /// The problems of a shop whose intent file `shop/en/test.yml` holds `text`.
    static func messages(inFile text: String) throws -> [String] {
        try ShopFixture(["shop/en/test.yml": text]).messages()
    }

    static let settings = """
        name: The Shop
        assistant: Shoppy
        languages: [en]
        include: [shared]
        time_zone: Europe/Berlin
        hours:
          mon-fri: ["09:00-18:00"]
        currency: EUR
        order_number: "AB-####"
        second_proof: postcode
        contact: {email: care@shop.example}
        files: {policy: policy.yml}

        """

    static let policy = """
        windows:
        - id: R1
          sentence: {en: "You have 30 days."}
          length: {days: 30}
        values:
          window_days: 30
          shipping_fee: 4.90 EUR

        """

    static func intents(_ greeting: String = "hello") -> String {
        """
        topic: talk
        nlu:
        - intent: greet
          examples: |
            - \(greeting) one
            - \(greeting) two
            - \(greeting) three
            - \(greeting) four
            - \(greeting) five
            - \(greeting) six
            - \(greeting) seven
            - \(greeting) eight
        responses:
          utter_greet: [{text: "\(greeting)"}]

        """
    }

    /// Every text and keyword that a language must have.
    static func system() -> String {
        var lines = ["responses:"]
        for text in SystemText.allCases {
            lines.append("  \(text.rawValue): [{text: \"Text of \(text.rawValue).\"}]")
        }
        lines.append("keywords:")
        for keyword in Keyword.allCases {
            lines.append("  \"\(keyword.rawValue)\": [\"\(keyword.rawValue) word\"]")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let sound = [
        "shared/en/system.yml": system(),
        "shop/shop.yml": settings,
        "shop/policy.yml": policy,
        "shop/en/talk.yml": intents(),
    ]
}
