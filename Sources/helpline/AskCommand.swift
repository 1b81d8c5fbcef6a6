import ArgumentParser
import ChatWire
import Foundation
import JSONText
import Vocabulary
import Wiring

struct AskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Asks a shop's bot; no server needed.",
        discussion: """
            With a text it prints the answer. Without one it talks: each line you type is a turn.

            Examples:
              helpline ask --shop juniper "where is my order?"
              helpline ask --shop juniper --why "can i send it back"
              helpline ask --shop juniper --now 2026-03-10T10:00
            """)

    @OptionGroup var options: ShopOptions
    @Option(help: "The shop to ask.") var shop: String?
    @Option(help: "The language to begin in, such as en.") var lang: String?
    @Option(help: "What time it is, in the shop's zone: 2026-03-10T10:00, or 2026-03-10.")
    var now: String?
    @Flag(help: "Explain the match: words and letters with their share, runner-up, threshold.")
    var why = false
    @Flag(help: "One JSON object a turn.") var json = false
    @Argument(help: "What to ask.") var text: String?

    func run() throws {
        let loaded = try options.load(defaultShop: shop)
        let id = loaded.readings.defaultShop
        guard let shop = loaded.shop(id), let reading = loaded.readings.byID[id] else {
            throw WrongUse("there is no shop '\(id)'")
        }
        let language = try lang.map { code in
            guard let language = Language(code), shop.languages.contains(language) else {
                let known = shop.languages.map(\.code).joined(separator: ", ")
                throw WrongUse("\(shop.id) does not speak '\(code)'; it speaks \(known)")
            }
            return language
        }
        let time = try now.map { text in
            guard let time = Moment.read(text, in: shop.hours.zone) else {
                throw WrongUse("'\(text)' is no time; write 2026-03-10T10:00, or 2026-03-10")
            }
            return time
        }
        var rehearsal = Rehearsal(
            shop: shop, reading: reading, language: language,
            now: time ?? SystemClock().wall())
        if let text { return turn(text, &rehearsal) }
        if !json { show([rehearsal.greetingNotice], in: rehearsal.language) }
        while true {
            if Terminal.readsFromPerson { Terminal.write(Array("> ".utf8)) }
            guard let line = readLine(strippingNewline: true) else { return }
            guard !line.isEmpty else { continue }
            if now == nil { rehearsal.now = SystemClock().wall() }
            turn(line, &rehearsal)
            if rehearsal.conversation.isClosed { return }
        }
    }

    private func turn(_ text: String, _ rehearsal: inout Rehearsal) {
        let explanation = why ? rehearsal.explain(text) : nil
        let match = rehearsal.match(text)
        let notices = rehearsal.say(text)
        if json {
            var writer = JSONWriter()
            AskReport(match: match, notices: notices, conversation: rehearsal.conversation)
                .write(explanation: explanation?.lines, to: &writer)
            Terminal.write(writer.bytes + [0x0A])
            return
        }
        show(notices, in: rehearsal.language)
        for line in explanation?.lines ?? [] { print("    \(line)") }
    }

    private func show(_ notices: [Notice], in language: Language) {
        var bytes: [UInt8] = []
        for notice in notices {
            WireReply(notice).encode(mode: .plain, language: language, into: &bytes)
        }
        Terminal.write(bytes.filter { $0 != 0x0D })
    }
}

/// One turn as `ask --json` prints it.
struct AskReport {
    let match: IntentMatch
    let notices: [Notice]
    let answers: [String]
    let state: String
    let language: Language

    init(match: IntentMatch, notices: [Notice], conversation: Rehearsal.Talk) {
        self.match = match
        self.notices = notices
        answers = notices.compactMap { notice in
            guard case .message(let message) = notice else { return nil }
            return message.text
        }
        state = conversation.stateName
        language = conversation.language
    }

    func write(explanation: [String]?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("intent")
        if let best = match.candidates.first {
            writer.string(best.intent.name)
        } else {
            writer.null()
        }
        writer.key("confidence")
        writer.number(Double(match.candidates.first?.confidence ?? 0))
        writer.key("in_scope")
        writer.bool(match.outcome != .unknown)
        writer.key("answer")
        writer.beginArray()
        for answer in answers { writer.string(answer) }
        writer.endArray()
        writer.key("state")
        writer.string(state)
        writer.key("language")
        writer.string(language.code)
        if let explanation {
            writer.key("why")
            writer.beginArray()
            for line in explanation { writer.string(line) }
            writer.endArray()
        }
        writer.endObject()
    }
}
