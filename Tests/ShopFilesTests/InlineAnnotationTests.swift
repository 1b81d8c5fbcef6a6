import Testing

@testable import ShopFiles

@Suite struct InlineAnnotationTests {
    @Test func plainAndBracketedTextStays() {
        for text in ["plain", "a [b] c", "[] x", "open [ only", "a (b) {c}"] {
            #expect(AnnotatedLine(text).text == text)
            #expect(AnnotatedLine(text).annotations.isEmpty)
        }
    }

    @Test func namesKindValueRoleAndGroup() {
        let line = AnnotatedLine(
            "from [Berlin](city) to [NYC](city:New York), [two]{\"entity\": \"count\", \"value\": \"2\", "
                + "\"role\": \"from\", \"group\": \"1\"}!")
        #expect(line.text == "from Berlin to NYC, two!")
        #expect(line.mistakes.isEmpty)
        #expect(
            line.annotations == [
                InlineAnnotation(kind: "city", text: "Berlin", value: "Berlin"),
                InlineAnnotation(kind: "city", text: "NYC", value: "New York"),
                InlineAnnotation(
                    kind: "count", text: "two", value: "2", role: "from", group: "1"),
            ])
    }

    @Test func mistakesHaveTheirOffset() {
        #expect(AnnotatedLine("über [a](b").mistakes.map(\.offset) == [6])
        #expect(AnnotatedLine("x [a]{\"entity\"").mistakes.map(\.offset) == [2])
        #expect(AnnotatedLine("x [a]{entity: b} y").text == "x a y")
        #expect(AnnotatedLine("[a]()").mistakes.count == 1)
    }
}
