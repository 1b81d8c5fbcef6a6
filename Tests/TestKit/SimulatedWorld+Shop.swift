import BusinessTime
import Dialogue
import Knowledge
import Vocabulary

/// The shop of the simulation: answers, a task with a form, a confirmation, two languages.
public enum SimulatedShop {
    public static let german = Language("de") ?? .english
    public static let id = ShopID("corner") ?? known("corner")
    public static let greeting = "hello from the corner"
    /// Words for a person, in every language of the shop.
    public static let humanWords = ["human", "person", "mensch"]

    /// Who answers here: two agents who can do everything, one who speaks German only, one who looks on.
    public static let accounts: [AgentAccount] = [
        ("ada", AgentRole.agent, [Language.english, german], 2),
        ("bo", .agent, [.english, german], 1), ("cleo", .agent, [german], 2),
        ("vera", .supervisor, [.english, german], 1),
    ].compactMap { name, role, languages, capacity in
        AgentID(name).map {
            AgentAccount(
                id: $0, name: name.capitalized, role: role, shops: .only([id]),
                languages: languages, capacity: capacity)
        }
    }

    /// - Parameter edition: Stands in every answer, so that a reload shows.
    /// - Parameter canned: Texts for agents, by name.
    public static func make(
        edition: Int = 1, id: ShopID = SimulatedShop.id, canned: [String: String] = [:]
    ) -> Shop {
        Shop(
            id: id, name: "Corner Shop", assistant: "Cora", languages: [.english, german],
            scripts: [
                .english: script("en \(edition)", english),
                german: script("de \(edition)", germanWords),
            ],
            hours: .always(in: .utc), settings: DialogueSettings(),
            facts: ShopFacts(orders: OrderBook(orders: orders)),
            models: [
                .english: ModelNote(bundle: "m\(edition)", threshold: 0.5, margin: 0.1),
                german: ModelNote(bundle: "m\(edition)", threshold: 0.5, margin: 0.1),
            ],
            cannedTexts: canned.sorted { $0.key < $1.key }.map {
                CannedText(name: $0.key, texts: [.english: template($0.value)])
            })
    }

    /// The same shop, whose orders are in a system of its own.
    public static func askingItsSystem() -> Shop {
        let shop = make()
        var facts = ShopFacts()
        facts.asksOrders = true
        return Shop(
            id: shop.id, name: shop.name, assistant: shop.assistant, languages: shop.languages,
            scripts: shop.scripts, hours: shop.hours, settings: shop.settings, facts: facts,
            models: shop.models)
    }

    /// What a line asks, by the words in it: a stand-in for the matcher.
    public static func match(_ text: String, current: Language) -> IntentMatch {
        let line = text.lowercased()
        let isGerman = ["versand", "bestellung", "zahlen"].contains { line.contains($0) }
        let language = isGerman ? german : line.contains("shipping") ? .english : current
        let found = intentWords.filter { line.contains($0.word) }.map(\.intent)
        var intents: [String] = []
        for intent in found where !intents.contains(intent) { intents.append(intent) }
        let candidates = intents.map {
            IntentMatch.Candidate(intent: IntentName($0), confidence: 0.9)
        }
        return IntentMatch(
            candidates: Array(candidates.prefix(Limits.matchCandidateCountMax)),
            outcome: candidates.isEmpty ? .unknown : line.contains("maybe") ? .ambiguous : .sure,
            also: line.contains("maybe") ? [] : Array(candidates.dropFirst().prefix(1)),
            entities: entities(in: text), language: language)
    }

    private static let intentWords: [(word: String, intent: String)] = [
        ("shipping", "shipping"), ("versand", "shipping"), ("pay", "payment"),
        ("zahlen", "payment"), ("where is", "order_status"), ("bestellung", "order_status"),
        ("cancel my", "cancel_order"), ("talk to", "speak_to_agent"),
    ]

    /// Order numbers, postcodes and addresses, word by word.
    private static func entities(in text: String) -> [Entity] {
        var entities: [Entity] = []
        var offset = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let count = word.utf8.count
            defer { offset += count + 1 }
            let kind: String? =
                word.hasPrefix("CS-")
                ? Entity.Kind.orderNumber
                : word.contains("@")
                    ? Entity.Kind.email
                    : count == 5 && word.allSatisfy(\.isNumber) ? Entity.Kind.postcode : nil
            guard let kind else { continue }
            entities.append(
                Entity(kind: kind, value: String(word), byteRange: offset..<offset + count))
        }
        return entities
    }

    private static let english: [String: Keyword] = [
        "human": .human, "person": .human, "yes": .yes, "no": .no, "bye": .bye, "cancel": .cancel,
        "help": .help, "menu": .menu, "skip": .skip, "back": .back,
        "callback": .callback,
    ]
    private static let germanWords: [String: Keyword] = [
        "mensch": .human, "ja": .yes, "nein": .no, "tschüss": .bye, "abbrechen": .cancel,
    ]

    private static func script(_ mark: String, _ keywords: [String: Keyword]) -> Script {
        var responses: [String: Response] = [:]
        for text in SystemText.allCases {
            let shown = text == .resumedForm ? "still: {{question}}" : text.rawValue
            responses[text.rawValue] = response("\(mark) \(shown)")
        }
        responses[SystemText.greeting.rawValue] = response(greeting)
        responses["utter_shipping"] = Response(variants: [
            variant("\(mark) shipping takes 3 days"), variant("\(mark) three days on the road"),
        ])
        responses["utter_payment"] = Response(variants: [
            .init(
                text: template("\(mark) cards or cash?"),
                buttons: [
                    .init(
                        title: template("Shipping"), payload: .intent(IntentName("shipping"))),
                    .init(title: template("A person"), payload: .text("human")),
                ])
        ])
        for name in ["ask_number", "ask_proof", "confirm", "cancel_done"] {
            responses["utter_\(name)"] = response("\(mark) \(name)")
        }
        responses["utter_status"] = response("\(mark) {{order.number}} is {{order.status}}")
        return Script(
            responses: responses,
            titles: [
                IntentName("shipping"): "Shipping", IntentName("payment"): "Payment",
                IntentName("order_status"): "My order",
            ],
            forms: ["identify": form], rules: rules,
            ruleOfIntent: [
                IntentName("order_status"): "status", IntentName("cancel_order"): "cancel",
                IntentName("speak_to_agent"): "human",
            ], keywords: keywords)
    }

    private static let form = Form(
        name: "identify",
        slots: [
            .init(
                name: SlotName("order_number"), source: .entity(kind: Entity.Kind.orderNumber),
                ask: "utter_ask_number"),
            .init(
                name: SlotName("order_proof"), source: .entity(kind: Entity.Kind.postcode),
                ask: "utter_ask_proof"),
        ], tries: 2)

    private static let rules: [String: Rule] = [
        "status": Rule(
            name: "status", intent: IntentName("order_status"),
            steps: [
                .init(move: .form("identify")), .init(move: .action(.findOrder)),
                .init(move: .respond(response: "utter_status")),
            ]),
        "cancel": Rule(
            name: "cancel", intent: IntentName("cancel_order"),
            steps: [
                .init(move: .form("identify")), .init(move: .action(.findOrder)),
                .init(move: .confirm(response: "utter_confirm")),
                .init(move: .action(.request(name: "cancel_order"))),
                .init(move: .respond(response: "utter_cancel_done")),
            ]),
        "human": Rule(
            name: "human", intent: IntentName("speak_to_agent"),
            steps: [.init(move: .action(.handOff))]),
    ]

    private static var orders: [Order] {
        guard let number = OrderNumber("CS-100"), let sku = SKU("MUG"), let euro = Currency("EUR"),
            let day = CivilDay(year: 2026, month: 3, day: 1)
        else { return [] }
        let item = OrderItem(
            sku: sku, quantity: 1, unitPrice: Money(minorUnits: 900, currency: euro))
        return [
            Order(
                number: number, email: "ana@example.com", postcode: "10115", placedOn: day,
                shippedOn: day, status: .shipped, currency: euro, items: [item])
        ]
    }

    private static func response(_ text: String) -> Response { Response(variants: [variant(text)]) }

    private static func variant(_ text: String) -> Response.Variant { .init(text: template(text)) }

    private static func template(_ text: String) -> Template {
        do { return try Template(parsing: text) } catch { preconditionFailure(error.message) }
    }

    private static func known(_ name: String) -> ShopID {
        preconditionFailure("a good name: \(name)")
    }
}
