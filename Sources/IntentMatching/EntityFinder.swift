import Vocabulary

/// Finds values in a line: numbers, names, dates and what the author listed.
struct EntityFinder: Sendable {
    init(_ sources: EntitySources, language: Language) throws(TrainingError) {}

    /// - Returns: Entities in the order of the line; ranges do not overlap.
    func entities(in text: String, line: FoldedLine, today: CivilDay?) -> [Entity] { [] }
}
