import IntentMatching
import JSONText

/// Figures of a matcher for people and for programs.
enum EvaluationReport {
    static func printText(_ evaluation: Evaluation) {
        print("lines            \(evaluation.lineCount) (learnt from \(evaluation.trainLineCount))")
        print("accuracy         \(percent(evaluation.accuracy))")
        print("macro F1         \(percent(evaluation.macroF1))")
        if let seconds = evaluation.trainSeconds {
            print("learnt in        \(rounded(seconds, 3)) s")
        }
        if let p50 = evaluation.microsecondsP50, let p99 = evaluation.microsecondsP99 {
            print("a message        \(rounded(p50, 1)) µs (p99 \(rounded(p99, 1)))")
        }
        if let oos = evaluation.outOfScope {
            print("out of scope     \(oos.lineCount) lines, AUROC \(percent(oos.auroc))")
            print("at 95 % rejected \(percent(oos.accuracyAt95Rejected)) of in-scope lines right")
        }
        if let threshold = evaluation.threshold {
            print(
                "threshold        \(rounded(threshold.value, 3)): in scope "
                    + "\(percent(threshold.inScopeAccuracy)), out of scope rejected "
                    + percent(threshold.outOfScopeRecall))
        }
        print("\nintents, the weakest first: precision, recall, F1, lines")
        for figures in evaluation.intents.sorted(by: { $0.f1 < $1.f1 }).prefix(15) {
            print(
                "  \(percent(figures.precision)) \(percent(figures.recall)) \(percent(figures.f1)) "
                    + "\(figures.lineCount)\t\(figures.intent)")
        }
        guard !evaluation.confusions.isEmpty else { return }
        print("\nconfusions worth fixing")
        for confusion in evaluation.confusions.prefix(10) {
            print("  \(confusion.lines.count) × \(confusion.expected) taken for \(confusion.found)")
            for line in confusion.lines.prefix(3) { print("      \(line.place): \(line.text)") }
        }
    }

    static func printJSON(_ evaluation: Evaluation) {
        var writer = JSONWriter()
        writer.beginObject()
        put("lines", evaluation.lineCount, &writer)
        put("accuracy", evaluation.accuracy, &writer)
        put("macro_f1", evaluation.macroF1, &writer)
        put("train_lines", evaluation.trainLineCount, &writer)
        put("train_seconds", evaluation.trainSeconds ?? 0, &writer)
        writer.key("microseconds_per_message")
        writer.beginObject()
        put("p50", evaluation.microsecondsP50 ?? 0, &writer)
        put("p99", evaluation.microsecondsP99 ?? 0, &writer)
        writer.endObject()
        if let oos = evaluation.outOfScope {
            writer.key("oos")
            writer.beginObject()
            put("lines", oos.lineCount, &writer)
            put("auroc", oos.auroc, &writer)
            put("accuracy_at_95_oos_rejected", oos.accuracyAt95Rejected, &writer)
            writer.endObject()
        }
        if let threshold = evaluation.threshold {
            writer.key("threshold")
            writer.beginObject()
            put("value", threshold.value, &writer)
            put("in_scope_accuracy", threshold.inScopeAccuracy, &writer)
            put("oos_recall", threshold.outOfScopeRecall, &writer)
            writer.endObject()
        }
        putIntents(evaluation, &writer)
        writer.endObject()
        Terminal.write(writer.bytes + [0x0A])
    }

    private static func putIntents(_ evaluation: Evaluation, _ writer: inout JSONWriter) {
        writer.key("intents")
        writer.beginArray()
        for figures in evaluation.intents {
            writer.beginObject()
            writer.key("intent")
            writer.string(figures.intent.name)
            put("lines", figures.lineCount, &writer)
            put("precision", figures.precision, &writer)
            put("recall", figures.recall, &writer)
            put("f1", figures.f1, &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("confusions")
        writer.beginArray()
        for confusion in evaluation.confusions {
            writer.beginObject()
            writer.key("expected")
            writer.string(confusion.expected.name)
            writer.key("found")
            writer.string(confusion.found.name)
            writer.key("examples")
            writer.beginArray()
            for line in confusion.lines { writer.string(line.text) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
    }

    private static func put(_ key: StaticString, _ count: Int, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.integer(Int64(count))
    }

    private static func put(_ key: StaticString, _ number: Double, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.number(number)
    }

    static func percent(_ share: Double) -> String { rounded(share * 100, 1) + " %" }

    static func rounded(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }
}
