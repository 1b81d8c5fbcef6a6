import Foundation
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct FileSourceTests {
    @Test func linksThatLeaveTheFolderAreNotFollowed() throws {
        let fixture = try ShopFixture()
        let outside = fixture.path + "-secret.yml"
        try Data("topic: talk\n".utf8).write(to: URL(fileURLWithPath: outside))
        defer { try? FileManager.default.removeItem(atPath: outside) }
        try FileManager.default.createSymbolicLink(
            atPath: fixture.path + "/shop/en/link.yml", withDestinationPath: outside)
        let messages = fixture.messages()
        #expect(
            messages == [
                "shop/en/link.yml:1:1: error: the file is a link that leaves the folder; copy it here"
            ])
    }

    @Test func linksWithinTheFolderAreFollowed() throws {
        let fixture = try ShopFixture(["shop/more.txt": "topic: talk\n"])
        try FileManager.default.createSymbolicLink(
            atPath: fixture.path + "/shop/en/link.yml",
            withDestinationPath: fixture.path + "/shop/more.txt")
        #expect(fixture.messages() == [])
    }

    @Test func filesThatAreTooLargeOrNoTextAreTold() throws {
        let fixture = try ShopFixture()
        try fixture.write(
            Data(repeating: 0x23, count: Limits.intentFileBytesMax + 1), to: "shop/en/large.yml")
        try fixture.write(Data([0x61, 0x3A, 0x20, 0xC3, 0x28]), to: "shop/en/latin.yml")
        try fixture.write(Data([0xFF]), to: "shared/en/background.txt")
        let messages = fixture.messages()
        #expect(messages.count == 3, "\(messages)")
        #expect(messages[0].hasPrefix("shared/en/background.txt:1:1: error: the file is not UTF-8"))
        #expect(messages[1].hasPrefix("shop/en/large.yml:1:1: error: the file has 1048577 bytes"))
        #expect(messages[2].hasPrefix("shop/en/latin.yml:1:4: error: the file is not UTF-8"))
    }

    @Test func editorsFilesAreNotRead() throws {
        let fixture = try ShopFixture([
            "shop/en/.#talk.yml": "x", "shop/en/talk.yml~": "x", "shop/en/#talk.yml#": "x",
        ])
        #expect(fixture.messages() == [])
    }

    @Test func aFolderInPlaceOfAFileIsToldNotFollowed() throws {
        let fixture = try ShopFixture(["shop/en/odd.yml/inner.yml": "x: 1\n"])
        #expect(fixture.load().shops.isEmpty)
        #expect(fixture.messages().count == 1)
    }
}
