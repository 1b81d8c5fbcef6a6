import ArgumentParser
import Foundation
import JSONText
import Wiring

struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Plays conversations that must go as written.",
        discussion: """
            Reads .chat files and says where the bot answers otherwise, expected beside found.

            Examples:
              helpline test
              helpline test Intents/juniper/tests/return.chat
            """)

    @OptionGroup var options: ShopOptions
    @Flag(help: "One JSON object with all failures.") var json = false
    @Argument(help: "Files, or folders with .chat files; all shops' tests if none.")
    var paths: [String] = []

    func run() throws {
        let files = try self.files()
        guard !files.isEmpty else { throw WrongUse("there is no .chat file in \(paths)") }
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

    private func files() throws -> [String] {
        let roots = paths.isEmpty ? [options.intents] : paths
        return try roots.flatMap { root -> [String] in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root, isDirectory: &isFolder) else {
                throw WrongUse("there is no '\(root)'")
            }
            guard isFolder.boolValue else { return [root] }
            let found = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }
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
