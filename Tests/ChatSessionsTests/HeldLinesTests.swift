import Testing

@testable import ChatSessions

struct HeldLinesTests {
    @Test func linesComeBackInOrder() {
        var held = HeldLines()
        for line in ["one", "", "three"] {
            Array(line.utf8).withUnsafeBufferPointer { held.append($0) }
        }
        #expect(held.next() == Array("one".utf8))
        #expect(held.next() == [])
        #expect(!held.isEmpty)
        #expect(held.next() == Array("three".utf8))
        #expect(held.isEmpty && held.next() == nil)
    }
}
