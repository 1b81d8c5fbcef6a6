/// Decimal numbers as text, the same everywhere, without a formatter.
enum Decimals {
    /// - Parameter digits: Behind the point, 0 to 9; rounded half away from zero.
    static func text(_ number: Double, digits: Int) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return number.isNaN ? "0" : "\(number)" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((abs(number) * scale).rounded(.toNearestOrAwayFromZero))
        let whole = scaled / Int64(scale)
        let sign = number < 0 && scaled != 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        let fraction = String(scaled % Int64(scale))
        return "\(sign)\(whole)." + String(repeating: "0", count: digits - fraction.utf8.count)
            + fraction
    }
}
