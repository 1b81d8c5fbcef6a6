import ChatSessions
import Foundation
import JSONText
import NIOHTTP1
import Synchronization
import Vocabulary

/// Takes requests of the API: who asks, what they ask, whether they may, and the answer.
final class AdminDesk: Sendable {
    /// Requests under way at once; further ones are told to come back.
    private static let askedCountMax = 32
    private static let workerCount = 2
    static let tokenPrefix = "hl_"

    private let source: AdminSource
    private let ownPages: OwnPages
    private let askedCount = Atomic<Int>(0)
    private let pool = OperationQueue()

    init(source: AdminSource, ownPages: OwnPages) {
        self.source = source
        self.ownPages = ownPages
        pool.name = "api"
        pool.maxConcurrentOperationCount = Self.workerCount
    }

    static func isAskedFor(by uri: String) -> Bool { uri.hasPrefix(AdminQuery.root) }

    /// - Parameter answer: Called once, now or later, on any thread.
    func take(
        _ head: HTTPRequestHead, from peer: AddressKey?,
        answer: @escaping @Sendable (WebAnswer) -> Void
    ) {
        let query: AdminQuery
        let login: LoginRequest
        do throws(AdminError) {
            // Nobody is told what there is who may not see it.
            login = try Self.login(head, from: peer)
            try refusePages(head)
            query = try AdminQuery(method: head.method, uri: head.uri)
        } catch {
            return answer(.error(error))
        }
        guard askedCount.add(1, ordering: .relaxed).newValue <= Self.askedCountMax else {
            return end(.error(Self.busy), answer)
        }
        source.admit(login) { [self] outcome in
            switch outcome {
            case .accepted(let login) where login.account.role >= query.role:
                pool.addOperation { [self] in end(judged(query, login.account), answer) }
            case .accepted:
                let text = "this needs the role \(query.role.rawValue)"
                end(.error(AdminError(status: .forbidden, code: "not_allowed", text: text)), answer)
            case .refused: end(.error(Self.unknown), answer)
            case .tooMany(let seconds):
                let error = AdminError(
                    status: .tooManyRequests, code: "rate_limited", text: "too many wrong tokens",
                    hint: "try again in \(seconds) s", headers: [("retry-after", "\(seconds)")])
                end(.error(error), answer)
            case .busy: end(.error(Self.busy), answer)
            }
        }
    }

    private func end(_ outcome: WebAnswer, _ answer: (WebAnswer) -> Void) {
        askedCount.subtract(1, ordering: .relaxed)
        answer(outcome)
    }

    private func judged(_ query: AdminQuery, _ caller: AgentAccount) -> WebAnswer {
        switch source.answer(query, caller) {
        case .json(let bytes): return .json(bytes)
        case .notFound: return .error(AdminQuery.noSuchConversation)
        case .notOffered: return .error(AdminQuery.noSuchPath)
        case .reloadRefused(let mistakes):
            return .error(
                AdminError(
                    status: .conflict, code: "reload_refused", text: "nothing was changed",
                    hint: mistakes))
        case .unavailable(let why):
            return .error(
                AdminError(
                    status: .serviceUnavailable, code: "unavailable", text: why,
                    headers: [("retry-after", "5")]))
        }
    }

    // MARK: Who asks

    /// Name and token, as HTTP's Basic scheme has them (RFC 7617).
    private static func login(
        _ head: HTTPRequestHead, from peer: AddressKey?
    ) throws(AdminError) -> LoginRequest {
        let given = head.headers["authorization"]
        guard given.count == 1, let text = given.first else { throw unknown }
        let words = text.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic",
            let bytes = Data(base64Encoded: String(words[1])),
            let pair = String(validating: bytes, as: UTF8.self)
        else { throw unknown }
        let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = AgentID(parts[0].lowercased()),
            parts[1].hasPrefix(tokenPrefix)
        else { throw unknown }
        return LoginRequest(
            name: name, password: String(parts[1]), address: peer?.description ?? "unknown")
    }

    /// A page of somebody else has no business here, whatever a browser may know by heart.
    private func refusePages(_ head: HTTPRequestHead) throws(AdminError) {
        guard let origin = head.headers.first(name: "origin") else { return }
        let host = head.headers.first(name: "host") ?? ""
        guard ownPages.include(origin, at: host) else {
            throw AdminError(
                status: .forbidden, code: "not_allowed", text: "not from a page of another site",
                hint: ownPages.advice(origin, at: host))
        }
    }

    private static let unknown = AdminError(
        status: .unauthorized, code: "login_refused",
        text: "name and token do not belong together",
        hint: "HTTP Basic with an account's name and one of its tokens, which begin with hl_",
        headers: [("www-authenticate", "Basic realm=\"helpline\", charset=\"UTF-8\"")])

    private static let busy = AdminError(
        status: .serviceUnavailable, code: "busy", text: "many requests are under way",
        headers: [("retry-after", "1")])
}

extension WebAnswer {
    static func json(
        _ bytes: [UInt8], _ status: HTTPResponseStatus = .ok, _ more: [(String, String)] = []
    ) -> WebAnswer {
        let headers = HTTPHeaders(
            [
                ("content-type", "application/json"), ("cache-control", "no-store"),
                ("x-content-type-options", "nosniff"),
            ] + more)
        return WebAnswer(status: status, headers: headers, body: bytes)
    }

    static func error(_ error: AdminError) -> WebAnswer {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) { writer in
            writer.beginObject()
            writer.key("error")
            writer.beginObject()
            for (key, text) in [("code", error.code), ("text", error.text), ("hint", error.hint)] {
                guard let text else { continue }
                writer.key(named: key)
                writer.string(text)
            }
            writer.endObject()
            writer.endObject()
        }
        return .json(bytes, error.status, error.headers)
    }
}
