import JSONText
import Vocabulary

/// One JSON object of a program, understood.
enum WireRequest: Equatable {
    case hello(shop: String?, language: Language?, name: String?)
    /// `case` is for people of the desk: the chat that is meant.
    case say(text: String, case: Int?)
    case command(String, case: Int?)
    case signed(ChatSign, case: Int?)
    case resume(token: String, after: Int?)
    case login(AgentID, password: String)
    case ping
    case bye

    static let version: Int64 = 1
    private static let ops = [
        "hello", "say", "cmd", "typing", "seen", "resume", "login", "ping", "bye",
    ]

    /// - Throws: What is wrong with it. Unknown fields are ignored.
    init(_ object: JSONObject, clientID: String?) throws(WireCommandError) {
        let fields = RequestFields(object: object)
        switch try fields.text("op") {
        case "hello": self = try Self.hello(fields)
        case "say":
            self = .say(
                text: try fields.text("text"), case: try fields.optionalCount("case"))
        case "cmd":
            self = .command(
                try fields.text("text"), case: try fields.optionalCount("case"))
        case "typing": self = .signed(.typing, case: try fields.optionalCount("case"))
        case "seen":
            guard let sequence = try fields.optionalCount("seq") else {
                throw Self.usage("'seq' is missing")
            }
            self = .signed(.seen(sequence: sequence), case: try fields.optionalCount("case"))
        case "resume":
            self = .resume(
                token: try fields.text("token"), after: try fields.optionalCount("after"))
        case "login":
            guard let agent = AgentID(try fields.text("name").lowercased()) else {
                throw Self.usage("'name' is no agent's name")
            }
            self = .login(agent, password: try fields.text("password"))
        case "ping": self = .ping
        case "bye": self = .bye
        case let op:
            throw WireCommandError(
                code: .unknownOp, text: "unknown op '\(op.prefix(40))'",
                hint: NearestWord.of(op, in: Self.ops).map { "did you mean \($0)?" }
                    ?? "known are \(Self.ops.joined(separator: ", "))")
        }
    }

    private static func hello(_ fields: RequestFields) throws(WireCommandError) -> WireRequest {
        if let value = fields.object["v"], value.integer != version {
            throw usage("only version \(version) is spoken here", hint: "\"v\":\(version)")
        }
        var language: Language?
        if let code = try fields.optionalText("lang") {
            language = Language(code.lowercased())
            guard language != nil else {
                throw WireCommandError(
                    code: .noSuchLanguage, text: "'lang' is no language", hint: "\"lang\":\"en\"")
            }
        }
        return .hello(
            shop: try fields.optionalText("shop"), language: language,
            name: try fields.optionalText("name"))
    }

    static func usage(_ text: String, hint: String? = nil) -> WireCommandError {
        WireCommandError(code: .usage, text: text, hint: hint)
    }

    /// The client's own id of an object, if it has one.
    ///
    /// - Throws: If it is no text or longer than `Limits.clientIDBytesMax` bytes.
    static func clientID(of object: JSONObject) throws(WireCommandError) -> String? {
        guard let value = object["id"], !value.isNull else { return nil }
        guard let id = value.string, (1...Limits.clientIDBytesMax).contains(id.utf8.count) else {
            throw usage("'id' is a text of 1 to \(Limits.clientIDBytesMax) bytes")
        }
        return id
    }
}

/// Reads members of an object, each of which must be of its kind.
private struct RequestFields {
    let object: JSONObject

    func text(_ key: String) throws(WireCommandError) -> String {
        guard let text = try optionalText(key) else {
            throw WireRequest.usage("'\(key)' is missing")
        }
        return text
    }

    func optionalText(_ key: String) throws(WireCommandError) -> String? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let text = value.string else { throw WireRequest.usage("'\(key)' is a text") }
        guard text.utf8.count <= Limits.lineBytesMax else {
            throw WireCommandError(
                code: .lineTooLong, text: "'\(key)' may have \(Limits.lineBytesMax) bytes",
                hint: nil)
        }
        return text
    }

    func optionalCount(_ key: String) throws(WireCommandError) -> Int? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let number = value.integer, number >= 0 else {
            throw WireRequest.usage("'\(key)' is a whole number from 0 on")
        }
        return Int(number)
    }
}
