import Vocabulary

extension ReturnPolicy {
    /// Ids that are empty or stand for two sentences, and sentences that are missing.
    func clauseProblems(_ languages: [Language]) -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        var firstByID: [String: (clause: Clause, path: String)] = [:]
        for (path, clause) in clauses {
            if clause.id.isEmpty {
                problems.append(
                    PolicyProblem(
                        path: "\(path).id", message: "a clause has no id",
                        allowed: "a short name such as R1"))
            }
            if let first = firstByID[clause.id], first.clause != clause {
                problems.append(
                    PolicyProblem(
                        path: "\(path).id",
                        message: "'\(clause.id)' is the id of \(first.path) too",
                        allowed: "an id of its own for each clause"))
            }
            firstByID[clause.id] = firstByID[clause.id] ?? (clause, path)
            for language in languages where clause.sentences[language]?.isEmpty ?? true {
                problems.append(
                    PolicyProblem(
                        path: "\(path).sentence.\(language)",
                        message: "clause \(clause.id) has no sentence in \(language)",
                        allowed: "a sentence in every language of the shop"))
            }
        }
        return problems
    }

    /// All clauses with their places.
    var clauses: [(path: String, clause: Clause)] {
        var clauses: [(path: String, clause: Clause)] = []
        for (name, list) in lists {
            for (index, window) in list.enumerated() {
                clauses.append(("\(name)[\(index)]", window.clause))
                for (stageIndex, stage) in window.stages.enumerated() {
                    if let clause = stage.clause {
                        clauses.append(("\(name)[\(index)].stages[\(stageIndex)]", clause))
                    }
                }
            }
        }
        return clauses
            + extensions.enumerated().map { ("extensions[\($0.offset)]", $0.element.clause) }
    }

    /// Extensions that end before their season does, and seasons that overlap.
    func extensionProblems() -> [PolicyProblem] {
        var problems: [PolicyProblem] = []
        for (index, holiday) in extensions.enumerated() {
            let path = "extensions[\(index)]"
            let last = holiday.boughtBetween.last.day(inYear: 2026)
            if holiday.returnUntil.day(onOrAfter: last) == nil {
                problems.append(
                    PolicyProblem(
                        path: "\(path).return_until",
                        message: "\(holiday.returnUntil) is before the season ends on \(last)",
                        allowed: "a day after \(last)"))
            }
            for (other, earlier) in extensions[..<index].enumerated()
            where earlier.conditions == holiday.conditions
                && earlier.returnUntil != holiday.returnUntil
            {
                guard
                    let day = holiday.boughtBetween.sampleDays.first(
                        where: earlier.boughtBetween.contains)
                        ?? earlier.boughtBetween.sampleDays.first(
                            where: holiday.boughtBetween.contains)
                else { continue }
                problems.append(
                    PolicyProblem(
                        severity: .warning, path: "\(path).bought_between",
                        message: "overlaps extensions[\(other)] on \(day); the later day counts",
                        allowed: "seasons that do not overlap"))
            }
        }
        return problems
    }
}
