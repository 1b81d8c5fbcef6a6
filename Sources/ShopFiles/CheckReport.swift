import JSONText
import Vocabulary

/// What `check` found, for a terminal and for programs.
public struct CheckReport: Equatable, Sendable {
    /// By place; notes are among them.
    public let problems: [ShopFileProblem]
    /// Shops that could be served as they are.
    public let soundShops: [ShopID]

    public init(problems: [ShopFileProblem], soundShops: [ShopID]) {
        self.problems = problems.uniquedAndSorted
        self.soundShops = soundShops.sorted()
    }

    public func count(of severity: ShopFileProblem.Severity) -> Int {
        problems.count { $0.severity == severity }
    }

    public var hasErrors: Bool { count(of: .error) > 0 }

    /// One line for each problem; `summary` sums them up.
    ///
    /// - Parameter withNotes: Whether what is merely left aside is told too.
    public func lines(withNotes: Bool = false) -> [String] {
        problems.filter { withNotes || $0.severity > .note }.map(\.description)
    }

    /// For example `2 errors, 1 warning in 1 file; sound: juniper, lumen`.
    public var summary: String {
        let (errors, warnings) = (count(of: .error), count(of: .warning))
        let shops = soundShops.map(\.name).joined(separator: ", ")
        let sound = shops.isEmpty ? "" : "; sound: \(shops)"
        if errors == 0 && warnings == 0 { return "no mistakes found\(sound)" }
        let files = Set(problems.filter { $0.severity > .note }.map(\.file)).count
        return "\(Self.counted(errors, "error")), \(Self.counted(warnings, "warning")) "
            + "in \(Self.counted(files, "file"))\(sound)"
    }

    /// `{"errors":1,"warnings":0,"notes":0,"sound_shops":["lumen"],"problems":[…]}`
    public var jsonObject: JSONObject {
        JSONObject(members: [
            JSONObject.Member(key: "errors", value: .integer(Int64(count(of: .error)))),
            JSONObject.Member(key: "warnings", value: .integer(Int64(count(of: .warning)))),
            JSONObject.Member(key: "notes", value: .integer(Int64(count(of: .note)))),
            JSONObject.Member(
                key: "sound_shops", value: .array(soundShops.map { .string($0.name) })),
            JSONObject.Member(
                key: "problems", value: .array(problems.map { .object($0.jsonObject) })),
        ])
    }

    private static func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}
