/// Looks at regular expressions before anything runs them.
enum RegexCheck {
    static let bytesMax = 500

    /// - Returns: What is wrong with the expression; nil if it can be used.
    static func mistake(in pattern: String) -> String? {
        guard pattern.utf8.count <= bytesMax else {
            return "it has \(pattern.utf8.count) bytes, at most \(bytesMax)"
        }
        do {
            _ = try Regex(pattern)
            return nil
        } catch {
            // The compiler's words come with its own drawing of the place on lines of their own.
            let words = "\(error)".split(separator: "\n").last.map(String.init) ?? "\(error)"
            return words
        }
    }
}
