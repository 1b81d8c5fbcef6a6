import Foundation

/// What the record says, read by Helpline's own commands.
struct Record {
    let data: String

    struct Document: Decodable {
        struct Entry: Decodable {
            var seq: Int
            var type: String
            var role: String
            var text: String?
            var clientId: String?
        }
        var id: String
        var entries: [Entry]
        var closedAt: String?
    }

    private struct Listed: Decodable {
        var id: String
        var closedAt: String?
    }

    /// All conversations, the oldest first.
    func documents() throws -> [Document] {
        let list = try Outcome.helpline(
            "transcripts", "list", "--data", data, "--json", "--limit", "100000")
        guard list.code == 0 else { throw Unreadable(outcome: list) }
        return try list.lines.reversed().map { line in
            let listed = try JSONDecoder.snakeCase.decode(Listed.self, from: Data(line.utf8))
            return try document(listed.id)
        }
    }

    func document(_ id: String) throws -> Document {
        let shown = try Outcome.helpline("transcripts", "show", "--data", data, "--json", id)
        guard shown.code == 0 else { throw Unreadable(outcome: shown) }
        return try JSONDecoder.snakeCase.decode(Document.self, from: Data(shown.output.utf8))
    }

    /// `transcripts verify`.
    ///
    /// - Parameter seconds: How long it may take; a record of half a million turns needs a minute.
    func verify(seconds: Double = 60) throws -> Outcome {
        try Outcome([Tools.helpline, "transcripts", "verify", "--data", data], seconds: seconds)
    }

    struct Unreadable: Error { let outcome: Outcome }
}
