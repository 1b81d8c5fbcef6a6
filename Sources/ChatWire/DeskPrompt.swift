import Vocabulary

/// What stands before an agent's cursor: whom the next line goes to and how long that chat is open,
/// so that nobody answers in the wrong one.
public enum DeskPrompt {
    /// For example `juniper#118 02:10 > `; only ASCII, so it is as wide as it has bytes.
    ///
    /// - Parameters:
    ///   - front: nil without a chat; then the agent's own name stands there.
    ///   - sinceNoted: How long ago `front` was noted.
    public static func bytes(
        agent: AgentID, front: DeskFront?, sinceNoted: Duration
    ) -> [UInt8] {
        guard let front else { return Array("\(agent) > ".utf8) }
        let age = front.ageSeconds + Int(sinceNoted.milliseconds / 1_000)
        return Array("\(front.tag.shop)#\(front.tag.number) \(clock(age)) > ".utf8)
    }

    /// Takes a prompt of so many columns away again, on any terminal, without a control sequence.
    public static func erasing(columnCount: Int) -> [UInt8] {
        [0x0D] + Array(repeating: 0x20, count: columnCount) + [0x0D]
    }

    /// Minutes and seconds, or hours and minutes and seconds.
    static func clock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = max(0, seconds)
        let minutes = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        return seconds < 3_600 ? minutes : "\(seconds / 3_600):\(minutes)"
    }
}
