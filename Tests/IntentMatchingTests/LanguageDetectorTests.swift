import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct LanguageDetectorTests {
    private static let english = Language.english
    private static let samples: [String: [String]] = [
        "en": [
            "where is my order", "i want to return the jacket", "talk to a person",
            "track my parcel",
        ],
        "de": [
            "wo ist meine bestellung", "ich möchte die jacke zurückgeben",
            "mit einem menschen sprechen",
        ],
        "es": ["dónde está mi pedido", "quiero devolver la chaqueta", "hablar con una persona"],
    ]

    private static func detector() -> LanguageDetector {
        var byLanguage: [Language: [String]] = [:]
        for (code, lines) in samples {
            if let language = Language(code) { byLanguage[language] = lines }
        }
        return LanguageDetector(samples: byLanguage)
    }

    private static var all: [Language] { ["en", "de", "es"].compactMap { Language($0) } }

    @Test(arguments: [
        ("wo bleibt mein paket", "de"), ("ich will mein geld zurück", "de"),
        ("mi paquete no llega", "es"),
        ("quiero un reembolso", "es"), ("guten tag", "de"), ("¿cuándo llega?", "es"),
        ("where is it", "en"), ("hallo", "de"), ("gracias", "es"), ("danke schön", "de"),
    ])
    func hearsShortLines(_ text: String, _ code: String) {
        let found = Self.detector().language(of: text, among: Self.all, current: Self.english)
        #expect(found.code == code)
    }

    @Test(arguments: ["ok", "JP-10432", "10115", "", "😀", "XL", "👍🏽 !!", "hm", "Skarn"])
    func staysWhereNothingIsClear(_ text: String) {
        for current in Self.all {
            #expect(
                Self.detector().language(of: text, among: Self.all, current: current) == current)
        }
    }

    @Test func findsOnlyTheShopsLanguages() {
        let found = Self.detector().language(
            of: "quiero un reembolso", among: [Self.english], current: Self.english)
        #expect(found == Self.english)
    }
}
