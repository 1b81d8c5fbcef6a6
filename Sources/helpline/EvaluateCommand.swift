import ArgumentParser
import Foundation
import IntentMatching
import JSONText
import Vocabulary
import Wiring

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate", abstract: "Measures the matcher on lines with known intents.",
        discussion: """
            Files hold `text<TAB>intent` a line, or are intent files in Rasa's YAML.

            Examples:
              helpline evaluate --train train.tsv --test dev.tsv
              helpline evaluate --train train.tsv --test dev.tsv --oos oos_dev.tsv --oos-train oos_train.tsv --json
              helpline evaluate --train Intents/juniper/en/returns.yml --cross-validate 5 --html report.html
            """)

    @Option(help: "Lines to learn from; may repeat.") var train: [String] = []
    @Option(help: "Lines to measure on.") var test: String?
    @Option(help: "Lines that nobody should answer, to measure on.") var oos: String?
    @Option(help: "Lines that nobody should answer, to choose the threshold by; may repeat.")
    var oosTrain: [String] = []
    @Option(
        help: "Instead of --test: learn k times without a k-th of the lines, and measure on it.")
    var crossValidate: Int?
    @Option(help: "The language of the lines.") var lang = "en"
    @Option(help: "General lines that no shop answers; `none` leaves them out.")
    var background: String?
    @Option(help: "The folder with the shops' files, for the general lines.") var intents =
        "Intents"
    @Option(help: "Write a report with a picture of the confusions to this file.") var html: String?
    @Option(help: "All sets in this folder on their dev halves, as one table.") var all: String?
    @Flag(help: "One JSON object.") var json = false

    func run() throws {
        guard let language = Language(lang) else { throw WrongUse("'\(lang)' is no language code") }
        if let all { return try EvaluationTable(folder: all, background: lines(language)).run() }
        guard !train.isEmpty else { throw WrongUse("name the lines to learn from: --train FILE") }
        guard (test == nil) != (crossValidate == nil) else {
            throw WrongUse("name either --test FILE or --cross-validate K")
        }
        var set = TrainingSet(
            language: language, examples: try train.flatMap { try read($0) },
            background: try lines(language))
        for file in oosTrain { set.background += try read(file, needsLabel: false).map(\.text) }
        let evaluation = try crossValidate.map { try validated(set, $0) } ?? measured(set)
        if let html {
            try Data(evaluation.htmlReport().utf8).write(to: URL(fileURLWithPath: html))
        }
        json ? EvaluationReport.printJSON(evaluation) : EvaluationReport.printText(evaluation)
    }

    private func read(_ file: String, needsLabel: Bool = true) throws -> [TrainingExample] {
        do throws(LabelledLines.Mistake) {
            return try LabelledLines.read(file, needsLabel: needsLabel)
        } catch { throw WrongUse(error.description) }
    }

    private func lines(_ language: Language) throws -> [String] {
        guard background != "none" else { return [] }
        let file = background ?? "\(intents)/shared/\(language)/background.txt"
        guard let content = FileManager.default.contents(atPath: file) else {
            guard background == nil else { throw WrongUse("\(file) cannot be read") }
            return []
        }
        return String(decoding: content, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    private func validated(_ set: TrainingSet, _ count: Int) throws -> Evaluation {
        guard count > 1 else { throw WrongUse("--cross-validate takes a number from 2") }
        do throws(TrainingError) {
            return try EvaluationRun.crossValidate(set, count: count, on: Cores()) {
                Terminal.progress("measuring", $0)
            }
        } catch { throw WrongUse(error.description) }
    }

    private func measured(_ set: TrainingSet) throws -> Evaluation {
        let clock = ContinuousClock()
        let start = clock.now
        let matcher: IntentMatcher
        do throws(TrainingError) {
            matcher = try IntentTrainer.train(set, on: Cores()) {
                Terminal.progress("learning", $0)
            }
        } catch { throw WrongUse(error.description) }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let testLines = try test.map { try read($0) } ?? []
        let others = try oos.map { try read($0, needsLabel: false).map(\.text) }
        var evaluation = EvaluationRun.evaluate(matcher, test: testLines, outOfScope: others)
        evaluation.trainSeconds = seconds
        let times = MessageTimes.measured(matcher, testLines.map(\.text))
        evaluation.microsecondsP50 = times.p50
        evaluation.microsecondsP99 = times.p99
        if oosTrain.isEmpty { evaluation.threshold = others == nil ? nil : evaluation.threshold }
        return evaluation
    }
}

/// How long one message takes to match.
enum MessageTimes {
    /// Each line once to warm up, then five times; in microseconds.
    static func measured(
        _ matcher: IntentMatcher, _ lines: [String]
    ) -> (p50: Double, p99: Double) {
        guard !lines.isEmpty else { return (0, 0) }
        let clock = ContinuousClock()
        for line in lines { _ = matcher.match(line) }
        var times: [Double] = []
        for _ in 0..<5 {
            for line in lines {
                let start = clock.now
                _ = matcher.match(line)
                times.append(start.duration(to: clock.now) / .microseconds(1))
            }
        }
        times.sort()
        return (times[times.count / 2], times[min(times.count - 1, times.count * 99 / 100)])
    }
}
