import Knowledge
import Testing
import Vocabulary

@testable import ShopFiles

/// One fixture for each message about `policy.yml`, and what a whole policy becomes.
@Suite struct PolicyFileTests {
    private func messages(_ policy: String, _ more: [String: String] = [:]) throws -> [String] {
        try ShopFixture(more.merging(["shop/policy.yml": policy]) { $1 }).messages()
    }

    private static let whole = """
        home_country: de
        transit_days: 3
        terms:
          method: original_payment
          refund_time: {days: 5, business_days: true, start: received}
          return_shipping: {label: 4.90 EUR}
          outbound_shipping: whole_order
          restocking: 15%
        windows:
        - id: F1
          sentence: {en: "Final sale stays sold."}
          conditions: {price_kinds: [final]}
          length: never
        - id: B1
          sentence: {en: "Partners take it back within 14 days."}
          conditions: {sellers: {except: [shop]}, countries: [de, AT], gift: false}
          length: {days: 14}
          terms: {return_shipping: own_cost, restocking: {per_piece: 2.00 EUR}}
        - id: R1
          sentence: {en: "30 days money, 60 days credit."}
          clock: shipped
          stages:
          - {length: {days: 30}}
          - {length: {days: 60}, remedy: store_credit}
        extensions:
        - id: H1
          sentence: {en: "Until 31 January."}
          bought_between: {first: 11-01, last: 12-24}
          return_until: 01-31
        warranty:
        - id: W1
          sentence: {en: "Two years."}
          conditions: {reasons: [faulty]}
          length: {years: 2}
        values:
          refund_days: 5
          express_fee: {en: 9.90 EUR}
          holiday: 2026-12-24

        """

    @Test func aWholePolicyIsRead() throws {
        let fixture = try ShopFixture(["shop/policy.yml": Self.whole])
        #expect(fixture.messages() == [])
        let shop = try #require(fixture.load().shops.first).shop(models: [:])
        let policy = try #require(shop.facts.policy)
        #expect(policy.homeCountry == "DE")
        #expect(policy.transitDays == 3)
        #expect(policy.terms.refundTime == RefundTime(days: 5, isBusinessDays: true))
        #expect(policy.windows.map(\.clause.id) == ["F1", "B1", "R1"])
        #expect(policy.windows[0].stages.map(\.length) == [.never])
        #expect(policy.windows[1].conditions.sellers == .except(["shop"]))
        #expect(policy.windows[1].conditions.countries == .only(["DE", "AT"]))
        #expect(policy.windows[1].conditions.isGift == false)
        #expect(policy.windows[1].terms.returnShipping == .ownCost)
        #expect(policy.windows[2].clock == .shipped)
        #expect(policy.windows[2].stages.map(\.remedy) == [.refund, .storeCredit])
        #expect(policy.extensions.count == 1)
        #expect(policy.warranty[0].conditions.reasons == .only([.faulty]))
        let values = try #require(shop.facts.values[.english])
        #expect(values["policy.express_fee"] == "€9.90")
        #expect(values["policy.holiday"] == "24 December 2026")
        // What the rules say has a name too.
        #expect(values["policy.window_days"] == "30")
    }

    @Test(arguments: [
        (
            "transit_days: 3", "transt_days: 3",
            "2:1: error: policy.yml has no key 'transt_days'; did you mean 'transit_days'?"
        ),
        ("home_country: de", "home_country: Germany", "1:15: error: 'Germany' is no country"),
        (
            "method: original_payment", "method: orignal_payment",
            "4:11: error: 'method' cannot be 'orignal_payment'; did you mean 'original_payment'?"
        ),
        (
            "days: 5,", "days: five,",
            "5:23: error: 'days' is a whole number from 0 to 365, not 'five'"
        ),
        (
            "business_days: true", "business_days: often",
            "5:41: error: 'business_days' is true or false"
        ),
        (
            "start: received", "start: recieved",
            "5:54: error: 'start' cannot be 'recieved'; did you mean 'received'?"
        ),
        ("label: 4.90 EUR", "label: 4.90 USD", "6:28: error: '4.90 USD' is no amount in EUR"),
        ("restocking: 15%", "restocking: lots", "8:15: error: 'restocking' cannot be 'lots'"),
        (
            "length: never", "length: nevr",
            "13:11: error: 'length' cannot be 'nevr'; did you mean 'never'?"
        ),
        (
            "price_kinds: [final]", "price_kinds: [finl]",
            "12:30: error: 'price_kinds' cannot be 'finl'; did you mean 'final'?"
        ),
        (
            "price_kinds: [final]", "price_kind: [final]",
            "12:16: error: 'conditions' has no key 'price_kind'; did you mean 'price_kinds'?"
        ),
        (
            "except: [shop]", "exept: [shop]",
            "16:26: error: 'sellers' has no key 'exept'; did you mean 'except'?"
        ),
        (
            "countries: [de, AT]", "countries: [de, Austria]",
            "16:59: error: 'Austria' is no country"
        ),
        ("gift: false", "gift: maybe", "16:70: error: 'gift' is true or false"),
        (
            "return_shipping: own_cost", "return_shipping: owncost",
            "18:28: error: 'return_shipping' cannot be 'owncost'; did you mean 'own_cost'?"
        ),
        (
            "clock: shipped", "clock: shiped",
            "21:10: error: 'clock' cannot be 'shiped'; did you mean 'shipped'?"
        ),
        (
            "- {length: {days: 30}}", "- {lenth: {days: 30}}",
            "23:6: error: a stage has no key 'lenth'; did you mean 'length'?"
        ),
        ("first: 11-01", "first: 11-31", "28:27: error: '11-31' is no day"),
        ("return_until: 01-31", "return_until: 01-32", "29:17: error: '01-32' is no day"),
        (
            "length: {years: 2}", "length: {yars: 2}",
            "34:12: error: 'length' has no key 'yars'; did you mean 'years'?"
        ),
        (
            "refund_days: 5", "refund_days: 7",
            "36:3: error: 'refund_days' is 7 here and 5 by the rules; change one of them; did you mean '5'?"
        ),
        (
            "express_fee: {en: 9.90 EUR}", "express_fee: {de: 9.90 EUR}",
            "37:3: error: 'express_fee' has no text in 'en'"
        ),
        (
            "within 14 days", "within 15 days",
            "15:14: error: the sentence of B1 says '15 days', its length is 14 days"
        ),
        ("- id: W1", "- idd: W1", "31:3: error: a window has no key 'idd'; did you mean 'id'?"),
    ])
    func everyMistakeHasItsPlaceAndHint(found: String, wrong: String, start: String) throws {
        let policy = Self.whole.replacing(found, with: wrong)
        #expect(policy != Self.whole)
        let messages = try messages(policy)
        #expect(messages.contains { $0.hasPrefix("shop/policy.yml:\(start)") }, "\(messages)")
    }

    @Test func gapsAndClausesThatNeverApplyAreFound() throws {
        let gap =
            "windows:\n- id: A\n  sentence: {en: a}\n  conditions: {channels: [online]}\n  length: {days: 5}\n"
        #expect(
            try messages(gap).contains {
                $0.contains("shop/policy.yml:1:1: error: no clause speaks of")
            })
        let hidden =
            "windows:\n- id: A\n  sentence: {en: a}\n  length: {days: 5}\n- id: B\n  sentence: {en: b}\n  conditions: {gift: true}\n  length: {days: 9}\n"
        #expect(
            try messages(hidden).contains {
                $0.hasPrefix("shop/policy.yml:5:3: error: clause B can never apply")
            })
        let silent = "windows:\n- id: A\n  sentence: {de: a}\n  length: {days: 5}\n"
        #expect(
            try messages(silent).contains {
                $0.hasPrefix("shop/policy.yml:3:3: error: clause A has no sentence in en")
            })
    }

    @Test func numbersThatAnswersSpellOut() throws {
        func answer(_ text: String) throws -> [String] {
            try ShopFixture.messages(
                inFile: "responses:\n  utter_bye: [{text: \"\(text)\"}]\n")
        }
        #expect(
            try answer("You have 30 days.").first?.hasPrefix(
                "shop/en/test.yml:2:32: warning: '30 days' is the policy's 'window_days'; write {{policy.window_days}}"
            ) == true)
        #expect(
            try answer("You have 13 days.").first?.hasPrefix(
                "shop/en/test.yml:2:32: error: '13 days' agrees with no value of shop/policy.yml")
                == true)
        #expect(
            try answer("It costs €4.90.").first?.contains(
                "warning: '€4.90' is the policy's 'shipping_fee'") == true)
        #expect(
            try answer("It costs 5 EUR.").first?.contains("error: '5 EUR' agrees with no value")
                == true)
        #expect(
            try answer("It lasts 2 years.").first?.contains(
                "warning: '2 years' should come from the policy") == true)
        #expect(
            try answer("{{policy.window_days}} days, order 12345, 10:00 to 18:00, AB-1234.") == [])
    }

    @Test func aPolicyChangedFrom30To14LeavesNoStaleNumber() throws {
        let file = ["shop/en/test.yml": "responses:\n  utter_bye: [{text: \"Within 30 days.\"}]\n"]
        let policy = ShopFixture.policy.replacing("30", with: "14")
        #expect(
            try messages(policy, file).contains {
                $0.contains("error: '30 days' agrees with no value")
            })
    }
}
