import BusinessTime
import Knowledge
import Testing
import Vocabulary

@Suite struct FactsTests {
    @Test func policyNumbersHaveNames() throws {
        let policy = try RetailerPolicies.europeanTailor()
        let facts = PolicyFacts(policy, language: .english)
        #expect(facts.value("window_days") == "30")
        #expect(policy.windowDays == 30)
        #expect(facts.value("statutory_days") == "14")
        #expect(facts.value("warranty_years") == "2")
        #expect(facts.value("exchange_days") == "90")
        #expect(facts.value("window_days.law") == "14")
        #expect(facts.value("sentence.staged") == "Clause staged.")
        #expect(facts.value("no_such_name") == nil)
        #expect(facts.names == facts.names.sorted())
    }

    @Test func termsAreWrittenByLanguage() throws {
        let policy = try RetailerPolicies.electronicsShop()
        let english = PolicyFacts(policy, language: .english)
        #expect(english.value("return_label") == "$6.95")
        #expect(english.value("restocking_fee.opened") == "15%")
        #expect(english.value("extended_until.holidays") == "31 January")
        let spanish = PolicyFacts(policy, language: try Samples.language("es"))
        #expect(spanish.value("return_label") == "6,95 $")
        #expect(spanish.value("extended_until.holidays") == "31 de enero")
    }

    @Test func orderFactsAreWrittenByLanguage() throws {
        let order = try Samples.order(["tracking_number": "T1", "tracking_carrier": "DHL"])
        let changes = [
            ("en", "6 March 2026", "€158.90", "delivered"),
            ("de", "6. März 2026", "158,90 €", "zugestellt"),
            ("es", "6 de marzo de 2026", "158,90 €", "entregado"),
        ]
        for (code, delivered, total, status) in changes {
            let facts = OrderFacts(order, language: try Samples.language(code))
            #expect(facts.value("delivered_on") == delivered)
            #expect(facts.value("total") == total)
            #expect(facts.value("status") == status)
        }
    }

    @Test func whatIsNotKnownIsNil() throws {
        let order = try Samples.order(["status": "shipped", "delivered_on": ""])
        let facts = OrderFacts(order, language: .english) { $0.text == "SO-2" ? "Socks" : nil }
        #expect(facts.value("delivered_on") == nil)
        #expect(facts.value("tracking_url") == nil)
        #expect(facts.value("items") == "JK-1, 2 × Socks")
        #expect(facts.value("email_hint") == "a…@example.com")
        #expect(facts.value("email") == nil)
        for name in OrderFacts.names { _ = facts.value(name) }
    }
}
