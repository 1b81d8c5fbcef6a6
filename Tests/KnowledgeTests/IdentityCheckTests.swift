import Knowledge
import Testing
import Vocabulary

@Suite struct IdentityCheckTests {
    private func book() throws -> OrderBook { OrderBook(orders: [try Samples.order()]) }

    @Test(arguments: [
        "10115", " 10 115 ", "ana@example.com", "Ana@Example.com ", "ANA @example.com",
    ])
    func eitherProofConfirms(proof: String) throws {
        let outcome = try book().confirm(number: "JP-10432", proof: proof)
        #expect(outcome == .confirmed(try Samples.order()))
    }

    @Test func wrongAndUnknownAreRefusedAlike() throws {
        let book = try book()
        #expect(book.confirm(number: "JP-10432", proof: "10116") == .refused)
        #expect(book.confirm(number: "JP-99999", proof: "10115") == .refused)
        for proof in ["", " ", "1011", "101155", "example.com", "@", "%", "' OR ''='"] {
            #expect(book.confirm(number: "JP-10432", proof: proof) == .refused, "\(proof)")
        }
    }

    @Test func anOrderWithoutProofsIsNeverConfirmed() throws {
        let order = try Samples.order(["email": "", "postcode": ""])
        for proof in ["", " ", "-"] { #expect(!IdentityCheck.agrees(order, proof: proof)) }
    }

    @Test func ukPostcodesMayBeSpacedAnyWay() throws {
        let order = try Samples.order(["postcode": "SW1A 1AA"])
        #expect(IdentityCheck.agrees(order, proof: "sw1a1aa"))
    }

    @Test func fiveWrongProofsLockAndTimeUnlocks() throws {
        var lockOut = IdentityLockOut()
        let start = try Samples.time("2026-03-10")
        for index in 0..<4 {
            let isLocked = lockOut.recordFailure(at: start + .seconds(index))
            #expect(!isLocked)
        }
        #expect(lockOut.triesLeft(at: start + .seconds(5)) == 1)
        let isLockedByFifth = lockOut.recordFailure(at: start + .seconds(5))
        #expect(isLockedByFifth)
        #expect(lockOut.isLocked(at: start + .seconds(6)))
        #expect(lockOut.triesLeft(at: start + .seconds(6)) == 0)
        let isLockedAgain = lockOut.recordFailure(at: start + .seconds(7))
        #expect(!isLockedAgain)
        #expect(lockOut.isLocked(at: start + .seconds(5 + 30 * 60 - 1)))
        #expect(!lockOut.isLocked(at: start + .seconds(5 + 30 * 60)))
    }

    @Test func failuresFarApartDoNotAddUp() throws {
        var lockOut = IdentityLockOut(failureCountMax: 2)
        let start = try Samples.time("2026-03-10")
        lockOut.recordFailure(at: start)
        let isLocked = lockOut.recordFailure(at: start + .seconds(15 * 60))
        #expect(!isLocked)
        #expect(lockOut.failures.count == 1)
    }
}
