import JSONText

/// Where a value stands in a JSON document: `order.lines[0].sku`, with or without `$.` before it.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    enum Step: Hashable, Sendable {
        case key(String)
        case index(Int)
    }

    /// What was found at a path.
    public enum Finding: Equatable, Sendable {
        case value(JSONValue)
        /// The document ends before: a key is missing, or the value is null.
        case missing
        /// A list on the way has too few elements: an answer that says "none".
        case emptyList
    }

    private static let stepCountMax = 16

    let steps: [Step]
    public let description: String

    /// - Returns: nil if `text` is no path.
    public init?(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        if rest.hasPrefix("$") { rest = rest.dropFirst(rest.hasPrefix("$.") ? 2 : 1) }
        while !rest.isEmpty {
            if rest.hasPrefix("[") {
                let digits = rest.dropFirst().prefix { $0 != "]" }
                guard let index = Int(digits), (0...9_999).contains(index),
                    digits.endIndex < rest.endIndex
                else { return nil }
                steps.append(.index(index))
                rest = rest[digits.endIndex...].dropFirst()
            } else {
                let key = rest.prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty, key.allSatisfy({ !$0.isWhitespace && $0 != "]" }) else {
                    return nil
                }
                steps.append(.key(String(key)))
                rest = rest[key.endIndex...]
            }
            if rest.hasPrefix(".") {
                rest = rest.dropFirst()
                guard !rest.isEmpty, !rest.hasPrefix("["), !rest.hasPrefix(".") else { return nil }
            }
        }
        guard (1...Self.stepCountMax).contains(steps.count) else { return nil }
        self.steps = steps
        description = text
    }

    public func finding(in document: JSONValue) -> Finding {
        var value = document
        for step in steps {
            switch step {
            case .key(let key):
                guard let next = value[key] else { return .missing }
                value = next
            case .index(let index):
                guard let list = value.array else { return .missing }
                guard list.indices.contains(index) else { return .emptyList }
                value = list[index]
            }
        }
        return value.isNull ? .missing : .value(value)
    }

    /// The value there; nil where there is none.
    func value(in document: JSONValue) -> JSONValue? {
        guard case .value(let value) = finding(in: document) else { return nil }
        return value
    }
}

extension JSONValue {
    /// A text, number or truth as a file would write it; nil for lists, objects and null.
    var fieldText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        // Prices are written with up to two decimals; more is the noise of binary fractions.
        case .number(let number): number.magnitude < 1e12 ? Self.decimal(number) : nil
        case .bool(let bool): bool ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    private static func decimal(_ number: Double) -> String {
        let cents = (number * 100).rounded()
        let whole = Int64(cents.magnitude) / 100
        let rest = Int64(cents.magnitude) % 100
        return (cents < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
