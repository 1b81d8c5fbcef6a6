import Foundation
import SessionKit
import Testing

@testable import ChatListeners
@testable import ChatSessions

/// The telnet cases of the data set, whole, at their borders and one byte a packet.
@Suite(.serialized) struct TelnetOverSocketTests {
    struct Case: Decodable {
        let name: String
        let bytes: String
        let chunks: [String]?
        let lines: [String]?
        enum CodingKeys: String, CodingKey {
            case name, chunks
            case bytes = "in_hex"
            case lines = "expect_lines"
        }
    }

    static let cases: [Case] =
        ((try? DataSets.lines("telnet-bytes/cases.jsonl")) ?? [])
        .compactMap { try? JSONDecoder().decode(Case.self, from: $0) }

    @Test(.enabled(if: DataSets.has("telnet-bytes"), "data set telnet-bytes is not here"))
    func linesAreTheSameHoweverTheyAreCut() async throws {
        #expect(Self.cases.count > 30)
        try await TestServer.run { server in
            for example in Self.cases {
                let whole = Self.bytes(example.bytes)
                try check(example, [whole], server)
                try check(example, whole.map { [$0] }, server)
                if let chunks = example.chunks {
                    try check(example, chunks.map(Self.bytes), server)
                }
            }
        }
    }

    private func check(_ example: Case, _ packets: [[UInt8]], _ server: TestServer) throws {
        let client = try server.client()
        for packet in packets { client.send(packet) }
        client.endInput()
        let said = Self.said(client.rest())
        #expect(client.hasEnded, "\(example.name)")
        guard let expected = example.lines?.filter({ !$0.isEmpty }) else { return }
        #expect(said == expected, "\(example.name)")
    }

    /// What the floor heard, by its answers; telnet's own bytes are no text.
    private static func said(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").compactMap { line in
            let parts = line.split(separator: "bot: you said: ", omittingEmptySubsequences: false)
            return parts.count == 2 ? String(parts[1]) : nil
        }
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
        }
    }
}
