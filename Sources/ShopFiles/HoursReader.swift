import BusinessTime
import Foundation
import Vocabulary

/// Reads `time_zone`, `hours`, `holidays` and `special_days` of `shop.yml`.
struct HoursReader {
    let table: TableReader
    let log: ProblemLog

    /// - Returns: nil if there are mistakes; the log names each.
    func read() -> OpeningHours? {
        var spots: [String: Spot] = [:]
        let zone = table.needed("time_zone")
        if let zone { spots["zone"] = zone.spot }
        if !table.has("hours") { log.error(table.spot, "\(table.what) needs 'hours'") }
        let hours = spans("hours", &spots)
        let specialDays = spans("special_days", &spots)
        var holidays: [(String, String)] = []
        for pair in table.table("holidays") {
            spots["holidays.\(pair.key)"] = spot(pair)
            guard let name = pair.value.text else {
                log.error(spot(pair), "the holiday \(pair.key) needs a name")
                continue
            }
            holidays.append((pair.key, name))
        }
        guard let zone else { return nil }
        do throws(OpeningHoursProblems) {
            let parsed = try OpeningHours(
                parsing: hours, holidays: holidays.map { (day: $0.0, name: $0.1) },
                specialDays: specialDays.map { (day: $0.days, spans: $0.spans) }, zone: zone.value)
            return parsed
        } catch {
            for problem in error.problems {
                report(problem, at: spots[problem.path] ?? table.spot(ofKey: "hours"), zone.value)
            }
            return nil
        }
    }

    private func report(_ problem: OpeningHoursProblem, at spot: Spot, _ zone: String) {
        guard problem.path == "zone" else {
            return log.error(spot, problem.message, allowed: [problem.allowed], hint: problem.hint)
        }
        let near =
            NearestName.of(zone, among: TimeZone.knownTimeZoneIdentifiers) ?? problem.hint
        log.error(spot, problem.message, allowed: [problem.allowed], hint: near)
    }

    private func spans(
        _ key: String, _ spots: inout [String: Spot]
    ) -> [(days: String, spans: [String])] {
        table.table(key).map { pair in
            let path = "\(key).\(pair.key)"
            spots[path] = spot(pair)
            let items: [YAMLNode]
            switch pair.value.content {
            case .list(let list): items = list
            case .scalar, .table: items = pair.value.isNull ? [] : [pair.value]
            }
            var texts: [String] = []
            for item in items {
                guard let text = item.text else {
                    log.error(
                        table.spot(of: item),
                        "hours are texts such as \"09:00-18:00\", "
                            + "not \(item.kindName)")
                    continue
                }
                spots["\(path)[\(texts.count)]"] = table.spot(of: item)
                texts.append(text)
            }
            return (pair.key, texts)
        }
    }

    private func spot(_ pair: YAMLPair) -> Spot {
        Spot(file: table.spot.file, line: pair.line, column: pair.column)
    }
}
