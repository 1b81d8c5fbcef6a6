import Testing

@testable import Engine

@Suite("Figures by name")
struct MetricRegistryTests {
    @Test("the text is what Prometheus reads")
    func theText() {
        let registry = MetricRegistry()
        let sure = registry.counter(
            "helpline_matches_total", "Matched.", labels: [("outcome", "sure")])
        let other = registry.counter(
            "helpline_matches_total", "Matched.", labels: [("outcome", "a\"b\\")])
        registry.gauge("helpline_waiting", "Waiting.") { 7 }
        let waits = registry.histogram(
            "helpline_wait_seconds", "Waits.", boundsInMilliseconds: [10, 1_500])
        sure.add()
        sure.add(2)
        other.add()
        waits.observe(.milliseconds(10))
        waits.observe(.milliseconds(11))
        waits.observe(.seconds(4))
        #expect(
            registry.text == """
                # HELP helpline_matches_total Matched.
                # TYPE helpline_matches_total counter
                helpline_matches_total{outcome="sure"} 3
                helpline_matches_total{outcome="a\\"b\\\\"} 1
                # HELP helpline_waiting Waiting.
                # TYPE helpline_waiting gauge
                helpline_waiting 7
                # HELP helpline_wait_seconds Waits.
                # TYPE helpline_wait_seconds histogram
                helpline_wait_seconds_bucket{le="0.01"} 1
                helpline_wait_seconds_bucket{le="1.5"} 2
                helpline_wait_seconds_bucket{le="+Inf"} 3
                helpline_wait_seconds_sum 4.021
                helpline_wait_seconds_count 3

                """)
    }

    @Test("a series that is asked for again takes the place of the old one")
    func seriesAreReplaced() {
        let registry = MetricRegistry()
        registry.gauge("helpline_a", "A.") { 1 }
        registry.gauge("helpline_a", "A.") { 2 }
        #expect(registry.text.hasSuffix("gauge\nhelpline_a 2\n"))
    }
}
