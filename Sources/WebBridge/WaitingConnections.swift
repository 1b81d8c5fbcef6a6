import ChatSessions
import NIOCore

/// The HTTP connections of one loop; touched on that loop only.
///
/// A server has room for so many. When it is used up, whoever waits longest for the rest of its
/// request, or for its next one, makes room: slow peers cannot keep others out.
final class WaitingConnections {
    private let countMax: Int
    /// In the order in which they began to wait.
    private var bounds: [RequestBounds] = []

    init(countMax: Int) { self.countMax = countMax }

    /// One for each loop of `loops`, by the loop's identity.
    static func forEachLoop(
        of loops: SessionLoops, countMax: Int
    ) async throws -> [ObjectIdentifier: NIOLoopBound<WaitingConnections>] {
        var byLoop: [ObjectIdentifier: NIOLoopBound<WaitingConnections>] = [:]
        for eventLoop in loops.group.makeIterator() {
            byLoop[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
                NIOLoopBound(WaitingConnections(countMax: countMax), eventLoop: eventLoop)
            }.get()
        }
        return byLoop
    }

    func enter(_ connection: RequestBounds) {
        bounds.append(connection)
        guard bounds.count > countMax else { return }
        bounds.first(where: \.isWaiting)?.giveWay()
    }

    func leave(_ connection: RequestBounds) {
        guard let index = bounds.firstIndex(where: { $0 === connection }) else { return }
        bounds.remove(at: index)
    }
}
