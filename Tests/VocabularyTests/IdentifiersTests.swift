import Testing
import Vocabulary

@Suite("Names")
struct IdentifiersTests {
    @Test(
        "a shop's name stands in a file name as it is", arguments: ["a", "juniper", "b-2", "z9-"])
    func shopNames(name: String) {
        #expect(ShopID(name)?.description == name)
        #expect(AgentID(name)?.description == name)
    }

    @Test(
        "nothing else is a short name",
        arguments: [
            "", "A", "9a", "-a", "a_b", "a.b", "../etc", "a b", "é", "a\n",
            String(repeating: "a", count: 33),
        ])
    func noShopNames(name: String) {
        #expect(ShopID(name) == nil)
        #expect(AgentID(name) == nil)
    }

    @Test("the longest short name has 32 letters")
    func longest() { #expect(ShopID(String(repeating: "a", count: 32)) != nil) }

    @Test("languages are two or three lower-case letters")
    func languages() {
        #expect(Language("en") == .english)
        #expect(Language("ast")?.code == "ast")
        for code in ["", "e", "EN", "engl", "e1", "é"] { #expect(Language(code) == nil) }
    }

    @Test("names sort by their letters")
    func order() {
        #expect(["b", "a", "c"].compactMap(ShopID.init).sorted().map(\.name) == ["a", "b", "c"])
        #expect(IntentName("a") < IntentName("b"))
        #expect(SlotName("a") < SlotName("b"))
    }
}

@Suite("Dispositions and stored words")
struct StoredWordsTests {
    /// What is in records already, word for word: a change here breaks every store.
    @Test("stored words are what they were")
    func frozenWords() {
        let dispositions: [Disposition] = [.ended, .idle, .resolved, .messageLeft, .forgotten]
        #expect(
            dispositions.map(\.name) == ["ended", "idle", "resolved", "message_left", "forgotten"])
        #expect(Disposition("ended") == .ended)
        #expect(
            QueueReason.allCases.map(\.rawValue) == [
                "asked", "not_understood", "form_given_up", "rule", "transferred", "agent_lost",
            ])
        #expect(
            DialogueMemory.Expectation.allCases.map(\.rawValue) == [
                "nothing", "confirmation", "message", "contact", "rating", "message_offer",
                "shop_answer", "callback", "person_offer",
            ])
        #expect(Priority.allCases.map(\.rawValue) == ["low", "normal", "high", "urgent"])
        #expect(
            Role.allCases.map(\.rawValue) == ["customer", "bot", "agent", "system", "supervisor"])
    }

    @Test("every failure has one code, in small letters")
    func failureCodes() {
        let codes = FailureCode.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } })
        #expect(codes.contains("not_saved") && codes.contains("busy"))
    }

    @Test("slots of a memory are set, changed and taken away in their order")
    func memorySlots() {
        var memory = DialogueMemory()
        memory[SlotName("a")] = "1"
        memory[SlotName("b")] = "2"
        memory[SlotName("a")] = "3"
        #expect(memory.slots.map(\.value) == ["3", "2"])
        memory[SlotName("a")] = nil
        memory[SlotName("c")] = nil
        #expect(memory.slots.map(\.name.name) == ["b"])
        #expect(memory[SlotName("a")] == nil)
    }
}
