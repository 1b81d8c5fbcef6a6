/// What a session is told: the server's side of the line protocol, before it is bytes.
public enum Notice: Equatable, Sendable {
    /// The conversation began, or goes on after a resume.
    case welcome(Welcome)
    /// The customer's line is on record under this number. `clientID` is what the client called it.
    case ack(clientID: String, sequence: Int)
    case message(Message)
    /// Place in the waiting line, 1 is next; the wait is an estimate, nil when there is none.
    case queue(position: Int, waitSeconds: Int?)
    /// A person joined; the bot is quiet from here on.
    case joined(sequence: Int, name: String)
    case left(sequence: Int, name: String)
    case closed(sequence: Int, disposition: Disposition)
    /// The person on the other side types, or has read what was said.
    case signed(ChatSign, name: String)
    /// Something was refused; nothing of it is on record.
    case failure(Failure)
    /// For agents and those who look after them; no customer's session gets one.
    case desk(DeskNotice)

    public struct Welcome: Equatable, Sendable {
        public var shop: ShopID
        public var language: Language
        public var conversation: ConversationID
        /// What to say to come back after a lost connection; good for one resume.
        public var token: String
        /// The number of the last entry on record when this was said.
        public var sequence: Int
        public var text: String

        public init(
            shop: ShopID, language: Language, conversation: ConversationID, token: String,
            sequence: Int, text: String
        ) {
            self.shop = shop
            self.language = language
            self.conversation = conversation
            self.token = token
            self.sequence = sequence
            self.text = text
        }
    }

    public struct Message: Equatable, Sendable {
        /// nil for what is shown but not part of the record, such as the answer to `/status`.
        public var sequence: Int?
        public var role: Role
        /// The speaker as customers see them; empty for the customer's own lines in a replay.
        public var name: String
        public var text: String
        public var intent: IntentName?
        public var confidence: Float?
        public var menu: [MenuItem]
        /// What the next line is wanted for, so that a form can be shown for it.
        public var asks: Asking?

        public init(
            sequence: Int?, role: Role, name: String, text: String, intent: IntentName? = nil,
            confidence: Float? = nil, menu: [MenuItem] = [], asks: Asking? = nil
        ) {
            self.sequence = sequence
            self.role = role
            self.name = name
            self.text = text
            self.intent = intent
            self.confidence = confidence
            self.menu = menu
            self.asks = asks
        }
    }

    /// What the bot has asked for. Sent: never rename.
    public enum Asking: String, Sendable {
        /// The text of a message to leave, and where its answer goes.
        case message, contact
        /// 1 to 5.
        case rating
    }

    public struct MenuItem: Equatable, Sendable {
        /// What to type, 1 to `Limits.menuOptionCountMax`.
        public var number: Int
        public var text: String
        public init(number: Int, text: String) {
            self.number = number
            self.text = text
        }
    }

    public struct Failure: Equatable, Sendable {
        public var code: FailureCode
        public var clientID: String?
        public var text: String
        public var hint: String?
        public init(code: FailureCode, clientID: String? = nil, text: String, hint: String? = nil) {
            self.code = code
            self.clientID = clientID
            self.text = text
            self.hint = hint
        }
    }
}

/// Why a line or a command was refused; programs switch on it. Sent: never rename.
public enum FailureCode: String, Sendable, CaseIterable {
    case badJSON = "bad_json"
    case unknownOp = "unknown_op"
    case unknownCommand = "unknown_command"
    case usage
    case lineTooLong = "line_too_long"
    case notUTF8 = "not_utf8"
    case wrongProtocol = "wrong_protocol"
    case busy
    case rateLimited = "rate_limited"
    case tooManySessions = "too_many_sessions"
    case notSaved = "not_saved"
    case noSuchShop = "no_such_shop"
    case noSuchLanguage = "no_such_language"
    case noSuchConversation = "no_such_conversation"
    case conversationOpen = "conversation_open"
    case tokenExpired = "token_expired"
    case loginRefused = "login_refused"
    case loginExpired = "login_expired"
    case notAllowed = "not_allowed"
    case idle
    case shuttingDown = "shutting_down"
    case reloadRefused = "reload_refused"
    case noSuchCase = "no_such_case"
    case noSuchText = "no_such_text"
}

/// Who said something. Stored and sent: never rename.
public enum Role: String, Sendable, CaseIterable {
    case customer, bot, agent, system, supervisor
}

/// Why a conversation ended. Stored and sent: never rename.
public struct Disposition: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }

    /// The customer said goodbye.
    public static let ended = Disposition("ended")
    /// The customer was silent too long.
    public static let idle = Disposition("idle")
    /// An agent closed it as solved.
    public static let resolved = Disposition("resolved")
    /// The customer left a message for when people are back.
    public static let messageLeft = Disposition("message_left")
    /// The customer left the queue and did not come back.
    public static let abandoned = Disposition("abandoned")
    /// The customer asked for everything to be forgotten.
    public static let forgotten = Disposition("forgotten")
}
