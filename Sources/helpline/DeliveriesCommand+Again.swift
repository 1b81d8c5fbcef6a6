import ArgumentParser
import Foundation
import Logging
import Ports
import SQLiteTranscripts
import Vocabulary
import Webhooks
import Wiring

extension DeliveriesCommand {
    struct RetryCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Sends deliveries again, now, with the same ids.",
            discussion: """
                With --endpoint: everything that was given up there, and the endpoint is enabled again \
                if it was disabled.

                Examples:
                  helpline deliveries retry 4711 4712
                  helpline deliveries retry --endpoint juniper/crm
                """)
        @OptionGroup var options: LedgerOptions
        @Option(help: "All dead letters of this endpoint: juniper/crm.") var endpoint: String?
        @Argument(help: "Numbers of deliveries, from `list`.") var numbers: [Int64] = []

        func run() throws {
            guard numbers.isEmpty != (endpoint == nil) else {
                throw WrongUse("name deliveries by their numbers, or an endpoint with --endpoint")
            }
            let ledger = try options.ledger()
            guard let endpoint else { return try sendAgain(numbers, ledger, options) }
            let key = try FilterOptions.key(endpoint)
            guard try ledger.enable(key) else {
                Terminal.complain("helpline: nothing was ever sent to an endpoint '\(key)'")
                throw Found.something
            }
            var filter = LedgerFilter()
            filter.endpoint = key
            filter.phases = [.dead]
            try sendAgain(try ledger.numbers(filter), ledger, options, mayBeNone: true)
        }
    }

    struct ReplayCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Sends everything of a time again, delivered or not, with the same ids.",
            discussion: """
                For a receiver that lost what it had. As far back as the ledger goes: 7 days for what was \
                delivered, 30 for dead letters, where the server's settings do not say otherwise.

                Example:
                  helpline deliveries replay --from 2026-03-01T08:00 --to 2026-03-01T12:00 --endpoint juniper/crm
                """)
        @OptionGroup var options: LedgerOptions
        @OptionGroup var filter: FilterOptions
        @Option(help: "Events of this time or later (UTC): 2026-03-01T08:00.") var from: String
        @Option(help: "Events before this time.") var to: String

        func run() throws {
            var filter = try filter.filter()
            filter.from = try DeliveriesCommand.time(from)
            filter.to = try DeliveriesCommand.time(to)
            if let from = filter.from, let to = filter.to, from >= to {
                throw WrongUse("--from \(self.from) is not before --to \(self.to)")
            }
            let ledger = try options.ledger()
            try sendAgain(try ledger.numbers(filter), ledger, options, mayBeNone: true)
        }
    }

    struct DrainCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drain",
            abstract: "Tries everything that waits, now, whatever the schedule says.",
            discussion: """
                Beside a running server it asks that one. Without one it delivers itself, until all that \
                waited has been tried. Ends with 1 while something still waits.

                Example:
                  helpline deliveries drain
                """)
        @OptionGroup var options: LedgerOptions
        @Option(help: "The folder with the shops' files.") var intents = "Intents"
        @Option(help: "Networks that endpoints may be in although they are not public.")
        var webhookAllow: String?

        func run() async throws {
            let ledger = try options.ledger()
            var filter = LedgerFilter()
            filter.phases = [.due, .behind]
            let numbers = try ledger.numbers(filter)
            try sendAgain(numbers, ledger, options, mayBeNone: true)
            var logger = Logger(label: "helpline")
            logger.logLevel = .warning
            var settings = try await Settings.read(file: nil)
            settings.data = options.data
            settings.intents = intents
            if let webhookAllow { settings.webhookAllowances = Settings.list(webhookAllow) }
            let left: Int
            do {
                left = try DeliveryDrain.run(settings, logger: logger) { done, all in
                    Terminal.progress("delivering", Double(done) / Double(max(1, all)))
                }
            } catch let error as StoreError where error.kind == .locked {
                print("a server is running; it tries them now")
                return
            } catch let error as StartError {
                throw WrongUse(error.description)
            }
            print(left == 0 ? "nothing waits" : "\(left) still wait; `helpline deliveries list`")
            if left > 0 { throw Found.something }
        }
    }
}

/// Lets deliveries be sent again, a few hundred in a transaction so that a server can work between them.
private func sendAgain(
    _ numbers: [Int64], _ ledger: SQLiteDeliveryLedger, _ options: DeliveriesCommand.LedgerOptions,
    mayBeNone: Bool = false
) throws {
    var count = 0
    var done = 0
    let step = 256
    for start in stride(from: 0, to: numbers.count, by: step) {
        let part = Array(numbers[start..<min(start + step, numbers.count)])
        count += try ledger.sendAgain(part, at: SystemClock().wall())
        done += part.count
        Terminal.progress("sending again", Double(done) / Double(numbers.count))
    }
    if options.json {
        print("{\"sent_again\":\(count)}")
    } else {
        print("\(count) \(count == 1 ? "delivery is" : "deliveries are") sent again")
    }
    guard mayBeNone || count == numbers.count else {
        Terminal.complain("helpline: \(numbers.count - count) of them are not in the ledger")
        throw Found.something
    }
}
