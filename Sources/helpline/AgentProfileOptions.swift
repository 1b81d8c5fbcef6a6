import Accounts
import ArgumentParser
import Foundation
import Vocabulary

/// What an account may do, as flags; those that are not given leave things as they are.
struct ProfileOptions: ParsableArguments {
    @Option(help: "The name that customers read.") var shownName: String?
    @Option(help: "agent, lead, supervisor or admin.") var role: String?
    @Option(help: "Shops, parted by commas; 'all' for every shop.") var shops: String?
    @Option(help: "Skills with levels 1 to 5: returns:5,products:3.") var skills: String?
    @Option(help: "Languages by two letters, parted by commas.") var languages: String?
    @Option(help: "Where the agent sits; 'none' for nowhere.") var site: String?
    @Option(help: "Chats at once, 1 to 100.") var capacity: Int?
    @Option(help: "The folder with the shops' files, to check names by.") var intents = "Intents"

    func applied(to account: AgentAccount) throws -> AgentAccount {
        var account = account
        if let shownName { account.name = shownName }
        if let role { account.role = try Self.role(role) }
        if let shops { account.shops = try Self.reach(shops, in: intents) }
        if let skills {
            account.skills = try Self.words(skills).map { word in
                guard let skill = AgentSkill(written: word), (1...5).contains(skill.level) else {
                    throw WrongUse(
                        "'\(word)' is no skill with a level; write returns:4, levels are 1 to 5")
                }
                return skill
            }
        }
        if let languages {
            account.languages = try Self.words(languages).map { word in
                guard let language = Language(word) else {
                    throw WrongUse("'\(word)' is no language; write two letters, such as en")
                }
                return language
            }
        }
        if let site { account.site = site == "none" ? nil : site }
        if let capacity { account.capacity = capacity }
        return account
    }

    static func role(_ name: String) throws -> AgentRole {
        guard let role = AgentRole(rawValue: name) else {
            let known = AgentRole.allCases.map(\.rawValue).joined(separator: ", ")
            throw WrongUse("'\(name)' is no role; there are \(known)")
        }
        return role
    }

    static func reach(_ text: String, in intents: String) throws -> ShopReach {
        if text == "all" { return .all }
        let known = knownShops(in: intents)
        return .only(
            try Self.words(text).map { word in
                guard let shop = ShopID(word), known.isEmpty || known.contains(word) else {
                    throw WrongUse(
                        "there is no shop '\(word)' in \(intents)/; there are "
                            + known.sorted().joined(separator: ", "))
                }
                return shop
            })
    }

    /// Folders that hold a shop; empty where there is no such folder to check by.
    private static func knownShops(in intents: String) -> Set<String> {
        let files = FileManager.default
        let names = (try? files.contentsOfDirectory(atPath: intents)) ?? []
        return Set(names.filter { files.fileExists(atPath: "\(intents)/\($0)/shop.yml") })
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}

/// Gets a password without showing it.
enum PasswordQuestion {
    /// - Parameter isGenerated: Makes one instead of asking.
    static func password(for id: AgentID, isGenerated: Bool) throws -> String {
        if isGenerated { return GeneratedPassword.make() }
        guard Terminal.readsFromPerson else {
            guard let line = readLine(strippingNewline: true) else {
                throw WrongUse("no password came on standard input")
            }
            return line
        }
        let first = try ask("password for \(id): ")
        guard try ask("again: ") == first else { throw WrongUse("the two are not the same") }
        return first
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSANOW, &shown)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(strippingNewline: true) else {
            throw WrongUse("no password was typed")
        }
        return line
    }
}
