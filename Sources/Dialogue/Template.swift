import Vocabulary

/// A text of an author with variables in it: `Your parcel {{order.number || "is on its way"}}`.
///
/// Parsed once when the files are read. What a customer typed is put in as it is and never read as a
/// template again.
public struct Template: Equatable, Sendable {
    enum Segment: Equatable, Sendable {
        case text(String)
        case variable(String, fallback: String?)
    }

    let segments: [Segment]
    /// The text as it was written.
    public let source: String

    /// Names of all variables in the text, in its order, for `check`.
    public var variables: [String] {
        segments.compactMap { segment in
            switch segment {
            case .text: nil
            case .variable(let name, _): name
            }
        }
    }

    /// - Throws: `TemplateError` where a `{{` has no end, or what is between is no variable.
    public init(parsing source: String) throws(TemplateError) {
        self.source = source
        var segments: [Segment] = []
        var rest = Substring(source)
        while let opening = rest.firstRange(ofASCII: "{{") {
            if opening.lowerBound > rest.startIndex {
                segments.append(.text(String(rest[..<opening.lowerBound])))
            }
            let inner = rest[opening.upperBound...]
            guard let closing = inner.firstRange(ofASCII: "}}") else {
                throw TemplateError(
                    offset: source.utf8.distance(from: source.startIndex, to: opening.lowerBound),
                    message: "'{{' has no '}}' after it")
            }
            let expression = inner[..<closing.lowerBound]
            guard let segment = Self.variable(expression) else {
                throw TemplateError(
                    offset: source.utf8.distance(from: source.startIndex, to: opening.lowerBound),
                    message:
                        "'{{\(expression)}}' is not a variable; write {{name}}, {{order.number}} "
                        + "or {{name || \"instead\"}}")
            }
            segments.append(segment)
            rest = inner[closing.upperBound...]
        }
        if !rest.isEmpty { segments.append(.text(String(rest))) }
        self.segments = segments
    }

    /// - Parameter value: The value of a variable, nil if it has none.
    /// - Returns: The text; nil if a variable without a fallback has no value.
    public func text(with value: (String) -> String?) -> String? {
        var text = ""
        for segment in segments {
            switch segment {
            case .text(let part): text += part
            case .variable(let name, let fallback):
                guard let part = value(name) ?? fallback else { return nil }
                text += part
            }
        }
        return text
    }

    private static func variable(_ expression: Substring) -> Segment? {
        var name = expression
        var fallback: String?
        if let bars = expression.firstRange(ofASCII: "||") {
            name = expression[..<bars.lowerBound]
            let quoted = expression[bars.upperBound...].trimmed
            guard quoted.utf8.count >= 2, let mark = quoted.utf8.first, mark == quoted.utf8.last,
                [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`")].contains(mark)
            else { return nil }
            fallback = String(quoted.dropFirst().dropLast())
        }
        let trimmed = name.trimmed
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy(isNameByte) else { return nil }
        return .variable(String(trimmed), fallback: fallback)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}

/// Why a text could not be read, for the person who wrote it.
public struct TemplateError: Error, Equatable, Sendable {
    /// UTF-8 bytes from the beginning of the text.
    public let offset: Int
    public let message: String
}

extension Substring {
    /// White space of ASCII cut off at both ends.
    var trimmed: Substring {
        var part = self
        while let first = part.utf8.first, first == 0x20 || first == 0x09 || first == 0x0A {
            part = part.dropFirst()
        }
        while let last = part.utf8.last, last == 0x20 || last == 0x09 || last == 0x0A {
            part = part.dropLast()
        }
        return part
    }

    /// Where `pair`, two ASCII characters, comes first.
    fileprivate func firstRange(ofASCII pair: StaticString) -> Range<Index>? {
        let (first, second) = (pair.utf8Start[0], pair.utf8Start[1])
        var index = startIndex
        while index < endIndex {
            let next = utf8.index(after: index)
            if utf8[index] == first, next < endIndex, utf8[next] == second {
                return index..<utf8.index(after: next)
            }
            index = next
        }
        return nil
    }
}
