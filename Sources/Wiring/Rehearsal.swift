import BusinessTime
import Dialogue
import Engine
import IntentMatching
import Vocabulary

/// A conversation with a shop's bot without a server: the same matcher, the same dialogue, no record.
///
/// For `helpline ask`, and for conversations that must go as written. People are taken to be there
/// within the shop's opening hours.
public struct Rehearsal {
    public private(set) var conversation: Conversation
    public private(set) var language: Language
    private let shop: Shop
    private let reading: ShopReading
    public var now: WallTime
    /// Whether the shop's own systems answer; what they answer is in the shop's files.
    public var systemsAnswer = true
    /// What was asked to be done so far, in its order.
    public private(set) var requests: [Request] = []
    private var lastAnswer: ShopAnswer?

    /// Something that a person, or the shop's own system, was asked to do.
    public struct Request: Equatable, Sendable {
        public var name: String
        public var slots: [Slot]
    }

    /// - Parameter language: The shop's first one if nil, or if the shop does not speak it.
    public init(shop: Shop, reading: ShopReading, language: Language?, now: WallTime) {
        self.shop = shop
        self.reading = reading
        self.now = now
        let token = FreshToken(text: "", digest: TokenDigest(high: 0, low: 0))
        conversation =
            Conversation.open(
                id: ConversationID(1), shop: shop, language: language, name: nil, token: token,
                isGreeted: false, at: now
            ).conversation
        self.language = conversation.language
    }

    /// A conversation, for those who only look at it.
    public typealias Talk = Conversation

    public var greeting: String { shop.greeting(in: language, at: now) }

    /// The greeting as the customer is shown it.
    public var greetingNotice: Notice {
        .message(
            Notice.Message(sequence: 1, role: .bot, name: shop.assistant, text: greeting))
    }

    /// Why the line is understood as it is; nil where there is no matcher for its language.
    public func explain(_ text: String) -> MatchExplanation? {
        reading.matchers[match(text).language]?.explain(text, today: shop.hours.zone.day(of: now))
    }

    /// What the line was understood to ask, without saying it.
    public func match(_ text: String) -> IntentMatch {
        reading.match(text, current: language, today: shop.hours.zone.day(of: now))
    }

    /// Says a line, or gives a command such as `/human`.
    ///
    /// - Returns: What the customer is told.
    public mutating func say(_ text: String) -> [Notice] {
        let match = match(text)
        return carryOut(.customerSaid([Entry.CustomerLine(text: text)], match))
    }

    /// Has an event decided, and what it asks of the shop's systems answered.
    private mutating func carryOut(_ event: ConversationEvent) -> [Notice] {
        let desk = DeskView(isStaffed: shop.hours.isOpen(at: now))
        let view = ConversationView(lastAnswer: lastAnswer)
        let effects = conversation.handle(event, shop: shop, desk: desk, view: view, at: now)
        language = conversation.language
        var told: [Notice] = []
        for effect in effects {
            switch effect {
            case .tell(let notice): told.append(notice)
            case .record(let entry):
                if case .requested(let name, let slots) = entry.body {
                    requests.append(Request(name: name, slots: slots))
                }
            case .ask(let question, let number):
                let answer = answer(to: question)
                if case .order = answer { lastAnswer = answer }
                told += carryOut(.shopAnswered(answer, number: number))
            case .setTimer, .showRecord, .endSession, .proofFailed: break
            }
        }
        return told
    }

    private func answer(to question: ShopQuestion) -> ShopAnswer {
        guard systemsAnswer else { return .unavailable }
        switch question {
        case .order(let number, _):
            let order = shop.facts.orders?.order(number)
            return order.map { .order($0, isProven: false) } ?? .noSuchOrder
        case .action: return .done(reference: nil)
        }
    }
}

extension Conversation {
    /// Who has it, as programs are told.
    public var stateName: String {
        switch phase {
        case .withBot: "bot"
        case .waiting: "waiting"
        case .withAgent: "agent"
        case .closed: "closed"
        }
    }
}
