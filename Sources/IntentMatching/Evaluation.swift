import Vocabulary

/// How well a matcher does on lines whose intents are known.
public struct Evaluation: Sendable, Equatable {
    /// Figures of one intent.
    public struct IntentFigures: Sendable, Equatable {
        public var intent: IntentName
        /// Lines of it in the test.
        public var lineCount: Int
        public var precision: Double
        public var recall: Double
        public var f1: Double
    }

    /// Lines of one intent that were taken for another.
    public struct Confusion: Sendable, Equatable {
        public var expected: IntentName
        public var found: IntentName
        /// The lines themselves, in their order.
        public var lines: [TrainingExample]
    }

    /// How in-scope lines and lines nobody should answer fall apart by confidence.
    public struct OutOfScope: Sendable, Equatable {
        public var lineCount: Int
        /// Chance that an in-scope line is surer than an out-of-scope line, 0…1.
        public var auroc: Double
        /// Share of in-scope lines answered rightly when 95 % of the others are rejected.
        public var accuracyAt95Rejected: Double
    }

    /// What the model's own threshold does.
    public struct Threshold: Sendable, Equatable {
        public var value: Double
        /// Share of in-scope lines answered, and rightly.
        public var inScopeAccuracy: Double
        /// Share of out-of-scope lines rejected.
        public var outOfScopeRecall: Double
    }

    public var lineCount: Int
    public var trainLineCount: Int
    /// Share of lines whose best candidate is right, threshold or not.
    public var accuracy: Double
    public var macroF1: Double
    public var intents: [IntentFigures]
    /// Most lines first.
    public var confusions: [Confusion]
    public var outOfScope: OutOfScope?
    public var threshold: Threshold?
    /// Measured by the caller, who has a clock.
    public var trainSeconds: Double?
    public var microsecondsP50: Double?
    public var microsecondsP99: Double?
}
