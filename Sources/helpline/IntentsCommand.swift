import ArgumentParser
import CleanText
import Engine
import Foundation
import IntentMatching
import JSONText
import Vocabulary
import Wiring

struct IntentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intents", abstract: "Helps to write intents.",
        subcommands: [SuggestCommand.self])

    struct SuggestCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suggest", abstract: "Finds what people ask and no intent answers.",
            discussion: """
                Puts the lines that the bot could not answer together by what they ask, the ones that \
                most people asked first. Nothing is changed: what is worth an answer is yours to say.

                Examples:
                  helpline intents suggest --from Transcripts
                  helpline intents suggest --from Transcripts --shop juniper --people 3 --json
                """)

        @Option(help: "The folder of the record, or a file of finished conversations.")
        var from: String
        @Option(help: "Only this shop.") var shop: String?
        @Option(help: "How many people have to ask the same.") var people = 2
        @Option(help: "How many suggestions of a shop at the most.") var limit = 20
        @Option(help: "The folder with the shops' files: names the intent that comes nearest.")
        var intents = "Intents"
        @Option(help: "The folder in which trained models are kept.") var data = "Transcripts"
        @Flag(help: "One JSON object a suggestion.") var json = false

        func run() throws {
            guard people > 0 else { throw WrongUse("--people takes a number from 1") }
            guard limit > 0 else { throw WrongUse("--limit takes a number from 1") }
            let wanted = try shop.map { name in
                guard let id = ShopID(name) else { throw WrongUse("'\(name)' is no shop's name") }
                return id
            }
            let record: UnansweredRecord
            do throws(UnansweredRecord.Mistake) {
                record = try UnansweredRecord(reading: from, shop: wanted)
            } catch { throw WrongUse(error.description) }
            for place in record.skipped { Terminal.complain("helpline: left out: \(place)") }
            let matchers = trained()
            var isEmpty = true
            for (shop, byLanguage) in record.lines.sorted(by: { $0.key < $1.key }) {
                for (language, lines) in byLanguage.sorted(by: { $0.key.code < $1.key.code }) {
                    let found = IntentSuggester.suggestions(
                        from: lines, language: language,
                        besides: matchers?.byID[shop]?.matchers[language], peopleCountMin: people)
                    for suggestion in found.prefix(limit) {
                        isEmpty = false
                        json
                            ? printJSON(suggestion, shop, language)
                            : printText(suggestion, shop, language)
                    }
                }
            }
            guard isEmpty, !json else { return }
            let lineCount = record.lines.values.reduce(0) { sum, byLanguage in
                sum + byLanguage.values.reduce(0) { $0 + $1.count }
            }
            print(
                "nothing to suggest: \(lineCount) unanswered lines in \(record.conversationCount) "
                    + "conversations, and none that \(people) people asked alike")
        }

        /// The shops' models, where there are shops; a mistake in their files is no reason to stop.
        private func trained() -> ShopReadings? {
            guard FileManager.default.fileExists(atPath: intents) else { return nil }
            let loader = ShopLoader(folder: intents, cache: ModelCache(folder: "\(data)/models"))
            do throws(LoadError) {
                return try loader.load(defaultShop: nil) { shop, share in
                    Terminal.progress("learning the questions of \(shop)", share)
                }.readings
            } catch {
                Terminal.complain(
                    "helpline: \(intents) cannot be used; no nearest intents are named")
                return nil
            }
        }

        private static let shownCount = 5

        private func printText(
            _ suggestion: IntentSuggester.Suggestion, _ shop: ShopID, _ language: Language
        ) {
            let near = suggestion.nearestIntent.map { ", nearest is \($0)" } ?? ""
            print(
                "\(shop)/\(language)  \(suggestion.name)  asked by \(suggestion.peopleCount)\(near)"
            )
            for line in suggestion.lines.prefix(Self.shownCount) {
                print("    - \(TerminalText.oneLine(line))")
            }
            let more = suggestion.lines.count - Self.shownCount
            if more > 0 { print("    and \(more) more; --json shows all") }
        }

        private func printJSON(
            _ suggestion: IntentSuggester.Suggestion, _ shop: ShopID, _ language: Language
        ) {
            var writer = JSONWriter()
            writer.beginObject()
            for (key, text) in [
                ("shop", shop.name), ("language", language.code), ("intent", suggestion.name.name),
            ] {
                writer.key(named: key)
                writer.string(text)
            }
            writer.key("people")
            writer.integer(Int64(suggestion.peopleCount))
            writer.key("nearest")
            if let nearest = suggestion.nearestIntent {
                writer.string(nearest.name)
            } else {
                writer.null()
            }
            writer.key("lines")
            writer.beginArray()
            for line in suggestion.lines { writer.string(line) }
            writer.endArray()
            writer.endObject()
            Terminal.write(writer.bytes + [0x0A])
        }
    }
}
