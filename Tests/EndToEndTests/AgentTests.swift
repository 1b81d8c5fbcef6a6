import Foundation
import Testing
import Vocabulary

/// Agents, customers and a server of its own, over sockets.
@Suite("Agents", .serialized)
struct AgentTests {
    @Test("two agents and a customer: offer, skip, take, chat, transfer, close, all on record")
    func wholeCase() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites"), ("jonas", "--shops kites")])
        let (maria, jonas) = (try desk.agent("maria"), try desk.agent("jonas"))
        let (customer, welcome) = try desk.waitingCustomer()
        // Whoever is offered it skips; the other one takes it.
        let first = try #require(
            (1...100).lazy.flatMap { _ in [maria, jonas] }.first {
                $0.event("offer", until: Deadline(seconds: 0.3)) != nil
            })
        let second = first === maria ? jonas : maria
        first.send(.command("/skip"))
        #expect(first.event("offer_ended")?.why == "skipped")
        let offer = try #require(second.event("offer"))
        #expect(offer.shop == "kites" && offer.conv == welcome.conv)
        second.send(.command("/take", about: offer.case))
        let assigned = try #require(second.event("assigned"))
        #expect(assigned.reason == "asked" && assigned.routing?.isEmpty == false)
        #expect(second.event("history")?.lines?.last?.text.isEmpty == false)
        #expect(customer.event("joined")?.name != nil)
        second.send(.answer("Hello, I have read all of it.", id: "a1", about: offer.case))
        #expect(second.event("ack")?.id == "a1")
        #expect(customer.event("message")?.text == "Hello, I have read all of it.")
        #expect(customer.say("which sizes do kites have", id: "c2")?.ev == "ack")
        let relayed = try #require(second.event("message"))
        #expect(relayed.role == "customer" && relayed.case == offer.case)
        let target = second === maria ? "jonas" : "maria"
        second.send(.command("/transfer \(target) knows kites better", about: offer.case))
        #expect(second.event("released")?.why == "transferred")
        let again = try #require(first.event("offer"))
        first.send(.command("/take", about: again.case))
        #expect(first.event("assigned") != nil)
        first.send(.command("/close resolved", about: again.case))
        #expect(customer.event("left") != nil)
        #expect(customer.say("5", id: "c3")?.ev == "ack")
        #expect(customer.event("closed")?.disposition == "resolved")
        let shown = try Outcome.helpline(
            "transcripts", "show", "--data", desk.site.data, welcome.conv ?? "")
        #expect(shown.output.contains("[routed to"))
        #expect(shown.output.contains("knows kites better"))
        #expect(!shown.output.contains("bot: Kites are"), "the bot was quiet")
    }

    @Test("/why tells an agent what the bot's answer rested on, and the record tells it later")
    func why() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let maria = try desk.agent("maria")
        let (customer, welcome) = try desk.server.greetedClient()
        #expect(customer.say("which sizes do kites have", id: "c1")?.ev == "ack")
        #expect(customer.say("human", id: "c2")?.ev == "ack")
        customer.send(.command("/why"))
        #expect(customer.event("error") != nil, "it is not for customers")
        let offer = try #require(maria.event("offer"))
        maria.send(.command("/why", about: offer.case))
        let card = try #require(maria.line(containing: "\"card\""))
        for part in ["which sizes do kites have", "nearest example", "score ", "model "] {
            #expect(card.contains(part), "\(card)")
        }
        let shown = try Outcome.helpline(
            "transcripts", "show", "--why", "--data", desk.site.data, welcome.conv ?? "")
        #expect(shown.output.contains("nearest example"))
        #expect(shown.output.contains("score "))
    }

    @Test("a password is asked for with the echo off, and switched on again")
    func echo() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let client = try desk.server.client()
        client.send("/login maria\r\n")
        let asked = try #require(client.line(containing: "password for maria"))
        #expect(Array(asked.utf8).count > 0)
        client.send("\(DeskServer.password)\r\n")
        let bytes = try #require(client.rawLine(containing: "logged in as maria"))
        #expect(bytes.starts(with: [0xFF, 0xFC, 0x01]), "IAC WONT ECHO stands before it")
        #expect(!String(decoding: bytes, as: UTF8.self).contains(DeskServer.password))
    }

    @Test("wrong names and passwords get one answer, and too many a pause")
    func wrongPasswords() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let client = try desk.server.client()
        var answers: Set<String> = []
        for name in ["maria", "nobody"] {
            client.send(Request(op: "login", name: name, password: "wrong"))
            answers.insert(client.event("error")?.text ?? "")
        }
        #expect(answers == ["name and password do not belong together"])
        for _ in 0..<4 {
            client.send(Request(op: "login", name: "maria", password: "wrong"))
            _ = client.event("error")
        }
        client.send(Request(op: "login", name: "maria", password: DeskServer.password))
        #expect(client.event("error")?.code == "rate_limited")
    }

    @Test("a token logs a program in; an account that is disabled is sent away at once")
    func tokens() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let made = try Outcome.helpline(
            "agents", "token", "maria", "--data", desk.site.data, "--days", "1")
        let token = try #require(made.lines.first)
        let client = try desk.server.client()
        client.send(Request(op: "login", name: "maria", password: token))
        #expect(client.event("signed_in")?.agent == "maria")
        let disabled = try Outcome.helpline("agents", "disable", "maria", "--data", desk.site.data)
        #expect(disabled.code == 0)
        #expect(client.event("error")?.code == "login_refused")
        #expect(client.event() == nil, "and the connection ends")
    }

    @Test("a new password ends what the old one began; with the new one the chats are there again")
    func newPassword() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let maria = try desk.agent("maria")
        let (customer, _) = try desk.waitingCustomer()
        let offer = try #require(maria.event("offer"))
        maria.send(.command("/take", about: offer.case))
        #expect(maria.event("assigned") != nil)
        let changed = try Outcome.shell(
            """
            printf '%s\\n' 'kites fly higher' | \(Tools.helpline) agents password maria \
            --data '\(desk.site.data)'
            """)
        #expect(changed.code == 0, "\(changed.errors)")
        #expect(maria.event("error")?.code == "login_expired")
        #expect(maria.event() == nil, "and the connection ends")
        let again = try desk.server.client()
        again.send(Request(op: "login", name: "maria", password: DeskServer.password))
        #expect(again.event("error")?.code == "login_refused")
        again.send(Request(op: "login", name: "maria", password: "kites fly higher"))
        #expect(again.event("assigned")?.conv == offer.conv)
        again.send(.answer("Here I am again.", id: "a1", about: offer.case))
        #expect(again.event("ack")?.id == "a1")
        #expect(customer.line(containing: "Here I am again.") != nil)
    }

    @Test("kill -9 while an agent has a chat: both come back to it, with the first waiting time")
    func kill() throws {
        let port = try ServerUnderTest.steadyPort()
        let desk = try DeskServer(agents: [("maria", "--shops kites")], port: port)
        let maria = try desk.agent("maria")
        let (customer, welcome) = try desk.waitingCustomer()
        let offer = try #require(maria.event("offer"))
        maria.send(.command("/take", about: offer.case))
        #expect(maria.event("assigned") != nil)
        maria.send(.answer("one moment", id: "a1", about: offer.case))
        let seen = try #require(customer.event("message", where: { $0.role == "agent" }))
        desk.server.killAtOnce()
        let server = try ServerUnderTest(desk.site, line: "127.0.0.1:\(port)")
        let again = try LineClient(port: server.port)
        again.send(Request(op: "login", name: "maria", password: DeskServer.password))
        let assigned = try #require(again.event("assigned"))
        #expect(assigned.conv == welcome.conv)
        #expect((assigned.waitedSeconds ?? -1) >= 0)
        let back = try LineClient(port: server.port)
        back.send(.resume(try #require(welcome.token), after: seen.seq))
        #expect(back.event("welcome")?.conv == welcome.conv)
        again.send(.answer("one moment", id: "a1", about: assigned.case))
        #expect(again.event("ack")?.seq == seen.seq, "said once")
        again.send(.answer("and here we are", id: "a2", about: assigned.case))
        #expect(back.event("message")?.text == "and here we are")
        let verified = try Outcome.helpline("transcripts", "verify", "--data", desk.site.data)
        #expect(verified.code == 0, "\(verified.output)")
    }

    @Test("with no agent on, customers are told what they were told before there were agents")
    func nobody() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let (customer, _) = try desk.waitingCustomer()
        let answer = try #require(customer.event("message"))
        #expect(answer.role == "bot" && answer.text?.contains("leave a message") == true)
    }

    @Test(
        "hostile text reaches an agent's terminal as text that only shows",
        .enabled(if: DataSets.has("hostile-text"), "the data set hostile-text is not here"))
    func hostileText() throws {
        let desk = try DeskServer(agents: [("maria", "--shops kites")])
        let terminal = try desk.server.client()
        terminal.send("/login maria\n\(DeskServer.password)\n/on\n")
        #expect(terminal.line(containing: "you are on") != nil)
        let (customer, _) = try desk.waitingCustomer()
        #expect(terminal.line(containing: "offer #1") != nil)
        terminal.send("/take\n")
        #expect(customer.event("joined") != nil)
        var sentCount = 0
        for text in try HostileTexts.all.prefix(150) {
            sentCount += 1
            customer.send(.say(text, id: "x\(sentCount)"))
        }
        customer.send(.say("the end of it", id: "end"))
        let bytes = try #require(terminal.rawLines(upTo: "the end of it"))
        #expect(sentCount > 50)
        for line in bytes {
            // The prompt is taken away by CR, spaces and CR; all else only shows.
            let hasControl = line.contains { ($0 < 0x20 && $0 != 0x09 && $0 != 0x0D) || $0 == 0x7F }
            #expect(!hasControl, "\(String(decoding: line, as: UTF8.self))")
        }
    }
}
