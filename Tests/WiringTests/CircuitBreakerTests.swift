import Testing

@testable import Wiring

@Suite("Circuit breaker")
struct CircuitBreakerTests {
    @Test("opens after failures in a row, tries one after its rest, and closes on an answer")
    func opensAndCloses() {
        var breaker = CircuitBreaker()
        var now = Duration.zero
        for _ in 0..<CircuitBreaker.failureCountMax {
            let may1 = breaker.mayAsk(at: now)
            #expect(may1)
            breaker.ended(isFine: false, at: now)
        }
        #expect(breaker.isOpen)
        let may2 = breaker.mayAsk(at: now + .seconds(29))
        #expect(!may2)
        now += CircuitBreaker.rest
        let may3 = breaker.mayAsk(at: now)
        #expect(may3, "one tries")
        let may4 = breaker.mayAsk(at: now)
        #expect(!may4, "the others do not wait for it")
        breaker.ended(isFine: false, at: now)
        let may5 = breaker.mayAsk(at: now + .seconds(1))
        #expect(!may5, "open again")
        now += CircuitBreaker.rest
        let may6 = breaker.mayAsk(at: now)
        #expect(may6)
        breaker.ended(isFine: true, at: now)
        let may7 = breaker.mayAsk(at: now)
        #expect(may7)
        let may8 = breaker.mayAsk(at: now)
        #expect(may8)
    }

    @Test("failures with answers between them do not add up")
    func inARow() {
        var breaker = CircuitBreaker()
        for count in 0..<40 {
            let may9 = breaker.mayAsk(at: .zero)
            #expect(may9)
            breaker.ended(isFine: count % 4 == 3, at: .zero)
        }
    }
}
