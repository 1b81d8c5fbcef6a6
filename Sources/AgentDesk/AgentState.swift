import Vocabulary

/// An agent whom the desk has seen.
struct AgentState: Sendable {
    var profile: AgentProfile
    var session: SessionID?
    var presence: Presence = .off
    var presenceSince: WallTime
    /// What a lost agent comes back to.
    var presenceBefore: Presence = .off
    /// Grows with every change of presence or load; what lies in heaps under another one is old.
    var stamp: UInt32 = 0
    /// Grows with every loss of the connection.
    var graceStamp: UInt32 = 0
    /// Cases offered, in the order of offers.
    var offered: [Int32] = []
    var cases: [Int32] = []
    var snoozed: [Int32] = []
    /// When each wrap-up ends.
    var wrapUps: [WallTime] = []
    /// When the last case was taken or let go.
    var idleSince: WallTime
    var missedOfferCount = 0
    /// The lanes that this agent may ever answer.
    var seats: [Seat] = []
    /// Cases that wait for this agent only.
    var heldRoot = DueOrder.none
    var timeline = Timeline()
    /// The account is gone; the place in the array stays empty.
    var isRemoved = false

    /// From what step of a lane on the agent comes into question.
    struct Seat: Sendable {
        let lane: Int32
        let step: Int16
        let tier: Int16
    }

    mutating func shift(by jump: Duration) {
        presenceSince = presenceSince + jump
        idleSince = idleSince + jump
        wrapUps = wrapUps.map { $0 + jump }
        if case .lost(let until) = presence { presence = .lost(until: until + jump) }
    }

    /// Places in use: a place is taken from the offer to the end of the wrap-up.
    var usedCount: Int { offered.count + cases.count + wrapUps.count }
    var hasRoom: Bool { presence == .on && usedCount < profile.capacity }

    /// Whether this agent could be asked, if not now then soon.
    var isStaff: Bool {
        switch presence {
        case .on, .onBreak, .lost: true
        case .off: false
        }
    }

    /// Whether their places count when waits are estimated.
    var isServing: Bool {
        switch presence {
        case .on, .lost: true
        case .off, .onBreak: false
        }
    }
}

/// The last lines of an agent's day: a ring.
struct Timeline: Sendable {
    private var lines: [TimelineLine] = []
    private var start = 0

    mutating func add(_ what: TimelineLine.What, at now: WallTime) {
        let line = TimelineLine(at: now, what: what)
        guard lines.count >= Desk.timelineCountMax else { return lines.append(line) }
        lines[start] = line
        start = (start + 1) % lines.count
    }

    /// The oldest first.
    var all: [TimelineLine] { Array(lines[start...] + lines[..<start]) }
}
