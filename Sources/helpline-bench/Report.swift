/// All rounds of a run, and what they come to.
struct Report {
    var disk: Double?
    /// Rounds by load and contender, in the order in which they were run.
    var rounds: [(load: Load, contender: String, figures: RoundFigures)] = []
    var idle: [(contender: String, figures: IdleFigures)] = []
    var starts: [StartFigures] = []
    let server: String
    let yardstick: String?
    /// The name under which the rounds through the server's WebSocket are listed.
    static let socketName = "websocket"

    /// The name under which the store's own rounds are listed.
    static let storeName = "store alone"

    private var names: [String] {
        [yardstick, server, Self.socketName, Self.storeName].compactMap { $0 }
    }

    private var loads: [Load] {
        var seen: [Load] = []
        for round in rounds where !seen.contains(round.load) { seen.append(round.load) }
        return seen
    }

    private func figures(_ load: Load, _ contender: String) -> [RoundFigures] {
        rounds.filter { $0.load == load && $0.contender == contender }.map(\.figures)
    }

    private func middle(_ load: Load, _ contender: String) -> RoundFigures? {
        let all = figures(load, contender)
        guard !all.isEmpty else { return nil }
        return RoundFigures(
            turnsPerSecond: median(all.map(\.turnsPerSecond)),
            p50Microseconds: median(all.map(\.p50Microseconds)),
            p99Microseconds: median(all.map(\.p99Microseconds)),
            cpuMicrosecondsPerTurn: all[0].cpuMicrosecondsPerTurn == nil
                ? nil : median(all.compactMap(\.cpuMicrosecondsPerTurn)))
    }

    /// The server's turns as a share of a yardstick's: the median over the rounds.
    ///
    /// - Returns: nil where that yardstick was not measured.
    func ratio(_ load: Load, to yardstick: String?) -> Double? {
        guard let yardstick else { return nil }
        let pairs = zip(figures(load, server), figures(load, yardstick))
        let ratios = pairs.map { $0.turnsPerSecond / $1.turnsPerSecond }
        return ratios.isEmpty ? nil : median(ratios)
    }

    /// The WebSocket's median latency as a multiple of the line port's: the median over the rounds.
    ///
    /// - Returns: nil where it was not measured.
    func socketLatencyRatio(_ load: Load) -> Double? {
        let pairs = zip(figures(load, Self.socketName), figures(load, server))
        let ratios = pairs.map { $0.p50Microseconds / $1.p50Microseconds }
        return ratios.isEmpty ? nil : median(ratios)
    }

    private func cell(_ ratio: Double?) -> String { ratio.map(hundredth) ?? "-" }

    /// A table for people.
    var text: String {
        var lines = [
            row([
                "load", "server", "turns/s", "p50 µs", "p99 µs", "CPU µs/turn", "of echo",
                "of store",
            ])
        ]
        for load in loads {
            for name in names {
                guard let middle = middle(load, name) else { continue }
                lines.append(
                    row([
                        load.name, name, whole(middle.turnsPerSecond),
                        tenth(middle.p50Microseconds), tenth(middle.p99Microseconds),
                        middle.cpuMicrosecondsPerTurn.map(tenth) ?? "-",
                        name == server ? cell(ratio(load, to: yardstick)) : "",
                        name == server ? cell(ratio(load, to: Self.storeName)) : "",
                    ]))
            }
            if let ratio = socketLatencyRatio(load) {
                lines.append("  p50 of the WebSocket: \(hundredth(ratio)) × the line port's")
            }
        }
        if !idle.isEmpty {
            let titles = ["idle", "server", "connects/s", "bytes each", "after 3 turns"]
            lines += ["", row(titles)]
        }
        for (name, figures) in idle {
            lines.append(
                row([
                    String(figures.connectionCount), name, whole(figures.connectsPerSecond),
                    figures.bytesPerConnection.map(whole) ?? "-",
                    figures.bytesAfterTurns.map(whole) ?? "-",
                ]))
        }
        for figures in starts {
            lines += ["", figures.text(tenth)]
        }
        if let disk { lines += ["", "write + fdatasync of 4 KiB: p50 \(tenth(disk)) µs"] }
        return lines.joined(separator: "\n")
    }

    /// The same as one JSON object on one line.
    var json: String {
        let loads = loads.flatMap { load in
            names.compactMap { name -> String? in
                guard let middle = middle(load, name) else { return nil }
                return object([
                    ("server", quoted(name)), ("connections", String(load.connectionCount)),
                    ("burst", String(load.burst)),
                    ("turns_per_second", tenth(middle.turnsPerSecond)),
                    ("p50_microseconds", tenth(middle.p50Microseconds)),
                    ("p99_microseconds", tenth(middle.p99Microseconds)),
                    ("cpu_microseconds_per_turn", optional(middle.cpuMicrosecondsPerTurn)),
                    ("of_echo", share(name, load, of: yardstick)),
                    ("of_store", share(name, load, of: Self.storeName)),
                ])
            }
        }
        let idle = idle.map { name, figures in
            object([
                ("server", quoted(name)), ("connections", String(figures.connectionCount)),
                ("connects_per_second", tenth(figures.connectsPerSecond)),
                ("bytes_per_connection", optional(figures.bytesPerConnection)),
                ("bytes_after_three_turns", optional(figures.bytesAfterTurns)),
            ])
        }
        let starts = starts.map { figures in
            object([
                ("open_conversations", String(figures.openCount)),
                ("milliseconds_to_first_answer", tenth(median(figures.milliseconds))),
            ])
        }
        return object([
            ("loads", "[\(loads.joined(separator: ","))]"),
            ("idle", "[\(idle.joined(separator: ","))]"),
            ("starts", "[\(starts.joined(separator: ","))]"),
            ("disk_fdatasync_p50_microseconds", optional(disk)),
        ])
    }

    private func share(_ name: String, _ load: Load, of yardstick: String?) -> String {
        (name == server ? ratio(load, to: yardstick) : nil).map(thousandth) ?? "null"
    }
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let upper = sorted[sorted.count / 2]
    return sorted.count % 2 == 1 ? upper : (upper + sorted[sorted.count / 2 - 1]) / 2
}

private func row(_ cells: [String]) -> String {
    let widths = [18, 11, 12, 12, 14, 13, 8, 9]
    return zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index < 2 ? cell.0 + padding : padding + cell.0
    }.joined(separator: " ")
}

private func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
}

private func quoted(_ name: String) -> String {
    "\"" + name.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
}

private func optional(_ value: Double?) -> String { value.map(tenth) ?? "null" }
private func whole(_ value: Double) -> String { String(Int(value.rounded())) }
private func tenth(_ value: Double) -> String { decimal(value, digits: 1) }
private func hundredth(_ value: Double) -> String { decimal(value, digits: 2) }
private func thousandth(_ value: Double) -> String { decimal(value, digits: 3) }

private func decimal(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let fraction = String(scaled % Int(scale))
    let padding = String(repeating: "0", count: digits - fraction.count)
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / Int(scale)).\(padding)\(fraction)"
}
