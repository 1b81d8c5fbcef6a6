import Synchronization

/// All figures of a server by name, for `/metrics`: whoever counts something asks for a counter, a
/// gauge or a histogram once, keeps it, and writes to it from any thread without waiting.
///
/// Names begin with `helpline_`; counters end with `_total`, times with `_seconds`.
public final class MetricRegistry: Sendable {
    /// Counts up from 0.
    public final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        public func add(_ more: Int = 1) { count.add(more, ordering: .relaxed) }
        public var value: Int { count.load(ordering: .relaxed) }
    }

    /// Counts times in classes, each of which holds those of the classes before it as well.
    public final class Histogram: Sendable {
        /// Upper bounds in milliseconds, rising.
        let bounds: [Int]
        private let counts: [Counter]
        private let microseconds = Counter()

        init(boundsInMilliseconds: [Int]) {
            bounds = boundsInMilliseconds
            counts = (0...boundsInMilliseconds.count).map { _ in Counter() }
        }

        /// - Parameter time: Not negative.
        public func observe(_ time: Duration) {
            let (seconds, attoseconds) = time.components
            let whole = Int(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
            let index = bounds.firstIndex { whole <= $0 * 1_000 } ?? bounds.count
            counts[index].add()
            microseconds.add(whole)
        }

        func append(_ name: String, _ labels: String, to text: inout String) {
            var sum = 0
            for (bound, count) in zip(bounds, counts) {
                sum += count.value
                let edge = "le=\"\(Self.seconds(bound * 1_000))\""
                text += "\(name)_bucket{\(labels.isEmpty ? edge : labels + "," + edge)} \(sum)\n"
            }
            sum += counts[bounds.count].value
            let edge = "le=\"+Inf\""
            text += "\(name)_bucket{\(labels.isEmpty ? edge : labels + "," + edge)} \(sum)\n"
            let braced = labels.isEmpty ? "" : "{\(labels)}"
            text += "\(name)_sum\(braced) \(Self.seconds(microseconds.value))\n"
            text += "\(name)_count\(braced) \(sum)\n"
        }

        /// In seconds, without zeros that say nothing.
        private static func seconds(_ microseconds: Int) -> String {
            let digits = String(microseconds % 1_000_000)
            var fraction = String(repeating: "0", count: 6 - digits.count) + digits
            while fraction.last == "0" { fraction.removeLast() }
            let whole = String(microseconds / 1_000_000)
            return fraction.isEmpty ? whole : "\(whole).\(fraction)"
        }
    }

    /// For answers: from a millisecond to ten seconds.
    public static let answerBounds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000]
    /// For people who wait for people: from five seconds to an hour.
    public static let queueBounds = [
        5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
    ]

    private enum Series: Sendable {
        case counter(Counter)
        case gauge(@Sendable () -> Int)
        case histogram(Histogram)

        var kind: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct Family: Sendable {
        let name: String
        let help: String
        /// Labels as they are written, and what they belong to.
        var series: [(labels: String, series: Series)]
    }

    private let families = Mutex<[Family]>([])

    public init() {}

    /// - Parameters:
    ///   - help: One sentence, the same for all labels of a name.
    ///   - labels: Names and values; few values each, never what customers say.
    public func counter(
        _ name: String, _ help: String, labels: [(String, String)] = []
    ) -> Counter {
        let counter = Counter()
        add(.counter(counter), name, help, labels)
        return counter
    }

    /// - Parameter value: Asked for each time the figures are; must come back at once.
    public func gauge(
        _ name: String, _ help: String, labels: [(String, String)] = [],
        value: @escaping @Sendable () -> Int
    ) {
        add(.gauge(value), name, help, labels)
    }

    public func histogram(
        _ name: String, _ help: String, labels: [(String, String)] = [],
        boundsInMilliseconds: [Int]
    ) -> Histogram {
        let histogram = Histogram(boundsInMilliseconds: boundsInMilliseconds)
        add(.histogram(histogram), name, help, labels)
        return histogram
    }

    private func add(
        _ series: Series, _ name: String, _ help: String, _ labels: [(String, String)]
    ) {
        let written = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
        families.withLock { families in
            guard let index = families.firstIndex(where: { $0.name == name }) else {
                families.append(Family(name: name, help: help, series: [(written, series)]))
                return
            }
            // Asked for again, as after a reload: the newest one counts.
            families[index].series.removeAll { $0.labels == written }
            families[index].series.append((written, series))
        }
    }

    static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
            "\n", with: "\\n")
    }

    /// All figures in Prometheus' text exposition format 0.0.4.
    public var text: String {
        var text = ""
        for family in families.withLock({ $0 }) {
            guard let kind = family.series.first?.series.kind else { continue }
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(kind)\n"
            for (labels, series) in family.series {
                let braced = labels.isEmpty ? "" : "{\(labels)}"
                switch series {
                case .counter(let counter): text += "\(family.name)\(braced) \(counter.value)\n"
                case .gauge(let value): text += "\(family.name)\(braced) \(value())\n"
                case .histogram(let histogram): histogram.append(family.name, labels, to: &text)
                }
            }
        }
        return text
    }
}
