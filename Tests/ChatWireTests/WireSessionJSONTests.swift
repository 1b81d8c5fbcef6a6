import ChatWire
import CleanText
import Testing
import Vocabulary

struct WireSessionJSONTests {
    let shops: WireShops
    let juniper: ShopID

    init() throws {
        juniper = try #require(ShopID("juniper"))
        shops = WireShops(
            standard: juniper, all: [juniper], names: NameCheck(reserved: ["Maria"]))
    }

    private func handle(_ line: String) -> [WireStep] {
        var session = WireSession(mode: .json, isLoginAllowed: true)
        return session.handle(line, shops: shops)
    }

    private func failure(_ line: String) -> Notice.Failure? {
        let steps = handle(line)
        guard steps.count == 1, case .reply(.notice(.failure(let failure))) = steps[0] else {
            return nil
        }
        return failure
    }

    @Test func aFirstLineThatIsAnObjectSwitches() {
        var session = WireSession(isLoginAllowed: false)
        #expect(session.handle(#" {"op":"ping"}"#, shops: shops) == [.reply(.pong)])
        #expect(session.mode == .json)
        var person = WireSession(isLoginAllowed: false)
        _ = person.handle("{ is a brace", shops: shops)
        _ = person.handle(#"{"op":"ping"}"#, shops: shops)
        #expect(person.mode == .plain)
    }

    @Test func helloOpens() {
        let opening = Submission.Opening(
            shop: juniper, language: .english, name: "Ana", isGreeted: false)
        let full = #"{"op":"hello","v":1,"shop":"juniper","lang":"en","name":" Ana ","x":[1]}"#
        #expect(handle(full) == [.submit(.opened(opening))])
        let plain = Submission.Opening(
            shop: juniper, language: nil, name: nil, isGreeted: false)
        #expect(handle(#"{"op":"hello","v":1}"#) == [.submit(.opened(plain))])
    }

    @Test func sayOpensIfNobodySaidHello() {
        let opening = Submission.Opening(
            shop: juniper, language: nil, name: nil, isGreeted: false)
        #expect(
            handle(#"{"op":"say","id":"c1","text":"/where"}"#)
                == [.submit(.opened(opening)), .submit(.said(clientID: "c1", text: "/where"))])
    }

    @Test func signsBeginNothing() throws {
        #expect(handle(#"{"op":"typing"}"#) == [])
        var customer = WireSession(mode: .json, isLoginAllowed: true)
        _ = customer.handle(#"{"op":"hello"}"#, shops: shops)
        customer.noticed(
            .welcome(
                .init(
                    shop: juniper, language: .english, conversation: ConversationID(1),
                    token: "t", sequence: 1, text: "")))
        #expect(
            customer.handle(#"{"op":"typing"}"#, shops: shops)
                == [.submit(.signed(.typing, case: nil))])
        var agent = WireSession(mode: .json, isLoginAllowed: true)
        agent.loggedIn(try #require(AgentID("maria")), as: .agent)
        #expect(
            agent.handle(#"{"op":"seen","seq":7,"case":118}"#, shops: shops)
                == [.submit(.signed(.seen(sequence: 7), case: 118))])
        #expect(failure(#"{"op":"seen"}"#)?.text == "'seq' is missing")
    }

    @Test func otherOps() throws {
        let maria = try #require(AgentID("maria"))
        #expect(handle(#"{"op":"ping","id":"p"}"#) == [.reply(.pong)])
        #expect(handle(#"{"op":"bye"}"#) == [.close])
        #expect(
            handle(#"{"op":"resume","token":"t","after":12}"#)
                == [.submit(.resumed(token: "t", after: 12))])
        #expect(
            handle(#"{"op":"login","name":"maria","password":"p w"}"#)
                == [.submit(.login(maria, password: "p w"))])
        #expect(
            handle(#"{"op":"cmd","text":"/human"}"#).last == .submit(.customer(.human)))
        #expect(handle("") == [])
    }

    @Test(arguments: [
        ("{", FailureCode.badJSON), ("[]", .badJSON), ("hello", .badJSON), ("{}", .usage),
        (#"{"op":5}"#, .usage), (#"{"op":"sya"}"#, .unknownOp), (#"{"op":"say"}"#, .usage),
        (#"{"op":"say","text":" \n"}"#, .usage), (#"{"op":"say","text":7}"#, .usage),
        (#"{"op":"say","text":"a","text":"b"}"#, .badJSON), (#"{"op":"say","id":7}"#, .usage),
        (#"{"op":"hello","v":2}"#, .usage), (#"{"op":"hello","lang":"klingon"}"#, .noSuchLanguage),
        (#"{"op":"hello","shop":"nowhere"}"#, .noSuchShop),
        (#"{"op":"hello","shop":"../etc"}"#, .noSuchShop),
        (#"{"op":"hello","name":"Mаria"}"#, .notAllowed),
        (#"{"op":"cmd","text":"rate 5"}"#, .usage),
        (#"{"op":"cmd","text":"/rtae 5"}"#, .unknownCommand),
        (#"{"op":"resume","after":1}"#, .usage),
        (#"{"op":"resume","token":"t","after":-1}"#, .usage),
        (#"{"op":"login","name":"Ma ria","password":"x"}"#, .usage),
        (#"{"op":"cmd","text":"/login maria"}"#, .usage),
        (#"{"op":"say","text":"\ud800"}"#, .badJSON),
    ])
    func mistakesAreNamed(line: String, code: FailureCode) {
        #expect(failure(line)?.code == code)
    }

    @Test func mistakesCarryTheClientsID() {
        #expect(failure(#"{"op":"say","id":"c9"}"#)?.clientID == "c9")
        #expect(failure(#"{"op":"sya"}"#)?.hint == "did you mean say?")
        let long = String(repeating: "i", count: 65)
        #expect(failure(#"{"op":"say","id":"\#(long)","text":"x"}"#)?.code == .usage)
    }

    @Test func deepAndBrokenTextsAreRefused() {
        let deep = String(repeating: "[", count: 4_000)
        #expect(failure(#"{"op":"# + deep)?.code == .badJSON)
        var session = WireSession(mode: .json, isLoginAllowed: false)
        var steps: [WireStep] = []
        (Array(#"{"op":""#.utf8) + [0xFF, 0x22, 0x7D]).withUnsafeBufferPointer {
            session.handle($0, shops: shops, into: &steps)
        }
        guard case .reply(.notice(.failure(let failure)))? = steps.first else {
            Issue.record("no refusal")
            return
        }
        #expect(failure.code == .notUTF8)
    }
}
