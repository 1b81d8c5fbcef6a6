import Accounts
import JSONText
import Synchronization
import Vocabulary
import WebBridge

/// The API's side of a server: tokens, the record, the accounts, and reading the shops' files again.
struct AdminPort: Sendable {
    let door: AgentDoor
    let record: RecordDesk
    /// Reads the shops' files again, or only looks; the shops that are in force, or would be.
    let reload: @Sendable (_ isCheckOnly: Bool) throws(LoadError) -> [ShopID]

    var source: AdminSource {
        AdminSource(
            admit: { [door] in door.logIn($0, answer: $1) }, answer: { answer($0, $1) })
    }

    private func answer(_ query: AdminQuery, _ caller: AgentAccount) -> AdminAnswer {
        switch query {
        case .conversations(let filter): record.conversations(filter, caller)
        case .conversation(let id): record.conversation(id, caller)
        case .search(let words, let role, let filter):
            record.search(words, role, filter, caller)
        case .agents: agents()
        case .reload(let isCheckOnly): reloaded(isCheckOnly)
        // The floor's thread and the outbox tell nobody else of these today.
        case .queues, .deliveries: .notOffered
        }
    }

    private func reloaded(_ isCheckOnly: Bool) -> AdminAnswer {
        do throws(LoadError) {
            let shops = try reload(isCheckOnly)
            return .json(
                RecordDesk.object("shops") { writer in
                    for shop in shops { writer.string(shop.name) }
                })
        } catch {
            return .reloadRefused("\(error)")
        }
    }

    private func agents() -> AdminAnswer {
        guard let accounts = door.accounts() else {
            return .unavailable("the accounts cannot be read at the moment")
        }
        return .json(
            RecordDesk.object("agents") { writer in
                for account in accounts { Self.append(account, to: &writer) }
            })
    }

    private static func append(_ account: AgentAccount, to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, text) in [
            ("name", account.id.name), ("display_name", account.name),
            ("role", account.role.rawValue),
        ] {
            writer.key(key)
            writer.string(text)
        }
        writer.key("shops")
        switch account.shops {
        case .all: writer.null()
        case .only(let shops): append(shops.map(\.name), to: &writer)
        }
        writer.key("skills")
        append(account.skills.map(\.name), to: &writer)
        writer.key("languages")
        append(account.languages.map(\.code), to: &writer)
        writer.key("capacity")
        writer.integer(account.capacity)
        writer.endObject()
    }

    private static func append(_ texts: [String], to writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}
