import Glibc

/// One of the generator's connections.
final class LoadConnection {
    enum State { case connecting, greeting, ready }

    let descriptor: Int32
    var state = State.connecting
    var judge: ReplyJudge
    /// Lines asked and not yet answered, the one asked first coming first.
    var asked: [[UInt8]] = []
    /// Place in the list of questions.
    var questionIndex: Int
    var askedCount = 0
    var turnsLeft = 0
    /// When the lines under way were about to be handed to the kernel.
    var sentAt: UInt64 = 0
    var awaitsFirstByte = false
    /// The server has said something.
    var hasHeard = false
    /// The answer to the dialect's opening was read.
    var isOpened = false
    /// A line whose end has not come.
    var partial: [UInt8] = []
    var unsent: [UInt8] = []

    init(descriptor: Int32, dialect: Dialect, questionIndex: Int) {
        self.descriptor = descriptor
        judge = ReplyJudge(dialect: dialect)
        self.questionIndex = questionIndex
    }

    /// Asks `count` questions with one write.
    ///
    /// - Parameter buffer: Emptied and used for the bytes.
    func ask(_ count: Int, questions: [[UInt8]], buffer: inout [UInt8]) throws {
        buffer.removeAll(keepingCapacity: true)
        for _ in 0..<count {
            let question = questions[questionIndex % questions.count]
            questionIndex += 1
            askedCount += 1
            asked.append(question)
            judge.dialect.append(question, number: askedCount, to: &buffer)
        }
        awaitsFirstByte = true
        // Before the write: on a busy machine the answer may be there when the write returns.
        sentAt = MonotonicClock.nanoseconds()
        try send(buffer)
    }

    /// Writes, keeping what the kernel does not take at once.
    func send(_ bytes: [UInt8]) throws {
        guard unsent.isEmpty else {
            unsent += bytes
            return
        }
        let count = write(descriptor, bytes, bytes.count)
        if count == bytes.count { return }
        guard count >= 0 || errno == EAGAIN else {
            throw BenchError("write: \(String(cString: strerror(errno)))")
        }
        unsent = Array(bytes[max(0, count)...])
    }

    func sendUnsent() throws {
        guard !unsent.isEmpty else { return }
        let bytes = unsent
        unsent = []
        try send(bytes)
    }
}
