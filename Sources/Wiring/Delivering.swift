import CurlHTTP
import Engine
import Foundation
import FrontOffice
import Logging
import Ports
import SQLiteTranscripts
import ShopFiles
import Vocabulary
import Webhooks

/// Tells the shops' endpoints what happens, while a server runs or for a `drain` without one.
final class Delivering: Sendable {
    /// Which endpoints are in force; the floor plans by it.
    let shelf: EndpointShelf
    let tally: DeliveryTally
    /// Also asks the shops' systems.
    let http: CurlHTTP
    /// Asks the shops' own systems on behalf of conversations.
    let caller: ShopCaller
    private let ledger: SQLiteDeliveryLedger
    private let runner: DeliveryRunner
    private let retention: DeliveryRetention

    /// - Parameters:
    ///   - data: The folder of the record.
    ///   - allowances: As the operator has written them.
    /// - Throws: `StartError`, or what is wrong with the ledger's file.
    init(
        data: String, allowances: [String], retention: DeliveryRetention,
        endpoints: [WebhookEndpoint],
        systems: [ShopID: ShopCaller.Systems] = [:], telling inbox: FloorInbox? = nil,
        time: any TimeSource, logger: Logger
    ) throws {
        let rules = try Self.rules(allowances)
        self.retention = retention
        shelf = EndpointShelf(endpoints)
        tally = DeliveryTally(logger: logger) { disabled in
            let troubles = disabled.sorted { $0.key < $1.key }.map { key, why in
                EndpointTrouble(shop: key.shop, endpoint: key.name, why: why)
            }
            inbox?.putAlways(.endpointsDisabled(troubles))
        }
        ledger = try SQLiteDeliveryLedger(path: "\(data)/\(SQLiteDeliveryLedger.fileName)")
        http = try CurlHTTP(rules: rules, agent: "Helpline/\(Release.version)")
        runner = DeliveryRunner(sender: http, time: time)
        caller = ShopCaller(
            systems, http: http, environment: ProcessInfo.processInfo.environment, time: time,
            logger: logger,
            answered: { inquiry, answer in
                inbox?.putAlways(
                    .shopAnswered(inquiry.conversation, answer, number: inquiry.number))
            })
    }

    static func rules(_ allowances: [String]) throws(StartError) -> AddressRules {
        var rules = AddressRules()
        for text in allowances {
            guard let allowance = AddressRules.Allowance(text) else {
                throw StartError.allowance(text)
            }
            rules.allowances.append(allowance)
        }
        return rules
    }

    /// - Parameter store: Where turns plan events; used for reading from here on.
    func start(_ store: any TranscriptStore) throws(StoreError) {
        var generator = SystemRandomNumberGenerator()
        let driver = try DeliveryDriver(
            store: store, ledger: ledger, shelf: shelf, tally: tally, retention: retention,
            random: SeededRandom(seed: generator.next()))
        runner.start(driver)
    }

    /// A turn with events is on record; returns at once.
    func wake() { runner.wake() }

    /// Saves what has ended; blocks until it has.
    func stop() {
        runner.stop()
        http.stop()
        ledger.close()
    }
}
