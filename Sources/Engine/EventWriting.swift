import JSONText
import Ports
import Transcribing
import Vocabulary
import Webhooks

/// Writes the bodies of a turn's events, off every conversation's way.
struct EventWriting {
    private let store: any TranscriptStore

    init(_ store: any TranscriptStore) { self.store = store }

    /// - Returns: One delivery for each event and endpoint, in the order in which they have to arrive.
    /// - Throws: What the store threw where a finished transcript is needed.
    func deliveries(
        of turn: PlannedTurn, to endpoints: [EndpointKey: WebhookEndpoint]
    ) throws(StoreError) -> [NewDelivery] {
        let commit = turn.commit
        var transcript = JSONValue.null
        if commit.events.contains(where: { WebhookEvent.needsTranscript($0.type) }) {
            transcript = try self.transcript(of: commit.conversation)
        }
        var deliveries: [NewDelivery] = []
        for planned in commit.events {
            // Erased since: there is nothing left to tell of.
            guard let entry = commit.entries.first(where: { $0.sequence == planned.sequence })
            else { continue }
            let event = WebhookEvent(
                planned, of: commit.conversation, shop: commit.shop, entry: entry,
                transcript: WebhookEvent.needsTranscript(planned.type) ? transcript : .null)
            for name in planned.endpoints {
                let key = EndpointKey(shop: commit.shop, name: name)
                let format = endpoints[key]?.format ?? .standard
                deliveries.append(
                    NewDelivery(
                        endpoint: key, conversation: commit.conversation, event: event.id,
                        type: event.type, sequence: event.sequence, ordinal: planned.ordinal,
                        happenedAt: event.at, format: format,
                        body: event.body(
                            in: format, transcriptsURL: endpoints[key]?.transcriptsURL)))
            }
        }
        return deliveries
    }

    private func transcript(of id: ConversationID) throws(StoreError) -> JSONValue {
        let entries = try store.entries(of: id, after: 0)
        guard let document = TranscriptDocument(id: id, entries: entries),
            let value = try? JSONValue(parsing: document.bytes)
        else { return .null }
        return value
    }
}
