import Foundation
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct HotFilesTests {
    @Test func onlyWhatChangedIsNamed() throws {
        let fixture = try ShopFixture()
        let folder = ShopFolder(path: fixture.path)
        let id = try #require(ShopID("shop"))
        let before = HotFiles(of: id, in: folder)
        #expect(
            before.hashes.keys.sorted() == [
                "shared/en/system.yml", "shop/en/talk.yml", "shop/policy.yml", "shop/shop.yml",
            ])
        #expect(HotFiles(of: id, in: folder).changes(since: before) == [])
        try fixture.write(ShopFixture.intents("moin"), to: "shop/en/talk.yml")
        try fixture.write("x", to: "shop/tests/a.chat")
        try FileManager.default.removeItem(atPath: fixture.path + "/shop/policy.yml")
        let after = HotFiles(of: id, in: folder)
        #expect(
            after.changes(since: before) == [
                "shop/en/talk.yml", "shop/policy.yml", "shop/tests/a.chat",
            ])
    }

    @Test func sharedFilesCountOnlyForTheShopsLanguages() throws {
        let fixture = try ShopFixture(["shared/de/system.yml": "x"])
        let folder = ShopFolder(path: fixture.path)
        let id = try #require(ShopID("shop"))
        let settings = folder.load().shops.first?.settings
        #expect(
            HotFiles(of: id, in: folder, settings: settings).hashes["shared/de/system.yml"] == nil)
        #expect(HotFiles(of: id, in: folder).hashes["shared/de/system.yml"] != nil)
    }
}
