import Foundation
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct RasaImportTests {
    /// A folder of a small Rasa project.
    private func project(_ more: [String: String] = [:]) throws -> ShopFixture {
        let files = [
            "bot/config.yml": "language: de\npipeline: []\n",
            "bot/data/nlu.yml": """
            version: "3.1"
            nlu:
            - intent: book_table
              examples: |
                - a table for [two]{"entity": "guests", "value": "2"}
                - book a table
                - table please
                - i want a table
                - can i book
            - synonym: outside
              examples: |
                - terrace
            - regex: guests
              examples: |
                - \\d+
            """,
            "bot/data/more.yml": "nlu:\n- intent: book_table\n  examples: [\"reserve: now\"]\n",
            "bot/data/rules.yml": """
            rules:
            - rule: begin
              steps:
              - intent: book_table
              - action: table_form
              - active_loop: table_form
            - rule: submit
              condition:
              - active_loop: table_form
              steps:
              - action: table_form
              - active_loop: null
              - action: utter_booked
            - rule: odd
              condition:
              - slot_was_set: [x: 1]
              steps:
              - action: utter_booked
            stories:
            - story: happy path
              steps: []
            """,
            "bot/domain.yml": """
            slots:
              guests:
                type: text
                mappings: [{type: from_entity, entity: guests}]
            forms:
              table_form:
                required_slots: [guests, wishes]
            responses:
              utter_ask_guests: [{text: "For how many? Say \\"4\\"."}]
              utter_ask_wishes: [{text: Any wishes?}]
              utter_booked:
              - text: "Booked for {guests}."
                buttons: [{title: Again, payload: /book_table}]
            actions: [action_book]
            """,
            "bot/models/x.yml": "broken: [",
        ]
        return try ShopFixture(files.merging(more) { $1 })
    }

    @Test func whatIsTakenLoadsAsAShop() throws {
        let fixture = try project([
            "shared/de/system.yml": ShopFixture.system()
        ])
        let imported = RasaImport(path: fixture.path + "/bot")
        #expect(imported.language == Language("de"))
        #expect(imported.files.map(\.path) == ["de/nlu.yml", "de/responses.yml", "de/rules.yml"])
        let folder = fixture.path + "/bistro"
        #expect(try imported.write(into: folder) == [])
        let id = try #require(ShopID("bistro"))
        let (shops, problems) = ShopFolder(path: fixture.path).load(only: [id])
        #expect(problems.filter { $0.severity == .error } == [])
        let german = try #require(Language("de"))
        let loaded = try #require(shops.first)
        let set = try #require(loaded.training[german])
        #expect(set.examples.map(\.text).prefix(2) == ["reserve: now", "a table for two"])
        #expect(set.entities.regexes["guests"] == "\\d+")
        #expect(set.entities.synonyms["2"] == ["two"])
        let script = loaded.shop(models: [:]).script(in: german)
        #expect(
            script.responses["utter_booked"]?.variants.map(\.text.source) == [
                "Booked for {{guests}}."
            ])
        #expect(
            script.responses["utter_ask_guests"]?.variants[0].text.source
                == "For how many? Say \"4\".")
        #expect(
            script.forms["table_form"]?.slots.map(\.source) == [.entity(kind: "guests"), .text])
        #expect(
            script.rules["begin"]?.steps.map(\.move) == [
                .form("table_form"), .respond(response: "utter_booked"),
            ])
    }

    @Test func whatIsLeftOutIsListedWithFileAndLine() throws {
        let fixture = try project()
        let told = RasaImport(path: fixture.path + "/bot").leftOut.map(\.description)
        #expect(
            told.contains(
                "data/rules.yml:14:3: warning: the rule 'odd' depends on a state; left out"))
        #expect(
            told.contains(
                "data/rules.yml:20:3: warning: the story 'happy path' is left out; write a rule instead"
            ))
        #expect(
            told.contains(
                "domain.yml:7:30: warning: where the slot 'wishes' comes from is code; it takes the whole line now"
            ))
        #expect(
            told.contains { $0.hasPrefix("domain.yml:14:1: note: 'actions' has no meaning here") })
        #expect(!told.contains { $0.contains("submit") || $0.contains("models") })
    }

    @Test func filesThatAreThereStay() throws {
        let fixture = try project()
        let folder = fixture.path + "/bistro"
        try fixture.write("mine", to: "bistro/de/nlu.yml")
        let kept = try RasaImport(path: fixture.path + "/bot").write(into: folder)
        #expect(kept == ["de/nlu.yml"])
        let again = try RasaImport(path: fixture.path + "/bot").write(into: folder)
        #expect(again.contains("shop.yml"))
        #expect(try String(contentsOfFile: folder + "/de/nlu.yml", encoding: .utf8) == "mine")
    }

    @Test func whatTheNewShopStillLacksIsSaid() throws {
        let fixture = try project()
        let imported = RasaImport(path: fixture.path + "/bot")
        #expect(
            imported.missingShared(for: fixture.path + "/bistro")?.contains("/shared/de") == true)
        try fixture.write("nlu: []\n", to: "shared/de/system.yml")
        #expect(imported.missingShared(for: fixture.path + "/bistro") == nil)
    }

    @Test func oneFileOrNoneIsTakenToo() throws {
        let fixture = try project()
        let one = RasaImport(path: fixture.path + "/bot/data/nlu.yml", language: .english)
        #expect(one.files.map(\.path) == ["en/nlu.yml"])
        let none = RasaImport(path: fixture.path + "/nowhere")
        #expect(none.files.isEmpty)
        #expect(none.leftOut.first?.severity == .error)
    }

    @Test func textsAreQuotedSoThatTheyReadBack() throws {
        for text in ["plain", "a \"b\" \\ c", "line\nline\ttab", "ünï \u{1}\u{85}\u{FEFF}", ""] {
            let read = readBack("a: \(YAMLText.quoted(text))\n")
            #expect(read == text)
        }
    }

    private func readBack(_ yaml: String) -> String? {
        var reader = YAMLReader(path: "a.yml", log: ProblemLog())
        guard case .scalar(let scalar) = reader.read(Array(yaml.utf8))?.root["a"]?.content else {
            return nil
        }
        return scalar.text
    }
}
