import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct EvaluationTests {
    private static func example(_ text: String, _ intent: String) -> TrainingExample {
        TrainingExample(text: text, intent: IntentName(intent), place: "t.tsv:1")
    }

    private static func trial(_ expected: String, _ found: String, _ confidence: Float)
        -> EvaluationTrial
    {
        EvaluationTrial(
            example("a <b> & 'c'", expected),
            IntentMatch(
                candidates: [.init(intent: IntentName(found), confidence: confidence)],
                outcome: confidence < 0.5 ? .unknown : .sure, language: .english))
    }

    private static func evaluation() -> Evaluation {
        let others = [Float(0.1), 0.2, 0.6].map { confidence in
            IntentMatch(
                candidates: [.init(intent: IntentName("a"), confidence: confidence)],
                outcome: confidence < 0.5 ? .unknown : .sure, language: .english)
        }
        return Evaluation(
            trials: [
                trial("a", "a", 0.9), trial("a", "b", 0.7), trial("b", "b", 0.8),
                trial("b", "b", 0.3),
            ], outOfScope: others, threshold: 0.5, trainLineCount: 10)
    }

    @Test func countsWhatTheTrialsSay() throws {
        let evaluation = Self.evaluation()
        #expect(evaluation.accuracy == 0.75)
        #expect(evaluation.intents.map(\.recall) == [0.5, 1])
        #expect(evaluation.intents.map(\.precision) == [1, 2.0 / 3])
        #expect(evaluation.confusions.map(\.found.name) == ["b"])
        #expect(evaluation.outOfScope?.auroc == 11.0 / 12)
        #expect(evaluation.outOfScope?.accuracyAt95Rejected == 0.5)
        #expect(evaluation.threshold?.inScopeAccuracy == 0.5)
        #expect(evaluation.threshold?.outOfScopeRecall == 2.0 / 3)
    }

    @Test func writesTheAgreedJSON() {
        #expect(
            Self.evaluation().json
                == "{\"lines\":4,\"accuracy\":0.750000,\"macro_f1\":0.733333,\"train_lines\":10,"
                + "\"train_seconds\":0.000000,\"microseconds_per_message\":{\"p50\":0.000000,"
                + "\"p99\":0.000000},\"oos\":{\"lines\":3,\"auroc\":0.916667,"
                + "\"accuracy_at_95_oos_rejected\":0.500000},\"threshold\":{\"value\":0.500000,"
                + "\"in_scope_accuracy\":0.500000,\"oos_recall\":0.666667}}")
    }

    @Test func theReportEscapesAndLoadsNothing() {
        let page = Self.evaluation().htmlReport(title: "<x>")
        #expect(page.contains("&lt;x&gt;"))
        #expect(page.contains("a &lt;b&gt; &amp; &#39;c&#39;"))
        #expect(page.contains("<svg"))
        #expect(!page.contains("http"))
        #expect(!page.contains("<script"))
    }

    @Test func equalConfidencesCountHalf() {
        #expect(Evaluation.auroc([0.5, 0.5], above: [0.5]) == 0.5)
        #expect(Evaluation.auroc([], above: [0.5]) == 0)
    }

    @Test func crossValidatesEveryLineOnce() throws {
        let evaluation = try EvaluationRun.crossValidate(IntentMatcherTests.smallSet(), count: 4)
        #expect(evaluation.lineCount == 12)
        #expect(evaluation.accuracy > 0.3)
    }

    @Test func measuresAMatcher() throws {
        let matcher = try IntentTrainer.train(IntentMatcherTests.smallSet())
        let evaluation = EvaluationRun.evaluate(
            matcher, test: [Self.example("refund me", "refund")], outOfScope: ["who is the pope"])
        #expect(evaluation.accuracy == 1)
        #expect(evaluation.outOfScope?.auroc == 1)
    }
}
