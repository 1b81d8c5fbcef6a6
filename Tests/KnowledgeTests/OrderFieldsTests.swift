import Knowledge
import Testing
import Vocabulary

@Suite struct OrderFieldsTests {
    private func problem(_ changes: [String: String]) -> FieldProblem? {
        do {
            _ = try Samples.order(changes)
            return nil
        } catch {
            return error as? FieldProblem
        }
    }

    @Test func anOrderIsReadWhole() throws {
        let order = try Samples.order([
            "items": "JK-1*1@129.00!sale;SO-2*2@12.50!final!gift;CAP@9,90"
        ])
        #expect(order.number.text == "JP-10432")
        #expect(order.items.map(\.quantity) == [1, 2, 1])
        #expect(order.items[1].flags == [.final, .gift])
        #expect(order.itemsTotal == (try Samples.eur("163.90")))
        #expect(order.total == (try Samples.eur("168.80")))
        #expect(order.deliveredOn == (try Samples.day("2026-03-06")))
        #expect(order.channel == .online)
    }

    @Test func parcelsMayBeSeveral() throws {
        let order = try Order(
            fields: [
                ("number", "1"), ("placed_on", "2026-03-01"), ("status", "placed"),
                ("currency", "EUR"), ("items", "A@1"), ("tracking_number", "T1|T2"),
                ("tracking_carrier", "DHL"), ("tracking_url", "https://t.example/1|"),
            ])
        #expect(order.parcels.map(\.trackingNumber) == ["T1", "T2"])
        #expect(order.parcels.map(\.carrier) == ["DHL", "DHL"])
        #expect(order.parcels.map(\.trackingURL) == ["https://t.example/1", ""])
    }

    @Test(arguments: [
        (["delivered_on": "2026-02-30"], "delivered_on"), (["placed_on": ""], "placed_on"),
        (["status": "deliverd"], "status"), (["currency": "EURO"], "currency"),
        (["country": "Germany"], "country"), (["items": ""], "items"),
        (["items": "JK-1*0@5"], "items"), (["items": "JK-1*2"], "items"),
        (["items": "JK-1@5!finl"], "items"), (["items": "JK-1@$5"], "items"),
        (["items": "JK 1@5"], "items"), (["shipping_paid": "free"], "shipping_paid"),
        (["shipping_paid": "-1"], "shipping_paid"), (["shipped_on": "2026-03-01"], "shipped_on"),
        (["delivered_on": "2026-03-03"], "delivered_on"), (["delivered_on": ""], "delivered_on"),
        (["number": "--"], "number"), (["channel": "mail"], "channel"),
    ])
    func mistakesNameTheirField(changes: [String: String], field: String) {
        #expect(problem(changes)?.field == field)
    }

    @Test func mistakesSayWhatIsAllowedAndWhatWasMeant() {
        #expect(problem(["status": "deliverd"])?.hint == "delivered")
        #expect(problem(["items": "JK-1@5!finl"])?.hint == "!final")
        #expect(problem(["delivered_on": "2026-02-30"])?.allowed.contains("yyyy-mm-dd") == true)
        #expect(problem(["delivered_on": "2026-02-30"])?.found == "2026-02-30")
    }

    @Test func unknownAndRepeatedFieldsAreRefused() {
        #expect(throws: FieldProblem.self) { try Order(fields: [("numbr", "1")]) }
        #expect(throws: FieldProblem.self) {
            try Order(fields: [("number", "1"), ("number", "2")])
        }
    }
}
