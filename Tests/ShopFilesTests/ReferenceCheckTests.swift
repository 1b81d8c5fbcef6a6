import Foundation
import Testing

@testable import ShopFiles

/// One fixture for each message about names that must exist, texts that must be there, and things
/// that nobody uses.
@Suite struct ReferenceCheckTests {
    /// The messages of a shop whose `shop/en/test.yml` holds `text`; each line of `text` is one of it.
    private func expect(
        _ text: String, says start: String, alone: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let messages = try ShopFixture.messages(inFile: text)
        #expect(
            messages.contains { $0.hasPrefix(start) }, "\(messages)",
            sourceLocation: sourceLocation)
        if alone { #expect(messages.count == 1, "\(messages)", sourceLocation: sourceLocation) }
    }

    private static let rule = "rules:\n- rule: r\n  steps:\n  - intent: greet\n"

    @Test func responsesThatDoNotExist() throws {
        try expect(
            Self.rule + "  - respond: utter_gret\n",
            says:
                "shop/en/test.yml:5:14: error: the rule 'r' says 'utter_gret', which is no response"
                + " in 'en'; did you mean 'utter_greet'?", alone: false)
        try expect(
            Self.rule + "  - confirm: utter_by\n  - respond: utter_greet\n",
            says:
                "shop/en/test.yml:5:14: error: the rule 'r' says 'utter_by', which is no response in"
                + " 'en'; did you mean 'utter_bye'?")
    }

    @Test func formsThatDoNotExist() throws {
        let form = """
            forms:
              identify_order:
                required_slots: [{slot: size, ask: utter_ask_size}]
            responses:
              utter_ask_size: [{text: Which size?}]

            """
        try expect(
            form + Self.rule + "  - form: identfy_order\n  - respond: utter_greet\n",
            says:
                "shop/en/test.yml:10:11: error: the rule 'r' uses the form 'identfy_order', which is "
                + "not there in 'en'; did you mean 'identify_order'?", alone: false)
        try expect(
            form, says: "shop/en/test.yml:2:3: warning: no rule uses the form 'identify_order'")
    }

    @Test func intentsThatDoNotExist() throws {
        try expect(
            "rules:\n- rule: r\n  steps:\n  - intent: gret\n  - respond: utter_greet\n",
            says:
                "shop/en/test.yml:4:13: error: the rule 'r' names the intent 'gret', which has no "
                + "examples in 'en'; did you mean 'greet'?")
        try expect(
            "responses:\n  utter_bye:\n  - text: Bye\n    buttons:\n    - {title: Hi, payload: /gret}\n",
            says: "shop/en/test.yml:5:28: error: a button of 'utter_bye' names the intent 'gret'")
    }

    @Test func slotsAndVariablesThatDoNotExist() throws {
        func bye(_ text: String) -> String { "responses:\n  utter_bye: [{text: \"\(text)\"}]\n" }
        try expect(
            bye("Bye {{custmer.name}}"),
            says: "shop/en/test.yml:2:29: error: there are no values 'custmer.…'; did you mean "
                + "'customer.name'?")
        try expect(
            bye("Bye {{shop.nmae}}"),
            says: "shop/en/test.yml:2:29: error: there is no value 'shop.nmae'; did you mean "
                + "'shop.name'?")
        try expect(
            bye("{{policy.window_day}} days"),
            says:
                "shop/en/test.yml:2:25: error: the policy of shop has no value 'window_day'; add it "
                + "under 'values:' in shop/policy.yml; did you mean 'policy.window_days'?")
        try expect(
            bye("{{ordr_number}}"),
            says:
                "shop/en/test.yml:2:25: error: there is no slot 'ordr_number'; no form asks for it and"
                + " no rule sets it; did you mean 'order_number'?")
        #expect(
            try ShopFixture.messages(inFile: bye("{{shop.name}} {{order.number || 'x'}}")) == [])
    }

    @Test func conditionsThatCannotHold() throws {
        func bye(_ conditions: String) -> String {
            "responses:\n  utter_bye:\n  - text: a\n    condition: \(conditions)\n  - text: b\n"
        }
        try expect(
            bye("[{name: order.status, value: shiped}]"),
            says: "shop/en/test.yml:4:24: error: 'order.status' is never 'shiped'; did you mean "
                + "'shipped'?")
        try expect(
            bye("[{name: size, value: S}, {name: size, value: M}]"),
            says: "shop/en/test.yml:4:48: error: 'size' cannot be 'M' and 'S' at once")
    }

    @Test func textsThatAreNeverChosen() throws {
        try expect(
            """
            responses:
              utter_bye:
              - {text: a, condition: [{name: order.number, present: true}]}
              - {text: b, condition: [{name: order.number, present: true}, {name: size, value: S}]}
              - {text: c}

            """,
            says:
                "shop/en/test.yml:4:5: warning: this text of 'utter_bye' is never chosen: the one at "
                + "line 3 holds whenever it does")
        try expect(
            "responses:\n  utter_bye:\n  - text: a\n  - text: a\n",
            says: "shop/en/test.yml:4:11: warning: 'utter_bye' says this at line 3 already")
    }

    @Test func thingsThatNobodyUses() throws {
        try expect(
            "responses:\n  utter_byee: [{text: a}]\n",
            says: "shop/en/test.yml:2:3: warning: nothing says 'utter_byee'")
        try expect(
            Self.rule + "  - respond: utter_hello\nresponses:\n  utter_hello: [{text: a}]\n",
            says: "shop/en/talk.yml:14:3: warning: nothing says 'utter_greet'")
    }

    private static func intent(_ examples: String) -> String {
        "topic: orders\nnlu:\n- intent: status\n  examples: [\(examples)]\n"
    }

    @Test func intentsThatLackSomething() throws {
        let enough = "aa bb, cc dd, ee ff, gg hh, ii jj, kk ll, mm nn, oo pp"
        let title = "responses:\n  title_status: [{text: Status}]\n"
        try expect(
            Self.intent(enough) + title,
            says: "shop/en/test.yml:3:11: warning: the intent 'status' leads nowhere")
        try expect(
            Self.intent(enough) + "responses:\n  utter_status: [{text: a}]\n",
            says: "shop/en/test.yml:3:11: error: the intent 'status' needs a short title for menus")
        try expect(
            Self.intent("") + title + "  utter_status: [{text: a}]\n",
            says: "shop/en/test.yml:3:11: error: the intent 'status' has no examples")
        try expect(
            Self.intent("aa bb") + title + "  utter_status: [{text: a}]\n",
            says: "shop/en/test.yml:3:11: warning: the intent 'status' has 1 examples, needs 8")
        try expect(
            Self.intent("aa, bb, cc, dd, ee, ff, gg, \"Hello, one!\"") + title
                + "  utter_status: [{text: a}]\n",
            says: "shop/en/test.yml:4:42: warning: 'Hello, one!' is an example of 'greet' at "
                + "shop/en/talk.yml:5 too")
    }

    @Test func formsThatCannotAsk() throws {
        func form(_ slot: String) -> String {
            "forms:\n  f:\n    required_slots: [{\(slot)}]\n" + Self.rule
                + "  - form: f\n  - respond: utter_greet\n"
        }
        try expect(
            form("slot: size"),
            says:
                "shop/en/test.yml:3:29: error: the form 'f' says 'utter_ask_size', which is no response"
        )
        try expect(
            form("slot: x, from: text, ask: utter_by"),
            says:
                "shop/en/test.yml:3:49: error: the form 'f' says 'utter_by', which is no response in "
                + "'en'; did you mean 'utter_bye'?")
        try expect(
            form("slot: x, from: postcod, ask: utter_bye"),
            says:
                "shop/en/test.yml:3:38: error: nothing in a line can be the entity 'postcod'; add a "
                + "lookup, a regex or annotated examples, or write 'from: text'; did you mean "
                + "'postcode'?")
        try expect(
            form("slot: x, from: text, pattern: \"a(\", ask: utter_bye"),
            says: "shop/en/test.yml:3:53: error: 'a(' is no regular expression")
    }

    @Test func actionsThatComeTooEarly() throws {
        try expect(
            Self.rule + "  - action: find_order\n  - respond: utter_greet\n",
            says: "shop/en/test.yml:5:13: warning: 'find_order' comes before a form")
        try expect(
            Self.rule + "  - action: return_verdict\n  - respond: utter_greet\n",
            says: "shop/en/test.yml:5:13: warning: a verdict needs an order")
    }

    @Test func namesThatComeTwice() throws {
        try expect(
            "responses:\n  utter_greet: [{text: a}]\n",
            says:
                "shop/en/test.yml:2:3: error: the response 'utter_greet' is at shop/en/talk.yml:14 "
                + "already")
        let rules = Self.rule + "  - respond: utter_greet\n"
        try expect(
            rules + "- rule: r\n  steps:\n  - intent: greet\n  - respond: utter_greet\n",
            says: "shop/en/test.yml:6:9: error: the rule 'r' is at shop/en/test.yml:2 already")
        try expect(
            rules + "- rule: q\n  steps:\n  - intent: greet\n  - respond: utter_greet\n",
            says: "shop/en/test.yml:8:13: error: the intent 'greet' begins the rule 'r'")
        try expect(
            "keywords:\n  human: [same]\n  help: [Same!]\n",
            says:
                "shop/en/test.yml:3:10: error: 'Same!' means 'human' at shop/en/test.yml:2 already")
    }

    @Test func textsAndKeywordsThatALanguageMustHave() throws {
        let system = ShopFixture.system()
            .replacing("  utter_help: [{text: \"Text of utter_help.\"}]\n", with: "")
            .replacing("  \"skip\": [\"skip word\"]\n", with: "")
        let messages = try ShopFixture(["shared/en/system.yml": system]).messages()
        #expect(messages.count == 2, "\(messages)")
        #expect(
            messages.contains {
                $0.hasPrefix("shop/shop.yml:3:13: error: 'en' lacks the text 'utter_help'")
            })
        #expect(messages.contains { $0.contains("'en' has no words for the keyword 'skip'") })
    }

    @Test func aMissingSharedFolderIsOneMistakeAndNotFifty() throws {
        let fixture = try ShopFixture([:])
        try FileManager.default.removeItem(atPath: fixture.path + "/shared")
        let messages = fixture.messages()
        #expect(
            messages.contains {
                $0.contains("there is no folder shared/en/ beside the shop's; copy the one")
            })
        #expect(messages.contains { $0.contains("of the texts that every shop needs") })
        #expect(messages.contains { $0.contains("no words for the keywords '") })
        #expect(messages.count == 3, "\(messages)")
    }
}
