import ArgumentParser
import Foundation
import JSONText
import Ports
import SQLiteTranscripts
import Vocabulary
import Webhooks
import Wiring

struct DeliveriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "What shops' endpoints were told, what waits, and what was given up.",
        discussion: """
            All of them work beside a running server; it sees within a second what was asked for.

            Examples:
              helpline deliveries list --state dead
              helpline deliveries retry 4711
              helpline deliveries receive --port 9000 --secret whsec_…
            """,
        subcommands: [
            ListCommand.self, ShowCommand.self, RetryCommand.self, ReplayCommand.self,
            DrainCommand.self, VerifyCommand.self, ReceiveCommand.self,
        ])

    struct LedgerOptions: ParsableArguments {
        @Option(help: "The folder of the record.") var data = "Transcripts"
        @Flag(help: "One JSON object a line.") var json = false

        func ledger() throws -> SQLiteDeliveryLedger {
            let path = "\(data)/\(SQLiteDeliveryLedger.fileName)"
            guard FileManager.default.fileExists(atPath: path) else {
                throw WrongUse(
                    "there is no ledger at \(path); name the folder of a server with --data")
            }
            do throws(StoreError) {
                return try SQLiteDeliveryLedger(path: path)
            } catch { throw WrongUse(error.details) }
        }
    }

    struct FilterOptions: ParsableArguments {
        @Option(help: "Only this shop.") var shop: String?
        @Option(help: "Only this endpoint: juniper/crm.") var endpoint: String?
        @Option(help: "Only this event, such as conversation.closed.") var type: String?

        func filter() throws -> LedgerFilter {
            var filter = LedgerFilter()
            if let shop {
                guard let id = ShopID(shop) else { throw WrongUse("'\(shop)' is no shop's name") }
                filter.shop = id
            }
            filter.endpoint = try endpoint.map(Self.key)
            if let type {
                guard let known = WebhookEventType(rawValue: type) else {
                    let names = WebhookEventType.allCases.map(\.rawValue).joined(separator: ", ")
                    throw WrongUse("there is no event '\(type)'; there are \(names)")
                }
                filter.type = known
            }
            return filter
        }

        static func key(_ text: String) throws -> EndpointKey {
            guard let key = EndpointKey(text) else {
                throw WrongUse("'\(text)' is no endpoint; write shop/name, such as juniper/crm")
            }
            return key
        }
    }

    static func time(_ text: String) throws -> WallTime {
        guard let time = Moment.read(text.contains("T") ? text : text + "T00:00", in: .utc) else {
            throw WrongUse("'\(text)' is no time; write 2026-03-01, or 2026-03-01T08:00")
        }
        return time
    }

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists deliveries, the latest first, and the endpoints.",
            discussion: """
                Examples:
                  helpline deliveries list --state dead --endpoint juniper/crm
                  helpline deliveries list --state waiting --json
                """)
        @OptionGroup var options: LedgerOptions
        @OptionGroup var filter: FilterOptions
        @Option(help: "any, waiting, delivered or dead.") var state = "any"
        @Option(help: "How many at the most.") var limit = 50

        func run() throws {
            let states: [String: [LedgerDelivery.Phase]] = [
                "any": [], "waiting": [.due, .behind], "delivered": [.delivered], "dead": [.dead],
            ]
            guard let phases = states[state] else {
                throw WrongUse("'\(state)' is no state; there are any, waiting, delivered, dead")
            }
            guard limit > 0 else { throw WrongUse("--limit takes a number from 1") }
            var filter = try filter.filter()
            filter.phases = phases
            let ledger = try options.ledger()
            for delivery in try ledger.list(filter, limit: limit) {
                options.json ? delivery.printJSON(body: nil) : print(delivery.line)
            }
            guard !options.json else { return }
            for endpoint in try ledger.endpoints() where filter.matches(endpoint.key) {
                print(endpoint.line)
            }
        }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one delivery with its body.",
            discussion: "Example:\n  helpline deliveries show 4711")
        @OptionGroup var options: LedgerOptions
        @Argument(help: "The delivery's number, from `list`.") var number: Int64

        func run() throws {
            guard let (delivery, body) = try options.ledger().delivery(number) else {
                Terminal.complain("helpline: there is no delivery \(number) in \(options.data)")
                throw Found.something
            }
            guard !options.json else { return delivery.printJSON(body: body) }
            print(delivery.line)
            print("  event \(delivery.event), happened \(delivery.happenedAt), \(delivery.format)")
            if let last = delivery.lastAt {
                let what = delivery.lastStatus.map { "HTTP \($0)" } ?? delivery.lastFailure ?? ""
                print("  attempts: \(delivery.attemptCount), the last at \(last): \(what)")
            }
            Terminal.write(body + [0x0A])
        }
    }
}

extension LedgerFilter {
    func matches(_ key: EndpointKey) -> Bool {
        endpoint.map { $0 == key } ?? shop.map { $0 == key.shop } ?? true
    }
}

extension LedgerEndpoint {
    /// One line for people.
    var line: String {
        var state = "in order"
        if let disabled = health.disabled {
            state = "disabled (\(disabled.rawValue)); `helpline deliveries retry --endpoint \(key)`"
        } else if let until = health.pausedUntil {
            state = "left alone until \(until) after \(health.failuresInRow) failures"
        } else if health.failuresInRow > 0 {
            state = "\(health.failuresInRow) failures in a row"
        }
        return "\(key): \(waitingCount) waiting, \(deadLetterCount) dead letters, \(state)"
    }
}

extension LedgerDelivery {
    /// One line for people.
    var line: String {
        let state =
            switch phase {
            case .due: "due \(dueAt.map(\.description) ?? "")"
            case .behind: "behind an earlier one"
            case .delivered: "delivered \(endedAt.map(\.description) ?? "")"
            case .dead: "dead \(reason ?? "")"
            }
        let last = lastStatus.map { "HTTP \($0)" } ?? lastFailure
        return "\(number)  \(endpoint)  \(type)  \(conversation)  \(state)"
            + "  \(attemptCount) attempts" + (last.map { ", last: \($0)" } ?? "")
    }

    /// - Parameter body: Left out where it is nil.
    func printJSON(body: [UInt8]?) {
        var object = json
        if let body {
            object["body"] =
                (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
        }
        var writer = JSONWriter()
        writer.value(.object(object))
        writer.endLine()
        Terminal.write(writer.bytes)
    }
}
