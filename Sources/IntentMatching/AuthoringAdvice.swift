import Vocabulary

/// What an author could do to make the bot understand more.
public enum AuthoringAdvice: Sendable, Equatable {
    /// Two examples of different intents that are nearly the same line.
    case nearDuplicate(TrainingExample, TrainingExample, likeness: Float)
    /// Fewer examples than an intent needs.
    case tooFewExamples(IntentName, count: Int, wanted: Int, place: String)
    /// Examples that are all nearly one sentence.
    case tooUniform(IntentName, likeness: Float, place: String)
    /// An example that the model, trained without it, takes for another intent.
    case misunderstood(TrainingExample, takenFor: IntentName)

    /// - Returns: All advice on a set, in the order of its lines.
    public static func advice(on set: TrainingSet) throws(TrainingError) -> [AuthoringAdvice] { [] }
}
