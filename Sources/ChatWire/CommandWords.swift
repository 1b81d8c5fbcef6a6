/// A command's name and what follows it, parted by white space.
struct CommandWords {
    /// Without the slash, in lower case.
    let name: String
    private let arguments: [Substring]
    private let text: Substring

    /// - Parameter line: Begins with a slash.
    init(_ line: String) {
        let body = Substring(line).utf8.dropFirst()
        let nameEnd = body.firstIndex(where: Self.isSpace) ?? body.endIndex
        name = Substring(body[..<nameEnd]).lowercased()
        text = Self.trimmed(Substring(body[nameEnd...]))
        arguments = text.utf8.split(whereSeparator: Self.isSpace).map(Substring.init)
    }

    var count: Int { arguments.count }
    subscript(index: Int) -> String { String(arguments[index]) }
    var first: String? { arguments.first.map(String.init) }

    /// The one argument there is; nil for none or several.
    var only: String? { arguments.count == 1 ? first : nil }

    /// All that follows the name as it was written; nil for nothing.
    var rest: String? { text.isEmpty ? nil : String(text) }

    /// What follows the first `count` arguments as it was written; nil for nothing.
    func rest(after count: Int) -> String? {
        guard arguments.count > count else { return nil }
        return String(text[arguments[count].startIndex...])
    }

    /// A number above zero, with or without the desk's `#` before it.
    func number(at index: Int) -> Int? {
        guard index < arguments.count else { return nil }
        let digits =
            arguments[index].hasPrefix("#") ? arguments[index].dropFirst() : arguments[index]
        guard let number = Int(digits), number >= 0, digits.utf8.first != UInt8(ascii: "+") else {
            return nil
        }
        return number
    }

    var onlyNumber: Int? { count == 1 ? number(at: 0) : nil }

    /// Outer nil: there is something else than one number. Inner nil: there is nothing.
    var optionalNumber: Int?? {
        if count == 0 { return .some(nil) }
        return onlyNumber.map { .some($0) }
    }

    /// - Returns: `text` without spaces and tabs at its ends.
    static func trimmed(_ text: Substring) -> Substring {
        var bytes = text.utf8
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return Substring(bytes)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
