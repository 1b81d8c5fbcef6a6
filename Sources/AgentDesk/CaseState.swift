import Vocabulary

/// A place in one of the desk's arrays.
typealias CaseIndex = Int
typealias AgentIndex = Int
typealias LaneIndex = Int
typealias QueueIndex = Int
typealias ShopIndex = Int

/// A case that waits or is with an agent.
struct CaseState: Sendable {
    var facts: WaitingCase
    var place: Place = .nowhere
    /// Grows with every change of place; items of the agenda under another one are overtaken.
    var stamp: UInt32 = 0
    /// Which case in this place of the array it is; for items that outlive changes of place.
    var caseStamp: UInt32 = 0
    /// How many of the lane's delays have passed, less one.
    var step: Int32 = 0
    /// 0 before the first.
    var positionTold: Int32 = 0
    var lane: LaneIndex
    /// From when the demands sink.
    var relaxedSince: WallTime
    /// When an answer was promised; nil where the shop never opens again.
    var dueAt: WallTime?
    /// Was with an agent who was lost: goes before everyone else.
    var isReturned = false
    var isCallback = false
    /// Waits longer than promised, and is counted as such.
    var isBroken = false
    /// Was told that nobody is there.
    var isToldUnstaffed = false
    var isAskedAgainLater = false
    /// Counted among those who wait in its queue.
    var isCounted = false
    var isSilenceChecked = false
    /// Who skipped it or let it expire, the last at the end.
    var passedBy: [Int32] = []
    var acceptedOffer: OfferID?
    /// Who transferred it to one agent.
    var transferredBy: Int32?
    /// The last one; nil before the first, and after the case has changed its queue.
    var decision: Decision?
    var assignedAt: WallTime?
    /// Since when the customer has been without an answer; nil if they are not.
    var unansweredSince: WallTime?
    var isReminded = false
    /// No reminders until then; `.distantFuture` until the agent speaks.
    var heldUntil: WallTime?
    /// When the customer on hold hears of it again; what the agenda has before that is overtaken.
    var heldToldAt: WallTime?
    /// The order in which its agent got it.
    var takenNumber: UInt64 = 0

    /// Why the case went to its agent, without what the case itself says: there are thousands of them.
    struct Decision: Sendable {
        let way: RoutingReason.Way
        let candidateCount: Int32
        let waitedMilliseconds: Int64
        let eligibleAfterMilliseconds: Int64
        let decidedAt: WallTime
        let passedBy: [Int32]
    }

    enum Place: Equatable, Sendable {
        /// On its way between two places, within one decision.
        case nowhere
        case inLine
        case heldFor(AgentIndex, until: WallTime)
        case offered(AgentIndex, OfferID, expiresAt: WallTime)
        case withAgent(AgentIndex)
        case snoozed(AgentIndex, until: WallTime)
        /// A callback that was asked for later.
        case resting(until: WallTime)
    }

    /// Whether the customer waits for a person to come.
    var isWaiting: Bool {
        switch place {
        case .inLine, .heldFor, .offered, .resting: true
        case .nowhere, .withAgent, .snoozed: false
        }
    }

    /// Who has the case, awake or asleep.
    var owner: AgentIndex? {
        switch place {
        case .withAgent(let agent), .snoozed(let agent, _): agent
        case .nowhere, .inLine, .heldFor, .offered, .resting: nil
        }
    }

    mutating func shift(by jump: Duration) {
        facts.waitingSince = facts.waitingSince + jump
        relaxedSince = relaxedSince + jump
        dueAt = dueAt.map { $0 + jump }
        assignedAt = assignedAt.map { $0 + jump }
        unansweredSince = unansweredSince.map { $0 + jump }
        heldToldAt = heldToldAt.map { $0 + jump }
        switch place {
        case .heldFor(let agent, let until): place = .heldFor(agent, until: until + jump)
        case .offered(let agent, let id, let expiresAt):
            place = .offered(agent, id, expiresAt: expiresAt + jump)
        case .nowhere, .inLine, .withAgent, .snoozed, .resting: break
        }
    }

    /// How many passes are remembered; the oldest is forgotten first.
    static let passCountMax = 8
}

extension WallTime {
    /// Behind everything that people can choose.
    static let distantFuture = WallTime(milliseconds: .max / 4)
}
