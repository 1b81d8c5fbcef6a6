import JSONText
import Ports
import SQLiteTranscripts
import Vocabulary
import WebBridge

/// Answers from the ledger of deliveries what the API asks. Reads beside the server's own writing, on
/// a connection of its own.
struct DeliveryDesk: Sendable {
    /// The ledger's file.
    let path: String

    /// Deliveries to the shops that the caller serves, the latest first.
    ///
    /// - Parameters:
    ///   - state: nil for any.
    ///   - limit: How many at the most.
    func list(
        _ state: AdminQuery.DeliveryState?, _ limit: Int, _ caller: AgentAccount
    ) -> AdminAnswer {
        do throws(StoreError) {
            let found = try deliveries(state, limit, caller.shops)
            return .json(
                RecordDesk.object("deliveries") { writer in
                    for delivery in found { writer.value(.object(delivery.json)) }
                })
        } catch {
            return .unavailable("the ledger of deliveries cannot be read at the moment")
        }
    }

    private func deliveries(
        _ state: AdminQuery.DeliveryState?, _ limit: Int, _ shops: ShopReach
    ) throws(StoreError) -> [LedgerDelivery] {
        let ledger = try SQLiteDeliveryLedger(path: path)
        defer { ledger.close() }
        var filter = LedgerFilter()
        switch state {
        case nil: break
        case .waiting: filter.phases = [.due, .behind]
        case .delivered: filter.phases = [.delivered]
        case .dead: filter.phases = [.dead]
        }
        switch shops {
        case .all: return try ledger.list(filter, limit: limit)
        case .only(let shops):
            var found: [LedgerDelivery] = []
            for shop in shops {
                filter.shop = shop
                found += try ledger.list(filter, limit: limit)
            }
            return Array(found.sorted { $0.number > $1.number }.prefix(limit))
        }
    }
}

extension LedgerDelivery {
    /// As programs are shown it, by the command line and by the API. Contract: never rename a key.
    public var json: JSONObject {
        var object = JSONObject()
        object["number"] = .integer(number)
        object["endpoint"] = .string(endpoint.description)
        object["event"] = .string(event)
        object["type"] = .string(type)
        object["conversation"] = .string(conversation.description)
        object["happened_at"] = .string(happenedAt.description)
        object["state"] = .string(phase.rawValue)
        for (key, time) in [("due_at", dueAt), ("ended_at", endedAt), ("last_at", lastAt)] {
            object[key] = time.map { .string($0.description) } ?? .null
        }
        object["reason"] = reason.map(JSONValue.string) ?? .null
        object["attempts"] = .integer(Int64(attemptCount))
        object["last_status"] = lastStatus.map { .integer(Int64($0)) } ?? .null
        object["last_failure"] = lastFailure.map(JSONValue.string) ?? .null
        return object
    }
}
