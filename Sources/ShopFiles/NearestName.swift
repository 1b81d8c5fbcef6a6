/// Finds what an author probably meant.
enum NearestName {
    /// The name nearest to `written` among `known`.
    ///
    /// - Returns: The first with the least number of changed, missing, extra or swapped letters, at
    ///   most 2 and fewer than half of what was written; else one that begins with what was written,
    ///   or the other way round; nil if nothing is near.
    static func of(_ written: String, among known: some Sequence<String>) -> String? {
        let wanted = Array(folded(written).utf8)
        guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
        var best: (name: String, distance: Int)?
        var byPrefix: String?
        for name in known {
            let candidate = Array(folded(name).utf8)
            let limit = min(best.map { $0.distance - 1 } ?? 2, max(1, (wanted.count - 1) / 2))
            if let distance = distance(wanted, candidate, limit: limit) {
                best = (name, distance)
                if distance == 0 { break }
            } else if let known = best, candidate.starts(with: wanted),
                !folded(known.name).utf8.starts(with: wanted),
                distance(wanted, candidate, limit: known.distance) != nil
            {
                // Of two as near, the one that goes on where the author stopped.
                best = (name, known.distance)
            }
            if byPrefix == nil, min(wanted.count, candidate.count) >= 3,
                candidate.starts(with: wanted) || wanted.starts(with: candidate)
            {
                byPrefix = name
            }
        }
        return best?.name ?? byPrefix
    }

    /// Letter case, hyphens and underscores do not count: `Order-Status` is `order_status`.
    private static func folded(_ name: String) -> String {
        String(decoding: name.lowercased().utf8.map { $0 == 0x2D ? 0x5F : $0 }, as: UTF8.self)
    }

    /// Changed, missing, extra and swapped neighbouring bytes between two names.
    ///
    /// - Returns: nil if there are more than `limit`, which may be negative.
    static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in 0..<right.count {
                let isSame = left[row] == right[column]
                var cost = min(last[column + 1] + 1, current[column] + 1)
                cost = min(cost, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            guard (current.min() ?? 0) <= limit else { return nil }
            (beforeLast, last) = (last, current)
        }
        let total = last[right.count]
        return total <= limit ? total : nil
    }
}
