import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Agents and shops that are not theirs")
struct TenancyTests {
    /// Three shops with the same files, each with a canned text of its own.
    private func shops() throws -> [Shop] {
        try ["alpha", "beta", "gamma"].map { name in
            let id = try #require(ShopID(name))
            return SimulatedShop.make(id: id, canned: ["\(name)-secret": "words of \(name)"])
        }
    }

    /// Goal: an agent never reads, says or moves anything of a shop that is not theirs.
    /// Method: agents of one shop each, customers in all; commands and numbers drawn by lot. Whatever
    /// an agent is told of a case must be of their shop, and no other shop's canned text may be said.
    @Test(
        "random reads, canned texts, transfers and whispers across shops are refused",
        arguments: 1...4)
    func strangers(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let shops = try shops()
        var talk = DeskTalk(shops: shops)
        var shopOf: [UInt64: ShopID] = [:]
        for (index, shop) in shops.enumerated() {
            let session = UInt64(50 + index)
            shopOf[session] = shop.id
            let role: AgentRole = index == 2 ? .supervisor : .agent
            let id = try #require(AgentID("agent-\(shop.id)"))
            talk.handle(
                .agentConnected(
                    SessionID(session),
                    .lasting(
                        AgentAccount(
                            id: id, name: "A", role: role, shops: .only([shop.id]),
                            languages: [.english], capacity: 100))))
            talk.command(session, .on)
        }
        for customer in 1...30 {
            talk.open(UInt64(customer), shop: shops[customer % 3].id)
            talk.say(UInt64(customer), "human")
        }
        var refusedCount = 0
        for _ in 0..<3_000 {
            let session = UInt64(50 + random.number(below: 3))
            act(&talk, session, random.number(below: 35), &random)
            let own = shopOf[session]
            for case .tell(let hearer, .desk(let notice)) in talk.effects {
                guard let tag = Self.tag(of: notice) else { continue }
                #expect(tag.shop == shopOf[hearer.number], "\(notice) to \(hearer), seed \(seed)")
            }
            for case .save(_, let shop, let entries) in talk.effects {
                #expect(shop == own, "seed \(seed)")
                for entry in entries {
                    guard case .agentSaid(_, _, let text, _) = entry.body,
                        text.hasPrefix("words of")
                    else { continue }
                    #expect(text == "words of \(shop)")
                }
            }
            for case .tell(_, .failure) in talk.effects { refusedCount += 1 }
        }
        #expect(refusedCount > 1_000, "most of it was not theirs")
    }

    private func act(
        _ talk: inout DeskTalk, _ session: UInt64, _ number: Int, _ random: inout SeededRandom
    ) {
        let names = ["alpha-secret", "beta-secret", "gamma-secret"]
        switch random.number(below: 14) {
        case 0, 1: talk.command(session, .take(number))
        case 2: talk.command(session, .show(number))
        case 3: talk.command(session, .canned(names[random.number(below: 3)]), about: number)
        case 4: talk.command(session, .transfer("agent-alpha", note: "x"), about: number)
        case 5: talk.answer(session, "hello", about: number)
        case 6: talk.command(session, .note("x @agent-alpha @agent-beta"), about: number)
        case 7: talk.supervise(session, .whisper(number, "x"))
        case 8: talk.supervise(session, .watch(number))
        case 9: talk.supervise(session, .barge(number))
        case 10: talk.command(session, .who(number))
        case 11: talk.command(session, .order("CS-100"), about: number)
        case 12: talk.command(session, .to(number))
        default: talk.supervise(session, .explain(number))
        }
    }

    private static func tag(of notice: DeskNotice) -> DeskNotice.CaseTag? {
        switch notice {
        case .offer(let offer): offer.tag
        case .offerEnded(let tag, _), .history(let tag, _), .said(let tag, _),
            .released(let tag, _), .customer(let tag, _), .signed(let tag, _),
            .suggestion(let tag, _, _, _):
            tag
        case .assigned(let assignment): assignment.tag
        case .note(let note): note.tag
        case .front(let tag, _): tag
        case .card(let card): card.tag
        case .list(let rows): rows.first?.tag
        case .signedIn, .presence, .board, .broadcast, .alert: nil
        }
    }

    @Test("a canned text is filled in, and one of another shop is refused by whose it is")
    func canned() throws {
        let shops = try shops()
        var talk = DeskTalk(shops: shops)
        let id = try #require(AgentID("ada"))
        talk.handle(
            .agentConnected(
                SessionID(50),
                .lasting(
                    AgentAccount(
                        id: id, name: "Ada", shops: .only([shops[0].id, shops[1].id]),
                        languages: [.english]))))
        talk.command(50, .on)
        talk.open(1, shop: shops[0].id)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        #expect(talk.command(50, .canned("alpha-secret")).contains("1: agent: words of alpha"))
        talk.command(50, .canned("beta-secret"))
        #expect(
            Self.failure(talk.effects) == "'beta-secret' belongs to beta; this chat is of alpha")
        talk.command(50, .canned("gamma-secret"))
        #expect(Self.failure(talk.effects) == "alpha has no canned text 'gamma-secret'")
    }

    private static func failure(_ effects: [FloorEffect]) -> String? {
        for case .tell(_, .failure(let failure)) in effects { return failure.text }
        return nil
    }
}
