import Foundation
import IntentMatching
import Vocabulary
import Wiring

/// The sets for measuring, each on its dev half, as one table.
struct EvaluationTable {
    let folder: String
    let background: [String]

    /// One row: what is learnt from, what is measured on, and lines that nobody should answer.
    private struct Row {
        let name: String
        let train: String
        let test: String
        var oos: String?
        var oosTrain: String?
    }

    private static let rows = [
        Row(name: "hint3-curekart", train: "train", test: "dev"),
        Row(name: "hint3-sofmattress", train: "train", test: "dev"),
        Row(name: "hint3-powerplay11", train: "train", test: "dev"),
        Row(name: "bitext", train: "train_5", test: "dev"),
        Row(name: "bitext", train: "train_10", test: "dev"),
        Row(name: "clinc150", train: "train", test: "dev", oos: "oos_dev", oosTrain: "oos_train"),
        Row(name: "clinc150", train: "train_5", test: "dev", oos: "oos_dev"),
        Row(name: "clinc150", train: "train_10", test: "dev", oos: "oos_dev"),
        Row(name: "banking77", train: "train", test: "dev"),
        Row(name: "banking77", train: "train_10", test: "dev"),
        Row(name: "banking77", train: "train_5", test: "dev"),
        Row(
            name: "banking77-oos", train: "train", test: "dev", oos: "idoos_dev",
            oosTrain: "idoos_train"),
        Row(name: "hwu64", train: "train", test: "dev"),
        Row(name: "hwu64", train: "train_10", test: "dev"),
        Row(name: "snips", train: "train", test: "dev"),
        Row(name: "braun-askubuntu", train: "train", test: "dev"),
        Row(name: "braun-chatbot", train: "train", test: "dev"),
        Row(name: "braun-webapps", train: "train", test: "dev"),
        Row(name: "natcs-banking", train: "train", test: "dev"),
        Row(name: "natcs-finance", train: "train", test: "dev"),
        Row(name: "natcs-insurance", train: "train", test: "dev"),
        Row(name: "multidogo-airline", train: "train", test: "dev", oos: "oos_dev"),
        Row(name: "multidogo-software", train: "train", test: "dev", oos: "oos_dev"),
        Row(name: "xsid-en", train: "train", test: "dev"),
        Row(name: "xsid-de", train: "train", test: "dev"),
        Row(name: "xsid-tr", train: "train", test: "dev"),
        Row(name: "xsid-ja", train: "train", test: "dev"),
    ]

    func run() throws {
        guard FileManager.default.fileExists(atPath: folder) else {
            throw WrongUse("there is no folder '\(folder)'")
        }
        print(
            "set                 train     lines  accuracy  macro F1  AUROC   in@95   learnt s  µs p50"
        )
        for row in Self.rows {
            let base = "\(folder)/\(row.name)"
            guard FileManager.default.fileExists(atPath: "\(base)/\(row.train).tsv") else {
                print("\(row.name)  not here")
                continue
            }
            try show(row, base)
        }
    }

    private func show(_ row: Row, _ base: String) throws {
        let test = try LabelledLines.read("\(base)/\(row.test).tsv")
        let code = row.name.hasPrefix("xsid-") ? String(row.name.suffix(2)) : "en"
        var set = TrainingSet(
            language: Language(code) ?? .english,
            examples: try LabelledLines.read("\(base)/\(row.train).tsv"), background: background)
        if let file = row.oosTrain {
            set.background += try LabelledLines.read("\(base)/\(file).tsv", needsLabel: false)
                .map(\.text)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let matcher = try IntentTrainer.train(set, on: Cores())
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let others = try row.oos.map {
            try LabelledLines.read("\(base)/\($0).tsv", needsLabel: false).map(\.text)
        }
        let evaluation = EvaluationRun.evaluate(matcher, test: test, outOfScope: others)
        let times = MessageTimes.measured(matcher, test.prefix(500).map(\.text))
        func cell(_ text: String, _ width: Int) -> String {
            text.padding(toLength: width, withPad: " ", startingAt: 0)
        }
        let oos = evaluation.outOfScope
        print(
            cell(row.name, 20) + cell(row.train, 10) + cell(String(test.count), 7)
                + cell(EvaluationReport.percent(evaluation.accuracy), 10)
                + cell(EvaluationReport.percent(evaluation.macroF1), 10)
                + cell(oos.map { EvaluationReport.percent($0.auroc) } ?? "-", 8)
                + cell(oos.map { EvaluationReport.percent($0.accuracyAt95Rejected) } ?? "-", 8)
                + cell(EvaluationReport.rounded(seconds, 3), 10)
                + EvaluationReport.rounded(times.p50, 1))
    }
}
