import BusinessTime
import Knowledge
import Vocabulary

@testable import Dialogue

/// A small shop for dialogues: two answers, a task with a form, a confirmation.
enum SampleShop {
    static let english = Language.english
    static let german = Language("de") ?? .english
    static let id = ShopID("sample") ?? preconditionFailureID()
    static let noon = WallTime(milliseconds: 1_773_136_800_000)

    static func make(settings: DialogueSettings = DialogueSettings()) -> Shop {
        let zone = TimeZoneRules.utc
        return Shop(
            id: id, name: "Sample", assistant: "Sam", languages: [english, german],
            scripts: [english: script(german: false), german: script(german: true)],
            hours: .always(in: zone), settings: settings,
            facts: ShopFacts(orders: OrderBook(orders: orders)),
            models: [
                english: ModelNote(bundle: "b1", threshold: 0.5, margin: 0.1),
                german: ModelNote(bundle: "b2", threshold: 0.5, margin: 0.1),
            ])
    }

    static func match(
        _ intent: String?, confidence: Float = 0.9, outcome: IntentMatch.Outcome = .sure,
        also: String? = nil, others: [String] = [], entities: [Entity] = [],
        language: Language = english
    ) -> IntentMatch {
        var candidates = intent.map { [candidate($0, confidence)] } ?? []
        candidates += others.map { candidate($0, confidence - 0.05) }
        return IntentMatch(
            candidates: candidates, outcome: intent == nil ? .unknown : outcome,
            also: also.map { [candidate($0, confidence)] } ?? [], entities: entities,
            language: language)
    }

    static func entity(_ kind: String, _ value: String) -> Entity {
        Entity(kind: kind, value: value, byteRange: 0..<value.utf8.count)
    }

    private static func candidate(_ name: String, _ confidence: Float) -> IntentMatch.Candidate {
        .init(intent: IntentName(name), confidence: confidence)
    }

    private static var orders: [Order] {
        guard let number = OrderNumber("SA-100"), let other = OrderNumber("SA-200"),
            let day = CivilDay(year: 2026, month: 3, day: 1), let sku = SKU("MUG"),
            let euro = Currency("EUR")
        else { return [] }
        let item = OrderItem(
            sku: sku, quantity: 1, unitPrice: Money(minorUnits: 900, currency: euro))
        return [
            Order(
                number: number, email: "ana@example.com", postcode: "10115", placedOn: day,
                shippedOn: day, status: .shipped, currency: euro, items: [item]),
            Order(
                number: other, email: "bo@example.com", postcode: "20095", placedOn: day,
                status: .paid, currency: euro, items: [item]),
        ]
    }

    private static func script(german: Bool) -> Script {
        var responses: [String: Response] = [:]
        for text in SystemText.allCases {
            let mark = german ? "de:" : ""
            let shown = text == .resumedForm ? "still: {{question}}" : "\(mark)\(text.rawValue)"
            responses[text.rawValue] = response(shown)
        }
        responses["utter_shipping"] = response(german ? "Versand 3 Tage" : "Shipping takes 3 days")
        responses["utter_payment"] = response("We take cards")
        responses["utter_ask_number"] = response("Order number?")
        responses["utter_ask_proof"] = response("Postcode?")
        responses["utter_status"] = Response(variants: [
            .init(
                conditions: [.init(variable: "order.status", test: .equals("shipped"))],
                text: template("{{order.number}} was shipped on {{order.shipped_on}}")),
            .init(text: template("{{order.number}} is being packed")),
        ])
        responses["utter_confirm"] = response("Cancel {{order.number}}?")
        responses["utter_cancel_done"] = response("Asked for {{order_number}}")
        let form = Form(
            name: "identify",
            slots: [
                .init(
                    name: .orderNumber, source: .entity(kind: Entity.Kind.orderNumber),
                    ask: "utter_ask_number"),
                .init(
                    name: .orderProof, source: .entity(kind: Entity.Kind.postcode),
                    ask: "utter_ask_proof"),
            ], tries: 2)
        let status = Rule(
            name: "status", intent: IntentName("order_status"),
            steps: [
                .init(move: .form("identify")), .init(move: .action(.findOrder)),
                .init(move: .respond(response: "utter_status")),
            ])
        let cancel = Rule(
            name: "cancel", intent: IntentName("cancel_order"),
            steps: [
                .init(move: .form("identify")), .init(move: .action(.findOrder)),
                .init(move: .confirm(response: "utter_confirm")),
                .init(move: .action(.request(name: "cancel_order"))),
                .init(move: .respond(response: "utter_cancel_done")),
            ])
        let human = Rule(
            name: "human", intent: IntentName("speak_to_agent"),
            steps: [.init(move: .action(.handOff))])
        return Script(
            responses: responses,
            titles: [
                IntentName("shipping"): "Shipping", IntentName("payment"): "Payment",
                IntentName("order_status"): "My order",
            ],
            forms: ["identify": form], rules: ["status": status, "cancel": cancel, "human": human],
            ruleOfIntent: [
                status.intent: "status", cancel.intent: "cancel", human.intent: "human",
            ],
            keywords: german
                ? ["mensch": .human, "ja": .yes, "nein": .no, "tschüss": .bye]
                : [
                    "human": .human, "yes": .yes, "no": .no, "bye": .bye, "cancel": .cancel,
                    "help": .help, "menu": .menu,
                ])
    }

    private static func response(_ text: String) -> Response {
        Response(variants: [.init(text: template(text))])
    }

    private static func template(_ text: String) -> Template {
        do { return try Template(parsing: text) } catch { preconditionFailure(error.message) }
    }

    private static func preconditionFailureID() -> ShopID { preconditionFailure("a good name") }
}

/// A conversation as a dialogue: said, and what came back. Checks after every turn that the record
/// alone gives the same conversation.
struct Talk {
    var conversation: Conversation
    var entries: [Entry] = []
    var now = SampleShop.noon
    let shop: Shop
    var effects: [Effect] = []

    init(shop: Shop = SampleShop.make()) {
        self.shop = shop
        let opened = Conversation.open(
            id: ConversationID(7), shop: shop, language: nil, name: nil,
            token: FreshToken(text: "t", digest: TokenDigest(high: 1, low: 2)), isGreeted: false,
            at: now)
        conversation = opened.conversation
        take(opened.effects)
    }

    /// Says a line; gives back the texts that the customer is told.
    @discardableResult
    mutating func say(
        _ text: String, _ match: IntentMatch = SampleShop.match(nil), id: String? = nil
    ) -> [String] {
        handle(.customerSaid([Entry.CustomerLine(text: text, clientID: id)], match))
    }

    @discardableResult
    mutating func handle(
        _ event: ConversationEvent, desk: DeskView = .nobody
    ) -> [String] {
        take(conversation.handle(event, shop: shop, desk: desk, at: now))
        return effects.compactMap { effect in
            guard case .tell(.message(let message)) = effect else { return nil }
            return message.text
        }
    }

    var replayed: Conversation? {
        Conversation(id: conversation.id, replaying: entries)
    }

    private mutating func take(_ effects: [Effect]) {
        self.effects = effects
        for case .record(let entry) in effects { entries.append(entry) }
    }
}
