import Foundation

/// What a name looks like at a glance: two names with one skeleton are easily taken for each other.
///
/// After NFKC, without marks, spaces and punctuation, in lower case, letters of other scripts and
/// digits become the Latin letters they look like. The table holds the letters that names of people
/// and roles are forged with (Cyrillic, Greek, Armenian, small capitals, digits), not all of Unicode.
enum Confusables {
    static func skeleton(of name: String) -> String {
        var skeleton = ""
        let folded = name.precomposedStringWithCompatibilityMapping.lowercased()
        for scalar in folded.decomposedStringWithCompatibilityMapping.unicodeScalars {
            if Widthless.contains(scalar.value) { continue }
            if let latin = table[scalar] {
                skeleton += latin
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                skeleton.unicodeScalars.append(scalar)
            }
        }
        return skeleton.replacingOccurrences(of: "rn", with: "m")
            .replacingOccurrences(of: "vv", with: "w")
    }

    /// Keys are lower case, as `skeleton(of:)` has them by then.
    private static let table: [Unicode.Scalar: String] = {
        let looks: [(latin: String, alike: String)] = [
            ("a", "аαɑᴀ4@"), ("b", "ьвβʙ8"), ("c", "сϲᴄ"), ("d", "ԁᴅ"), ("e", "еεєᴇ3"),
            ("f", "ғꜰ"), ("g", "ɡɢ9"), ("h", "һнηʜհ"), ("i", "1l|!іιıɪӏ"), ("j", "јᴊյ"),
            ("k", "кκᴋ"), ("m", "мᴍ"), ("n", "пnոɴ"), ("o", "0оοσօᴏ"), ("p", "рρᴘ"),
            ("q", "ԛզ"), ("r", "гʀ"), ("s", "ѕꜱ5$"), ("t", "тτᴛ7"), ("u", "υսᴜ"),
            ("v", "ѵνᴠ"), ("w", "ԝшωᴡ"), ("x", "хχ"), ("y", "уγүʏ"), ("z", "ᴢ2"),
        ]
        var table: [Unicode.Scalar: String] = [:]
        for (latin, alike) in looks {
            for scalar in alike.unicodeScalars { table[scalar] = latin }
        }
        return table
    }()
}
