import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct StoredModelTests {
    private static func bytes() throws -> [UInt8] {
        var set = IntentMatcherTests.smallSet()
        set.patterns = [
            try PatternRule(
                parsing: "(money|cash) back", intent: IntentName("refund"), place: "a:1")
        ]
        set.entities.synonyms = ["parcel": ["packet"]]
        set.entities.lookups = ["store": ["Berlin"]]
        set.entities.regexes = ["voucher": "V[0-9]{4}"]
        return try IntentTrainer.train(set).serialized()
    }

    @Test func comesBackAsItWas() throws {
        let bytes = try Self.bytes()
        let matcher = try IntentMatcher(serialized: bytes)
        #expect(matcher.serialized() == bytes)
        #expect(matcher.examples.count == 12)
        #expect(matcher.match("cash back V1234").entities.map(\.kind) == ["voucher"])
        #expect(matcher.match("cash back").candidates.first?.intent.name == "refund")
    }

    @Test func everyChangedByteIsNoticed() throws {
        let bytes = try Self.bytes()
        for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
            var changed = bytes
            changed[place] ^= 0x10
            #expect(throws: ModelError.self) { try IntentMatcher(serialized: changed) }
        }
    }

    @Test func everyShorterLengthIsNoticed() throws {
        let bytes = try Self.bytes()
        for length in [0, 1, 4, 7, 8, 31, 40, bytes.count / 2, bytes.count - 1] {
            #expect(throws: ModelError.self) {
                try IntentMatcher(serialized: Array(bytes.prefix(length)))
            }
        }
    }

    @Test func namesAnotherVersion() throws {
        var bytes = try Self.bytes()
        bytes[4] = 99
        #expect(throws: ModelError.otherVersion(found: 99, known: ModelFormat.version)) {
            try IntentMatcher(serialized: bytes)
        }
        #expect(throws: ModelError.notAModel) {
            try IntentMatcher(serialized: Array("hello world".utf8))
        }
    }
}
