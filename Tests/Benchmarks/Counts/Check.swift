import Foundation

/// Every step against what it may take at most.
struct Check {
    /// What one time of a step may take.
    private struct Threshold {
        let step: Step
        let instructions: Double
        let allocations: Double
    }

    private let thresholds: [Threshold]

    /// - Parameter path: A table: step, instructions, allocations, with tabs between; `#` begins a remark.
    init(_ path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        thresholds = try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let cells = line.split(separator: "\t")
            guard cells.count == 3, let step = Step(rawValue: String(cells[0])),
                let instructions = Double(cells[1]), let allocations = Double(cells[2])
            else {
                throw CountError("\(path): '\(line)' is not: step, instructions, allocations")
            }
            return Threshold(step: step, instructions: instructions, allocations: allocations)
        }
        let missing = Step.allCases.filter { step in !thresholds.contains { $0.step == step } }
        guard missing.isEmpty else {
            throw CountError("\(path): no line for \(missing.map(\.rawValue))")
        }
    }

    /// - Returns: 0 if every step keeps within, 1 if one takes more.
    func run() throws -> Int32 {
        print("step         instructions   at most  allocations   at most")
        var isFine = true
        for threshold in thresholds {
            let found = try count(threshold.step)
            let keeps =
                found.instructions <= threshold.instructions
                && found.allocations <= threshold.allocations
            isFine = isFine && keeps
            print(
                Self.cell(threshold.step.rawValue, 12, isLeft: true)
                    + Self.cell("\(Int(found.instructions))", 13)
                    + Self.cell("\(Int(threshold.instructions))", 10)
                    + Self.cell(String(format: "%.1f", found.allocations), 13)
                    + Self.cell(String(format: "%.1f", threshold.allocations), 10)
                    + (keeps ? "" : "   MORE THAN ALLOWED"))
        }
        return isFine ? 0 : 1
    }

    /// Counts in a process of its own, so that no step warms another.
    private func count(_ step: Step) throws -> (instructions: Double, allocations: Double) {
        let program = CommandLine.arguments[0]
        // Models are trained, if they have to be, where it does not take a hundred times as long.
        let (counted, _) = try output(of: [program, "count", step.rawValue])
        let cells = counted.split(whereSeparator: \.isWhitespace)
        guard cells.count == 3, let times = Double(cells[1]), let allocations = Double(cells[2])
        else { throw CountError("\(step.rawValue): '\(counted)' is no count") }
        let (_, report) = try output(of: [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
            "--instr-atstart=no", "--collect-atstart=no", program, "count", step.rawValue,
        ])
        let collected = report.split(separator: "\n").first { $0.contains("Collected : ") }
        guard let number = collected?.split(separator: " ").last, let all = Double(number) else {
            throw CountError("callgrind counted nothing:\n\(report)")
        }
        return (all / times, allocations)
    }

    private func output(of command: [String]) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaints = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let texts = [printed, complaints].map { String(decoding: $0, as: UTF8.self) }
        guard process.terminationStatus == 0 else {
            throw CountError("\(command.joined(separator: " ")): \(texts[1])")
        }
        return (texts[0], texts[1])
    }

    private static func cell(_ text: String, _ width: Int, isLeft: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return isLeft ? text + padding : padding + text
    }
}
