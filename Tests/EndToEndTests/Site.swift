import Foundation

/// The folders of one server: its shops' files and its record. Removed in the end.
final class Site {
    enum Shops {
        /// One small shop with the sentences that all shops share; starts at once.
        case kites
        /// The shops that come with Helpline.
        case demonstration
    }

    let folder: String
    var intents: String { folder + "/Intents" }
    let data: String

    /// - Parameter data: Where the record is to be, if not in the site's own folder.
    init(_ shops: Shops = .kites, data: String? = nil) throws {
        folder = NSTemporaryDirectory() + "helpline-\(UUID().uuidString)"
        self.data = data ?? folder + "/Transcripts"
        let files = FileManager.default
        try files.createDirectory(atPath: self.data, withIntermediateDirectories: true)
        // What was learnt is kept beside the tests, by the hash of what it was learnt from.
        let models = URL(fileURLWithPath: Tools.helpline).deletingLastPathComponent()
            .appendingPathComponent("EndToEndTests.models").path
        try files.createDirectory(atPath: models, withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: self.data + "/models", withDestinationPath: models)
        let own = Tools.root.appendingPathComponent("Intents").path
        switch shops {
        case .demonstration: try files.copyItem(atPath: own, toPath: intents)
        case .kites:
            try files.createDirectory(
                atPath: intents + "/shared", withIntermediateDirectories: true)
            try files.copyItem(atPath: own + "/shared/en", toPath: intents + "/shared/en")
            try write(Self.kitesSettings, to: "kites/shop.yml")
            try write(Self.kitesIntents, to: "kites/en/kites.yml")
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Writes a file of a shop, over the old one at once.
    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: "\(intents)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url, options: .atomic)
    }

    /// Every `.jsonl` file below the record's folder, by name.
    func transcriptFiles() -> [String] {
        let names = FileManager.default.enumerator(atPath: data)?.compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(data)/\($0)" }
    }

    static let sizes = "Kites are 90, 120 and 150 cm wide."

    static let kitesSettings = """
        name: Pip's Kites
        assistant: Pip
        languages: [en]
        include: [shared]
        time_zone: Europe/Berlin
        hours:
          mon-fri: ["09:00-18:00"]
        contact:
          email: care@kites.example

        """

    static let kitesIntents = """
        version: "3.1"
        nlu:
        - intent: kite_sizes
          examples: |
            - which sizes do kites have
            - how big is a kite
            - kite size
            - what size of kite for a child
            - are there small kites
            - how wide are the kites
            - size of the biggest kite
            - do you have wider kites
            - kite dimensions please
        - intent: kite_wind
          examples: |
            - how much wind does a kite need
            - is it windy enough for a kite
            - which wind is good
            - can kites fly in a storm
            - wind speed for kites
            - how strong may the wind be
            - too much wind for flying
            - best wind for a beginner
            - does it fly in light wind
        responses:
          utter_kite_sizes:
          - text: \(sizes)
          utter_kite_wind:
          - text: Between 10 and 30 km/h is best.

        """
}
