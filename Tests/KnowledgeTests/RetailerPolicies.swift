import BusinessTime
import Knowledge
import Testing
import Vocabulary

/// Policies of the shapes that large retailers have, under neutral names.
enum RetailerPolicies {
    /// Members have a year, others 90 days.
    static func outdoorClub() throws -> ReturnPolicy {
        try policy(
            windows: [
                window("members", .days(365), ReturnConditions(memberTiers: .only(["member"]))),
                window("everyone", .days(90)),
            ])
    }

    /// A year unopened, half a year opened.
    static func furnitureHall() throws -> ReturnPolicy {
        try policy(
            windows: [
                window("opened", .days(180), ReturnConditions(condition: .only([.opened, .worn]))),
                window("damaged", .never, ReturnConditions(condition: .only([.damaged]))),
                window("unopened", .days(365)),
            ])
    }

    /// Half a year, 90 days for what the shop's own card did not pay; from the purchase.
    static func departmentStore() throws -> ReturnPolicy {
        try policy(
            windows: [
                window(
                    "own-card", .days(120), ReturnConditions(payments: .only(["store_card"])),
                    clock: .ordered),
                window("others", .days(90), clock: .ordered),
            ])
    }

    /// 30 days; 60 for what is bought in November and December.
    static func sockMaker() throws -> ReturnPolicy {
        let season = try Samples.season("11-01", "12-31")
        return try policy(
            windows: [
                window(
                    "winter", .days(60), ReturnConditions(boughtBetween: season), clock: .ordered),
                window("year", .days(30), clock: .ordered),
            ])
    }

    /// 90 days for the shop's own goods, 30 for marketplace sellers'.
    static func bigBox() throws -> ReturnPolicy {
        try policy(
            windows: [
                window("partners", .days(30), ReturnConditions(sellers: .except(["shop"]))),
                window("own", .days(90)),
            ])
    }

    /// Each seller has their own; some take nothing back.
    static func auctionHouse() throws -> ReturnPolicy {
        try policy(
            windows: [
                window("seller-a", .days(14), ReturnConditions(sellers: .only(["attic"]))),
                window("seller-b", .never, ReturnConditions(sellers: .only(["estate"]))),
                window("seller-c", .lifetime, ReturnConditions(sellers: .only(["toolworks"]))),
                window("silent", .days(30)),
            ])
    }

    /// 60 days: from delivery online, from the purchase in a store.
    static func sneakerBrand() throws -> ReturnPolicy {
        try policy(
            windows: [
                window(
                    "store", .days(60), ReturnConditions(channels: .only([.inStore])),
                    clock: .boughtInStore),
                window("online", .days(60)),
            ])
    }

    /// 14 days less 15 % if opened, no final sale, extended over the holidays; shipping stays paid.
    static func electronicsShop() throws -> ReturnPolicy {
        let fee = try #require(Percentage("15%"))
        var policy = try policy(
            windows: [
                window("final", .never, ReturnConditions(priceKinds: .only([.final]))),
                window(
                    "opened", .days(14), ReturnConditions(condition: .only([.opened, .worn])),
                    terms: ReturnTerms(restocking: .percentage(fee))),
                window("sealed", .days(14)),
            ])
        policy.extensions = [
            HolidayExtension(
                clause: Samples.clause("holidays"),
                boughtBetween: try Samples.season("11-01", "12-24"),
                returnUntil: try #require(SeasonDay("01-31")))
        ]
        policy.terms.returnShipping = .label(try Samples.usd("6.95"))
        return policy
    }

    /// 30 days refund, until day 60 store credit; the law of the EU beneath; two years' warranty.
    static func europeanTailor() throws -> ReturnPolicy {
        var policy = try policy(
            windows: [
                window("made", .never, ReturnConditions(isPersonalised: true)),
                ReturnWindow(
                    clause: Samples.clause("staged"),
                    stages: [
                        WindowStage(length: .days(30)),
                        WindowStage(
                            length: .days(60), remedy: .storeCredit,
                            clause: Samples.clause("credit")),
                    ]),
            ], zone: "Europe/Berlin", country: "DE")
        policy.statutory = [
            window("law-made", .never, ReturnConditions(isPersonalised: true)),
            window(
                "law-sealed", .never,
                ReturnConditions(
                    tags: .only(["sealed_hygiene"]), condition: .only([.opened, .worn]))),
            window(
                "law", .days(14),
                ReturnConditions(
                    channels: .only([.online, .phone]), countries: .only(["DE", "AT", "ES"]))),
        ]
        policy.warranty = [
            ReturnWindow(
                clause: Samples.clause("warranty"), length: .years(2), remedy: .replacement)
        ]
        policy.exchanges = [window("exchange", .days(90))]
        return policy
    }

    static func all() throws -> [(name: String, policy: ReturnPolicy)] {
        [
            ("outdoor-club", try outdoorClub()), ("furniture-hall", try furnitureHall()),
            ("department-store", try departmentStore()), ("sock-maker", try sockMaker()),
            ("big-box", try bigBox()), ("auction-house", try auctionHouse()),
            ("sneaker-brand", try sneakerBrand()), ("electronics-shop", try electronicsShop()),
            ("european-tailor", try europeanTailor()),
        ]
    }

    static func window(
        _ id: String, _ length: WindowLength, _ conditions: ReturnConditions = .always,
        clock: ReturnClock = .delivered, terms: ReturnTerms = ReturnTerms()
    ) -> ReturnWindow {
        ReturnWindow(
            clause: Samples.clause(id), conditions: conditions, clock: clock, length: length,
            terms: terms)
    }

    private static func policy(
        windows: [ReturnWindow], zone: String = "America/New_York", country: String = "US"
    ) throws -> ReturnPolicy {
        ReturnPolicy(zone: try Samples.zone(zone), homeCountry: country, windows: windows)
    }
}
