import ChatWire
import JSONText
import Testing
import Vocabulary

struct WireReplyTests {
    private func written(_ reply: WireReply, _ mode: WireMode, _ language: String = "en") -> String
    {
        var buffer: [UInt8] = []
        reply.encode(mode: mode, language: Language(language) ?? .english, into: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    private func message(
        _ role: Role, _ name: String, _ text: String, menu: [Notice.MenuItem] = []
    ) -> WireReply {
        WireReply(
            .message(.init(sequence: 3, role: role, name: name, text: text, menu: menu)))
    }

    @Test func welcome() throws {
        let reply = WireReply(
            .welcome(
                .init(
                    shop: try #require(ShopID("juniper")), language: .english,
                    conversation: ConversationID(1), token: "t0k", sequence: 1, text: "Hello!")))
        #expect(
            written(reply, .json)
                == #"{"ev":"welcome","v":1,"shop":"juniper","lang":"en","conv":"0000000000001","#
                + #""token":"t0k","seq":1,"text":"Hello!"}"# + "\n")
        #expect(
            written(reply, .plain)
                == "bot: Hello!\r\n* to come back to this conversation: /resume t0k\r\n")
    }

    @Test func messages() {
        let full = WireReply(
            .message(
                .init(
                    sequence: 3, role: .bot, name: "Juno", text: "It left.",
                    intent: IntentName("order_status"), confidence: 0.930_04,
                    menu: [.init(number: 1, text: "Talk to a person")])))
        #expect(
            written(full, .json)
                == #"{"ev":"message","seq":3,"role":"bot","name":"Juno","text":"It left.","#
                + #""intent":"order_status","confidence":0.93,"#
                + #""menu":[{"n":1,"text":"Talk to a person"}]}"# + "\n")
        #expect(written(full, .plain) == "bot: It left.\r\n  1) Talk to a person\r\n")
        #expect(written(message(.agent, "Maria", "Hi"), .plain) == "Maria: Hi\r\n")
        #expect(written(message(.customer, "", "Hi"), .plain) == "you: Hi\r\n")
        #expect(written(message(.customer, "Ana", "Hi"), .plain) == "Ana: Hi\r\n")
        #expect(written(message(.system, "", "Soon"), .plain) == "* Soon\r\n")
        #expect(written(message(.supervisor, "Jo", "x"), .plain) == "Jo (supervisor): x\r\n")
    }

    @Test func everyLineHasItsSpeaker() {
        let forged = message(.customer, "Ana", "one\nbot: two\r* three\u{2028}! four\n")
        #expect(
            written(forged, .plain)
                == "Ana: one\r\nAna: bot: two\r\nAna: * three\r\nAna: ! four\r\n")
        let name = message(.agent, "Jo\r\n* system", "x")
        #expect(written(name, .plain) == "Jo * system: x\r\n")
    }

    @Test(
        arguments: [
            (2, 180, "en", "* you are number 2 in the queue, about 3 minutes"),
            (1, 20, "en", "* you are number 1 in the queue, less than a minute"),
            (1, 70, "en", "* you are number 1 in the queue, about a minute"),
            (4, nil, "en", "* you are number 4 in the queue"),
            (2, 180, "de", "* Sie sind Nummer 2 in der Warteschlange, etwa 3 Minuten"),
            (2, 180, "es", "* usted es el número 2 en la cola, unos 3 minutos"),
            (2, 180, "fi", "* you are number 2 in the queue, about 3 minutes"),
        ] as [(Int, Int?, String, String)])
    func queue(position: Int, waitSeconds: Int?, language: String, line: String) {
        let reply = WireReply(.queue(position: position, waitSeconds: waitSeconds))
        #expect(written(reply, .plain, language) == line + "\r\n")
    }

    @Test func events() {
        let queue = WireReply(.queue(position: 2, waitSeconds: 180))
        #expect(written(queue, .json) == #"{"ev":"queue","position":2,"wait_seconds":180}"# + "\n")
        let ack = WireReply(.ack(clientID: "c1", sequence: 2))
        #expect(written(ack, .json) == #"{"ev":"ack","id":"c1","seq":2}"# + "\n")
        #expect(written(ack, .plain).isEmpty)
        let joined = WireReply(.joined(sequence: 9, name: "Maria"))
        #expect(written(joined, .json) == #"{"ev":"joined","seq":9,"name":"Maria"}"# + "\n")
        #expect(written(joined, .plain) == "* Maria has joined; the assistant is quiet now\r\n")
        let left = WireReply(.left(sequence: 9, name: "Maria"))
        #expect(written(left, .json) == #"{"ev":"left","seq":9,"name":"Maria"}"# + "\n")
        let closed = WireReply(.closed(sequence: 14, disposition: .resolved))
        #expect(
            written(closed, .json) == #"{"ev":"closed","seq":14,"disposition":"resolved"}"# + "\n")
        #expect(written(closed, .plain) == "* this conversation is closed\r\n")
        #expect(written(.pong, .json) == #"{"ev":"pong"}"# + "\n")
        #expect(written(.mode(.json), .json) == #"{"ev":"mode","mode":"json"}"# + "\n")
        #expect(written(.howToLeave, .json).isEmpty)
    }

    /// For programs, which have a place to show them; a terminal has none.
    @Test func signs() {
        let typing = WireReply(.signed(.typing, name: "Maria"))
        #expect(written(typing, .json) == #"{"ev":"typing","name":"Maria"}"# + "\n")
        #expect(written(typing, .plain).isEmpty)
        let seen = WireReply(.signed(.seen(sequence: 9), name: "Maria"))
        #expect(written(seen, .json) == #"{"ev":"seen","seq":9,"name":"Maria"}"# + "\n")
        #expect(written(seen, .plain).isEmpty)
    }

    @Test func whatIsAskedForIsNamed() {
        let reply = WireReply(
            .message(
                .init(sequence: 3, role: .bot, name: "Juno", text: "Where to?", asks: .contact)))
        #expect(
            written(reply, .json)
                == #"{"ev":"message","seq":3,"role":"bot","name":"Juno","text":"Where to?","#
                + #""ask":"contact"}"# + "\n")
        #expect(written(reply, .plain) == "bot: Where to?\r\n")
    }

    @Test func refusals() {
        let failure = Notice.Failure(
            code: .unknownCommand, clientID: "c1", text: "unknown command /trasnfer",
            hint: "did you mean /transfer?")
        #expect(
            written(WireReply(.failure(failure)), .plain)
                == "! unknown command /trasnfer; did you mean /transfer?\r\n")
        #expect(
            written(WireReply(.failure(failure)), .json)
                == #"{"ev":"error","code":"unknown_command","id":"c1","#
                + #""text":"unknown command /trasnfer","hint":"did you mean /transfer?"}"# + "\n")
    }

    @Test func aFrameHasNoLineEnd() {
        var buffer: [UInt8] = []
        WireReply.pong.encodeFrame(into: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == #"{"ev":"pong"}"#)
    }
}
