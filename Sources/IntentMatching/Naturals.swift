/// Natural logarithm and exponential from basic arithmetic only, so that every machine and every
/// version of a C library computes the same bytes.
enum Naturals {
    /// - Parameter value: Above 0 and finite.
    static func logarithm(_ value: Double) -> Double {
        var mantissa = value.significand
        var exponent = Double(value.exponent)
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let ratio = (mantissa - 1) / (mantissa + 1)
        let square = ratio * ratio
        var sum = 0.0
        var power = ratio
        var odd = 1.0
        while odd < 30 {
            sum += power / odd
            power *= square
            odd += 2
        }
        return 2 * sum + exponent * 0.693_147_180_559_945_3
    }

    /// e to the power of `value`; 0 below −700, and what e to the 700 is above 700.
    static func exponential(_ value: Double) -> Double {
        if value < -700 { return 0 }
        let bounded = min(value, 700)
        let whole = (bounded / 0.693_147_180_559_945_3).rounded()
        let rest = bounded - whole * 0.693_147_180_559_945_3
        var sum = 1.0
        var term = 1.0
        var count = 1.0
        while count < 18 {
            term *= rest / count
            sum += term
            count += 1
        }
        return Double(sign: .plus, exponent: Int(whole), significand: sum)
    }

    /// 1 ∕ (1 + e⁻ˣ).
    static func logistic(_ value: Double) -> Double { 1 / (1 + exponential(-value)) }
}
