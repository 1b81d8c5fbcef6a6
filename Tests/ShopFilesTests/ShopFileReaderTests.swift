import Testing

@testable import ShopFiles

/// One fixture for each message about `shop.yml`.
@Suite struct ShopFileReaderTests {
    /// The messages of a shop whose `shop.yml` has one line replaced by others.
    private func messages(_ line: String, _ others: String) throws -> [String] {
        let settings = ShopFixture.settings.replacing(line + "\n", with: others + "\n")
        #expect(settings != ShopFixture.settings)
        return try ShopFixture(["shop/shop.yml": settings]).messages()
    }

    @Test(arguments: [
        (
            "name: The Shop", "nmae: The Shop",
            "shop/shop.yml:1:1: error: shop.yml has no key 'nmae'; did you mean 'name'?"
        ),
        ("name: The Shop", "name: [a]", "shop/shop.yml:1:7: error: 'name' is a text, not a list"),
        (
            "languages: [en]", "languages: [en, english]",
            "shop/shop.yml:3:17: error: 'english' is no language"
        ),
        (
            "languages: [en]", "languages: [en, en]",
            "shop/shop.yml:3:17: error: the language 'en' is named twice"
        ),
        (
            "languages: [en]", "languages: [en, de]",
            "shop/shop.yml:3:17: error: the language 'de' has no folder shop/de/"
        ),
        (
            "include: [shared]", "include: [share]",
            "shop/shop.yml:4:11: error: there is no folder 'share' to include; did you mean 'shared'?"
        ),
        (
            "time_zone: Europe/Berlin", "time_zone: Europe/Berln",
            "shop/shop.yml:5:12: error: 'Europe/Berln' is not a known time zone; did you mean 'Europe/Berlin'?"
        ),
        (
            "time_zone: Europe/Berlin", "time_zone: Berlin",
            "shop/shop.yml:5:12: error: 'Berlin' is not a known time zone; did you mean 'Europe/Berlin'?"
        ),
        (
            "  mon-fri: [\"09:00-18:00\"]", "  mon-fri: [\"09:00-18:00\", \"17:00-19:00\"]",
            "shop/shop.yml:7:28: error: 17:00–19:00 overlaps 09:00–18:00"
        ),
        (
            "  mon-fri: [\"09:00-18:00\"]", "  mon-fri: [\"9 to 5\"]",
            "shop/shop.yml:7:13: error: '9 to 5' is not a span of hours"
        ),
        (
            "  mon-fri: [\"09:00-18:00\"]", "  mn-fri: [\"09:00-18:00\"]",
            "shop/shop.yml:7:3: error: 'mn-fri' is not a day or a range of days"
        ),
        (
            "currency: EUR", "currency: EUR\nholidays: {2026-02-30: No Day}",
            "shop/shop.yml:9:12: error: '2026-02-30' is not a day"
        ),
        ("currency: EUR", "currency: EURO", "shop/shop.yml:8:11: error: 'EURO' is not a currency"),
        (
            "order_number: \"AB-####\"", "order_number: \"AB-1234\"",
            "shop/shop.yml:9:15: error: 'AB-1234' is no shape of an order number"
        ),
        (
            "order_number: \"AB-####\"", "order_number: \"AB ####!\"",
            "shop/shop.yml:9:15: error: 'AB ####!' is no shape of an order number"
        ),
        (
            "second_proof: postcode", "second_proof: postcod",
            "shop/shop.yml:10:15: error: 'second_proof' cannot be 'postcod'; did you mean 'postcode'?"
        ),
        (
            "contact: {email: care@shop.example}", "contact: {email: care}",
            "shop/shop.yml:11:18: error: 'care' is no e-mail address"
        ),
        (
            "contact: {email: care@shop.example}", "contact: {mail: a@b}",
            "shop/shop.yml:11:11: error: 'contact' has no key 'mail'; did you mean 'email'?"
        ),
        (
            "contact: {email: care@shop.example}", "contact: {web: shop.example}",
            "shop/shop.yml:11:16: error: 'web' is an address"
        ),
        (
            "currency: EUR", "branding: {colour: red}",
            "shop/shop.yml:8:20: error: 'red' is no colour"
        ),
        (
            "currency: EUR", "skills: {retruns: x}",
            "shop/shop.yml:8:10: error: there is no topic 'retruns'; did you mean 'returns'?"
        ),
        (
            "currency: EUR", "dialogue: {tries: 0}",
            "shop/shop.yml:8:19: error: 'tries' is a whole number from 1 to 9, not '0'"
        ),
        (
            "currency: EUR", "dialogue: {confidence_threshold: 2}",
            "shop/shop.yml:8:34: error: 'confidence_threshold' is a number from 0 to 1"
        ),
        (
            "currency: EUR", "dialogue: {idle_close_minutes: 5}",
            "shop/shop.yml:8:32: error: 'idle_close_minutes' must be more"
        ),
        (
            "currency: EUR", "limits: {session: 5}",
            "shop/shop.yml:8:10: error: 'limits' has no key 'session'; did you mean 'sessions'?"
        ),
        (
            "currency: EUR", "endpoints: [{name: crm, events: all, url: \"https://x.example\"}]",
            "shop/shop.yml:8:13: error: an endpoint needs 'secret_env' or 'secret_file'"
        ),
        (
            "currency: EUR", "endpoints: [{name: crm, events: all, url: x, secret_env: A}]",
            "shop/shop.yml:8:43: error: 'url' begins with https://"
        ),
        (
            "currency: EUR", "origins: [\"https://shop.example/chat\"]",
            "shop/shop.yml:8:11: error: 'https://shop.example/chat' is no origin; write scheme"
        ),
        (
            "currency: EUR", "origins: [\"*\"]",
            "shop/shop.yml:8:11: error: '*' is no origin"
        ),
        (
            "currency: EUR", "origins: [\"https://Shop.example:443/\"]",
            "shop/shop.yml:8:11: error: 'https://Shop.example:443/' is not how browsers write"
        ),
        (
            "currency: EUR", "origins: [\"http://shop.example\"]",
            "shop/shop.yml:8:11: warning: 'http://shop.example' is not encrypted"
        ),
        (
            "currency: EUR", "origins: [\"https://a.example\", \"https://a.example\"]",
            "shop/shop.yml:8:32: error: the origin 'https://a.example' is named twice"
        ),
        (
            "files: {policy: policy.yml}", "files: {policy: plicy.yml}",
            "shop/shop.yml:12:17: error: there is no file shop/plicy.yml"
        ),
        (
            "files: {policy: policy.yml}", "files: {policy: ../x.yml}",
            "shop/shop.yml:12:17: error: '../x.yml' is not a file of the shop's own folder"
        ),
        (
            "files: {policy: policy.yml}", "files: {products: product.csv}",
            "shop/shop.yml:12:19: error: there is no file shop/product.csv"
        ),
    ])
    func everyMistakeHasItsPlaceAndHint(line: String, others: String, start: String) throws {
        let messages = try messages(line, others)
        #expect(messages.contains { $0.hasPrefix(start) }, "\(messages)")
    }

    @Test(arguments: ["name: The Shop", "languages: [en]", "time_zone: Europe/Berlin"])
    func whatAShopNeedsIsTold(line: String) throws {
        let key = line.prefix { $0 != ":" }
        let messages = try messages(line, "")
        #expect(messages.contains { $0.contains("shop.yml needs '\(key)'") }, "\(messages)")
    }

    @Test func settingsAreRead() throws {
        let settings =
            ShopFixture.settings + """
                skills: {returns: returns}
                branding: {colour: "#ABCDEF"}
                dialogue: {burst_window_ms: 700, idle_warning_minutes: 1, idle_close_minutes: 2, tries: 2, confidence_threshold: 0.5, ambiguity_margin: null}
                limits: {sessions: 10, lines_per_second: 20}
                endpoints: [{name: crm, url: "https://x.example", secret_env: HELPLINE_TEST_UNSET, enabled: when_set, events: [conversation.closed]}]

                """
        let shop = try #require(ShopFixture(["shop/shop.yml": settings]).load().shops.first)
        #expect(shop.settings.dialogue.burstWindow == .milliseconds(700))
        #expect(shop.settings.dialogue.idleClose == .seconds(120))
        #expect(shop.settings.dialogue.tries == 2)
        #expect(shop.settings.dialogue.skills == ["returns": "returns"])
        #expect(shop.settings.branding.colour == "#abcdef")
        #expect(shop.settings.confidenceThreshold == 0.5)
        #expect(shop.settings.ambiguityMargin == nil)
        #expect(shop.settings.sessionCountMax == 10)
        #expect(shop.settings.orderNumberShapes == ["AB-####"])
        #expect(shop.settings.endpoints.first?.url == "https://x.example")
        #expect(shop.settings.endpoints.first?.types == [.conversationClosed])
        #expect(shop.settings.endpoints.first?.isEnabled == false)
        #expect(shop.training[.english]?.thresholdOverride == 0.5)
    }
}
