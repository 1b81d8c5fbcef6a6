import Dialogue
import Testing
import Vocabulary

@testable import ShopFiles

/// Files as a Rasa project has them are read as they are.
@Suite struct RasaFilesTests {
    private static let nlu = """
        version: "3.1"
        nlu:
        - intent: book_table
          examples: |
            - a table for [two]{"entity": "guests", "value": "2"} please
            - book a table at [seven](time)
            - can i get a table
            - reserve for [four]{"entity": "guests", "value": "4", "role": "party"} people
            - table tonight
        - intent: faq/opening
          examples:
          - text: |
              when do you open
            metadata:
              sentiment: neutral
          - text: |
              opening times
          - text: are you open today
          - text: from when
          - text: until when
        - intent: affirm_it
          metadata: {locale: en}
          examples: |
            - that is right indeed
            - quite so
            - exactly like that
            - as you say
            - just so
        - synonym: outside
          examples: |
            - terrace
            - garden
        - lookup: cuisine
          examples: |
            - thai
            - greek
        - regex: guests
          examples: |
            - \\d{1,2}

        """

    private static let domain = """
        version: "3.1"
        intents:
        - book_table
        - faq:
            use_entities: []
        - affirm_it
        entities:
        - guests
        - time
        - cuisine:
            roles: [wanted]
        slots:
          guests:
            type: text
            influence_conversation: false
            mappings:
            - type: from_entity
              entity: guests
          wishes:
            type: text
            mappings:
            - type: from_text
              conditions:
              - active_loop: table_form
        forms:
          table_form:
            ignored_intents: [faq]
            required_slots:
            - guests
            - wishes
        responses:
          utter_ask_guests:
          - text: For how many?
          utter_ask_table_form_wishes:
          - text: Any wishes?
            image: https://example.org/a.png
          utter_booked:
          - condition:
            - type: slot
              name: wishes
              value: null
            text: Booked for {guests}.
          - text: "Booked for {guests}: {wishes}."
          utter_faq/opening:
          - text: We open at noon.
            channel: slack
          - custom: {blocks: []}
        actions:
        - action_check_table
        session_config:
          session_expiration_time: 60
          carry_over_slots_to_new_session: true

        """

    private static let rules = """
        version: "3.1"
        rules:
        - rule: begin
          steps:
          - intent: book_table
          - action: table_form
          - active_loop: table_form
          - action: utter_booked
        - rule: submit
          condition:
          - active_loop: table_form
          steps:
          - action: table_form
          - active_loop: null
          - action: utter_booked
        stories:
        - story: happy
          steps:
          - intent: book_table
          - action: table_form

        """

    private func fixture() throws -> ShopFixture {
        try ShopFixture([
            "shop/en/nlu.yml": Self.nlu, "shop/en/domain.yml": Self.domain,
            "shop/en/rules.yml": Self.rules,
        ])
    }

    @Test func theFilesLoadWithoutAnError() throws {
        let (shops, problems) = try fixture().load()
        #expect(problems.filter { $0.severity == .error } == [])
        #expect(shops.count == 1)
        let notes = problems.filter { $0.severity == .note }.map(\.message)
        for word in [
            "stories", "session_config", "actions", "metadata", "image", "ignored_intents",
        ] {
            #expect(notes.contains { $0.hasPrefix("'\(word)' has no meaning here") }, "\(word)")
        }
        #expect(notes.contains { $0.contains("the rule 'submit' depends on a state") })
        #expect(notes.contains { $0.contains("an entry without text") })
    }

    @Test func formsTakeTheirSlotsFromTheDomain() throws {
        let loaded = try #require(try fixture().load().shops.first)
        let script = loaded.shop(models: [:]).script(in: .english)
        let form = try #require(script.forms["table_form"])
        #expect(form.slots.map(\.source) == [.entity(kind: "guests"), .text])
        #expect(form.slots.map(\.ask) == ["utter_ask_guests", "utter_ask_table_form_wishes"])
        #expect(
            script.rules["begin"]?.steps.map(\.move) == [
                .form("table_form"), .respond(response: "utter_booked"),
            ])
        #expect(script.answers(IntentName("faq/opening")))
    }

    @Test func singleBracesAreVariables() throws {
        let loaded = try #require(try fixture().load().shops.first)
        let texts = loaded.shop(models: [:]).script(in: .english).responses["utter_booked"]?
            .variants
        #expect(
            texts?.map(\.text.source) == [
                "Booked for {{guests}}.", "Booked for {{guests}}: {{wishes}}.",
            ])
        #expect(texts?[0].conditions == [Condition(variable: "wishes", test: .isPresent(false))])
        #expect(
            WrittenText.withDoubleBraces("{{a}} {b} {c d} {} }{ {{e || \"x\"}}")
                == "{{a}} {{b}} {c d} {} }{ {{e || \"x\"}}")
    }

    @Test func annotationsTeachValues() throws {
        let set = try #require(try fixture().load().shops.first?.training[.english])
        #expect(set.examples.map(\.text).contains("a table for two please"))
        #expect(set.entities.synonyms["2"] == ["two"])
        #expect(set.entities.synonyms["outside"] == ["terrace", "garden"])
        #expect(set.entities.lookups["time"] == ["seven"])
        #expect(set.entities.lookups["cuisine"] == ["thai", "greek"])
        #expect(set.entities.regexes["guests"] == "\\d{1,2}")
    }
}
