import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct ContentHashTests {
    @Test func doesNotDependOnHowBytesAreCut() {
        let bytes = (0..<100).map { UInt8($0) }
        var whole = ContentHash()
        whole.add(bytes)
        for cut in 0...bytes.count {
            var parts = ContentHash()
            parts.add(Array(bytes[..<cut]))
            parts.add(Array(bytes[cut...]))
            #expect(parts.description == whole.description)
        }
        #expect(whole.description.utf8.count == 32)
    }

    @Test func everyPartOfASetCounts() throws {
        let set = IntentMatcherTests.smallSet()
        var variants = [set, set, set, set, set, set, set, set]
        variants[1].examples[0].text += "x"
        variants[2].examples[0].intent = IntentName("other")
        variants[3].background.append("x")
        variants[4].thresholdOverride = 0.5
        variants[5].entities.colours.append("blue")
        variants[6].patterns = [try PatternRule(parsing: "a", intent: IntentName("refund"))]
        variants[7].entities.synonyms = ["a": ["b"]]
        #expect(Set(variants.map(\.contentHash)).count == variants.count)
    }

    @Test func theOrderOfDictionariesDoesNotCount() {
        var one = IntentMatcherTests.smallSet()
        var other = one
        for number in 0..<50 { one.entities.regexes["r\(number)"] = "a{\(number + 1)}" }
        for number in (0..<50).reversed() {
            other.entities.regexes["r\(number)"] = "a{\(number + 1)}"
        }
        #expect(one.contentHash == other.contentHash)
    }

    @Test func thePlaceOfAnExampleDoesNotCount() {
        var moved = IntentMatcherTests.smallSet()
        moved.examples[0].place = "elsewhere:7"
        #expect(moved.contentHash == IntentMatcherTests.smallSet().contentHash)
    }
}
