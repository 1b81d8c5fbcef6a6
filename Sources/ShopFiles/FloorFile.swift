import AgentDesk
import BusinessTime
import Vocabulary

/// Reads `Intents/floor.yml`: the sites where agents sit and the patience of the desk, for all shops.
///
/// The file need not be there.
struct FloorFile {
    static let path = "floor.yml"
    static let keys = [
        "sites", "chats_max", "offer_seconds", "missed_offers_max", "connection_grace_seconds",
        "transfer_patience_seconds", "place_seconds", "snooze_days_max",
    ]
    static let siteKeys = ["time_zone", "hours", "holidays", "special_days", "cost_per_hour"]

    let source: FileSource
    let log: ProblemLog

    /// - Returns: Rules without shops.
    func read() -> DeskRules {
        var rules = DeskRules()
        guard source.isFile(Self.path), let yaml = source.yaml(Self.path),
            let table = TableReader(
                yaml.root, "floor.yml", allowed: Self.keys, in: yaml, log: log)
        else { return rules }
        for pair in table.table("sites") {
            if let site = site(pair, in: yaml) { rules.sites[site.name] = site }
        }
        rules.assignedCountMax = table.integer("chats_max", in: 1...1_000_000)?.value
        if let expiry = seconds("offer_seconds", table, in: 5...600) { rules.offerExpiry = expiry }
        if let most = table.integer("missed_offers_max", in: 1...100) {
            rules.missedOfferCountMax = most.value
        }
        if let grace = seconds("connection_grace_seconds", table, in: 0...3_600) {
            rules.connectionGrace = grace
        }
        if let patience = seconds("transfer_patience_seconds", table, in: 0...3_600) {
            rules.transferPatience = patience
        }
        if let interval = seconds("place_seconds", table, in: 1...3_600) {
            rules.positionInterval = interval
        }
        if let days = table.integer("snooze_days_max", in: 1...365) {
            rules.snoozeMax = .seconds(86_400 * days.value)
        }
        return rules
    }

    private func seconds(
        _ key: String, _ table: TableReader, in range: ClosedRange<Int>
    ) -> Duration? {
        table.integer(key, in: range).map { .seconds($0.value) }
    }

    private func site(_ pair: YAMLPair, in yaml: YAMLFile) -> Site? {
        guard IntentFileReader.isName(pair.key) else {
            log.error(
                yaml.spot(pair),
                "'\(pair.key.shortened)' is no name for a site; letters, digits, '_', '-'")
            return nil
        }
        guard
            let table = TableReader(
                pair.value, "a site", allowed: Self.siteKeys, in: yaml, log: log),
            let hours = HoursReader(table: table, log: log).read()
        else { return nil }
        return Site(
            name: SiteName(pair.key), hours: hours, costPerHourCents: cost(table))
    }

    /// An amount such as `24.50`, in hundredths.
    private func cost(_ table: TableReader) -> Int? {
        guard let text = table.text("cost_per_hour") else { return nil }
        let parts = text.value.split(separator: ".", omittingEmptySubsequences: false)
        let cents = parts.count == 2 ? parts[1] : "00"
        guard (1...2).contains(parts.count), cents.utf8.count == 2, let whole = Int(parts[0]),
            let rest = Int(cents), (0...100_000).contains(whole), rest >= 0
        else {
            log.error(
                text.spot,
                "'\(text.value.shortened)' is no cost; write it as 24 or 24.50, without a currency")
            return nil
        }
        return whole * 100 + rest
    }
}

extension LoadedShop {
    /// The rules of a floor that serves these shops.
    ///
    /// - Parameter floor: What `floor.yml` says, as every shop of one folder has it.
    public static func deskRules(of shops: [LoadedShop]) -> DeskRules {
        var rules = shops.first?.floor ?? DeskRules()
        for shop in shops { rules.shops[shop.id] = shop.settings.desk }
        return rules
    }
}
