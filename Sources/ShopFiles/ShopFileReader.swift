import AgentDesk
import BusinessTime
import Dialogue
import JSONText
import Knowledge
import Vocabulary

/// Reads `shop.yml`.
struct ShopFileReader {
    static let keys = [
        "name", "assistant", "languages", "include", "time_zone", "hours", "holidays",
        "special_days", "currency", "order_number", "second_proof", "contact", "branding", "skills",
        "dialogue", "limits", "endpoints", "files", "line_address", "desk", "origins",
        "orders_api", "actions",
    ]
    static let contactKeys = ["email", "phone", "web"]
    static let fileKeys = ["products", "orders", "policy", "canned"]

    let table: TableReader
    let log: ProblemLog
    let id: ShopID
    let sites: [SiteName]

    /// - Parameter sites: Those of `floor.yml`.
    init?(_ yaml: YAMLFile, id: ShopID, sites: [SiteName], log: ProblemLog) {
        guard
            let table = TableReader(yaml.root, "shop.yml", allowed: Self.keys, in: yaml, log: log)
        else { return nil }
        self.table = table
        self.log = log
        self.id = id
        self.sites = sites
    }

    /// - Returns: nil if something is missing without which there is no shop; the log says what.
    func read() -> WrittenShop? {
        let name = table.needed("name")
        let languages = languages()
        let hours = HoursReader(table: table, log: log).read()
        let dialogue = dialogue()
        let settings = dialogue.settings
        let limits = table.reader("limits", allowed: ["sessions", "lines_per_second"])
        let contact = contact()
        let currency = currency()
        guard let name, let hours, !languages.isEmpty else { return nil }
        let desk = DeskReader(
            table: table, log: log, topicSkills: settings.skills, sites: sites
        ).read(ShopRules(shop: id, hours: hours, languages: languages.map(\.value)))
        return WrittenShop(
            id: id,
            settings: ShopSettings(
                name: name.value, assistant: table.text("assistant")?.value ?? name.value,
                languages: languages.map(\.value), includesShared: includesShared(),
                hours: hours, currency: currency, orderNumberShapes: orderNumberShapes(),
                contact: contact,
                branding: BrandingReader(
                    shop: table, languages: languages.map(\.value), log: log
                ).read(), dialogue: settings,
                confidenceThreshold: dialogue.threshold, ambiguityMargin: dialogue.margin,
                sessionCountMax: limits?.integer("sessions", in: 1...1_000_000)?.value ?? 2_000,
                linesPerSecondMax: limits?.integer("lines_per_second", in: 1...100_000)?.value
                    ?? 200,
                lineAddress: table.text("line_address")?.value,
                origins: OriginReader(table: table, log: log).read(), endpoints: endpoints(),
                desk: desk, ordersAPI: ordersAPI(zone: hours.zone, currency: currency),
                actions: actionAPI()),
            languageSpots: Dictionary(
                languages.map { ($0.value, $0.spot) }, uniquingKeysWith: { first, _ in first }),
            files: files(), hoursSpot: table.spot(ofKey: "hours"))
    }

    private func languages() -> [Located<Language>] {
        guard table.has("languages") else {
            log.error(table.spot, "shop.yml needs 'languages', for example [en]")
            return []
        }
        var found: [Located<Language>] = []
        for text in table.texts("languages") {
            guard let language = Language(text.value) else {
                log.error(
                    text.spot,
                    "'\(text.value.shortened)' is no language; write its code of two letters, "
                        + "such as en, de, es")
                continue
            }
            if found.contains(where: { $0.value == language }) {
                log.error(text.spot, "the language '\(language)' is named twice")
                continue
            }
            found.append(Located(value: language, spot: text.spot))
        }
        return found
    }

    private func includesShared() -> Bool {
        let names = table.texts("include")
        for name in names where name.value != "shared" {
            log.error(
                name.spot, "there is no folder '\(name.value)' to include", allowed: ["shared"],
                hint: NearestName.of(name.value, among: ["shared"]))
        }
        return names.contains { $0.value == "shared" }
    }

    private func currency() -> Currency? {
        guard let text = table.text("currency") else { return nil }
        let currency = Currency(text.value)
        if currency == nil {
            log.error(
                text.spot,
                "'\(text.value.shortened)' is not a currency; write its ISO 4217 code, such as EUR")
        }
        return currency
    }

    private func orderNumberShapes() -> [String] {
        table.texts("order_number").filter { text in
            let digits = text.value.count { $0 == "#" }
            let isPlain = text.value.allSatisfy { character in
                character == "#" || character == "-" || character == "/" || character == "."
                    || (character.isASCII && (character.isLetter || character.isNumber))
            }
            guard (1...20).contains(digits), isPlain, text.value.count <= 32 else {
                log.error(
                    text.spot,
                    "'\(text.value.shortened)' is no shape of an order number; letters, digits, "
                        + "'-' and '#' for each digit that varies, such as JP-#####")
                return false
            }
            return true
        }.map(\.value)
    }

    private func contact() -> [String: String] {
        guard let contact = table.reader("contact", allowed: Self.contactKeys) else { return [:] }
        var values: [String: String] = [:]
        for key in Self.contactKeys {
            guard let text = contact.text(key) else { continue }
            values[key] = text.value
            switch key {
            case "email" where !text.value.contains("@"):
                log.error(text.spot, "'\(text.value.shortened)' is no e-mail address")
            case "web" where !text.value.hasPrefix("https://") && !text.value.hasPrefix("http://"):
                log.error(text.spot, "'web' is an address that begins with https://")
            default: break
            }
        }
        return values
    }
}
