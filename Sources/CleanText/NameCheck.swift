import Foundation
import Vocabulary

/// Whether a name that a customer gives may be shown beside what they say.
///
/// Owned by whoever opens conversations; holds the names that belong to others: agents, the shop's
/// assistant, and the words by which the server calls its own side.
public struct NameCheck: Sendable {
    public enum Verdict: Equatable, Sendable {
        /// May be shown; trimmed, on one line, in one form.
        case accepted(String)
        /// Nothing visible is left of it.
        case empty
        case tooLong(bytesMax: Int)
        /// Looks like the name or the role of somebody else.
        case resembles(String)
    }

    /// Words that say one speaks for the shop; no part of a customer's name may look like one.
    private static let roleWords = [
        "agent", "bot", "system", "support", "supervisor", "admin", "administrator", "moderator",
        "operator", "staff", "official", "helpline", "customer service", "assistant", "team",
    ]

    /// What a reserved name looks like, and the name.
    private let names: [String: String]
    private let roles: [String: String]

    /// - Parameter reserved: Names of agents and of the assistant, as they are shown.
    public init(reserved: [String]) {
        names = Dictionary(
            (reserved + Self.roleWords).map { (Confusables.skeleton(of: $0), $0) },
            uniquingKeysWith: { first, _ in first })
        roles = Dictionary(
            Self.roleWords.map { (Confusables.skeleton(of: $0), $0) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Judges `name`. The same name gets the same verdict every time.
    public func verdict(on name: String) -> Verdict {
        let cleaned = TerminalText.oneLine(Normalised.readable(name))
            .split(separator: " ").joined(separator: " ")
        guard cleaned.utf8.count <= Limits.nameBytesMax else {
            return .tooLong(bytesMax: Limits.nameBytesMax)
        }
        let skeleton = Confusables.skeleton(of: cleaned)
        guard cleaned.contains(where: { $0.isLetter || $0.isNumber }), !skeleton.isEmpty else {
            return .empty
        }
        if let name = names[skeleton] { return .resembles(name) }
        for word in cleaned.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            if let role = roles[Confusables.skeleton(of: String(word))] { return .resembles(role) }
        }
        return .accepted(cleaned)
    }
}
