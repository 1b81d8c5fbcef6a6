import ChatWire
import Testing

struct NearestWordTests {
    @Test(arguments: [
        ("trasnfer", "transfer"), ("hlep", "help"), ("humn", "human"), ("menus", "menu"),
        ("xyzzy", nil), ("", nil), ("transferrrrrrrrrrrr", nil),
    ])
    func findsWhatWasMeant(typed: String, meant: String?) {
        #expect(NearestWord.of(typed, in: ["help", "human", "menu", "transfer"]) == meant)
    }

    @Test func endlessWordsCostLittle() {
        let endless = String(repeating: "x", count: 100_000)
        #expect(NearestWord.of(endless, in: ["help"]) == nil)
    }
}
