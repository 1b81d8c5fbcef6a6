import ArgumentParser
import Foundation
import ShopFiles
import Vocabulary

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes another bot's files over into a shop's folder.",
        subcommands: [RasaCommand.self])

    struct RasaCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rasa", abstract: "Takes a Rasa project over.",
            discussion: """
                Takes intents, answers, synonyms, look-ups, regular expressions, forms and simple rules; \
                what could not be taken is listed with file and line. Files that are there already stay \
                as they are.

                Example:
                  helpline import rasa ../old-bot --into Intents/acme
                """)

        @Argument(help: "The project's folder, or one file of it.") var path: String
        @Option(help: "The shop's folder to write to.") var into: String
        @Option(help: "The language of the texts, in place of what config.yml says.")
        var lang: String?

        func run() throws {
            guard FileManager.default.fileExists(atPath: path) else {
                throw WrongUse("there is no '\(path)'")
            }
            let language = try lang.map { code in
                guard let language = Language(code) else {
                    throw WrongUse("'\(code)' is no language code, such as en")
                }
                return language
            }
            let project = RasaImport(path: path, language: language)
            for problem in project.leftOut { print("\(problem)") }
            guard !project.files.isEmpty else {
                throw WrongUse("there is nothing of Rasa in '\(path)'")
            }
            let kept = try project.write(into: into)
            for file in project.files(for: into) where !kept.contains(file.path) {
                print("written: \(into)/\(file.path)")
            }
            for file in kept { print("left as it was: \(into)/\(file)") }
            if let missing = project.missingShared(for: into) { print("note: \(missing)") }
            if !project.leftOut.isEmpty { throw Found.something }
        }
    }
}
