import Dialogue
import Engine
import FrontOffice
import IntentMatching
import Ports
import Vocabulary

/// Customers who ask one question after another, all on one floor: gives the same turns every time.
struct Crowd {
    static let customerCount = 256
    private(set) var floor: Floor
    private let shop: DemonstrationShop
    private let matches: [IntentMatch]
    private var turnCount = 0
    private var now = WallTime(milliseconds: 1_773_136_800_000)

    /// - Returns: The crowd, each customer in a conversation, and what opening those left behind.
    static func gathered(
        at shop: DemonstrationShop
    ) -> (crowd: Crowd, openings: [TurnCommit]) {
        var crowd = Crowd(shop)
        var openings: [TurnCommit] = []
        for customer in 0..<customerCount {
            let request = OpeningRequest(
                shop: shop.shop.id, language: nil, name: nil, isGreeted: true)
            let event = FloorEvent.opened(Self.session(customer), request)
            openings += Self.commits(crowd.floor.handle(event, at: crowd.now))
        }
        return (crowd, openings)
    }

    private init(_ shop: DemonstrationShop) {
        self.shop = shop
        var bits: UInt64 = 1
        var scratch = MatchScratch()
        matches = Questions.all.map { shop.match($0, &scratch) }
        floor = Floor(
            shops: [shop.shop], lastConversation: ConversationID(0), random: SeededRandom(seed: 1))
        for _ in 0..<Self.customerCount {
            bits &*= 6_364_136_223_846_793_005
            let (high, low) = (bits, ~bits)
            floor.stock(FreshToken(text: "", digest: TokenDigest(high: high, low: low)))
        }
    }

    /// What the next customer says; customers take turns, each goes through all questions.
    mutating func nextEvent() -> FloorEvent {
        let customer = turnCount % Self.customerCount
        let number = turnCount / Self.customerCount
        let question = (number + customer * 7) % Questions.all.count
        turnCount += 1
        now = now + .milliseconds(1)
        let line = Entry.CustomerLine(text: Questions.all[question], clientID: "c\(number + 1)")
        return .said(Self.session(customer), SaidLines(lines: [line], match: matches[question]))
    }

    mutating func handle(_ event: FloorEvent) -> [FloorEffect] { floor.handle(event, at: now) }

    /// The next turns as they are saved, one of each customer at most.
    mutating func commits(count: Int) -> [TurnCommit] {
        var commits: [TurnCommit] = []
        while commits.count < count { commits += Self.commits(handle(nextEvent())) }
        return commits
    }

    private static func session(_ customer: Int) -> SessionID { SessionID(UInt64(customer + 1)) }

    private static func commits(_ effects: [FloorEffect]) -> [TurnCommit] {
        effects.compactMap { effect in
            guard case .save(let id, let shop, let entries) = effect else { return nil }
            return TurnCommit(conversation: id, shop: shop, entries: entries)
        }
    }
}
