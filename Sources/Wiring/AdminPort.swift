import Accounts
import FrontOffice
import JSONText
import Synchronization
import Vocabulary
import WebBridge

/// The API's side of a server: tokens, the record, the queues, deliveries, the accounts, and reading
/// the shops' files again.
struct AdminPort: Sendable {
    let door: AgentDoor
    let record: RecordDesk
    let deliveries: DeliveryDesk
    /// How they stood at the most a second ago.
    let queues: @Sendable () -> [QueueFigures]
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
        case .agents: agents(for: caller)
        case .reload(let isCheckOnly): reloaded(isCheckOnly)
        case .queues: queues(of: caller)
        case .deliveries(let state, let limit): deliveries.list(state, limit, caller)
        }
    }

    private func queues(of caller: AgentAccount) -> AdminAnswer {
        let shown = queues().filter { caller.shops.includes($0.shop) }
        return .json(
            RecordDesk.object("queues") { writer in
                for queue in shown { Self.append(queue, to: &writer) }
            })
    }

    private static func append(_ figures: QueueFigures, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("shop")
        writer.string(figures.shop.name)
        writer.key("queue")
        writer.string(figures.queue)
        for (key, count) in [
            ("waiting", figures.waitingCount), ("offered", figures.offeredCount),
            ("callbacks", figures.callbackCount), ("late", figures.lateCount),
            ("assigned", figures.assignedCount), ("agents", figures.staffCount),
        ] {
            writer.key(named: key)
            writer.integer(count)
        }
        writer.key("paused")
        writer.bool(figures.isPaused)
        for (key, time) in [
            ("longest_wait_seconds", figures.longestWait),
            ("estimated_wait_seconds", figures.estimatedWait),
        ] {
            writer.key(named: key)
            if let time { writer.integer(Int(time.milliseconds / 1_000)) } else { writer.null() }
        }
        writer.endObject()
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

    /// Colleagues of the caller's shops; which other shops they serve is nobody's business there.
    private func agents(for caller: AgentAccount) -> AdminAnswer {
        guard let accounts = door.accounts() else {
            return .unavailable("the accounts cannot be read at the moment")
        }
        return .json(
            RecordDesk.object("agents") { writer in
                for account in accounts {
                    var account = account
                    account.shops = account.shops.limited(to: caller.shops)
                    if account.shops == .only([]) { continue }
                    Self.append(account, to: &writer)
                }
            })
    }

    private static func append(_ account: AgentAccount, to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, text) in [
            ("name", account.id.name), ("display_name", account.name),
            ("role", account.role.rawValue),
        ] {
            writer.key(named: key)
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
