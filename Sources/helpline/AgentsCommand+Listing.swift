import Accounts
import ArgumentParser
import JSONText
import Vocabulary

extension AgentsCommand {
    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists all accounts.",
            discussion: """
                Examples:
                  helpline agents list
                  helpline agents list --json
                """)
        @OptionGroup var file: FileOptions
        @Flag(help: "One JSON object a line.") var json = false

        func run() throws {
            let accounts = try file.open()
            let listed = try AgentsCommand.carryOut { () throws(AccountError) in
                try accounts.list()
            }
            for entry in listed {
                if json {
                    Terminal.write(AccountText.json(entry))
                } else {
                    print(AccountText.line(entry.account) + AccountText.remarks(on: entry))
                }
            }
            if listed.isEmpty, !json {
                print("no accounts; 'helpline agents add NAME' makes one")
            }
        }
    }
}

/// Accounts in words.
enum AccountText {
    static func line(_ account: AgentAccount) -> String {
        var shops = "every shop"
        if case .only(let ids) = account.shops { shops = ids.map(\.name).joined(separator: ",") }
        let skills = account.skills.map { "\($0.name):\($0.level)" }.joined(separator: ",")
        let languages = account.languages.map(\.code).joined(separator: ",")
        return [
            "\(account.id)  \(account.name)", account.role.rawValue, shops, skills, languages,
            account.site.map { "at \($0)" } ?? "", "up to \(account.capacity)",
        ].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    static func remarks(on entry: AccountFile.Listed) -> String {
        let tokens = entry.tokens.map { token in
            var text = "\(token.label) until \(token.expiresAt.description.prefix(10))"
            if case .only(let shops) = token.shops {
                text += " (\(shops.map(\.name).joined(separator: ",")))"
            }
            return text
        }
        return (entry.isDisabled ? "  DISABLED" : "")
            + (tokens.isEmpty ? "" : "  tokens: \(tokens.joined(separator: ", "))")
    }

    /// One line.
    static func json(_ entry: AccountFile.Listed) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        func member(_ key: StaticString, _ text: String) {
            writer.key(key)
            writer.string(text)
        }
        let account = entry.account
        member("agent", account.id.name)
        member("name", account.name)
        member("role", account.role.rawValue)
        writer.key("shops")
        switch account.shops {
        case .all: writer.null()
        case .only(let shops): list(shops.map(\.name), &writer)
        }
        writer.key("skills")
        writer.beginObject()
        for skill in account.skills {
            writer.key(named: skill.name)
            writer.integer(skill.level)
        }
        writer.endObject()
        writer.key("languages")
        list(account.languages.map(\.code), &writer)
        if let site = account.site { member("site", site) }
        writer.key("capacity")
        writer.integer(account.capacity)
        writer.key("disabled")
        writer.bool(entry.isDisabled)
        member("made_at", entry.madeAt.description)
        writer.key("tokens")
        list(entry.tokens.map(\.label), &writer)
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    private static func list(_ texts: [String], _ writer: inout JSONWriter) {
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }
}
