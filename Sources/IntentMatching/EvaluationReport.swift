import Vocabulary

extension Evaluation {
    /// The figures as one JSON object, as `helpline evaluate --json` prints it.
    public var json: String {
        var fields = [
            "\"lines\":\(lineCount)", "\"accuracy\":\(Self.number(accuracy))",
            "\"macro_f1\":\(Self.number(macroF1))", "\"train_lines\":\(trainLineCount)",
            "\"train_seconds\":\(Self.number(trainSeconds ?? 0))",
            "\"microseconds_per_message\":{\"p50\":\(Self.number(microsecondsP50 ?? 0)),"
                + "\"p99\":\(Self.number(microsecondsP99 ?? 0))}",
        ]
        if let outOfScope {
            fields.append(
                "\"oos\":{\"lines\":\(outOfScope.lineCount),\"auroc\":\(Self.number(outOfScope.auroc)),"
                    + "\"accuracy_at_95_oos_rejected\":"
                    + "\(Self.number(outOfScope.accuracyAt95Rejected))}")
        }
        if let threshold {
            fields.append(
                "\"threshold\":{\"value\":\(Self.number(threshold.value)),"
                    + "\"in_scope_accuracy\":\(Self.number(threshold.inScopeAccuracy)),"
                    + "\"oos_recall\":\(Self.number(threshold.outOfScopeRecall))}")
        }
        return "{" + fields.joined(separator: ",") + "}"
    }

    private static func number(_ value: Double) -> String { Decimals.text(value, digits: 6) }

    /// One page that opens without a network: figures, a picture of the confusions, the lines that cause
    /// them, and every intent's figures. All text is escaped.
    ///
    /// - Parameter title: What was measured.
    public func htmlReport(title: String = "Intents") -> String {
        let name = Self.escaped(title)
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(name)</title>
            <meta name="viewport" content="width=device-width">
            <style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:64em;padding:0 1em}
            table{border-collapse:collapse;margin:1em 0}
            td,th{padding:.2em .7em;text-align:left;border-bottom:1px solid #ccc}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            svg{max-width:100%;height:auto}svg text{font:10px sans-serif;fill:currentColor}
            @media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}}
            </style></head><body>
            <h1>\(name)</h1>
            \(summary)
            <h2>Confusions worth fixing</h2>
            \(ConfusionPicture(confusions).svg)
            \(confusionList)
            <h2>Intents</h2>
            \(intentTable)
            </body></html>

            """
    }

    private var summary: String {
        var rows = [
            ("Lines tested", "\(lineCount)"), ("Lines trained", "\(trainLineCount)"),
            ("Accuracy", Self.percent(accuracy)), ("Macro F1", Self.percent(macroF1)),
        ]
        if let outOfScope {
            rows.append(("Out-of-scope lines", "\(outOfScope.lineCount)"))
            rows.append(("Area under the curve", Self.percent(outOfScope.auroc)))
            rows.append(
                (
                    "Right with 95 % of them rejected",
                    Self.percent(outOfScope.accuracyAt95Rejected)
                ))
        }
        if let threshold {
            rows.append(("Threshold", Decimals.text(threshold.value, digits: 3)))
            rows.append(("Right above the threshold", Self.percent(threshold.inScopeAccuracy)))
            if outOfScope != nil {
                rows.append(
                    ("Out-of-scope lines rejected", Self.percent(threshold.outOfScopeRecall)))
            }
        }
        let body = rows.map { "<tr><th>\($0.0)</th><td class=\"n\">\($0.1)</td></tr>" }
        return "<table>" + body.joined() + "</table>"
    }

    private var confusionList: String {
        guard !confusions.isEmpty else { return "<p>None.</p>" }
        let items = confusions.prefix(50).map { confusion in
            let lines = confusion.lines.prefix(8).map { line in
                let place = line.place.isEmpty ? "" : " <small>\(Self.escaped(line.place))</small>"
                return "<li>\(Self.escaped(line.text))\(place)</li>"
            }
            return "<details><summary>\(Self.escaped(confusion.expected.name)) taken for "
                + "\(Self.escaped(confusion.found.name)): \(confusion.lines.count)</summary><ul>"
                + lines.joined() + "</ul></details>"
        }
        return items.joined(separator: "\n")
    }

    private var intentTable: String {
        let rows = intents.map { figures in
            "<tr><td>\(Self.escaped(figures.intent.name))</td><td class=\"n\">\(figures.lineCount)</td>"
                + [figures.precision, figures.recall, figures.f1]
                .map { "<td class=\"n\">\(Self.percent($0))</td>" }.joined() + "</tr>"
        }
        return "<table><tr><th>Intent</th><th class=\"n\">Lines</th><th class=\"n\">Precision</th>"
            + "<th class=\"n\">Recall</th><th class=\"n\">F1</th></tr>\n"
            + rows.joined(separator: "\n") + "</table>"
    }

    private static func percent(_ share: Double) -> String {
        Decimals.text(share * 100, digits: 1) + " %"
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default:
                let isControl = scalar.value < 0x20 || scalar.value == 0x7F
                escaped.unicodeScalars.append(isControl ? " " : scalar)
            }
        }
        return escaped
    }
}

/// Which intents are taken for which, as a drawn table.
struct ConfusionPicture {
    private static let intentCountMax = 40
    private static let cell = 14

    private let intents: [IntentName]
    private let confusions: [Evaluation.Confusion]

    /// - Parameter confusions: Most lines first; intents of the first ones are drawn.
    init(_ confusions: [Evaluation.Confusion]) {
        var intents: [IntentName] = []
        for confusion in confusions {
            for intent in [confusion.expected, confusion.found]
            where !intents.contains(intent) && intents.count < Self.intentCountMax {
                intents.append(intent)
            }
        }
        self.intents = intents.sorted()
        self.confusions = confusions
    }

    var svg: String {
        guard !intents.isEmpty else { return "" }
        let label = 8 * (intents.map { $0.name.unicodeScalars.count }.max() ?? 0) * 7 / 10 + 12
        let size = intents.count * Self.cell
        var parts: [String] = []
        for (place, intent) in intents.enumerated() {
            let name = Evaluation.escaped(intent.name)
            let middle = place * Self.cell + Self.cell - 4
            parts.append(
                "<text x=\"\(label - 4)\" y=\"\(label + middle)\" text-anchor=\"end\">\(name)</text>"
            )
            parts.append(
                "<text transform=\"translate(\(label + middle) \(label - 4)) rotate(-60)\">\(name)</text>"
            )
        }
        let most = confusions.map(\.lines.count).max() ?? 1
        for confusion in confusions {
            guard let row = intents.firstIndex(of: confusion.expected),
                let column = intents.firstIndex(of: confusion.found)
            else { continue }
            let depth = Decimals.text(
                0.2 + 0.8 * Double(confusion.lines.count) / Double(most), digits: 2)
            let title = Evaluation.escaped(
                "\(confusion.expected) taken for \(confusion.found): \(confusion.lines.count)")
            parts.append(
                "<rect x=\"\(label + column * Self.cell)\" y=\"\(label + row * Self.cell)\" "
                    + "width=\"\(Self.cell - 1)\" height=\"\(Self.cell - 1)\" fill=\"#c22\" "
                    + "fill-opacity=\"\(depth)\"><title>\(title)</title></rect>")
        }
        let side = label + size
        return "<svg viewBox=\"0 0 \(side + label / 2) \(side + 4)\" "
            + "width=\"\(side + label / 2)\" role=\"img\" aria-label=\"Confusions: rows are expected, "
            + "columns are found\"><rect x=\"\(label)\" y=\"\(label)\" width=\"\(size)\" "
            + "height=\"\(size)\" fill=\"none\" stroke=\"#999\"/>\n" + parts.joined(separator: "\n")
            + "</svg>"
    }
}
