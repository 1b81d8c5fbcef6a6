/// How many slips of the keyboard lie between two words.
enum EditDistance {
    /// Letters added, left out, replaced, or swapped with their neighbour (optimal string alignment).
    ///
    /// - Returns: nil if there are more than `atMost`, which is at most 3, or a word is longer than 31
    ///   letters; time is bounded by the product of the lengths.
    static func slips(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>, atMost: Int) -> Int?
    {
        guard abs(left.count - right.count) <= atMost, left.count < 32, right.count < 32 else {
            return nil
        }
        // Equal beginnings and ends cost nothing and are most of two near words.
        var a = left
        var b = right
        while let first = a.first, first == b.first {
            a.removeFirst()
            b.removeFirst()
        }
        while let last = a.last, last == b.last {
            a.removeLast()
            b.removeLast()
        }
        if a.isEmpty || b.isEmpty { return a.count + b.count <= atMost ? a.count + b.count : nil }
        return table(a, b, atMost: atMost)
    }

    private static func table(
        _ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>, atMost: Int
    ) -> Int? {
        // Small numbers, so that a row is copied in one go.
        var before: InlineArray<32, UInt8> = .init(repeating: 0)
        var previous: InlineArray<32, UInt8> = .init(repeating: 0)
        var current: InlineArray<32, UInt8> = .init(repeating: 0)
        for column in 0...b.count { previous[column] = UInt8(column) }
        for row in 1...a.count {
            current[0] = UInt8(row)
            var lowest = UInt8(row)
            let letter = a[a.startIndex + row - 1]
            for column in 1...b.count {
                let other = b[b.startIndex + column - 1]
                var slips = previous[column - 1] + (letter == other ? 0 : 1)
                slips = min(slips, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, letter == b[b.startIndex + column - 2],
                    a[a.startIndex + row - 2] == other
                {
                    slips = min(slips, before[column - 2] + 1)
                }
                current[column] = slips
                lowest = min(lowest, slips)
            }
            if Int(lowest) > atMost { return nil }
            before = previous
            previous = current
        }
        let slips = Int(previous[b.count])
        return slips <= atMost ? slips : nil
    }
}
