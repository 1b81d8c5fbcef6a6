import Accounts
import ArgumentParser
import Foundation
import Vocabulary

struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents",
        abstract:
            "Accounts of agents, leads, supervisors and admins; beside a running server, too.",
        subcommands: [
            AddCommand.self, ListCommand.self, ChangeCommand.self, PasswordCommand.self,
            DisableCommand.self, TokenCommand.self,
        ])

    /// Where the accounts are.
    struct FileOptions: ParsableArguments {
        @Option(help: "The folder of the record; the accounts are in accounts.sqlite in it.")
        var data = "Transcripts"

        func open() throws -> AccountFile {
            do throws(AccountError) { return try AccountFile(folder: data) } catch {
                throw WrongUse(error.description)
            }
        }
    }

    static func id(_ name: String) throws -> AgentID {
        guard let id = AgentID(name.lowercased()) else {
            throw WrongUse(
                "'\(name)' is no name to log in by; allowed are 1 to 32 letters a–z, digits and "
                    + "hyphens, beginning with a letter")
        }
        return id
    }

    static var now: WallTime {
        WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    /// Runs what the file may refuse; a refusal ends the command with 1.
    static func carryOut<Value>(
        _ body: () throws(AccountError) -> Value
    ) throws -> Value {
        do throws(AccountError) { return try body() } catch {
            Terminal.complain("helpline: \(error)")
            throw Found.something
        }
    }
}

extension AgentsCommand {
    struct AddCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Makes an account.",
            discussion: """
                The password is asked for, or read from the first line of standard input where no \
                person types; never from the command line, which everybody on the machine can read.

                Examples:
                  helpline agents add maria --shops juniper,lumen --skills returns:5,products --languages en,es
                  helpline agents add vera --role supervisor --generate
                """)
        @OptionGroup var file: FileOptions
        @OptionGroup var profile: ProfileOptions
        @Flag(help: "Makes a random password and shows it once.") var generate = false
        @Argument(help: "The name to log in by.") var name: String

        func run() throws {
            let id = try AgentsCommand.id(name)
            let shown = String(id.name.prefix(1)).uppercased() + String(id.name.dropFirst())
            let account = try profile.applied(to: AgentAccount(id: id, name: shown))
            let accounts = try file.open()
            let password = try PasswordQuestion.password(for: id, isGenerated: generate)
            try AgentsCommand.carryOut { () throws(AccountError) in
                try accounts.add(account, password: password, at: AgentsCommand.now)
            }
            print("made \(AccountText.line(account))")
            if generate { print("password \(password)") }
        }
    }

    struct ChangeCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "change", abstract: "Changes what an account may do; the rest stays.",
            discussion: """
                Example:
                  helpline agents change maria --skills returns:5,payments:2 --capacity 3
                """)
        @OptionGroup var file: FileOptions
        @OptionGroup var profile: ProfileOptions
        @Argument(help: "Whose.") var name: String

        func run() throws {
            let id = try AgentsCommand.id(name)
            let accounts = try file.open()
            let known = try AgentsCommand.carryOut { () throws(AccountError) in
                guard let known = try accounts.account(id) else { throw .unknown(id) }
                return known
            }
            let changed = try profile.applied(to: known)
            try AgentsCommand.carryOut { () throws(AccountError) in try accounts.change(changed) }
            print("now \(AccountText.line(changed))")
        }
    }

    struct PasswordCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password", abstract: "Sets another password.",
            discussion: """
                Examples:
                  helpline agents password maria
                  helpline agents password maria --generate
                """)
        @OptionGroup var file: FileOptions
        @Flag(help: "Makes a random password and shows it once.") var generate = false
        @Argument(help: "Whose.") var name: String

        func run() throws {
            let id = try AgentsCommand.id(name)
            let accounts = try file.open()
            let password = try PasswordQuestion.password(for: id, isGenerated: generate)
            try AgentsCommand.carryOut { () throws(AccountError) in
                try accounts.setPassword(password, of: id)
            }
            print(generate ? "password \(password)" : "the password of \(id) is changed")
        }
    }

    struct DisableCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "disable", abstract: "Lets an account log in no more, or again.",
            discussion: """
                A running server notices within a second: whoever is logged in is logged out, and \
                their chats go back to the queue.

                Examples:
                  helpline agents disable maria
                  helpline agents disable maria --undo
                """)
        @OptionGroup var file: FileOptions
        @Flag(help: "Lets it log in again.") var undo = false
        @Argument(help: "Whose.") var name: String

        func run() throws {
            let id = try AgentsCommand.id(name)
            let accounts = try file.open()
            try AgentsCommand.carryOut { () throws(AccountError) in
                try accounts.setDisabled(!undo, of: id)
            }
            print(undo ? "\(id) may log in again" : "\(id) may not log in any more")
        }
    }

    struct TokenCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "token", abstract: "Makes a token for a program, or takes one back.",
            discussion: """
                A program logs in with the token in place of the password. It is shown once.

                Examples:
                  helpline agents token maria --label wallboard --role agent --days 90
                  helpline agents token maria --label crm --shops juniper
                  helpline agents token maria --revoke wallboard
                """)
        @OptionGroup var file: FileOptions
        @Option(help: "What it is for; one label has one token.") var label = "program"
        @Option(help: "What it may do at the most: agent, lead, supervisor or admin.")
        var role: String?
        @Option(help: "Shops it reaches at the most, parted by commas. (default: the account's)")
        var shops: String?
        @Option(help: "The folder with the shops' files, to check names by.") var intents =
            "Intents"
        @Option(help: "How long it is good for, 1 to 366.") var days = 90
        @Option(help: "Takes the token with this label back.") var revoke: String?
        @Argument(help: "Whose.") var name: String

        func run() throws {
            let id = try AgentsCommand.id(name)
            let accounts = try file.open()
            if let revoke {
                try AgentsCommand.carryOut { () throws(AccountError) in
                    try accounts.revokeToken(revoke, of: id)
                }
                return print("the token '\(revoke)' of \(id) opens nothing any more")
            }
            let role = try role.map(ProfileOptions.role)
            let reach = try shops.map { try ProfileOptions.reach($0, in: intents) } ?? .all
            let token = try AgentsCommand.carryOut { () throws(AccountError) in
                try accounts.makeToken(
                    for: id, label: label, role: role, shops: reach, days: days,
                    at: AgentsCommand.now)
            }
            print(token)
        }
    }
}
