import Vocabulary

/// What a conversation's entries say about waiting, answering and handling.
///
/// Names and meanings follow Intercom's conversation statistics, which many reporting tools know.
/// Times with people are counted from when the customer began to wait for one, so that time with the
/// bot is never counted as an agent's, nor the bot's quick answers as theirs. Durations are whole
/// seconds, parts dropped; nil where the thing never happened.
public struct ConversationStatistics: Equatable, Sendable {
    /// From the first wait for a person to the first agent who joined.
    public var timeToAssignment: Int?
    /// From the first wait for a person to an agent's first line.
    public var timeToAdminReply: Int?
    /// From the opening to the closing.
    public var timeToFirstClose: Int?
    /// The median time an agent took to answer, each from the customer's first unanswered line.
    public var medianTimeToReply: Int?
    public var firstContactReplyAt: WallTime?
    public var lastContactReplyAt: WallTime?
    public var firstAssignmentAt: WallTime?
    public var lastAssignmentAt: WallTime?
    public var firstAdminReplyAt: WallTime?
    public var lastAdminReplyAt: WallTime?
    public var firstCloseAt: WallTime?
    public var lastCloseAt: WallTime?
    /// The agent who was there when it was closed.
    public var lastClosedBy: AgentID?
    /// A closed conversation is not opened again, so this is 0; a customer who returns opens another.
    public var countReopens = 0
    /// How often an agent joined.
    public var countAssignments = 0
    /// Entries of every kind.
    public var countConversationParts = 0
    /// Seconds during which an agent was there.
    public var handlingTime = 0
    /// The same without the time during which it was the customer's turn to say something.
    public var adjustedHandlingTime = 0

    /// Lines by the customer.
    public var countContactReplies = 0
    /// Lines by the bot, the greeting not counted.
    public var countBotReplies = 0
    /// Lines by agents.
    public var countAdminReplies = 0
    /// Seconds during which the customer waited for a person.
    public var queueTime = 0
    /// How it ended for the bot; nil while it is open.
    public var resolutionState: ResolutionState?

    /// How a conversation ended, seen from the bot. Never added up: an assumption is no confirmation.
    /// Stored: never rename.
    public enum ResolutionState: String, Equatable, Sendable, CaseIterable {
        /// The bot answered, nobody else was needed, and the customer rated it 4 or 5.
        case confirmedResolution = "confirmed_resolution"
        /// The bot had the last word with an answer, and the customer asked for nothing more.
        case assumedResolution = "assumed_resolution"
        /// A person was asked for, joined, or was left a message.
        case routedToTeam = "routed_to_team"
        /// It ended without an answer: in the middle of a question, not understood, or rated 1 or 2.
        case abandoned
    }

    public init() {}
}

extension ConversationStatistics {
    /// - Parameter entries: The whole record of a conversation, in sequence.
    public init(of entries: [Entry]) {
        var count = Tally()
        for entry in entries { count.take(entry) }
        self = count.finished()
    }

    /// Goes through the entries once.
    private struct Tally {
        private var found = ConversationStatistics()
        private var openedAt: WallTime?
        private var waitingSince: WallTime?
        /// When the customer first began to wait for a person, or the first agent came unasked.
        private var firstWaitAt: WallTime?
        private var agent: (id: AgentID, since: WallTime)?
        /// The customer's first line, or wish for a person, that nobody has answered yet.
        private var unansweredSince: WallTime?
        private var replyMilliseconds: [Int64] = []
        private var queueMilliseconds: Int64 = 0
        private var handlingMilliseconds: Int64 = 0
        private var idleMilliseconds: Int64 = 0
        /// Since when it is the customer's turn, while an agent is there.
        private var customersTurnSince: WallTime?
        private var wasRouted = false
        private var lastWordWasAnswer = false
        private var rating: Int?

        mutating func take(_ entry: Entry) {
            let at = entry.at
            found.countConversationParts += 1
            switch entry.body {
            case .opened: openedAt = at
            case .customerSaid: customerSaid(at)
            case .botSaid(let line):
                found.countBotReplies += 1
                lastWordWasAnswer = line.intent != nil
                // What the bot answered is not an agent's to answer.
                if waitingSince == nil, agent == nil { unansweredSince = nil }
            case .agentSaid: agentSaid(at)
            case .queued:
                wasRouted = true
                waitingSince = waitingSince ?? at
                firstWaitAt = firstWaitAt ?? at
                unansweredSince = unansweredSince ?? at
            case .agentJoined(let id, _): agentJoined(id, at)
            case .agentLeft: agentLeft(at)
            case .dequeued: endWait(at)
            case .messageLeft: wasRouted = true
            case .rated(let score): rating = score
            case .closed: closed(at)
            case .systemSaid, .noted, .routed, .requested, .languageSet, .tagged, .paused,
                .unpaused, .prioritised, .steppedIn,
                .resumed:
                break
            }
        }

        mutating func finished() -> ConversationStatistics {
            replyMilliseconds.sort()
            let middle = replyMilliseconds.count / 2
            if !replyMilliseconds.isEmpty {
                let isOdd = replyMilliseconds.count % 2 == 1
                let lower = isOdd ? replyMilliseconds[middle] : replyMilliseconds[middle - 1]
                found.medianTimeToReply = Int((lower + replyMilliseconds[middle]) / 2 / 1_000)
            }
            found.queueTime = Int(queueMilliseconds / 1_000)
            found.handlingTime = Int(handlingMilliseconds / 1_000)
            found.adjustedHandlingTime = Int((handlingMilliseconds - idleMilliseconds) / 1_000)
            return found
        }

        private mutating func customerSaid(_ at: WallTime) {
            found.countContactReplies += 1
            found.firstContactReplyAt = found.firstContactReplyAt ?? at
            found.lastContactReplyAt = at
            unansweredSince = unansweredSince ?? at
            lastWordWasAnswer = false
            endCustomersTurn(at)
        }

        private mutating func agentSaid(_ at: WallTime) {
            found.countAdminReplies += 1
            if found.firstAdminReplyAt == nil, let firstWaitAt {
                found.timeToAdminReply = seconds(firstWaitAt, at)
            }
            found.firstAdminReplyAt = found.firstAdminReplyAt ?? at
            found.lastAdminReplyAt = at
            if let unansweredSince {
                replyMilliseconds.append(max(0, at.milliseconds - unansweredSince.milliseconds))
            }
            unansweredSince = nil
            if agent != nil { customersTurnSince = customersTurnSince ?? at }
        }

        private mutating func agentJoined(_ id: AgentID, _ at: WallTime) {
            wasRouted = true
            firstWaitAt = firstWaitAt ?? at
            found.countAssignments += 1
            if found.firstAssignmentAt == nil, let firstWaitAt {
                found.timeToAssignment = seconds(firstWaitAt, at)
            }
            found.firstAssignmentAt = found.firstAssignmentAt ?? at
            found.lastAssignmentAt = at
            endWait(at)
            agentLeft(at)
            agent = (id, at)
        }

        private mutating func agentLeft(_ at: WallTime) {
            endCustomersTurn(at)
            if let agent {
                handlingMilliseconds += max(0, at.milliseconds - agent.since.milliseconds)
            }
            agent = nil
        }

        private mutating func closed(_ at: WallTime) {
            if let openedAt { found.timeToFirstClose = seconds(openedAt, at) }
            found.firstCloseAt = found.firstCloseAt ?? at
            found.lastCloseAt = at
            found.lastClosedBy = agent?.id
            endWait(at)
            agentLeft(at)
            found.resolutionState = resolution
        }

        private var resolution: ResolutionState {
            if wasRouted { return .routedToTeam }
            if let rating, rating <= 2 { return .abandoned }
            if let rating, rating >= 4, found.countBotReplies > 0 { return .confirmedResolution }
            return lastWordWasAnswer ? .assumedResolution : .abandoned
        }

        private mutating func endWait(_ at: WallTime) {
            if let waitingSince {
                queueMilliseconds += max(0, at.milliseconds - waitingSince.milliseconds)
            }
            waitingSince = nil
        }

        private mutating func endCustomersTurn(_ at: WallTime) {
            if let customersTurnSince {
                idleMilliseconds += max(0, at.milliseconds - customersTurnSince.milliseconds)
            }
            customersTurnSince = nil
        }

        private func seconds(_ start: WallTime, _ end: WallTime) -> Int {
            Int(max(0, end.milliseconds - start.milliseconds) / 1_000)
        }
    }
}
