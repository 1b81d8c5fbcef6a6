import NIOHTTP1
import Vocabulary

/// What a request under `/api/v1` asks for.
public enum AdminQuery: Equatable, Sendable {
    case conversations(AdminFilter)
    case conversation(ConversationID)
    case search(words: String, role: Role?, filter: AdminFilter)
    case queues
    case deliveries(state: DeliveryState?, limit: Int)
    case agents
    case reload(isCheckOnly: Bool)

    /// Where a delivery of an event to an endpoint stands.
    public enum DeliveryState: String, Sendable, CaseIterable {
        case waiting, delivered, dead
    }

    /// The least that somebody who asks this has to be.
    var role: AgentRole {
        switch self {
        case .conversations, .conversation, .search: .agent
        case .queues, .agents: .lead
        case .deliveries, .reload: .supervisor
        }
    }
}

/// Which conversations are asked for.
public struct AdminFilter: Equatable, Sendable {
    public enum State: String, Sendable, CaseIterable {
        case any, open, closed
    }

    public var shop: ShopID?
    public var state = State.any
    /// Opened then or later, and before.
    public var since: WallTime?
    public var until: WallTime?
    /// 1 to 500.
    public var limit = 50
}

/// Why a request is no query, as the caller is told.
struct AdminError: Error, Equatable {
    let status: HTTPResponseStatus
    /// Programs switch on it. Sent: never rename.
    let code: String
    let text: String
    var hint: String?
    var headers: [(String, String)] = []

    static func == (left: AdminError, right: AdminError) -> Bool {
        left.status == right.status && left.code == right.code && left.text == right.text
    }

    static func usage(_ text: String, hint: String? = nil) -> AdminError {
        AdminError(status: .badRequest, code: "usage", text: text, hint: hint)
    }
}

extension AdminQuery {
    static let root = "/api/v1/"
    /// Unicode scalars in the words of a search.
    static let wordsCountMax = 200

    /// - Parameter uri: As it stands in the request, path and query.
    init(method: HTTPMethod, uri: String) throws(AdminError) {
        let parts = uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].dropFirst(Self.root.count).split(
            separator: "/", omittingEmptySubsequences: false)
        try Self.check(method, path)
        var fields = try QueryFields(parts.count > 1 ? parts[1] : "")
        switch path[0] {
        case "conversations" where path.count == 2:
            guard let id = ConversationID(String(path[1])) else { throw Self.noSuchConversation }
            self = .conversation(id)
        case "conversations": self = .conversations(try fields.filter(withState: true))
        case "search":
            let words = try fields.text("q")
            guard words.map({ $0.unicodeScalars.count <= Self.wordsCountMax }) ?? true else {
                throw .usage("'q' has at the most \(Self.wordsCountMax) characters")
            }
            guard let words, words.contains(where: { !$0.isWhitespace && $0 != "\"" }) else {
                throw .usage("'q' is missing: the words to look for")
            }
            let role = try fields.choice("role", of: Role.self)
            self = .search(words: words, role: role, filter: try fields.filter(withState: false))
        case "queues": self = .queues
        case "deliveries":
            let state = try fields.choice("state", of: DeliveryState.self)
            self = .deliveries(state: state, limit: try fields.limit())
        case "agents": self = .agents
        default: self = .reload(isCheckOnly: try fields.flag("check"))
        }
        try fields.end()
    }

    static let noSuchConversation = AdminError(
        status: .notFound, code: "no_such_conversation", text: "there is no such conversation")

    static let noSuchPath = AdminError(
        status: .notFound, code: "no_such_path", text: "there is nothing at this path",
        hint: "/api/v1/openapi.json lists what there is")

    private static func check(_ method: HTTPMethod, _ path: [Substring]) throws(AdminError) {
        let known: Bool
        switch path.first {
        case "conversations": known = path.count == 1 || path.count == 2
        case "search", "queues", "deliveries", "agents", "reload": known = path.count == 1
        default: known = false
        }
        guard known else { throw noSuchPath }
        let allowed = path[0] == "reload" ? HTTPMethod.POST : .GET
        guard method == allowed else {
            throw AdminError(
                status: .methodNotAllowed, code: "method_not_allowed",
                text: "only \(allowed.rawValue)", headers: [("allow", allowed.rawValue)])
        }
    }
}
