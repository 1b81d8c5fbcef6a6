import Testing

@testable import Wiring

@Suite("Circuit breaker")
struct CircuitBreakerTests {
    @Test("opens after failures in a row, tries one after its rest, and closes on an answer")
    func opensAndCloses() {
        var breaker = CircuitBreaker()
        var now = Duration.zero
        for _ in 0..<CircuitBreaker.failureCountMax {
            #expect(breaker.mayAsk(at: now))
            breaker.ended(isFine: false, at: now)
        }
        #expect(breaker.isOpen)
        #expect(!breaker.mayAsk(at: now + .seconds(29)))
        now += CircuitBreaker.rest
        #expect(breaker.mayAsk(at: now), "one tries")
        #expect(!breaker.mayAsk(at: now), "the others do not wait for it")
        breaker.ended(isFine: false, at: now)
        #expect(!breaker.mayAsk(at: now + .seconds(1)), "open again")
        now += CircuitBreaker.rest
        #expect(breaker.mayAsk(at: now))
        breaker.ended(isFine: true, at: now)
        #expect(breaker.mayAsk(at: now))
        #expect(breaker.mayAsk(at: now))
    }

    @Test("failures with answers between them do not add up")
    func inARow() {
        var breaker = CircuitBreaker()
        for count in 0..<40 {
            #expect(breaker.mayAsk(at: .zero))
            breaker.ended(isFine: count % 4 == 3, at: .zero)
        }
    }
}
