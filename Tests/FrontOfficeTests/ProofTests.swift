import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Floor: wrong proofs")
struct ProofTests {
    /// Tries one postcode on an order in a conversation of its own.
    ///
    /// - Returns: What the guesser is told last.
    private func guess(
        _ proof: String, for number: String, session: UInt64, from address: String?,
        _ talk: inout FloorTalk
    ) -> String {
        talk.handle(
            .opened(
                SessionID(session),
                OpeningRequest(
                    shop: SimulatedShop.id, language: nil, name: nil, isGreeted: false,
                    address: address)))
        _ = talk.say(session, "where is it")
        _ = talk.say(session, number)
        let told = talk.say(session, proof).last ?? ""
        talk.floor.stock(
            FreshToken(
                text: "s\(session)", digest: TokenDigest(high: 900 + session, low: 0)))
        return told.replacing("\(session): ", with: "")
    }

    @Test("a guesser with many conversations is locked out after as many wrong proofs as with one")
    func manyConversations() {
        var talk = FloorTalk()
        var answers: [String] = []
        for session in 1...100 {
            answers.append(
                guess(
                    "000\(session)", for: "CS-\(900 + session)", session: UInt64(session),
                    from: "192.0.2.7", &talk))
        }
        let compared = answers.prefix { $0.contains("order_not_matched") }.count
        #expect(compared == ProofWatch.addressFailureCountMax)
        #expect(answers.dropFirst(compared).allSatisfy { $0.contains("order_locked") })
        let right = guess("10115", for: "CS-100", session: 200, from: "192.0.2.7", &talk)
        #expect(right.contains("order_locked"), "the right proof opens nothing either")
        let elsewhere = guess("10115", for: "CS-100", session: 201, from: "192.0.2.8", &talk)
        #expect(elsewhere.contains("CS-100 is"), "others are served")
    }

    @Test(
        "a guesser with many addresses is locked out of the number, known or not, in the same words"
    )
    func manyAddresses() {
        var heard: [[String]] = []
        for number in ["CS-100", "CS-999"] {
            var talk = FloorTalk()
            var answers: [String] = []
            for session in 1...20 {
                answers.append(
                    guess(
                        "0000\(session)", for: number, session: UInt64(session),
                        from: "198.51.100.\(session)", &talk))
            }
            let compared = answers.prefix { $0.contains("order_not_matched") }.count
            #expect(compared == ProofWatch.numberFailureCountMax)
            heard.append(answers)
        }
        #expect(heard[0] == heard[1])
    }

    @Test("the lock ends after half an hour")
    func lockEnds() {
        var talk = FloorTalk()
        for session in 1...20 {
            _ = guess(
                "00000", for: "CS-\(session)", session: UInt64(session), from: "192.0.2.7", &talk)
        }
        talk.now = talk.now + .seconds(31 * 60)
        let right = guess("10115", for: "CS-100", session: 300, from: "192.0.2.7", &talk)
        #expect(right.contains("CS-100 is"))
    }
}
