import Dialogue
import Foundation
import ShopFiles
import Testing
import Vocabulary

@Suite struct ShopFolderTests {
    @Test func aSoundShopLoadsWithoutAWord() throws {
        let (shops, problems) = try ShopFixture().load()
        #expect(problems == [])
        let loaded = try #require(shops.first)
        #expect(loaded.id == ShopID("shop"))
        let set = try #require(loaded.training[.english])
        #expect(set.examples.map(\.text).prefix(2) == ["hello one", "hello two"])
        #expect(set.examples[0].place == "shop/en/talk.yml:5")
        let shop = loaded.shop(models: [:])
        #expect(shop.name == "The Shop")
        #expect(shop.assistant == "Shoppy")
        #expect(shop.settings.secondProof == .postcode)
        let script = shop.script(in: .english)
        #expect(script.answers(IntentName("greet")))
        #expect(script.keywords["human word"] == .human)
        #expect(script.topics[IntentName("greet")] == "talk")
        let values = try #require(shop.facts.values[.english])
        #expect(values["shop.hours"] == "Monday to Friday 09:00–18:00")
        #expect(values["shop.email"] == "care@shop.example")
        #expect(values["policy.window_days"] == "30")
        #expect(values["policy.shipping_fee"] == "€4.90")
    }

    @Test func backgroundLinesComeFromShared() throws {
        let fixture = try ShopFixture([
            "shared/en/background.txt": "# remark\nwho won the match\n\nis it raining\n"
        ])
        let set = try #require(fixture.load().shops.first?.training[.english])
        #expect(set.background == ["who won the match", "is it raining"])
    }

    @Test func aShopsOwnTextReplacesTheSharedOne() throws {
        let fixture = try ShopFixture([
            "shop/en/own.yml": "responses:\n  utter_bye: [{text: \"Ciao.\"}]\n"
        ])
        let (shops, problems) = fixture.load()
        #expect(problems == [])
        let script = try #require(shops.first).shop(models: [:]).script(in: .english)
        #expect(script.responses["utter_bye"]?.variants.map(\.text.source) == ["Ciao."])
    }

    @Test func aShopWithAnErrorIsLeftOutAndTheOthersStay() throws {
        let fixture = try ShopFixture([
            "other/shop.yml": ShopFixture.settings.replacing("currency: EUR", with: "curency: EUR"),
            "other/policy.yml": ShopFixture.policy,
            "other/en/talk.yml": ShopFixture.intents("hi"),
        ])
        let (shops, problems) = fixture.load()
        #expect(shops.map(\.id.name) == ["shop"])
        #expect(problems.map(\.file) == ["other/shop.yml"])
        #expect(problems.first?.hint == "currency")
        #expect(problems.first?.line == 8)
    }

    @Test func anErrorInSharedFilesIsToldOnceAndStopsAllWhoIncludeThem() throws {
        let fixture = try ShopFixture([
            "other/shop.yml": ShopFixture.settings,
            "other/policy.yml": ShopFixture.policy,
            "other/en/talk.yml": ShopFixture.intents("hi"),
            "shared/en/more.yml": "nlu:\n- intnet: x\n",
        ])
        let (shops, problems) = fixture.load()
        #expect(shops.isEmpty)
        #expect(problems.filter { $0.hint == "intent" }.count == 1)
    }

    @Test func unknownShopsAndFoldersAreTold() throws {
        let fixture = try ShopFixture()
        let wanted = [try #require(ShopID("shp"))]
        let problems = ShopFolder(path: fixture.path).load(only: wanted).problems
        #expect(problems.map(\.hint) == ["shop"])
        let nowhere = ShopFolder(path: fixture.path + "/none").load()
        #expect(nowhere.problems.first?.message.contains("no such folder") == true)
    }

    @Test func filesThatNobodyReadsAreTold() throws {
        let fixture = try ShopFixture([
            "shop/polcy.yml": "x: 1\n", "shop/de/talk.yml": "topic: talk\n",
        ])
        let messages = fixture.messages()
        #expect(messages.count == 2)
        #expect(messages[0].hasPrefix("shop/de:1:1: warning: the folder is not read"))
        #expect(messages[1].contains("did you mean 'policy.yml'?"))
    }
}
