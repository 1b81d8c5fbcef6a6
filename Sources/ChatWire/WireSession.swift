import CleanText
import JSONText
import Vocabulary

/// What is known of one connection of the line protocol, and what each of its lines asks for.
///
/// Owned by the connection's handler. Lines go in through `handle`, what the server says to this
/// session passes `noticed` on its way out, and the rest is the answer: steps to carry out in order.
/// Decides nothing that has to be on record.
public struct WireSession: Sendable {
    /// Where this connection stands with its conversation.
    enum Phase: Equatable {
        /// None has begun, or the last one has ended.
        case fresh
        /// The floor was asked to begin one, or to go on with one, and has not answered.
        case opening
        case open
    }

    public private(set) var mode: WireMode
    public private(set) var speaker = WireSpeaker.customer
    /// With whom, and in which language, the last conversation of this connection was.
    private(set) var welcomed: (shop: ShopID, language: Language)?
    /// Passwords may travel on this connection: it is TLS, or loopback where that is allowed.
    let isLoginAllowed: Bool
    var phase = Phase.fresh
    /// Who is asked for a password; the next line is one.
    var loginPending: AgentID?
    private var isFirstLine = true
    /// The chat that plain lines of a person of the desk go to.
    public private(set) var front: DeskFront?
    /// The floor has greeted the person of the desk who logged in here.
    public private(set) var isGreetedByDesk = false
    /// The name a person of the desk is logged in by.
    public private(set) var agent: AgentID?

    /// True for the WebSocket bridge, which knows JSON objects only.
    let isModeFixed: Bool

    /// - Parameter isLoginAllowed: True on TLS and, where the operator says so, from loopback.
    public init(mode: WireMode = .plain, isLoginAllowed: Bool) {
        self.mode = mode
        self.isLoginAllowed = isLoginAllowed
        isModeFixed = false
    }

    /// A session of the WebSocket bridge: one JSON object a text frame, and nothing else.
    public init(forFramesAllowingLogin isLoginAllowed: Bool) {
        mode = .json
        self.isLoginAllowed = isLoginAllowed
        isModeFixed = true
    }

    /// Of the conversation, once the server has said; what texts of our own are written in.
    public var language: Language { welcomed?.language ?? .english }

    /// True while the next line is a password, which nobody logs or counts as chat.
    public var isAskingPassword: Bool { loginPending != nil }

    /// Takes one line or one text frame.
    ///
    /// - Parameter steps: Gets what is to be done, in order; what is in it stays.
    public mutating func handle(
        _ line: LineBytes, shops: WireShops, into steps: inout [WireStep]
    ) {
        let isFirst = isFirstLine
        isFirstLine = false
        if let agent = loginPending, mode == .plain {
            return takePassword(line, for: agent, into: &steps)
        }
        if isFirst, mode == .plain, LooksLikeJSON.object(line) { mode = .json }
        switch mode {
        case .plain: takePlain(line, shops: shops, into: &steps)
        case .json: takeJSON(line, shops: shops, into: &steps)
        }
    }

    /// Takes one line; see `handle(_:shops:into:)`.
    public mutating func handle(_ line: String, shops: WireShops) -> [WireStep] {
        var steps: [WireStep] = []
        Array(line.utf8).withUnsafeBufferPointer { handle($0, shops: shops, into: &steps) }
        return steps
    }

    /// Takes note of what the server says to this session. Call it for every notice that is sent.
    public mutating func noticed(_ notice: Notice) {
        switch notice {
        case .welcome(let welcome):
            phase = .open
            welcomed = (welcome.shop, welcome.language)
        case .closed: phase = .fresh
        case .failure(let failure):
            if phase == .opening, failure.endsOpening { phase = .fresh }
        case .desk(.signedIn): isGreetedByDesk = true
        case .desk(.front(let tag, let ageSeconds)):
            front = tag.map { DeskFront(tag: $0, ageSeconds: ageSeconds) }
        case .ack, .message, .queue, .joined, .left, .signed, .desk: break
        }
    }

    /// Somebody of the desk has logged in: their commands are allowed from here on.
    public mutating func loggedIn(_ agent: AgentID, as role: AgentRole) {
        self.agent = agent
        speaker = WireSpeaker(role)
    }

    /// Switches how this connection is written, after `/mode`.
    mutating func setMode(_ mode: WireMode, into steps: inout [WireStep]) {
        guard mode == self.mode || !isModeFixed else {
            let failure = Notice.Failure(
                code: .notAllowed, text: "there are only JSON objects here", hint: nil)
            return refuse(failure, into: &steps)
        }
        self.mode = mode
        steps.append(.reply(.mode(mode)))
    }

    private mutating func takePlain(
        _ line: LineBytes, shops: WireShops, into steps: inout [WireStep]
    ) {
        let text: String
        do throws(NotUTF8) {
            text = try Self.text(of: line)
        } catch {
            let failure = Notice.Failure(
                code: .notUTF8, text: "this line is not UTF-8 text (byte \(error.offset + 1))",
                hint: "set your terminal to UTF-8 and send it again")
            return steps.append(.reply(.notice(.failure(failure))))
        }
        // Enter alone says nothing and begins nothing.
        guard !text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { return }
        take(text, clientID: nil, shops: shops, into: &steps)
    }

    private static func text(of line: LineBytes) throws(NotUTF8) -> String {
        if Normalised.isPrintableASCII(line) { return String(decoding: line, as: UTF8.self) }
        guard let edited = LineEditing.edited(line) else {
            return try Normalised.text(decoding: line)
        }
        let result = edited.withUnsafeBufferPointer { bytes in
            Result { () throws(NotUTF8) in try Normalised.text(decoding: bytes) }
        }
        return try result.get()
    }

    private mutating func takePassword(
        _ line: LineBytes, for agent: AgentID, into steps: inout [WireStep]
    ) {
        loginPending = nil
        steps.append(.showTyping)
        let password = Normalised.repaired(line)
        if password.isEmpty {
            steps.append(.reply(.notice(.failure(Self.noPassword))))
        } else {
            steps.append(.submit(.login(agent, password: password)))
        }
    }

    private static let noPassword = Notice.Failure(
        code: .loginRefused, text: "no password, no log-in", hint: "/login NAME begins again")
}

extension Notice.Failure {
    /// True for what the floor says when it did not begin or find a conversation.
    fileprivate var endsOpening: Bool {
        switch code {
        case .noSuchShop, .noSuchLanguage, .noSuchConversation, .tokenExpired, .notSaved, .busy,
            .tooManySessions, .shuttingDown:
            true
        case .badJSON, .unknownOp, .unknownCommand, .usage, .lineTooLong, .notUTF8,
            .wrongProtocol, .rateLimited, .conversationOpen, .loginRefused, .loginExpired,
            .notAllowed, .idle,
            .reloadRefused, .noSuchCase, .noSuchText:
            false
        }
    }
}

/// The chat in front of a person of the desk.
public struct DeskFront: Equatable, Sendable {
    public let tag: DeskNotice.CaseTag
    /// How old it was when this was said.
    public let ageSeconds: Int
}

/// Tells a program's first line from a person's.
private enum LooksLikeJSON {
    /// True for `{"…` and for `{}`, with or without white space.
    static func object(_ line: LineBytes) -> Bool {
        var isOpen = false
        for byte in line {
            switch byte {
            case 0x20, 0x09: continue
            case UInt8(ascii: "{") where !isOpen: isOpen = true
            case UInt8(ascii: "\""), UInt8(ascii: "}"): return isOpen
            default: return false
            }
        }
        return false
    }
}
