import Foundation
import JSONText
import Testing
import Vocabulary

@testable import ShopFiles

/// What `branding` of shop.yml may say, and what of it reaches web pages.
@Suite("Branding")
struct BrandingTests {
    private func load(_ branding: String) throws -> (
        shops: [LoadedShop], problems: [ShopFileProblem]
    ) {
        try ShopFixture([
            "shop/shop.yml": ShopFixture.settings + branding + "\n"
        ]).load()
    }

    @Test func everythingIsReadAndShown() throws {
        let loaded = try load(
            """
            branding:
              colour: "#2F6F4F"
              text_colour: "#ffffff"
              side: start
              texts:
                en: {launcher: Ask us, title: The Shop, intro: Fine things., starters: ["Where is my order?", "Hours?"], demonstration: Try AB-1000.}
            """)
        let shop = try #require(loaded.shops.first)
        #expect(shop.settings.branding.side == .start)
        let card = try JSONValue(parsing: shop.card)
        #expect(card["shop"]?.string == "shop")
        #expect(card["colour"]?.string == "#2f6f4f")
        #expect(card["side"]?.string == "start")
        let texts = try #require(card["texts"]?["en"])
        #expect(texts["launcher"]?.string == "Ask us")
        #expect(texts["starters"]?.array?.compactMap(\.string) == ["Where is my order?", "Hours?"])
        #expect(texts["demonstration"]?.string == "Try AB-1000.")
    }

    @Test func withoutBrandingThereAreColoursThatCanBeRead() throws {
        let shop = try #require(try load("").shops.first)
        #expect(shop.settings.branding == Branding())
        #expect(
            Contrast.ratio(shop.settings.branding.colour, shop.settings.branding.textColour)
                >= Contrast.readable)
    }

    @Test(arguments: [
        ("branding: {color: \"#000000\"}", "has no key 'color'; did you mean 'colour'?"),
        ("branding: {side: left}", "'side' cannot be 'left'"),
        (
            "branding: {texts: {fr: {title: Boutique}}}",
            "has the language 'fr', which the shop does not speak"
        ),
        ("branding: {texts: {en: {button: Ask}}}", "'en' has no key 'button'"),
        (
            "branding: {texts: {en: {launcher: \"\(String(repeating: "x", count: 31))\"}}}",
            "'launcher' has 1 to 30 letters, not 31"
        ),
        (
            "branding: {texts: {en: {starters: [a, b, c, d, e, f, g]}}}",
            "'starters' holds at most 6 questions, not 7"
        ),
        (
            "branding: {colour: \"#ffffff\", text_colour: \"#cccccc\"}",
            "#cccccc on #ffffff has a contrast of 1.6 to 1"
        ),
    ])
    func mistakesAreNamed(branding: String, part: String) throws {
        let messages = try load(branding).problems.map(\.description)
        #expect(messages.contains { $0.contains(part) }, "\(messages)")
    }

    /// Values of the WCAG working group's own examples: black on white, a grey at the limit.
    @Test func contrastIsThatOfTheStandard() {
        #expect(Contrast.ratio("#000000", "#ffffff") == 21)
        #expect(Contrast.ratio("#ffffff", "#ffffff") == 1)
        #expect(abs(Contrast.ratio("#777777", "#ffffff") - 4.48) < 0.01)
    }

    @Test func theShowcaseHasEachCategoryOnce() throws {
        let shop = try #require(
            try ShopFixture([
                "shop/shop.yml": ShopFixture.settings.replacingOccurrences(
                    of: "files: {policy: policy.yml}",
                    with: "files: {policy: policy.yml, products: products.csv}"),
                "shop/products.csv": """
                sku,name,category,price,currency,stock
                A1,Jacket,clothes,10.00,EUR,1
                A2,Coat,clothes,20.00,EUR,5
                B1,Boot,shoes,30.00,EUR,5
                C1,Tent,tents,40.00,EUR,0

                """,
            ]).load().shops.first)
        let showcase = try JSONValue(parsing: shop.showcase)
        let names = showcase["products"]?.array?.compactMap { $0["name"]?.string }
        #expect(names == ["Jacket", "Boot", "Coat"])
        #expect(showcase["products"]?.array?.first?["prices"]?["en"]?.string == "€10.00")
    }
}
