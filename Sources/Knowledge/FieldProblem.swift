/// One mistake in a record of a shop's file: a product, an order.
public struct FieldProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The column or key, for example `delivered_on`.
    public let field: String
    /// What stood there; empty if nothing did.
    public let found: String
    public let message: String
    /// What may stand there.
    public let allowed: String
    /// What was probably meant.
    public let hint: String?

    public init(
        field: String, found: String, message: String, allowed: String, hint: String? = nil
    ) {
        (self.field, self.found, self.message) = (field, found, message)
        (self.allowed, self.hint) = (allowed, hint)
    }

    public var description: String {
        "\(field): \(message)" + (found.isEmpty ? "" : ", found '\(found)'")
            + "; allowed: \(allowed)" + (hint.map { "; did you mean \($0)?" } ?? "")
    }
}

/// A mistake in a file of records with the line it is on.
public struct RecordProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The first line is 1.
    public let line: Int
    /// The first column of text is 1; nil where the mistake is the record's and not a field's.
    public let column: Int?
    public let problem: FieldProblem

    public init(line: Int, column: Int?, problem: FieldProblem) {
        (self.line, self.column, self.problem) = (line, column, problem)
    }

    public var description: String {
        "\(line)" + (column.map { ":\($0)" } ?? "") + ": \(problem)"
    }
}

/// One mistake in a shop's return policy, for the person who wrote it.
public struct PolicyProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Whether the policy can be used all the same.
    public enum Severity: String, Sendable {
        /// The policy contradicts itself or says something that cannot be.
        case error
        /// The policy can be used; probably it does not say what was meant.
        case warning
    }

    public let severity: Severity
    /// Where in the policy, for example `windows[2].length`.
    public let path: String
    public let message: String
    /// What may stand there.
    public let allowed: String
    /// What to do, or what was probably meant.
    public let hint: String?

    public init(
        severity: Severity = .error, path: String, message: String, allowed: String,
        hint: String? = nil
    ) {
        (self.severity, self.path, self.message) = (severity, path, message)
        (self.allowed, self.hint) = (allowed, hint)
    }

    public var description: String {
        "\(path): \(message); allowed: \(allowed)" + (hint.map { "; \($0)" } ?? "")
    }
}
