import BusinessTime
import Vocabulary

/// How a `.chat` conversation went.
public struct ChatScriptResult: Equatable, Sendable {
    public struct Failure: Equatable, Sendable {
        public var line: Int
        public var expected: String
        /// What the bot said instead, one text a line.
        public var found: [String]

        public init(line: Int, expected: String, found: [String]) {
            self.line = line
            self.expected = expected
            self.found = found
        }
    }
    public var file: String
    public var failures: [Failure]

    public init(file: String, failures: [Failure]) {
        self.file = file
        self.failures = failures
    }

    public var isFine: Bool { failures.isEmpty }
}

/// Plays a script against a shop, with the clock where the script says it is.
public struct ChatScriptRun: Sendable {
    private let loaded: LoadedShops

    public init(_ loaded: LoadedShops) { self.loaded = loaded }

    public func play(_ script: ChatScript, file: String) -> ChatScriptResult {
        var failures: [ChatScriptResult.Failure] = []
        guard let id = ShopID(script.shop ?? ""), let shop = loaded.shop(id),
            let reading = loaded.readings.byID[id]
        else {
            let known = loaded.readings.ids.map(\.name).joined(separator: ", ")
            return ChatScriptResult(
                file: file,
                failures: [
                    .init(
                        line: 1, expected: "a shop among \(known)",
                        found: ["shop: \(script.shop ?? "(none)")"])
                ])
        }
        let zone = shop.hours.zone
        var rehearsal = Rehearsal(
            shop: shop, reading: reading, language: script.language.flatMap { Language($0) },
            now: script.now.flatMap { Moment.read($0, in: zone) } ?? Self.noTime)
        rehearsal.systemsAnswer = script.orders != "down"
        var requestCount = 0
        var said: [Notice.Message] = []
        var heard: [Notice.Message] = []
        for step in script.steps {
            switch step.move {
            case .customer(let text):
                heard = rehearsal.say(text).compactMap { notice in
                    guard case .message(let message) = notice else { return nil }
                    return message
                }
                said = heard
            case .now(let text):
                if let time = Moment.read(text, in: zone) { rehearsal.now = time }
            case .orders(let text): rehearsal.systemsAnswer = text != "down"
            case .action(let expectation):
                let requests = rehearsal.requests[requestCount...].map {
                    ChatScript.actionText($0.name, $0.slots)
                }
                requestCount = rehearsal.requests.count
                if !Self.meets(requests, expectation) {
                    failures.append(
                        .init(
                            line: step.line, expected: "action: \(expectation)",
                            found: requests.isEmpty ? ["none"] : requests))
                }
            case .state(let wanted):
                let found = rehearsal.conversation.stateName
                if found != wanted {
                    failures.append(
                        .init(line: step.line, expected: "state: \(wanted)", found: [found]))
                }
            case .bot(let expectation):
                // Each expectation is held against the lines not yet accounted for, in their order.
                if let index = said.firstIndex(where: { Self.meets($0, expectation) }) {
                    said.removeFirst(index)
                } else {
                    failures.append(
                        .init(
                            line: step.line, expected: expectation.description,
                            found: heard.map(Self.text)))
                }
            }
        }
        return ChatScriptResult(file: file, failures: failures)
    }

    /// 10 March 2026, 10:00 UTC: for scripts that name no time, so that they go the same every day.
    private static let noTime = WallTime(milliseconds: 1_773_136_800_000)

    private static func text(_ message: Notice.Message) -> String {
        let intent = message.intent.map { "[\($0)] " } ?? ""
        return intent + message.text + message.menu.map { "\n  \($0.number)) \($0.text)" }.joined()
    }

    private static func meets(
        _ requests: [String], _ expectation: ChatScript.Expectation
    ) -> Bool {
        if expectation == .contains("none") { return requests.isEmpty }
        return requests.contains { meets($0, expectation) }
    }

    private static func meets(_ request: String, _ expectation: ChatScript.Expectation) -> Bool {
        switch expectation {
        case .contains(let text): request.lowercased().contains(text.lowercased())
        case .equals(let text): request == text
        case .intent(let name): request.hasPrefix(name)
        case .matches(let pattern):
            (try? Regex(pattern)).map { request.firstMatch(of: $0) != nil } ?? false
        }
    }

    private static func meets(
        _ message: Notice.Message, _ expectation: ChatScript.Expectation
    ) -> Bool {
        let shown = message.text + message.menu.map { "\n\($0.number)) \($0.text)" }.joined()
        switch expectation {
        case .contains(let text): return shown.lowercased().contains(text.lowercased())
        case .equals(let text): return message.text == text
        case .intent(let name): return message.intent?.name == name
        case .matches(let pattern):
            guard let regex = try? Regex(pattern) else { return false }
            return shown.firstMatch(of: regex) != nil
        }
    }
}
