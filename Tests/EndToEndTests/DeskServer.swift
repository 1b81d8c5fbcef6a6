import Foundation
import Testing

/// Accounts and connections of people of the desk, for a server of its own.
struct DeskServer {
    let site: Site
    let server: ServerUnderTest

    /// A server of the kite shop whose agents were made before it began.
    ///
    /// - Parameter agents: Names and further arguments of `helpline agents add`.
    init(agents: [(name: String, arguments: String)], port: UInt16? = nil) throws {
        site = try Site()
        for agent in agents { try Self.add(agent.name, agent.arguments, in: site) }
        server = try ServerUnderTest(site, line: "127.0.0.1:\(port ?? 0)")
    }

    static let password = "kites fly high"

    static func add(_ name: String, _ arguments: String, in site: Site) throws {
        let made = try Outcome.shell(
            """
            printf '%s\\n' '\(password)' | \(Tools.helpline) agents add \(name) \
            --data '\(site.data)' --intents '\(site.intents)' \(arguments)
            """)
        #expect(made.code == 0, "\(made.errors)")
    }

    /// A program's connection, logged in and on.
    func agent(_ name: String) throws -> LineClient {
        let client = try server.client()
        client.send(Request(op: "login", name: name, password: Self.password))
        #expect(client.event("signed_in") != nil)
        client.send(.command("/on"))
        #expect(client.event("presence") != nil)
        return client
    }

    /// A customer who has asked for a person.
    func waitingCustomer() throws -> (client: LineClient, welcome: Event) {
        let (client, welcome) = try server.greetedClient()
        #expect(client.say("human", id: "h1")?.ev == "ack")
        return (client, welcome)
    }
}

extension Request {
    static func command(_ text: String, about number: Int? = nil) -> Request {
        Request(op: "cmd", text: text, case: number)
    }
    static func answer(_ text: String, id: String, about number: Int?) -> Request {
        Request(op: "say", id: id, text: text, case: number)
    }
}

extension LineClient {
    /// The next object of any of these kinds; those before it are skipped.
    func event(of kinds: [String], until deadline: Deadline = .patient) -> Event? {
        while let event = event(until: deadline) { if kinds.contains(event.ev) { return event } }
        return nil
    }

    /// The same, as bytes with whatever stands before the text.
    func rawLine(containing text: String, until deadline: Deadline = .patient) -> [UInt8]? {
        while let line = stream.line(until: deadline) {
            if String(decoding: line, as: UTF8.self).contains(text) { return line }
        }
        return nil
    }

    /// Every line up to the one with this in it; nil if it does not come.
    func rawLines(upTo text: String, until deadline: Deadline = .patient) -> [[UInt8]]? {
        var lines: [[UInt8]] = []
        while let line = stream.line(until: deadline) {
            lines.append(line)
            if String(decoding: line, as: UTF8.self).contains(text) { return lines }
        }
        return nil
    }

    /// The next line with this in it; those before it are skipped.
    func line(containing text: String, until deadline: Deadline = .patient) -> String? {
        while let line = line(until: deadline) { if line.contains(text) { return line } }
        return nil
    }
}

/// Texts of the data set `hostile-text` that are UTF-8 and may be said.
enum HostileTexts {
    private struct Hostile: Decodable { let bytesHex: String }

    static var all: [String] {
        get throws {
            try DataSets.lines("hostile-text/hostile.jsonl", of: Hostile.self).compactMap { line in
                let digits = Array(line.bytesHex.utf8).compactMap {
                    Character(UnicodeScalar($0)).hexDigitValue.map { UInt8($0) }
                }
                let bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
                    digits[$0] << 4 | digits[$0 + 1]
                }
                return String(validating: bytes, as: UTF8.self)
            }
        }
    }
}
