import JSONText
import Testing

struct JSONValueTests {
    @Test func accessorsAnswerForTheirOwnKindOnly() {
        #expect(JSONValue.integer(5).integer == 5)
        #expect(JSONValue.number(5).integer == 5)
        #expect(JSONValue.number(5.5).integer == nil)
        #expect(JSONValue.number(1e300).integer == nil)
        #expect(JSONValue.integer(5).number == 5)
        #expect(JSONValue.string("5").integer == nil)
        #expect(JSONValue.string("5").string == "5")
        #expect(JSONValue.bool(true).bool == true)
        #expect(JSONValue.array([.null]).array == [.null])
        #expect(JSONValue.null.isNull)
        #expect(JSONValue.null["a"] == nil)
    }

    @Test func membersAreSetReplacedAndRemoved() {
        var object = JSONObject()
        object["a"] = .integer(1)
        object["b"] = .integer(2)
        object["a"] = .integer(3)
        #expect(object.members.map(\.key) == ["a", "b"])
        #expect(object["a"] == .integer(3))
        object["a"] = nil
        #expect(object.members.map(\.key) == ["b"])
    }
}
