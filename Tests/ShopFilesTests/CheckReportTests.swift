import Foundation
import JSONText
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct CheckReportTests {
    private func broken() throws -> ShopFixture {
        try ShopFixture([
            "shop/en/bad.yml": "topic: ordres\n", "shared/en/bad.yml": "topic: peopel\n",
            "other/shop.yml": ShopFixture.settings.replacing("include: [shared]\n", with: ""),
            "other/policy.yml": ShopFixture.policy,
            "other/en/talk.yml": ShopFixture.intents() + "nul: []\n",
            "other/en/system.yml": ShopFixture.system(),
        ])
    }

    private func files(_ paths: [String], in fixture: ShopFixture) -> [String] {
        let full = paths.map { "\(fixture.path)/\($0)" }
        return CheckReport.check(full, in: fixture.path).problems.map(\.file)
    }

    @Test func aPathIsAFolderOfShopsAShopAFolderOrAFile() throws {
        let fixture = try broken()
        #expect(
            files([], in: fixture) == ["other/en/talk.yml", "shared/en/bad.yml", "shop/en/bad.yml"])
        #expect(files(["shop"], in: fixture) == ["shared/en/bad.yml", "shop/en/bad.yml"])
        #expect(files(["other"], in: fixture) == ["other/en/talk.yml"])
        #expect(files(["shop/en"], in: fixture) == ["shop/en/bad.yml"])
        #expect(files(["shop/en/bad.yml", "other/shop.yml"], in: fixture) == ["shop/en/bad.yml"])
        #expect(files(["shared/en/bad.yml"], in: fixture) == ["shared/en/bad.yml"])
        #expect(files(["shared"], in: fixture) == ["shared/en/bad.yml"])
        #expect(files(["none"], in: fixture).count == 1)
    }

    @Test func aFileOutsideOfAShopIsReadOnItsOwn() throws {
        let fixture = try ShopFixture()
        let path = fixture.path + "-alone.yml"
        try Data("nlu:\n- intnet: x\n".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let report = CheckReport.check([path], in: fixture.path)
        #expect(report.problems.map(\.hint) == ["intent", nil])
        #expect(report.problems.first?.file == path)
    }

    @Test func theReportIsLinesAndJSON() throws {
        let fixture = try broken()
        let report = CheckReport.check([], in: fixture.path)
        #expect(report.hasErrors)
        #expect(report.lines().count == 3)
        #expect(report.summary == "3 errors, 0 warnings in 3 files")
        #expect(report.jsonObject["errors"]?.integer == 3)
        let first = try #require(report.jsonObject["problems"]?.array?.first)
        #expect(first["file"]?.string == "other/en/talk.yml")
        #expect(first["severity"]?.string == "error")
        #expect(first["hint"]?.string == "nlu")
        #expect((first["line"]?.integer ?? 0) > 1)
        #expect(first["allowed"]?.array?.isEmpty == false)
        let other = try ShopFixture()
        let sound = CheckReport.check([], in: other.path)
        #expect(sound.lines() == [])
        #expect(sound.summary == "no mistakes found; sound: shop")
    }

    @Test func problemsOfOnePlaceAreSortedAndToldOnce() {
        func problem(_ severity: ShopFileProblem.Severity, _ line: Int) -> ShopFileProblem {
            ShopFileProblem(severity: severity, file: "a", line: line, column: 1, message: "m")
        }
        let report = CheckReport(
            problems: [
                problem(.warning, 2), problem(.error, 2), problem(.error, 1), problem(.error, 2),
            ],
            soundShops: [])
        #expect(report.problems.map(\.line) == [1, 2, 2])
        #expect(report.problems.map(\.severity) == [.error, .error, .warning])
    }
}
