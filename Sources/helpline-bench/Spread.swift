/// Times in microseconds, in short.
struct Spread: CustomStringConvertible {
    private let sorted: [Double]

    init(_ times: [Double]) { sorted = times.sorted() }

    /// The time that this share of all does not exceed; `share` is 0 to 1.
    func at(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var description: String {
        guard !sorted.isEmpty else { return "none" }
        func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        return "mean \(text(mean)) µs, p50 \(text(at(0.5))), p99 \(text(at(0.99))) "
            + "(\(sorted.count))"
    }
}
