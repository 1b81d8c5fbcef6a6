import JSONText
import Ports

extension JSONWriter {
    /// One conversation of a list, as `transcripts list --json` and the API write it.
    public mutating func summary(_ summary: ConversationSummary) {
        beginObject()
        key("id")
        string(summary.id.description)
        key("shop")
        string(summary.shop.name)
        key("opened_at")
        string(summary.openedAt.description)
        key("closed_at")
        if let closed = summary.closedAt {
            string(closed.description)
        } else {
            null()
        }
        key("disposition")
        if let why = summary.disposition { string(why.name) } else { null() }
        key("entries")
        integer(summary.entryCount)
        endObject()
    }
}
