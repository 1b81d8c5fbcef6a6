import IntentMatching

/// Looks at regular expressions before anything runs them, by the rules of what will run them.
enum RegexCheck {
    static let bytesMax = 500

    /// - Returns: What is wrong with the expression; nil if it can be used.
    static func mistake(in pattern: String) -> String? {
        guard pattern.utf8.count <= bytesMax else {
            return "it has \(pattern.utf8.count) bytes, at most \(bytesMax)"
        }
        do throws(PatternError) {
            _ = try LinearRegex(pattern)
            return nil
        } catch {
            return error.description
        }
    }
}
