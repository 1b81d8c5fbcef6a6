import Testing
import Vocabulary

@testable import Dialogue

@Suite("Wrong proofs over all conversations")
struct ProofWatchTests {
    private let noon = WallTime(milliseconds: 1_773_136_800_000)

    @Test("an address with too many wrong proofs is locked, whatever numbers it tried")
    func address() {
        var watch = ProofWatch()
        for number in 0..<ProofWatch.addressFailureCountMax {
            #expect(!watch.isLocked(number: "SA-1", from: "192.0.2.7", at: noon))
            watch.recordFailure(number: "SA-9\(number)", from: "192.0.2.7", at: noon)
        }
        #expect(watch.isLocked(number: "SA-1", from: "192.0.2.7", at: noon))
        #expect(!watch.isLocked(number: "SA-1", from: "192.0.2.8", at: noon))
        #expect(!watch.isLocked(number: "SA-1", from: nil, at: noon))
        #expect(!watch.isLocked(number: "SA-1", from: "192.0.2.7", at: noon + .seconds(1_800)))
    }

    @Test("a number tried too often is locked from everywhere, however it is typed")
    func number() {
        var watch = ProofWatch()
        for peer in 0..<ProofWatch.numberFailureCountMax {
            watch.recordFailure(number: "SA-100", from: "192.0.2.\(peer)", at: noon)
        }
        #expect(watch.isLocked(number: "sa 100", from: "198.51.100.1", at: noon))
        #expect(!watch.isLocked(number: "SA-200", from: "198.51.100.1", at: noon))
    }

    @Test("what is remembered is bounded")
    func bounded() {
        var watch = ProofWatch()
        for number in 0...ProofWatch.keyCountMax {
            watch.recordFailure(
                number: "SA-\(number)", from: nil, at: noon + .milliseconds(number))
        }
        #expect(!watch.isLocked(number: "SA-1", from: nil, at: noon))
    }

    @Test("a locked number is answered like an unknown one, and the right proof opens nothing")
    func sameWords() {
        var watch = ProofWatch()
        for _ in 0..<ProofWatch.numberFailureCountMax {
            for number in ["SA-100", "SA-999"] {
                watch.recordFailure(number: number, from: nil, at: noon)
            }
        }
        let gate = ProofGate(watch, from: nil)
        for number in ["SA-100", "SA-999"] {
            var talk = Talk()
            talk.say("where", SampleShop.match("order_status"))
            talk.say(number, Talk.number(number))
            let effects = talk.conversation.handle(
                .customerSaid([Entry.CustomerLine(text: "10115")], Talk.postcode("10115")),
                shop: talk.shop, desk: .nobody, view: ConversationView(proofs: gate), at: noon)
            let told = effects.compactMap { effect -> String? in
                guard case .tell(.message(let message)) = effect else { return nil }
                return message.text
            }
            #expect(told == ["utter_order_locked"])
        }
    }
}
