/// A currency by its ISO 4217 code. Stored: never rename.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
    /// Three upper-case letters, for example `EUR`.
    public let code: String
    /// Digits after the decimal mark: 2 for most, 0 for JPY, 3 for KWD.
    public let exponent: Int

    /// - Returns: nil if `code` is not one in use; lower case is accepted.
    public init?(_ code: String) {
        let upper = code.uppercased()
        guard upper.utf8.count == 3 else { return nil }
        if Self.codesWithoutDecimals.contains(upper) {
            exponent = 0
        } else if Self.codesWithThreeDecimals.contains(upper) {
            exponent = 3
        } else if Self.codesWithTwoDecimals.contains(upper) {
            exponent = 2
        } else {
            return nil
        }
        self.code = upper
    }

    /// The sign people write, or the code where there is no sign that everybody knows.
    public var symbol: String { Self.symbols[code] ?? code }

    /// The currency of a sign such as `€`; `$`, `¥` and `£` are those of the US, Japan and the UK.
    public init?(symbol: String) {
        guard let code = Self.symbols.filter({ $0.value == symbol }).map(\.key).min() else {
            return nil
        }
        self.init(code)
    }

    /// How many minor units are one unit: 100 for EUR.
    public var minorUnitsPerUnit: Int64 { exponent == 0 ? 1 : exponent == 2 ? 100 : 1_000 }

    public var description: String { code }

    private static let symbols: [String: String] = [
        "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "PLN": "zł",
        "CZK": "Kč", "TRY": "₺", "UAH": "₴", "BRL": "R$", "ILS": "₪",
    ]
    private static let codesWithoutDecimals = codes(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF")
    private static let codesWithThreeDecimals = codes("BHD IQD JOD KWD LYD OMR TND")
    private static let codesWithTwoDecimals = codes(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD \
        CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
        GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD \
        MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP \
        PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
        TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG
        """)

    private static func codes(_ text: String) -> Set<String> {
        Set(text.split(separator: " ").map(String.init))
    }
}
