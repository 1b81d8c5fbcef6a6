import Dialogue
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct CannedFileTests {
    private func load(_ text: String) throws -> (texts: [CannedText], messages: [String]) {
        let fixture = try ShopFixture(["shop/canned.yml": text])
        return (fixture.load().shops.first?.cannedTexts ?? [], fixture.messages())
    }

    @Test func aTextOrATextForEachLanguage() throws {
        let (texts, messages) = try load(
            """
            size: "Runs {{size || 'small'}}."
            refund:
              tags: [money]
              en: "On its way."
              de: "Unterwegs."
            long:
              text: {en: "Long."}

            """)
        #expect(messages == [])
        #expect(texts.map(\.name) == ["size", "refund", "long"])
        #expect(texts[0].texts[.english]?.source == "Runs {{size || 'small'}}.")
        #expect(texts[1].tags == ["money"])
        #expect(texts[1].texts.count == 2)
        #expect(texts[2].texts[.english]?.source == "Long.")
    }

    @Test(arguments: [
        ("a b: x\n", "shop/canned.yml:1:1: error: 'a b' is no short name"),
        ("a: {en: \"{{\"}\n", "shop/canned.yml:1:10: error: '{{' has no '}}' after it"),
        (
            "a: {text: x, tgs: y}\n",
            "shop/canned.yml:1:14: error: the canned text 'a' has no key 'tgs'; did you mean 'tags'?"
        ),
        (
            "a: {en: \"{{order.numbr}}\"}\n",
            "shop/canned.yml:1:12: error: there is no value 'order.numbr'"
        ),
        ("a: {de: x}\n", "shop/canned.yml:1:1: warning: 'a' has no text in 'en'"),
        ("a: [x]\n", "shop/canned.yml:1:1: error: 'a' is a text, or a text for each language"),
        ("- a\n", "shop/canned.yml:1:1: error: canned.yml is a table"),
    ])
    func everyMistakeHasItsPlace(text: String, start: String) throws {
        let messages = try load(text).messages
        #expect(messages.contains { $0.hasPrefix(start) }, "\(messages)")
    }
}
