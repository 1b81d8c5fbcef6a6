import Foundation

/// Counts what the costly steps of one turn take.
///
///     helpline-counts count STEP [ROUNDS]   allocations of one step; instructions under callgrind
///     helpline-counts check THRESHOLDS      all steps, against what they may take; 1 if one takes more
@main
struct HelplineCounts {
    static func main() {
        do {
            exit(try run(Array(CommandLine.arguments.dropFirst())))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(2)
        }
    }

    private static let usage = """
        helpline-counts count STEP [ROUNDS]
        helpline-counts check THRESHOLDS
        steps: \(Step.allCases.map(\.rawValue).joined(separator: " "))
        folders, by environment: HELPLINE_INTENTS (Intents), HELPLINE_COUNTS (.build/counts)
        """

    private static func run(_ arguments: [String]) throws -> Int32 {
        switch arguments.first {
        case "count":
            guard arguments.count > 1, let step = Step(rawValue: arguments[1]) else {
                throw CountError(usage)
            }
            let tally = try count(step, rounds: arguments.count > 2 ? Int(arguments[2]) : nil)
            print("\(step.rawValue) \(tally.times) \(tally.allocations)")
            return 0
        case "check" where arguments.count == 2: return try Check(arguments[1]).run()
        default: throw CountError(usage)
        }
    }

    /// Long enough for an average, short enough for callgrind.
    private static func roundsByDefault(_ step: Step) -> Int {
        switch step {
        case .line, .match, .turn, .reply: 10
        case .commit1: 200
        case .commit32: 20
        case .commit256: 4
        case .replay: 2
        case .whole: 20
        }
    }

    private static func count(_ step: Step, rounds: Int?) throws -> Tally {
        let environment = ProcessInfo.processInfo.environment
        let folder = environment["HELPLINE_COUNTS"] ?? ".build/counts"
        let store = "\(folder)/\(step.rawValue)-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(
            atPath: store, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: store) }
        let shop = try DemonstrationShop(
            "juniper", intents: environment["HELPLINE_INTENTS"] ?? "Intents", cache: folder)
        return try StepRun(shop: shop, folder: store)
            .run(step, rounds: rounds ?? roundsByDefault(step))
    }
}
