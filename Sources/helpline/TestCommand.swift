import ArgumentParser
import BusinessTime
import Foundation
import JSONText
import ShopFiles
import Vocabulary
import Wiring

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Plays conversations that must go as written.",
        discussion: """
            Reads .chat files and says where the bot answers otherwise, expected beside found.

            Examples:
              helpline test
              helpline test Intents/juniper/tests/return.chat
              helpline test --from-transcript 0cnw3k2m5tq9a > Intents/juniper/tests/case.chat

            The last one writes a conversation of the record down as a test, to be played ever after. \
            It holds what the customer wrote: take out what no test needs.
            """)

    @OptionGroup var options: ShopOptions
    @Flag(help: "One JSON object with all failures.") var json = false
    @Option(help: "Write this conversation of the record as a .chat file to the output.")
    var fromTranscript: String?
    @Argument(help: "Files, or folders with .chat files; all shops' tests if none.")
    var paths: [String] = []

    func run() throws {
        if let id = fromTranscript { return try write(id) }
        let files = try self.files()
        guard !files.isEmpty else {
            let places = paths.isEmpty ? [options.intents] : paths
            throw WrongUse("there is no .chat file in \(places.joined(separator: ", "))")
        }
        let run = ChatScriptRun(try options.load())
        let results = files.map { file in
            do throws(ChatScript.Mistake) {
                let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
                return run.play(try ChatScript(parsing: text), file: file)
            } catch {
                return ChatScriptResult(
                    file: file,
                    failures: [.init(line: error.line, expected: error.message, found: [])])
            }
        }
        json ? printJSON(results) : printText(results)
        if results.contains(where: { !$0.isFine }) { throw Found.something }
    }

    private func write(_ id: String) throws {
        guard let conversation = ConversationID(id) else {
            throw WrongUse(
                "'\(id)' is no conversation's id; `helpline transcripts list` shows them")
        }
        let record = TranscriptsCommand.RecordOptions(data: options.data)
        let entries = try record.reader().entries(of: conversation)
        guard case .opened(let opening)? = entries.first?.body else {
            Terminal.complain("helpline: there is no conversation \(id) in \(options.data)")
            throw Found.something
        }
        let known = ShopFolder(path: options.intents).load(only: [opening.shop]).shops.first
        let zone = known?.settings.hours.zone ?? .utc
        guard let text = ChatScript.text(recorded: entries, in: zone) else { throw Found.something }
        print(text, terminator: "")
    }

    private func files() throws -> [String] {
        let roots = paths.isEmpty ? [options.intents] : paths
        return try roots.flatMap { root -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
                throw WrongUse("there is no '\(root)'")
            }
            guard isFolder.boolValue else { return [root] }
            let folder = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
            let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
            return (found ?? []).filter { $0.hasSuffix(".chat") }.sorted().map { "\(root)/\($0)" }
        }
    }

    private func printText(_ results: [ChatScriptResult]) {
        for result in results {
            for failure in result.failures {
                print("\(result.file):\(failure.line): expected  \(failure.expected)")
                for text in failure.found {
                    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                    print("    found     \(lines.joined(separator: "\n              "))")
                }
            }
        }
        let failed = results.count { !$0.isFine }
        print("\(results.count - failed) conversations as written, \(failed) not")
    }

    private func printJSON(_ results: [ChatScriptResult]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("passed")
        writer.integer(Int64(results.count { $0.isFine }))
        writer.key("failed")
        writer.integer(Int64(results.count { !$0.isFine }))
        writer.key("failures")
        writer.beginArray()
        for result in results {
            for failure in result.failures {
                writer.beginObject()
                writer.key("file")
                writer.string(result.file)
                writer.key("line")
                writer.integer(Int64(failure.line))
                writer.key("expected")
                writer.string(failure.expected)
                writer.key("found")
                writer.beginArray()
                for text in failure.found { writer.string(text) }
                writer.endArray()
                writer.endObject()
            }
        }
        writer.endArray()
        writer.endObject()
        Terminal.write(writer.bytes + [0x0A])
    }
}
