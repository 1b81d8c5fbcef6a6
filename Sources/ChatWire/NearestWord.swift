/// Finds the word that was probably meant.
public enum NearestWord {
    /// - Returns: The candidate that differs least from `word`, by at most one letter in three put
    ///   in, left out, changed or exchanged with its neighbour; nil if none is so near. Of several,
    ///   the first.
    public static func of(_ word: String, in candidates: [String]) -> String? {
        let typed = Array(word.utf8.prefix(32))
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let meant = Array(candidate.utf8)
            let limit = max(1, max(typed.count, meant.count) / 3)
            guard abs(typed.count - meant.count) <= limit, min(typed.count, meant.count) > 1 else {
                continue
            }
            let distance = distance(typed, meant)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// Optimal string alignment (Damerau–Levenshtein without repeated edits).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let isEqual = left[row] == right[column]
                var cost = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (isEqual ? 0 : 1))
                let isExchanged =
                    row > 0 && column > 0 && left[row] == right[column - 1]
                    && left[row - 1] == right[column]
                if isExchanged { cost = min(cost, beforeLast[column - 1] + 1) }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
