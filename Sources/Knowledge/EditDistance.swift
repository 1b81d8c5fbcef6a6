/// How many letters must be added, dropped, changed or swapped to make one word from another.
enum EditDistance {
    /// - Returns: The distance if it is at most `limit`, or nil. Neighbours swapped count once.
    static func within(_ limit: Int, _ left: [UInt8], _ right: [UInt8]) -> Int? {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in within(limit, left, right) }
        }
    }

    /// The same of letters that lie somewhere.
    static func within(
        _ limit: Int, _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
    ) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        if left.elementsEqual(right) { return 0 }
        let width = right.count + 1
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * width) { rows in
            for column in 0..<width {
                rows[column] = 0
                rows[width + column] = column
                rows[2 * width + column] = column
            }
            return distance(limit, left, right, rows)
        }
    }

    /// - Parameter rows: Room for three rows of one column more than `right` has letters: zeros, then
    ///   twice the column's number.
    private static func distance(
        _ limit: Int, _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>,
        _ rows: UnsafeMutableBufferPointer<Int>
    ) -> Int? {
        let width = right.count + 1
        var (beforeLast, last, current) = (0, width, 2 * width)
        for row in 0..<left.count {
            rows[current] = row + 1
            var least = row + 1
            for column in 0..<right.count {
                let isSame = left[row] == right[column]
                var cost = min(
                    rows[last + column] + (isSame ? 0 : 1), rows[last + column + 1] + 1)
                cost = min(cost, rows[current + column] + 1)
                if row > 0 && column > 0 && left[row] == right[column - 1]
                    && left[row - 1] == right[column]
                {
                    cost = min(cost, rows[beforeLast + column - 1] + 1)
                }
                rows[current + column + 1] = cost
                least = min(least, cost)
            }
            if least > limit { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        let distance = rows[last + right.count]
        return distance <= limit ? distance : nil
    }
}
