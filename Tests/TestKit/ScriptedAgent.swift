import JSONText
import Vocabulary

/// An agent of the simulation: takes, skips, lets expire, answers slowly, clicks twice, transfers,
/// hands back, closes, and vanishes in the middle of it.
///
/// Knows nothing of the server but its bytes; speaks JSON.
public struct ScriptedAgent {
    public let name: String
    var random: SeededRandom
    var session: SessionID?
    /// Typed, and not yet at the server.
    var typed: [UInt8] = []
    private var arrived: [UInt8] = []
    /// Cases that were told to be theirs, by number.
    private(set) var cases: [Int] = []
    private var offers: [Int] = []
    private var lineNumber = 0
    /// Lines acknowledged: `conv id` and their numbers.
    private(set) var acked: [String: Int] = [:]

    /// What an agent reads that the world checks.
    struct Seen {
        var event: String
        var conversation: ConversationID?
        var sequence: Int?
        var text: String?
    }

    init(name: String, seed: UInt64) {
        self.name = name
        random = SeededRandom(seed: seed)
    }

    mutating func connected(_ session: SessionID) {
        lost()
        self.session = session
        send(#"{"op":"login","name":"\#(name)","password":"sesame"}"#)
        if !random.oneIn(4) { command("/on") }
    }

    mutating func lost() {
        session = nil
        typed = []
        arrived = []
        cases = []
        offers = []
    }

    // MARK: Typing

    mutating func act() {
        switch random.number(below: 20) {
        case 0..<5: answerOffer()
        case 5..<11: speak()
        case 11: finish()
        case 12: command(pick(["/on", "/on", "/break lunch", "/off", "/on"]))
        case 13: command(pick(["/list all", "/who", "/stats", "/find order", "/suggest", "/why"]))
        case 14: moveOn()
        case 15: command("/note careful @bo @vera", about: cases.last)
        case 16: supervise()
        case 17: command(pick(["/take 9999", "/to 3", "/close x", "/bot", "/skip", "/nonsense"]))
        case 18:
            command(
                pick(["/hold 5m", "/tag vip", "/priority high", "/snooze 2m"]), about: cases.first)
        default: command("/take")
        }
    }

    private mutating func answerOffer() {
        guard let offer = offers.popLast() else { return }
        switch random.number(below: 6) {
        case 0: command("/skip")
        case 1: break
        case 2:
            command("/take", about: offer)
            command("/take", about: offer)
        default: command("/take", about: offer)
        }
    }

    private mutating func speak() {
        guard let number = cases.last else { return }
        lineNumber += 1
        let id = "\(name)-\(lineNumber)"
        let line =
            #"{"op":"say","case":\#(number),"id":"\#(id)","text":"agent line \#(lineNumber)"}"#
        send(line)
        // Clicked twice.
        if random.oneIn(5) { send(line) }
    }

    private mutating func finish() {
        guard let number = cases.last else { return }
        command(pick(["/close resolved", "/bot", "/close resolved"]), about: number)
    }

    private mutating func moveOn() {
        guard let number = cases.last else { return }
        let target = pick(["ada", "bo", "cleo", "general", "de", "nobody"])
        command("/transfer \(target) go on", about: number)
    }

    private mutating func supervise() {
        guard name == "vera" else { return command("/board") }
        let number = 1 + random.number(below: 30)
        command(
            pick([
                "/board", "/watch \(number)", "/whisper \(number) mind the tone",
                "/barge \(number)", "/assign \(number) ada", "/force bo off", "/explain \(number)",
                "/queue pause corner", "/queue resume corner", "/broadcast all hands",
            ]))
    }

    private mutating func command(_ text: String, about number: Int? = nil) {
        let about = number.map { "\"case\":\($0)," } ?? ""
        send(#"{"op":"cmd",\#(about)"text":"\#(text)"}"#)
    }

    private mutating func send(_ text: String) { typed += Array("\(text)\n".utf8) }

    private mutating func pick(_ texts: [String]) -> String {
        texts[random.number(below: texts.count)]
    }

    // MARK: Reading

    mutating func see(_ bytes: [UInt8]) -> [Seen] {
        arrived += bytes
        var seen: [Seen] = []
        while let end = arrived.firstIndex(of: 0x0A) {
            let line = Array(arrived[..<end])
            arrived.removeFirst(end + 1)
            guard case .object(let object)? = try? JSONValue(parsing: line) else { continue }
            note(object)
            seen.append(
                Seen(
                    event: object["ev"]?.string ?? "",
                    conversation: object["conv"]?.string.flatMap { ConversationID($0) },
                    sequence: object["seq"]?.integer.map { Int($0) },
                    text: object["text"]?.string))
        }
        return seen
    }

    private mutating func note(_ object: JSONObject) {
        guard let number = object["case"]?.integer.map({ Int($0) }) else { return }
        switch object["ev"]?.string {
        case "offer": offers.append(number)
        case "offer_ended": offers.removeAll { $0 == number }
        case "assigned":
            offers.removeAll { $0 == number }
            if !cases.contains(number) { cases.append(number) }
        case "released": cases.removeAll { $0 == number }
        default: break
        }
    }
}
