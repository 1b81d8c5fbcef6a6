import Vocabulary

/// Small words that dates, numbers and amounts are made of, by their hashes. Immutable, and a class so
/// that a page refers to it instead of copying its tables.
final class EntityWords: Sendable {
    /// Number words; "a" and "an" among them, as in "a week ago".
    let numbers: [UInt64: Int]
    /// 1 is Monday.
    let weekdays: [UInt64: Int]
    let months: [UInt64: Int]
    /// Days from today.
    let days: [UInt64: Int]
    /// Days that one of them is.
    let units: [UInt64: Int]
    let last: Set<UInt64>
    let next: Set<UInt64>
    /// Behind ("3 days ago") and before ("vor 3 Tagen") a count that is gone.
    let ago: Set<UInt64>
    let since: Set<UInt64>
    /// Before a count that is to come: "in 3 days".
    let within: Set<UInt64>
    let sizes: Set<UInt64>
    let pieces: Set<UInt64>
    let postcodes: Set<UInt64>
    /// Between a day and a month: `5 de abril`, `5th of april`.
    let links: Set<UInt64>
    /// The words with a value of their own; most words of a line are none of them.
    private let valued: HashTable

    init(_ language: Language) {
        let list = Self.lists[language.code] ?? Self.english
        numbers = Self.numbered(list.numbers).merging(list.ones.map { (Self.hash($0), 1) }) { $1 }
        weekdays = Self.numbered(list.weekdays)
        months = Self.numbered(list.months)
        days = Dictionary(list.days.map { (Self.hash($0.0), $0.1) }) { first, _ in first }
        units = Dictionary(list.units.map { (Self.hash($0.0), $0.1) }) { first, _ in first }
        last = Self.hashes(list.last)
        next = Self.hashes(list.next)
        ago = Self.hashes(list.ago)
        since = Self.hashes(list.since)
        within = Self.hashes(list.within)
        sizes = Self.hashes("size sizes groesse grosse talla")
        pieces = Self.hashes(
            "x times pieces piece pcs items item pairs pair stuck stueck mal unidades piezas pares")
        postcodes = Self.hashes("postcode postal zip zipcode code plz postleitzahl codigo cp")
        links = Self.hashes("of de del the den dem")
        let tables = [numbers, weekdays, months, days, units]
        valued = HashTable(Set(tables.flatMap(\.keys)).sorted())
    }

    /// Whether a word is a number word, a day, a month or a unit of time.
    @inline(__always)
    func isValued(_ hash: UInt64) -> Bool { valued.index(of: hash) != HashTable.absent }

    /// Currencies by what people write; abbreviations may stand before the amount.
    static let currencies: [UInt64: (code: String, isAbbreviation: Bool)] = {
        var table: [UInt64: (code: String, isAbbreviation: Bool)] = [:]
        for (code, names) in [
            ("EUR", "euro euros"), ("USD", "dollar dollars bucks dolares"), ("INR", "rupees rs"),
            ("GBP", "pound pounds quid pfund libras"), ("CHF", "franken francs francos"),
        ] {
            for name in names.split(separator: " ") {
                table[hash(String(name))] = (code, name == "rs")
            }
        }
        for code in ["EUR", "USD", "GBP", "CHF", "INR", "JPY", "SEK", "DKK", "NOK", "PLN", "CZK"] {
            table[hash(code)] = (code, true)
        }
        return table
    }()

    private struct Lists {
        var numbers: String
        var ones: [String]
        var weekdays: String
        var months: String
        var days: [(String, Int)]
        var units: [(String, Int)]
        var last: String
        var next: String
        var ago: String
        var since: String
        var within: String
    }

    static func hash(_ word: String) -> UInt64 {
        FeatureHash.word(FoldedLine(word).letters[...], kind: Lexicon.surfaceKind)
    }

    private static func hashes(_ words: String) -> Set<UInt64> {
        Set(words.split(separator: " ").map { hash(String($0)) })
    }

    /// Words by their place, which begins at 1; names of one thing are joined by `/`.
    private static func numbered(_ words: String) -> [UInt64: Int] {
        var table: [UInt64: Int] = [:]
        for (place, names) in words.split(separator: " ").enumerated() {
            for name in names.split(separator: "/") { table[hash(String(name))] = place + 1 }
        }
        return table
    }

    private static let english = Lists(
        numbers: "one two/couple three four five six seven eight nine ten eleven twelve",
        ones: ["a", "an"],
        weekdays:
            "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thurs friday/fri saturday "
            + "sunday",
        months: "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug "
            + "september/sept/sep october/oct november/nov december/dec",
        days: [("today", 0), ("yesterday", -1), ("tomorrow", 1), ("tonight", 0)],
        units: [("day", 1), ("days", 1), ("week", 7), ("weeks", 7), ("month", 30), ("months", 30)],
        last: "last past", next: "next coming", ago: "ago", since: "", within: "in within")

    private static let lists: [String: Lists] = [
        "en": english,
        "de": Lists(
            numbers: "ein/eins zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf",
            ones: ["eine", "einem", "einer", "einen"],
            weekdays: "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
            months:
                "januar/jänner februar märz april mai juni juli august september oktober november "
                + "dezember",
            days: [
                ("heute", 0), ("gestern", -1), ("vorgestern", -2), ("morgen", 1), ("übermorgen", 2),
            ],
            units: [
                ("tag", 1), ("tage", 1), ("tagen", 1), ("woche", 7), ("wochen", 7), ("monat", 30),
                ("monate", 30), ("monaten", 30),
            ],
            last: "letzten letzter letzte letztem letzter vergangenen vorigen",
            next: "nächsten nächster nächste nächstem kommenden", ago: "", since: "vor",
            within: "in"),
        "es": Lists(
            numbers: "uno/un/una dos tres cuatro cinco seis siete ocho nueve diez once doce",
            ones: [],
            weekdays: "lunes martes miércoles jueves viernes sábado domingo",
            months:
                "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre "
                + "noviembre diciembre",
            days: [("hoy", 0), ("ayer", -1), ("anteayer", -2), ("mañana", 1)],
            units: [
                ("día", 1), ("días", 1), ("semana", 7), ("semanas", 7), ("mes", 30), ("meses", 30),
            ],
            last: "pasado pasada último última", next: "próximo próxima siguiente", ago: "",
            since: "hace", within: "en dentro"),
    ]
}
