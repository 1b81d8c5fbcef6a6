import CleanText
import JSONText
import TestKit
import Testing

struct CardMaskTests {
    @Test(arguments: [
        ("4111111111111111", "•••• •••• •••• 1111"),
        ("my card is 4111 1111 1111 1111 thanks", "my card is •••• •••• •••• 1111 thanks"),
        ("4111-1111-1111-1111.", "•••• •••• •••• 1111."),
        ("3782 822463 10005", "•••• •••• •••• 0005"), ("4.1.1.1.1", "4.1.1.1.1"),
        ("4111.1111.1111.1111", "•••• •••• •••• 1111"),
        ("4111\u{A0}1111\u{200B}1111 - 1111", "•••• •••• •••• 1111"),
        ("４１１１ １１１１ １１１１ １１１１", "•••• •••• •••• 1111"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• •••• •••• 1111"),
        ("card4111111111111111", "card•••• •••• •••• 1111"),
        ("visa-5555555555554444 exp 12/27 cvc 123", "visa-•••• •••• •••• 4444 exp 12/27 cvc 123"),
        ("JP-10432 4111 1111 1111 1111", "JP-10432 •••• •••• •••• 1111"),
        ("5555555555554444 or 4111111111111111", "•••• •••• •••• 4444 or •••• •••• •••• 1111"),
        ("größe 4111111111111111 ü", "größe •••• •••• •••• 1111 ü"),
    ])
    func cardsAreMasked(text: String, masked: String) {
        #expect(CardMask.masked(text) == masked)
    }

    @Test(arguments: [
        "", "where is my order JP-10432?", "4111111111111112", "JP-4111111111111111",
        "the barcode is 4006381333931", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000",
        "GB29 NWBK 6016 1331 9268 19", "IT60 X054 2811 1010 0000 0123 456",
        "+49 30 5550 0100 1234", "order 112-3456789-1234567", "0000 0000 0000 0000",
        "30b17d0b-0920-4a65-8f3e-bdd3102b938b", "since 15:32:50 on 1975-09-16",
        "411111111111111111111111111111",
    ])
    func otherNumbersAreSpared(text: String) {
        #expect(CardMask.masked(text) == text)
    }

    @Test(
        .enabled(if: DataSets.has("pii-chat"), "data set pii-chat is not here"),
        arguments: [("chat-pii", 0.99, 0.98), ("presidio-synth", 0.94, 0.98)])
    func findsWhatTheDataSetMarks(set: String, recallMin: Double, precisionMin: Double) throws {
        var (cards, covered, masks, right) = (0, 0, 0, 0)
        for item in try DataSets.objects("pii-chat/\(set).jsonl") {
            let text = item["text"]?.string ?? ""
            let spans = (item["spans"]?.array ?? []).filter { $0["type"]?.string == "CREDIT_CARD" }
                .compactMap { byteRange(of: $0, in: text) }
            let found = Array(text.utf8).withUnsafeBufferPointer { CardMask.byteRanges(in: $0) }
            cards += spans.count
            masks += found.count
            covered += spans.count { span in found.contains { $0.contains(span) } }
            right += found.count { mask in spans.contains { $0.overlaps(mask) } }
        }
        let (recall, precision) =
            (Double(covered) / Double(cards), Double(right) / Double(masks))
        print("card mask, \(set): recall \(recall) of \(cards), precision \(precision) of \(masks)")
        #expect(recall >= recallMin)
        #expect(precision >= precisionMin)
    }

    /// The data set counts code points.
    private func byteRange(of span: JSONValue, in text: String) -> Range<Int>? {
        guard let start = span["start"]?.integer, let end = span["end"]?.integer else { return nil }
        let scalars = text.unicodeScalars
        let from = scalars.index(scalars.startIndex, offsetBy: Int(start))
        let to = scalars.index(scalars.startIndex, offsetBy: Int(end))
        let lower = text.utf8.distance(from: text.startIndex, to: from)
        return lower..<text.utf8.distance(from: text.startIndex, to: to)
    }
}
