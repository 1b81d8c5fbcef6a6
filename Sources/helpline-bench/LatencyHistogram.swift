/// Counts of latencies in buckets about 1.6 % wide, from a nanosecond to hours.
struct LatencyHistogram {
    /// Buckets for each doubling of the value.
    private static let stepsPerDoubling = 64
    private var counts = [UInt64](repeating: 0, count: 64 * stepsPerDoubling)
    private(set) var count: UInt64 = 0

    mutating func record(nanoseconds: UInt64) {
        counts[Self.bucket(of: nanoseconds)] += 1
        count += 1
    }

    /// - Parameter share: 0.5 for the median, 0.99 for the 99th percentile.
    /// - Returns: Microseconds; 0 for an empty histogram.
    func microseconds(at share: Double) -> Double {
        let wanted = UInt64((Double(count) * share).rounded(.up))
        var seen: UInt64 = 0
        for (bucket, bucketCount) in counts.enumerated() where bucketCount > 0 {
            seen += bucketCount
            if seen >= max(1, wanted) { return Self.nanoseconds(of: bucket) / 1_000 }
        }
        return 0
    }

    private static func bucket(of value: UInt64) -> Int {
        guard value >= UInt64(stepsPerDoubling) else { return Int(value) }
        let doublings = 63 - value.leadingZeroBitCount
        let step = Int(value >> UInt64(doublings - 6)) & (stepsPerDoubling - 1)
        return (doublings - 5) * stepsPerDoubling + step
    }

    private static func nanoseconds(of bucket: Int) -> Double {
        guard bucket >= stepsPerDoubling else { return Double(bucket) }
        let doublings = bucket / stepsPerDoubling + 5
        let step = bucket % stepsPerDoubling
        return Double(UInt64(stepsPerDoubling + step) << UInt64(doublings - 6))
    }
}
