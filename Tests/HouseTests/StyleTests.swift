import Foundation
import Testing

@Suite("The house: style")
struct StyleTests {
    /// Files that wrap a C handle and say so; each with the comment what guards it.
    private let wrappers: Set<String> = [
        "Sources/SQLiteTranscripts/ServerLock.swift"
    ]

    @Test("no force, no unchecked promises", arguments: House.sources)
    func nothingIsForced(file: House.SourceFile) {
        guard !wrappers.contains(file.path) else { return }
        let banned =
            #/
            (\btry!|\bas!|@unchecked\ Sendable|nonisolated\(unsafe\)|[\w\)\]]!(?:[\s\.\)\],;]|$))
            /#
        for (index, line) in file.code.enumerated() {
            let found = line.firstMatch(of: banned)
            #expect(found == nil, "\(file.path):\(index + 1): \(line)")
        }
    }

    @Test("files stay readable", arguments: House.sources + House.tests)
    func filesAreShort(file: House.SourceFile) {
        #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
    }

    @Test("nothing is left over", arguments: House.sources + House.tests)
    func nothingIsLeftOver(file: House.SourceFile) {
        let banned = ["FIX" + "ME", "TO" + "DO", "X" + "XX"]
        for (index, line) in file.lines.enumerated() {
            let found = banned.first { line.contains("\($0):") || line.contains("// \($0)") }
            #expect(found == nil, "\(file.path):\(index + 1): \(line)")
        }
    }

    @Test("types are not named after nothing", arguments: House.sources)
    func namesSayWhatThingsAre(file: House.SourceFile) {
        let banned =
            #/
            \b(?:struct|class|enum|actor|protocol)\s+\w*(Manager|Helper|Utils?|Info|Context|Base)\b
            /#
        for (index, line) in file.code.enumerated() {
            let found = line.firstMatch(of: banned)
            #expect(found == nil, "\(file.path):\(index + 1): \(line)")
        }
    }

    @Test("no machine's paths")
    func noMachinePaths() {
        let pattern = #/\/(?:home|root|Users)\/\w/#
        for file in House.sources + House.tests {
            for (index, line) in file.lines.enumerated() {
                #expect(
                    line.firstMatch(of: pattern) == nil, "\(file.path):\(index + 1): \(line)")
            }
        }
    }

    @Test("tests do not sleep", arguments: House.tests)
    func nothingSleeps(file: House.SourceFile) {
        guard file.target != "HouseTests" else { return }
        let banned = #/\b(?:Task\.sleep|Thread\.sleep|usleep|nanosleep|[^\w.]sleep)\(/#
        for (index, line) in file.code.enumerated() {
            #expect(
                line.firstMatch(of: banned) == nil, "\(file.path):\(index + 1): \(line)")
        }
    }
}
