/// A place in one of the authors' files.
struct Spot: Hashable, Comparable, Sendable {
    /// Relative to `Intents/`.
    var file: String
    var line = 1
    var column = 1

    /// For messages that point at a second place: `juniper/en/orders.yml:12`.
    var short: String { "\(file):\(line)" }

    static func < (left: Spot, right: Spot) -> Bool {
        (left.file, left.line, left.column) < (right.file, right.line, right.column)
    }
}

/// Gathers what is wrong while files are read; owned by the one call that reads them.
///
/// After `problemCountMax` problems of one file the rest of that file is not reported: the first ones
/// are usually the cause of the others.
final class ProblemLog {
    static let problemCountMax = 200

    private(set) var problems: [ShopFileProblem] = []
    private var countByFile: [String: Int] = [:]

    /// Hints and lists of names are worked out only for problems that are told.
    func error(
        _ spot: Spot, _ message: String, allowed: @autoclosure () -> [String] = [],
        hint: @autoclosure () -> String? = nil
    ) {
        add(.error, spot, message, allowed, hint)
    }

    func warning(
        _ spot: Spot, _ message: String, allowed: @autoclosure () -> [String] = [],
        hint: @autoclosure () -> String? = nil
    ) {
        add(.warning, spot, message, allowed, hint)
    }

    func note(_ spot: Spot, _ message: String) { add(.note, spot, message, { [] }, { nil }) }

    /// Adds what another log has gathered.
    func take(_ others: [ShopFileProblem]) {
        problems += others
        errorCount += others.count { $0.severity == .error }
    }

    /// How many errors there are so far, also those that are too many to be told.
    private(set) var errorCount = 0

    private func add(
        _ severity: ShopFileProblem.Severity, _ spot: Spot, _ message: String,
        _ allowed: () -> [String], _ hint: () -> String?
    ) {
        if severity == .error { errorCount += 1 }
        let count = countByFile[spot.file, default: 0]
        countByFile[spot.file] = count + 1
        guard count < Self.problemCountMax else { return }
        problems.append(
            ShopFileProblem(
                severity: severity, file: spot.file, line: spot.line, column: spot.column,
                message: message, allowed: allowed(), hint: hint()))
    }
}
