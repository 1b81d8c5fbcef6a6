import ArgumentParser
import Foundation
import Wiring

/// The command line: arguments in, exit code out. 0 is fine, 1 found something, 2 was used wrongly.
@main
struct Helpline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "helpline",
        abstract: "A customer-care chat server: bot and people together, every answer on record.",
        discussion: """
            Try it:
              helpline serve                     then, in another terminal: nc 127.0.0.1 2323
              helpline ask --shop juniper "can I send back the blue jacket?"
              helpline check                     looks for mistakes in the shops' files
            """,
        version: Release.version,
        subcommands: [
            ServeCommand.self, AskCommand.self, CheckCommand.self, TestCommand.self,
            EvaluateCommand.self, IntentsCommand.self,
            TranscriptsCommand.self, DeliveriesCommand.self, AgentsCommand.self,
            ImportCommand.self,

        ])

    static func main() async {
        // A reader that goes away, such as `head`, is no reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(with: error)
        }
    }

    private static func leave(with error: any Error) -> Never {
        if let found = error as? Found {
            Foundation.exit(found.code)
        }
        if let wrong = error as? WrongUse {
            Terminal.complain(wrong.message)
            Foundation.exit(2)
        }
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        guard code != .success else {
            print(message)
            Foundation.exit(0)
        }
        Terminal.complain(message)
        Foundation.exit(code == .validationFailure ? 2 : 1)
    }
}

/// Ends a command that did its work and found something; everything was said already.
struct Found: Error {
    let code: Int32
    static let something = Found(code: 1)
}

/// The command cannot be carried out as it was given.
struct WrongUse: Error {
    let message: String
    init(_ message: String) { self.message = "helpline: \(message)" }
}
