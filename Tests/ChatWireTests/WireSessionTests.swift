import ChatWire
import CleanText
import Testing
import Vocabulary

struct WireSessionTests {
    let shops: WireShops
    let juniper: ShopID
    let maria: AgentID

    init() throws {
        juniper = try #require(ShopID("juniper"))
        let lumen = try #require(ShopID("lumen"))
        maria = try #require(AgentID("maria"))
        shops = WireShops(
            standard: juniper, all: [juniper, lumen], names: NameCheck(reserved: ["Maria"]))
    }

    private func opened(_ shop: ShopID, isGreeted: Bool = true) -> WireStep {
        .submit(
            .opened(.init(shop: shop, language: nil, name: nil, isGreeted: isGreeted)))
    }

    private func said(_ text: String, id: String? = nil) -> WireStep {
        .submit(.said(clientID: id, text: text))
    }

    private func refusal(_ steps: [WireStep]) -> FailureCode? {
        guard steps.count == 1, case .reply(.notice(.failure(let failure))) = steps[0] else {
            return nil
        }
        return failure.code
    }

    private func welcome(_ language: Language = .english) -> Notice {
        .welcome(
            .init(
                shop: juniper, language: language, conversation: ConversationID(1), token: "t",
                sequence: 1, text: ""))
    }

    @Test func theFirstLineBeginsAConversation() {
        var session = WireSession(isLoginAllowed: false)
        #expect(
            session.handle("where is my order", shops: shops)
                == [opened(juniper), said("where is my order")])
        session.noticed(welcome())
        #expect(session.handle("it is JP-10432", shops: shops) == [said("it is JP-10432")])
        session.noticed(.closed(sequence: 3, disposition: .ended))
        #expect(session.handle("one more", shops: shops).last == said("one more"))
    }

    @Test func theNextConversationIsWithTheSameShop() throws {
        let lumen = try #require(ShopID("lumen"))
        let german = try #require(Language("de"))
        var session = WireSession(isLoginAllowed: false)
        _ = session.handle("/shop lumen", shops: shops)
        session.noticed(
            .welcome(
                .init(
                    shop: lumen, language: german, conversation: ConversationID(1), token: "t",
                    sequence: 1, text: "")))
        session.noticed(.closed(sequence: 9, disposition: .resolved))
        let opening = Submission.Opening(
            shop: lumen, language: german, name: nil, isGreeted: true)
        #expect(
            session.handle("one more", shops: shops)
                == [.submit(.opened(opening)), said("one more")])
    }

    @Test(arguments: ["/rate 5", "/forget", "/status", "/transcript"])
    func whatConcernsAConversationNeedsOne(line: String) {
        var session = WireSession(isLoginAllowed: false)
        #expect(refusal(session.handle(line, shops: shops)) == .noSuchConversation)
        #expect(session.handle("/human", shops: shops).count == 2)
        #expect(session.handle(line, shops: shops).count == 1)
    }

    @Test func enterAloneSaysNothing() {
        var session = WireSession(isLoginAllowed: false)
        #expect(session.handle("", shops: shops).isEmpty)
        #expect(session.handle(" \t ", shops: shops).isEmpty)
    }

    @Test func aShopIsChosenBeforeTheConversation() throws {
        let lumen = try #require(ShopID("lumen"))
        var session = WireSession(isLoginAllowed: false)
        #expect(refusal(session.handle("/shop lumn", shops: shops)) == .noSuchShop)
        #expect(session.handle("/shop lumen", shops: shops) == [opened(lumen, isGreeted: false)])
        #expect(refusal(session.handle("/shop juniper", shops: shops)) == .conversationOpen)
        session.noticed(.closed(sequence: 2, disposition: .ended))
        #expect(
            session.handle("/shop juniper", shops: shops) == [opened(juniper, isGreeted: false)])
    }

    @Test func cardNumbersAreMaskedBeforeAnybodySeesThem() {
        var session = WireSession(isLoginAllowed: false)
        #expect(
            session.handle("my card is 4111 1111 1111 1111", shops: shops).last
                == said("my card is •••• •••• •••• 1111"))
    }

    @Test func badBytesAreRefusedByName() {
        var session = WireSession(isLoginAllowed: false)
        var steps: [WireStep] = []
        ([0x63, 0xE9] as [UInt8]).withUnsafeBufferPointer {
            session.handle($0, shops: shops, into: &steps)
        }
        #expect(refusal(steps) == .notUTF8)
    }

    @Test(arguments: [
        ("hxb\u{8}\u{8}i", "hi"), ("hé\u{7F}i", "hi"), ("\u{8}hi", "hi"), ("no\u{15}yes", "yes"),
    ])
    func correctionsOfARawTerminalAreMade(typed: String, text: String) {
        var session = WireSession(isLoginAllowed: false)
        #expect(session.handle(typed, shops: shops).last == said(text))
    }

    @Test func byeBeforeAnythingIsGoodbye() {
        var session = WireSession(isLoginAllowed: false)
        #expect(session.handle("/bye", shops: shops) == [.close])
    }

    @Test func resumingIsAskedOnce() {
        var session = WireSession(isLoginAllowed: false)
        #expect(
            session.handle("/resume abc 4", shops: shops)
                == [.submit(.resumed(token: "abc", after: 4))])
        #expect(refusal(session.handle("/resume abc", shops: shops)) == .conversationOpen)
        session.noticed(.failure(.init(code: .tokenExpired, text: "too late")))
        #expect(session.handle("hi", shops: shops) == [opened(juniper), said("hi")])
    }

    @Test func aPasswordIsAskedForAndHidden() {
        var session = WireSession(isLoginAllowed: true)
        #expect(
            session.handle("/login maria", shops: shops)
                == [.hideTyping, .reply(.passwordPrompt(maria))])
        #expect(session.isAskingPassword)
        #expect(
            session.handle("/bye {4111 1111 1111 1111", shops: shops)
                == [
                    .showTyping,
                    .submit(.login(maria, password: "/bye {4111 1111 1111 1111")),
                ])
        #expect(!session.isAskingPassword)
        session.loggedIn(maria, as: .agent)
        #expect(
            session.handle("/take", shops: shops) == [.submit(.agent(.take(nil), case: nil))])
        #expect(
            session.handle("hello", shops: shops)
                == [.submit(.agentSaid(clientID: nil, text: "hello", case: nil))])
        #expect(
            session.handle("#7 hello", shops: shops)
                == [.submit(.agentSaid(clientID: nil, text: "hello", case: 7))])
        #expect(
            session.handle("! angry", shops: shops)
                == [.submit(.agent(.note("angry"), case: nil))])
        #expect(refusal(session.handle("/login maria", shops: shops)) == .notAllowed)
        #expect(session.handle("/bye", shops: shops) == [.submit(.loggedOut)])
    }

    @Test func aProgramNamesTheCaseBesideTheCommand() {
        var session = WireSession(mode: .json, isLoginAllowed: true)
        session.loggedIn(maria, as: .agent)
        #expect(
            session.handle(#"{"op":"cmd","case":118,"text":"/close resolved"}"#, shops: shops)
                == [.submit(.agent(.close(.resolved), case: 118))])
        #expect(
            session.handle(#"{"op":"say","case":118,"id":"a1","text":"/hi"}"#, shops: shops)
                == [.submit(.agentSaid(clientID: "a1", text: "/hi", case: 118))])
    }

    @Test func thePromptNamesShopChatAndAge() {
        var session = WireSession(isLoginAllowed: true)
        session.loggedIn(maria, as: .agent)
        let tag = DeskNotice.CaseTag(
            number: 118, conversation: ConversationID(1), shop: juniper)
        session.noticed(.desk(.front(tag, ageSeconds: 125)))
        func prompt(_ passed: Duration) -> String {
            String(
                decoding: DeskPrompt.bytes(
                    agent: maria, front: session.front, sinceNoted: passed), as: UTF8.self)
        }
        #expect(prompt(.seconds(5)) == "juniper#118 02:10 > ")
        #expect(prompt(.seconds(3_600)) == "juniper#118 1:02:05 > ")
        session.noticed(.desk(.front(nil, ageSeconds: 0)))
        #expect(prompt(.zero) == "maria > ")
        #expect(DeskPrompt.erasing(columnCount: 3) == Array("\r   \r".utf8))
    }

    @Test func passwordsStayOffPlainConnections() {
        var session = WireSession(isLoginAllowed: false)
        #expect(refusal(session.handle("/login maria", shops: shops)) == .notAllowed)
        #expect(!session.isAskingPassword)
    }

    @Test func anEmptyPasswordIsNone() {
        var session = WireSession(isLoginAllowed: true)
        _ = session.handle("/login maria", shops: shops)
        let steps = session.handle("", shops: shops)
        #expect(steps.first == .showTyping)
        #expect(refusal(Array(steps.dropFirst())) == .loginRefused)
    }

    @Test func modesChangeBothWays() {
        var session = WireSession(isLoginAllowed: false)
        #expect(session.handle("/mode json", shops: shops) == [.reply(.mode(.json))])
        #expect(refusal(session.handle("hello", shops: shops)) == .badJSON)
        let back = #"{"op":"cmd","text":"/mode plain"}"#
        #expect(session.handle(back, shops: shops) == [.reply(.mode(.plain))])
        #expect(session.handle("hello", shops: shops) == [opened(juniper), said("hello")])
    }

    @Test func theLanguageIsTheConversations() throws {
        let german = try #require(Language("de"))
        var session = WireSession(isLoginAllowed: false)
        session.noticed(welcome(german))
        #expect(session.language == german)
    }
}
