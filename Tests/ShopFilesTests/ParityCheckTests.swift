import Testing

@testable import ShopFiles

@Suite struct ParityCheckTests {
    private static let settings = ShopFixture.settings.replacing(
        "languages: [en]", with: "languages: [en, de]")

    private func messages(_ german: String, _ more: [String: String] = [:]) throws -> [String] {
        let files = [
            "shop/shop.yml": Self.settings, "shared/de/system.yml": ShopFixture.system(),
            "shop/policy.yml": ShopFixture.policy.replacing(
                "{en: \"You have 30 days.\"}", with: "{en: \"30 days.\", de: \"30 Tage.\"}"),
            "shop/de/talk.yml": german,
        ]
        return try ShopFixture(files.merging(more) { $1 }).messages()
    }

    @Test func twoLanguagesWithTheSameIntentsAreFine() throws {
        #expect(try messages(ShopFixture.intents("hallo")) == [])
    }

    @Test func aMissingIntentIsNamed() throws {
        let messages = try messages("topic: talk\n")
        #expect(
            messages.contains {
                $0.hasPrefix(
                    "shop/shop.yml:3:17: error: the intent 'greet' is in 'en' (shop/en/talk.yml:3) and "
                        + "not in 'de'; add it to shop/de/")
            }, "\(messages)")
    }

    @Test func aMisspelledIntentIsHinted() throws {
        let messages = try messages(
            ShopFixture.intents("hallo").replacing("intent: greet", with: "intent: gret"))
        #expect(
            messages.contains { $0.contains("not in 'de'") && $0.contains("did you mean 'gret'?") })
        #expect(messages.contains { $0.contains("the intent 'gret' is in 'de'") })
    }

    @Test func aMissingRuleAndAMissingAnswerAreNamed() throws {
        let rule = "rules:\n- rule: r\n  steps:\n  - intent: greet\n  - respond: utter_greet\n"
        let first = try messages(ShopFixture.intents("hallo"), ["shop/en/test.yml": rule])
        #expect(
            first.contains {
                $0.contains("begins a rule in 'en' (shop/en/test.yml:2) and none in 'de'")
            })
        let second = try messages(
            ShopFixture.intents("hallo").replacing("utter_greet", with: "utter_grüß"))
        #expect(
            second.contains { $0.contains("'utter_greet' is in 'en' (shop/en/talk.yml:14)") },
            "\(second)")
    }

    @Test func aMissingTextIsNamedForItsLanguage() throws {
        let system = ShopFixture.system().replacing(
            "  utter_bye: [{text: \"Text of utter_bye.\"}]\n", with: "")
        let messages = try messages(
            ShopFixture.intents("hallo"), ["shared/de/system.yml": system])
        #expect(messages.count == 1)
        #expect(messages[0].hasPrefix("shop/shop.yml:3:17: error: 'de' lacks the text 'utter_bye'"))
    }
}
