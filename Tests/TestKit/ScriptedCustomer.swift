import JSONText
import Vocabulary

/// A customer of the simulation: types by the seed, reads what comes back, and keeps a ledger of what
/// was acknowledged.
///
/// Knows nothing of the server but its bytes. A program (`isProgram`) speaks JSON and repeats lines
/// that were not acknowledged; a person types plain lines.
public struct ScriptedCustomer {
    /// A line sent with an id, until it is acknowledged or given up.
    struct Sent: Equatable {
        var id: String
        var text: String
    }

    /// What a customer reads in one line from the server.
    enum Sight: Equatable {
        case welcome(ConversationID, sequence: Int)
        case message(sequence: Int?, role: String, text: String)
        case ack(id: String, sequence: Int)
        case closed(sequence: Int)
        case refused(code: String, id: String?)
        /// A plain line of the bot.
        case spoken(String)
        case other
    }

    /// A sight, and where the customer stood.
    struct Seen {
        var sight: Sight
        var conversation: ConversationID?
        var token: String?
        var lastSeenBefore: Int
        /// Seen on this connection before, where that must not be.
        var isRepeated = false
    }

    public let number: Int
    let isProgram: Bool
    /// Reads seldom, or never while faults last.
    let readsOneIn: Int
    var random: SeededRandom
    /// The connection; nil while there is none.
    var session: SessionID?
    /// Typed, and not yet at the server.
    var typed: [UInt8] = []
    /// Arrived, and not yet a whole line.
    private var arrived: [UInt8] = []
    /// Conversations in which something was told to be not saved: it may be on record all the same,
    /// with an answer that was never shown.
    private(set) var unsure: Set<ConversationID> = []
    private var lineNumber = 0
    var conversation: ConversationID?
    var token: String?
    /// The highest number seen in this conversation.
    var lastSeen = 0
    private(set) var unanswered: [Sent] = []
    /// Ids and numbers acknowledged, by conversation.
    private(set) var acked: [ConversationID: [String: Int]] = [:]
    /// Numbers of bot lines shown live or again since the connection began.
    private var shownOnThisConnection: Set<Int> = []
    var hasAskedToResume = false
    private var isFresh = true
    /// Everything may be shown once more on this connection.
    private(set) var hasAskedForTranscript = false

    init(number: Int, seed: UInt64) {
        self.number = number
        random = SeededRandom(seed: seed)
        isProgram = !random.oneIn(3)
        readsOneIn = random.oneIn(6) ? 40 : 1
    }

    // MARK: Typing

    /// Types the next thing.
    mutating func type() {
        guard isProgram else { return typePlain() }
        // The first line tells the server that this is a program.
        if isFresh {
            isFresh = false
            guard random.oneIn(2) else { return say(line()) }
            return send(
                #"{"op":"hello","v":1,"shop":"corner","lang":"\#(random.oneIn(3) ? "de" : "en")"}"#)
        }
        switch random.number(below: 24) {
        case 0..<17: say(line())
        case 17: repeatALine()
        case 18: send(#"{"op":"cmd","text":"/\#(pick(Self.commands))"}"#)
        case 19: send(#"{"op":"ping"}"#)
        case 20: send(pick([#"{"op":"say""#, #"{"op":"sing"}"#, "[]", #"{"op":"say","id":""}"#]))
        case 21: say("human")
        case 22: for _ in 0...random.number(below: 6) { say(line()) }
        default: random.oneIn(3) ? send(#"{"op":"bye"}"#) : say(line())
        }
    }

    private mutating func typePlain() {
        isFresh = false
        switch random.number(below: 20) {
        case 0: send("/\(pick(Self.commands))")
        case 1: typed += pick([[255, 251, 31], [255, 246], [0x80, 0xFE, 10], [13, 0, 10, 10]])
        case 2: typed += Array("half a li".utf8)
        case 3 where random.oneIn(6): typed += Array(repeating: 0x61, count: 4_200)
        default: send(line())
        }
    }

    /// Says a line with an id of its own.
    mutating func say(_ text: String) {
        lineNumber += 1
        unanswered.append(Sent(id: "c\(number)-\(lineNumber)", text: text))
        sendAgain(unanswered.count - 1)
    }

    /// Sends every line that was not acknowledged once more.
    mutating func sendUnansweredAgain() { for index in unanswered.indices { sendAgain(index) } }

    /// The lines are given up: nobody knows what became of them.
    mutating func giveUp() { unanswered = [] }

    private mutating func repeatALine() {
        guard !unanswered.isEmpty else { return say(line()) }
        sendAgain(random.number(below: unanswered.count))
    }

    private mutating func sendAgain(_ index: Int) {
        let sent = unanswered[index]
        send(#"{"op":"say","id":"\#(sent.id)","text":"\#(sent.text)"}"#)
    }

    mutating func resume() {
        guard let token else { return }
        hasAskedToResume = true
        isFresh = false
        send(
            isProgram
                ? #"{"op":"resume","token":"\#(token)","after":\#(lastSeen)}"#
                : "/resume \(token) \(lastSeen)")
    }

    private mutating func send(_ text: String) {
        if text.contains("/transcript") { hasAskedForTranscript = true }
        typed += Array("\(text)\n".utf8)
    }

    private mutating func line() -> String {
        pick([
            "how is shipping", "what about shipping and how do I pay", "where is my order",
            "cancel my order", "CS-100", "10115", "CS-999", "99999", "yes", "no", "1", "2", "7",
            "blue elephants", "maybe shipping or pay", "versand", "wo ist meine bestellung", "help",
            "menu", "cancel", "skip", "please let me talk to someone", "human", "mensch", "bye",
            "my name is Ana and the mug is broken", "ana@example.com", "back",
        ])
    }

    private static let commands = [
        "status", "transcript", "human", "menu", "help", "lang de", "lang en", "lang xx", "rate 4",
        "forget", "bye", "nonsense",
    ]

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[random.number(below: elements.count)]
    }

    // MARK: Reading

    /// The connection is gone, and what was on its way with it.
    mutating func lostConnection() {
        session = nil
        typed = []
        arrived = []
        shownOnThisConnection = []
        hasAskedToResume = false
        hasAskedForTranscript = false
        isFresh = true
    }

    /// Reads bytes of the server; what whole lines of it say.
    mutating func see(_ bytes: [UInt8]) -> [Seen] {
        arrived += bytes
        var seen: [Seen] = []
        while let end = arrived.firstIndex(of: 0x0A) {
            var line = Array(arrived[..<end])
            arrived.removeFirst(end + 1)
            if line.last == 0x0D { line.removeLast() }
            // Telnet's answers stand before what is said.
            while line.first == 255, line.count >= 3 { line.removeFirst(3) }
            let sight = line.first == UInt8(ascii: "{") ? program(line) : person(line)
            let before = lastSeen
            note(sight)
            seen.append(
                Seen(
                    sight: sight, conversation: conversation, token: token, lastSeenBefore: before,
                    isRepeated: isRepeated(sight)))
        }
        return seen
    }

    /// Whether a line of somebody else is shown once more that was shown on this connection already.
    private mutating func isRepeated(_ sight: Sight) -> Bool {
        guard case .message(let sequence?, let role, _) = sight, role != "customer" else {
            return false
        }
        return !shownOnThisConnection.insert(sequence).inserted && !hasAskedForTranscript
    }

    private mutating func note(_ sight: Sight) {
        switch sight {
        case .welcome(let id, let sequence):
            if conversation != id { (lastSeen, shownOnThisConnection) = (0, []) }
            conversation = id
            // What lies between is shown again behind a resume.
            if !hasAskedToResume { lastSeen = sequence }
            if hasAskedToResume { sendUnansweredAgain() }
            hasAskedToResume = false
        case .ack(let id, let sequence):
            unanswered.removeAll { $0.id == id }
            if let conversation { acked[conversation, default: [:]][id] = sequence }
            lastSeen = max(lastSeen, sequence)
        case .message(let sequence?, _, _), .closed(let sequence):
            lastSeen = max(lastSeen, sequence)
        case .refused("not_saved", let id):
            if let conversation { unsure.insert(conversation) }
            guard let id, random.oneIn(2) else { return }
            if let index = unanswered.firstIndex(where: { $0.id == id }) { sendAgain(index) }
        case .refused("token_expired", _):
            hasAskedToResume = false
            token = nil
            giveUp()
        case .message, .refused, .spoken, .other: break
        }
    }

    private mutating func program(_ line: [UInt8]) -> Sight {
        guard case .object(let object)? = try? JSONValue(parsing: line) else { return .other }
        let sequence = object["seq"]?.integer.map { Int($0) }
        switch object["ev"]?.string {
        case "welcome":
            token = object["token"]?.string
            guard let id = object["conv"]?.string.flatMap({ ConversationID($0) }), let sequence
            else { return .other }
            return .welcome(id, sequence: sequence)
        case "message":
            return .message(
                sequence: sequence, role: object["role"]?.string ?? "",
                text: object["text"]?.string ?? "")
        case "ack":
            guard let id = object["id"]?.string, let sequence else { return .other }
            return .ack(id: id, sequence: sequence)
        case "closed": return sequence.map { .closed(sequence: $0) } ?? .other
        case "error":
            return .refused(code: object["code"]?.string ?? "", id: object["id"]?.string)
        default: return .other
        }
    }

    private mutating func person(_ line: [UInt8]) -> Sight {
        let text = String(decoding: line, as: UTF8.self)
        if !isProgram, text.hasPrefix("bot: ") { return .spoken(String(text.dropFirst(5))) }
        if !isProgram, text.hasPrefix("* "), let command = text.firstRange(of: "/resume ") {
            token = String(text[command.upperBound...])
        }
        return .other
    }
}
