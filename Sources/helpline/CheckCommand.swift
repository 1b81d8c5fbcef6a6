import ArgumentParser
import Foundation
import JSONText
import ShopFiles
import Wiring

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Finds every mistake in the shops' files.",
        discussion: """
            Says file, line and column, what is allowed there, and what was probably meant. Ends with 0 \
            when all is well, with 1 when a mistake or a warning was found.

            Examples:
              helpline check
              helpline check Intents/juniper
              helpline check --advice
              helpline check --json Intents/juniper/en/returns.yml
            """)

    @Option(help: "The folder with the shops' files.") var intents = "Intents"
    @Flag(help: "One JSON object with all problems.") var json = false
    @Flag(help: "Show notes too, such as keys that have no meaning here.") var notes = false
    @Flag(
        help: "Also look at the examples: likeness, answers hardly reached, what is misunderstood.")
    var advice = false
    @Flag(help: "With --advice, every example and not the most important lines alone.")
    var all = false
    @Argument(help: "Folders or files to look at; all shops if none.") var paths: [String] = []

    func run() throws {
        for path in paths.isEmpty ? [intents] : paths {
            guard FileManager.default.fileExists(atPath: path) else {
                throw WrongUse("there is no '\(path)'")
            }
        }
        let (checked, shops) = CheckReport.checkLoading(paths, in: intents)
        var report = checked
        if advice, all || json {
            let found = shops.flatMap { $0.authoringProblems(runner: Cores()) }
            report = CheckReport(
                problems: report.problems + found, soundShops: report.soundShops)
        }
        if json {
            var writer = JSONWriter()
            writer.value(.object(report.jsonObject))
            Terminal.write(writer.bytes + [0x0A])
        } else {
            for line in report.lines(withNotes: notes) { print(line) }
            let hasAdvice = advice && !all ? printAdvice(on: shops) : false
            print(report.summary)
            if hasAdvice { throw Found.something }
        }
        if report.count(of: .error) + report.count(of: .warning) > 0 { throw Found.something }
    }

    /// Lines of advice on one language that are shown without `--all`.
    private static let adviceCountMax = 12

    /// - Returns: Whether there is any.
    private func printAdvice(on shops: [LoadedShop]) -> Bool {
        var hasAdvice = false
        for shop in shops {
            for (language, digest) in shop.adviceDigests(runner: Cores()) {
                hasAdvice = hasAdvice || !digest.lines.isEmpty
                print("\(shop.id)/\(language): \(digest.lines.count) pieces of advice")
                for line in digest.lines.prefix(Self.adviceCountMax) { print("  \(line.text)") }
                let more = digest.lines.count - Self.adviceCountMax
                if more > 0 {
                    print("  and \(more) more; --all shows every example")
                }
            }
        }
        return hasAdvice
    }
}
