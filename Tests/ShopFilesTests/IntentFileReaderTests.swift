import Dialogue
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct IntentFileReaderTests {
    private func read(_ text: String) -> (file: IntentFile, messages: [String], notes: [String]) {
        let log = ProblemLog()
        var reader = YAMLReader(path: "a.yml", log: log)
        let yaml = reader.read(Array(text.utf8))
        let file = yaml.map { IntentFileReader.read($0, log: log) } ?? IntentFile(path: "a.yml")
        let worth = log.problems.filter { $0.severity > .note }
        return (
            file, worth.map(\.description),
            log.problems.filter { $0.severity == .note }.map(\.message)
        )
    }

    @Test func examplesHaveTheirLines() throws {
        let (file, messages, _) = read(
            """
            topic: orders
            nlu:
            - intent: order_status
              examples: |
                - where is my order
                - wo ist [JP-10432](order_number)?

                # a remark
                -    spaced
            """)
        #expect(messages == [])
        let intent = try #require(file.intents.first)
        #expect(intent.examples.map(\.text) == ["where is my order", "wo ist JP-10432?", "spaced"])
        #expect(intent.examples.map(\.spot.line) == [5, 6, 9])
        #expect(intent.examples.map(\.spot.column) == [7, 7, 10])
        #expect(intent.annotations.map(\.kind) == ["order_number"])
    }

    @Test func everyShapeOfExamplesIsRead() {
        let file = read(
            """
            nlu:
            - intent: a
              examples: ["one", two]
            - intent: b
              metadata: {x: 1}
              examples:
              - text: |
                  three
                metadata: {sentiment: good}
              - text: "- four"
            - intent: faq/returns
              examples: |
                - five
            """
        ).file
        #expect(
            file.intents.map { $0.examples.map(\.text) } == [
                ["one", "two"], ["three", "four"], ["five"],
            ])
        #expect(file.intents.last?.name == IntentName("faq/returns"))
    }

    @Test func synonymsLookupsAndExpressionsAreRead() {
        let file = read(
            """
            nlu:
            - synonym: jacket
              examples: |
                - anorak
                - parka
            - lookup: material
              examples: |
                - merino
            - regex: voucher
              examples: |
                - [A-Z]{4}[0-9]{4}
            """
        ).file
        #expect(file.synonyms.map(\.value) == ["jacket"])
        #expect(file.synonyms.first?.words.map(\.text) == ["anorak", "parka"])
        #expect(file.lookups.first?.words.map(\.text) == ["merino"])
        #expect(file.regexes.first?.pattern.text == "[A-Z]{4}[0-9]{4}")
    }

    @Test(arguments: [
        ("nul: []\n", "a.yml:1:1: error: an intent file has no key 'nul'; did you mean 'nlu'?"),
        ("topic: ordres\n", "a.yml:1:8: error: there is no topic 'ordres'; did you mean 'orders'?"),
        (
            "nlu:\n- intnet: x\n  examples: []\n",
            "a.yml:2:3: error: an entry of 'nlu' has no key 'intnet'; did you mean 'intent'?"
        ),
        (
            "nlu:\n- intent: x\n  exampels: |\n    - a\n",
            "a.yml:3:3: error: an entry of 'nlu' has no key 'exampels'; did you mean 'examples'?"
        ),
        (
            "nlu:\n- intent: x\n  examples: |\n    hello\n",
            "a.yml:4:5: error: an example begins with '- ', not with 'hello'"
        ),
        (
            "nlu:\n- intent: x\n  examples: {a: b}\n",
            "a.yml:3:13: error: 'examples' is a block of lines"
        ),
        (
            "nlu:\n- intent: x y\n  examples: [a]\n",
            "a.yml:2:11: error: 'x y' is no name for an intent"
        ),
        ("nlu:\n  intent: x\n", "a.yml:2:3: error: 'nlu' is a list"),
        (
            "nlu:\n- intent: x\n  synonym: y\n",
            "a.yml:2:3: error: an entry of 'nlu' is exactly one of these"
        ),
        ("nlu:\n- synonym: y\n", "a.yml:2:12: error: 'y' has no 'examples'"),
        (
            "nlu:\n- intent: x\n  examples: |\n    - a [b]{entity: c}\n",
            "a.yml:4:9: error: what follows '[b]' is not {\"entity\""
        ),
        (
            "nlu:\n- intent: x\n  examples: |\n    - a [b](c\n",
            "a.yml:4:9: error: '[b](' has no ')' after it"
        ),
        (
            "nlu:\n- regex: r\n  examples: |\n    - a(b\n",
            "a.yml:4:7: error: 'a(b' is no regular expression"
        ),
        (
            "responses:\n  uter_x: [{text: a}]\n",
            "a.yml:2:3: error: 'uter_x' is no name for a response; it begins with one of these; did you mean 'utter_x'?"
        ),
        ("responses:\n  utter_x: []\n", "a.yml:2:3: error: 'utter_x' has no text"),
        (
            "responses:\n  utter_x:\n  - txt: a\n",
            "a.yml:3:5: error: a text of 'utter_x' has no key 'txt'; did you mean 'text'?"
        ),
        (
            "responses:\n  utter_x:\n  - text: \"a {{b\"\n",
            "a.yml:3:14: error: '{{' has no '}}' after it"
        ),
        (
            "responses:\n  utter_x:\n  - text: |\n      line one\n      and {{b c}} here\n",
            "a.yml:5:11: error: '{{b c}}' is not a variable"
        ),
        (
            "responses:\n  utter_x:\n  - text: a\n    condition:\n    - {type: slto, name: x, value: y}\n",
            "a.yml:5:14: error: a condition cannot look at 'slto'; did you mean 'slot'?"
        ),
        (
            "responses:\n  utter_x:\n  - text: a\n    condition:\n    - {type: slot, nam: x, value: y}\n",
            "a.yml:5:20: error: a condition has no key 'nam'; did you mean 'name'?"
        ),
        (
            "responses:\n  utter_x:\n  - text: a\n    condition:\n    - {name: x, present: maybe}\n",
            "a.yml:5:26: error: 'present' is true or false, not 'maybe'"
        ),
        (
            "responses:\n  utter_x:\n  - text: a\n    condition:\n    - {name: x}\n",
            "a.yml:5:7: error: a condition has either 'value' or 'present'"
        ),
        (
            "responses:\n  utter_x:\n  - text: a\n    buttons:\n    - {titel: b}\n",
            "a.yml:5:8: error: a button has no key 'titel'; did you mean 'title'?"
        ),
        (
            "forms:\n  f:\n    required_slot: [a]\n",
            "a.yml:3:5: error: the form 'f' has no key 'required_slot'; did you mean 'required_slots'?"
        ),
        (
            "forms:\n  f:\n    required_slots:\n    - slot: a\n      form: text\n",
            "a.yml:5:7: error: a required slot has no key 'form'; did you mean 'from'?"
        ),
        (
            "forms:\n  f:\n    required_slots: [a, a]\n",
            "a.yml:3:25: error: the form 'f' asks for 'a' twice"
        ),
        (
            "forms:\n  f:\n    required_slots: [a]\n    tries: many\n",
            "a.yml:4:12: error: 'tries' is a whole number from 1 to 9, not 'many'"
        ),
        (
            "rules:\n- rule: r\n  stesp: []\n",
            "a.yml:3:3: error: a rule has no key 'stesp'; did you mean 'steps'?"
        ),
        (
            "rules:\n- rule: r\n  steps:\n  - respond: utter_x\n",
            "a.yml:4:5: error: the rule 'r' begins with '- intent: …'"
        ),
        (
            "rules:\n- rule: r\n  steps:\n  - intent: x\n  - action: find_ordr\n",
            "a.yml:5:13: error: there is no action 'find_ordr'; did you mean 'find_order'?"
        ),
        (
            "rules:\n- rule: r\n  steps:\n  - intent: x\n  - respnd: utter_x\n",
            "a.yml:5:5: error: a step has no key 'respnd'; did you mean 'respond'?"
        ),
        (
            "rules:\n- rule: r\n  steps:\n  - intent: x\n  - set: [a]\n",
            "a.yml:5:10: error: 'set' is a table"
        ),
        (
            "keywords:\n  humna: [a]\n",
            "a.yml:2:3: error: there is no keyword 'humna'; did you mean 'human'?"
        ),
        ("keywords:\n  human: [{a: b}]\n", "a.yml:2:11: error: a keyword is a text"),
        ("- a\n", "a.yml:1:1: error: an intent file is a table of keys and values, not a list"),
    ])
    func everyMistakeHasItsPlaceAndHint(text: String, start: String) {
        let messages = read(text).messages
        #expect(messages.contains { $0.hasPrefix(start) }, "\(messages)")
    }

    @Test func aPatternsMistakeHasItsColumn() {
        let text = "nlu:\n- intent: x\n  pattern: \"refund && (money\"\n"
        let messages = read(text).messages
        #expect(messages.first?.hasPrefix("a.yml:3:") == true, "\(messages)")
    }

    @Test func stepsAreReadInTheirOrder() throws {
        let (file, messages, _) = read(
            """
            rules:
            - rule: cancel
              steps:
              - intent: cancel_order
              - form: identify_order
              - action: find_order
              - confirm: utter_sure
                if: [{name: order.status, value: [placed, paid]}]
              - set: {reason: "{{order.status}}"}
              - action: request_cancel
              - respond: utter_done
            """)
        #expect(messages == [])
        let rule = try #require(file.rules.first)
        #expect(rule.intent.value == "cancel_order")
        #expect(rule.steps.count == 6)
        #expect(rule.steps[2].conditions.map(\.test) == [.equals(["placed", "paid"])])
        guard case .action(let action) = rule.steps[4].move else {
            Issue.record("no action")
            return
        }
        #expect(action.value == .request(name: "request_cancel"))
    }

    @Test func buttonsMeanAnIntentOrATextToSay() throws {
        let file = read(
            """
            responses:
              utter_x:
              - text: choose
                buttons:
                - {title: One, payload: /order_status}
                - {title: Two, payload: "I want two"}
                - {title: Three}
                - {title: Four, payload: '/inform{"a": "b"}'}
            """
        ).file
        let buttons = try #require(file.responses.first?.variants.first?.buttons)
        #expect(
            buttons.map(\.payload.value) == [
                .intent(IntentName("order_status")), .text("I want two"), .text("Three"),
                .intent(IntentName("inform")),
            ])
    }
}
