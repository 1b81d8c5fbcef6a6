import Foundation
import Vocabulary

/// Reads `branding` of `shop.yml`.
struct BrandingReader {
    static let keys = ["colour", "text_colour", "side", "texts"]
    static let textKeys = ["launcher", "title", "intro", "starters", "demonstration"]
    /// Buttons that fit above the composer of a small phone.
    static let starterCountMax = 6
    /// Letters of one text; more do not fit where it stands.
    static let launcherLengthMax = 30
    static let textLengthMax = 240

    let shop: TableReader
    let languages: [Language]
    let log: ProblemLog

    func read() -> Branding {
        var branding = Branding()
        guard let table = shop.reader("branding", allowed: Self.keys) else { return branding }
        let spot = table.spot(ofKey: "colour")
        if let colour = colour("colour", table) { branding.colour = colour }
        if let colour = colour("text_colour", table) { branding.textColour = colour }
        branding.side = table.choice("side", of: Branding.Side.self) ?? .end
        warnOfPoorContrast(branding, spot)
        for pair in table.table("texts") {
            guard let language = Language(pair.key), languages.contains(language) else {
                log.error(
                    shop.file.spot(pair),
                    "'texts' has the language '\(pair.key.shortened)', which the shop does not speak",
                    allowed: languages.map(\.code))
                continue
            }
            branding.texts[language] = texts(pair)
        }
        return branding
    }

    private func texts(_ pair: YAMLPair) -> Branding.Texts {
        var texts = Branding.Texts()
        guard
            let table = TableReader(
                pair.value, "'\(pair.key)'", allowed: Self.textKeys, in: shop.file, log: log)
        else { return texts }
        texts.launcher = text("launcher", table, lengthMax: Self.launcherLengthMax)
        texts.title = text("title", table, lengthMax: Self.launcherLengthMax)
        texts.intro = text("intro", table)
        texts.demonstration = text("demonstration", table)
        let starters = table.texts("starters")
        if starters.count > Self.starterCountMax {
            log.error(
                table.spot(ofKey: "starters"),
                "'starters' holds at most \(Self.starterCountMax) questions, not \(starters.count)")
        }
        texts.starters = starters.prefix(Self.starterCountMax).compactMap {
            fitting($0, "a question", lengthMax: Self.textLengthMax)
        }
        return texts
    }

    private func text(
        _ key: String, _ table: TableReader, lengthMax: Int = BrandingReader.textLengthMax
    ) -> String? {
        table.text(key).flatMap { fitting($0, "'\(key)'", lengthMax: lengthMax) }
    }

    private func fitting(_ text: Located<String>, _ what: String, lengthMax: Int) -> String? {
        let count = text.value.count
        guard count > 0, count <= lengthMax else {
            log.error(text.spot, "\(what) has 1 to \(lengthMax) letters, not \(count)")
            return nil
        }
        return text.value
    }

    private func colour(_ key: String, _ table: TableReader) -> String? {
        guard let text = table.text(key) else { return nil }
        let digits = text.value.dropFirst()
        guard text.value.hasPrefix("#"), digits.count == 6, digits.allSatisfy(\.isHexDigit) else {
            log.error(
                text.spot,
                "'\(text.value.shortened)' is no colour; write '#' and six digits 0–f, "
                    + "in quotes, such as \"#2f6f4f\"")
            return nil
        }
        return text.value.lowercased()
    }

    private func warnOfPoorContrast(_ branding: Branding, _ spot: Spot) {
        let ratio = Contrast.ratio(branding.colour, branding.textColour)
        guard ratio < Contrast.readable else { return }
        log.warning(
            spot,
            "\(branding.textColour) on \(branding.colour) has a contrast of "
                + String(format: "%.1f", ratio)
                + " to 1 and is hard to read; below 4.5 the widget takes black or white instead")
    }
}

/// How far two colours are apart for the eye.
enum Contrast {
    /// What text of a usual size needs: WCAG 2.2, criterion 1.4.3, level AA.
    static let readable = 4.5

    /// - Parameters: Colours as `#rrggbb`.
    /// - Returns: 1 (none) to 21 (black on white), as WCAG 2.2 defines the contrast ratio.
    static func ratio(_ one: String, _ other: String) -> Double {
        let (first, second) = (luminance(one), luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    /// Relative luminance of sRGB, 0 to 1, with WCAG's constants.
    private static func luminance(_ colour: String) -> Double {
        let digits = Array(colour.dropFirst())
        let weights = [0.2126, 0.7152, 0.0722]
        return weights.enumerated().reduce(0) { sum, weight in
            let pair = String(digits[(weight.offset * 2)..<(weight.offset * 2 + 2)])
            let share = Double(Int(pair, radix: 16) ?? 0) / 255
            let linear = share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            return sum + weight.element * linear
        }
    }
}
