import ChatWire
import Testing
import Vocabulary

struct WireCommandTests {
    private func parsed(_ line: String, by speaker: WireSpeaker = .customer) throws -> WireCommand {
        try WireCommand(parsing: line, by: speaker)
    }

    @Test(arguments: [
        ("where is my order", WireCommand.say("where is my order")), ("//help", .say("/help")),
        ("! said loudly", .say("! said loudly")), ("/", nil), ("/help", .customer(.help)),
        ("/HELP", .customer(.help)), ("/?", .customer(.help)), ("/human now", .customer(.human)),
        ("/menu", .customer(.menu)), ("/status", .customer(.status)),
        ("/transcript", .customer(.transcript)), ("/forget", .customer(.forget)),
        ("/bye ", .customer(.bye)), ("/quit", .customer(.bye)), ("/rate 4", .customer(.rate(4))),
        ("/rate  5 ", .customer(.rate(5))), ("/rate 6", nil), ("/rate", nil), ("/rate 4 5", nil),
        ("/rate four", nil), ("/lang", nil), ("/lang german", nil), ("/mode json", .mode(.json)),
        ("/mode plain", .mode(.plain)), ("/mode loud", nil), ("/shop", nil), ("/shop a b", nil),
        ("/resume t0ken", .resume(token: "t0ken", after: nil)),
        ("/resume t0ken 12", .resume(token: "t0ken", after: 12)), ("/resume t0ken x", nil),
        ("/resume", nil), ("/login", nil), ("/take", nil), ("/board", nil), ("/trasnfer", nil),
    ])
    func customersLines(line: String, command: WireCommand?) throws {
        if let command {
            #expect(try parsed(line) == command)
        } else {
            #expect(throws: WireCommandError.self) { try parsed(line) }
        }
    }

    @Test func argumentsBecomeValues() throws {
        let juniper = try #require(ShopID("juniper"))
        let german = try #require(Language("de"))
        let maria = try #require(AgentID("maria"))
        #expect(try parsed("/shop Juniper") == .shop(juniper))
        #expect(try parsed("/lang DE") == .customer(.language(german)))
        #expect(try parsed("/login maria") == .login(maria))
        #expect(
            try parsed("/assign #7 maria", by: .supervisor) == .supervisor(.assign(7, maria)))
        #expect(
            try parsed("/force maria off", by: .supervisor) == .supervisor(.forceOff(maria)))
    }

    @Test(arguments: [
        ("/on", AgentCommand.on), ("/break", .pause(reason: nil)),
        ("/break lunch is here", .pause(reason: "lunch is here")), ("/off", .off),
        ("/list mine", .list("mine")), ("/list", .list(nil)), ("/take", .take(nil)),
        ("/take #118", .take(118)), ("/skip", .skip), ("/to 3", .to(3)), ("/who", .who(nil)),
        ("/who 3", .who(3)), ("/show 4", .show(4)), ("/why", .why(nil)), ("/order", .order(nil)),
        ("/order JP-10432", .order("JP-10432")), ("/policy", .policy), ("/s size", .canned("size")),
        ("/find blue  jacket", .find("blue  jacket")), ("! was  angry", .note("was  angry")),
        ("/note x", .note("x")), ("/transfer refunds", .transfer("refunds", note: nil)),
        ("/transfer refunds she waits  long", .transfer("refunds", note: "she waits  long")),
        ("/bot", .bot), ("/tag size", .tag("size")), ("/hold 10m", .hold("10m")),
        ("/snooze", .snooze(nil)), ("/close resolved", .close(.resolved)), ("/stats", .stats),
        ("/suggest", .suggest),
        ("/s", .canned(nil)), ("/priority High", .priority("high")),
    ])
    func agentsCommands(line: String, command: AgentCommand) throws {
        #expect(try parsed(line, by: .agent) == .agent(command))
        #expect(try parsed(line, by: .supervisor) == .agent(command))
    }

    @Test(arguments: [
        "/to", "/to x", "/take x", "/take 1 2", "/s a b", "/find", "!", "/close", "/tag",
    ])
    func agentsMistakes(line: String) {
        #expect(throws: WireCommandError.self) { try parsed(line, by: .agent) }
    }

    @Test(arguments: [
        ("/board", SupervisorCommand.board), ("/watch 7", .watch(7)),
        ("/whisper 7 offer a refund", .whisper(7, "offer a refund")), ("/barge 7", .barge(7)),
        ("/explain #7", .explain(7)), ("/broadcast all  hands", .broadcast("all  hands")),
    ])
    func supervisorsCommands(line: String, command: SupervisorCommand) throws {
        #expect(try parsed(line, by: .supervisor) == .supervisor(command))
        let error = #expect(throws: WireCommandError.self) { try parsed(line, by: .agent) }
        #expect(error?.code == .notAllowed)
    }

    @Test func eachRoleMayDoWhatThoseBeforeItMay() throws {
        let juniper = try #require(ShopID("juniper"))
        #expect(try parsed("/board", by: .lead) == .supervisor(.board))
        #expect(throws: WireCommandError.self) { try parsed("/barge 7", by: .lead) }
        #expect(
            try parsed("/queue pause juniper/returns", by: .supervisor)
                == .supervisor(.queue(isPaused: true, juniper, skill: "returns")))
        #expect(
            try parsed("/queue resume Juniper", by: .supervisor)
                == .supervisor(.queue(isPaused: false, juniper, skill: nil)))
        #expect(throws: WireCommandError.self) {
            try parsed("/queue stop juniper", by: .supervisor)
        }
        #expect(try parsed("/reload --check", by: .supervisor) == .reload(isCheckOnly: true))
        #expect(throws: WireCommandError.self) { try parsed("/reload", by: .lead) }
        let forCustomers = #expect(throws: WireCommandError.self) {
            try parsed("/human", by: .agent)
        }
        #expect(forCustomers?.text == "/human is for customers")
    }

    @Test func aLineCanGoToAnotherChat() throws {
        #expect(try parsed("#121 one  moment", by: .agent) == .sayTo(121, "one  moment"))
        #expect(try parsed("#121", by: .agent) == .say("#121"))
        #expect(try parsed("#1a x", by: .agent) == .say("#1a x"))
        #expect(try parsed("#121 x") == .say("#121 x"), "customers say it")
    }

    @Test func refusalsTeach() {
        let unknown = #expect(throws: WireCommandError.self) { try parsed("/trasnfer") }
        #expect(unknown?.code == .unknownCommand)
        #expect(unknown?.text == "unknown command /trasnfer")
        #expect(unknown?.hint == "did you mean /transfer?")
        let usage = #expect(throws: WireCommandError.self) { try parsed("/rate 9") }
        #expect(usage?.code == .usage)
        #expect(usage?.text == "write /rate and a number from 1 (bad) to 5 (good)")
        let taken = #expect(throws: WireCommandError.self) { try parsed("/take") }
        #expect(taken?.code == .notAllowed)
        #expect(taken?.text == "/take is for agents")
        let path = #expect(throws: WireCommandError.self) { try parsed("/usr/bin/env") }
        #expect(path?.hint == "/help lists them; //usr/bin/env says it")
    }
}
