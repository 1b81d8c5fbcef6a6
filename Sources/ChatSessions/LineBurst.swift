import NIOCore
import Vocabulary

/// Lines of a customer that come so close to one another that they are one turn.
final class LineBurst {
    static let lineCountMax = 16

    private(set) var lines: [Entry.CustomerLine] = []
    /// Ends the burst when nothing more comes.
    private let ending: Scheduled<Void>

    init(ending: Scheduled<Void>) { self.ending = ending }

    var isFull: Bool { lines.count >= Self.lineCountMax }

    func append(_ line: Entry.CustomerLine) { lines.append(line) }

    /// No longer wants to be ended.
    func cancel() { ending.cancel() }
}
