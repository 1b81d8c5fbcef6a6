import Testing

@testable import ShopFiles

@Suite struct NearestNameTests {
    @Test(arguments: [
        ("intnet", "intent"), ("exampels", "examples"), ("respons", "responses"),
        ("Responses", "responses"), ("text-colour", "text_colour"),
        ("utter_greting", "utter_greeting"),
    ])
    func findsWhatWasMeant(written: String, meant: String) {
        let known = ["intent", "examples", "responses", "text_colour", "utter_greeting", "rules"]
        #expect(NearestName.of(written, among: known) == meant)
    }

    @Test func findsNothingWhereNothingIsNear() {
        #expect(NearestName.of("zebra", among: ["intent", "rules"]) == nil)
        #expect(NearestName.of("", among: ["intent"]) == nil)
        #expect(NearestName.of("ab", among: ["xy"]) == nil)
        #expect(NearestName.of(String(repeating: "x", count: 1_000), among: ["xxx"]) == nil)
    }

    @Test func theNearestOfSeveralWins() {
        #expect(
            NearestName.of("order_statu", among: ["order_state", "order_status"]) == "order_status")
        #expect(NearestName.of("return", among: ["refund", "return_item"]) == "return_item")
    }

    @Test func distanceCountsSwapsAsOne() {
        func distance(_ left: String, _ right: String, limit: Int = 9) -> Int? {
            NearestName.distance(Array(left.utf8), Array(right.utf8), limit: limit)
        }
        #expect(distance("trasnfer", "transfer") == 1)
        #expect(distance("kitten", "sitting") == 3)
        #expect(distance("", "abc") == 3)
        #expect(distance("kitten", "sitting", limit: 2) == nil)
        #expect(distance("a", "a", limit: -1) == nil)
    }
}
