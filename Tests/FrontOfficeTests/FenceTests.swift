import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("The fence between the bot and people")
struct FenceTests {
    /// Goal: after a person has taken over no bot line reaches the customer, nor the record.
    /// Method: 10,000 takeovers, each in the middle of lines that the bot was asked and would answer:
    /// customers' lines, the agent's clicks, offers that run out, lost connections and hand-backs come
    /// in an order drawn by lot; every effect is looked at in its order.
    @Test("10,000 takeovers with answers in flight: no late bot line", arguments: 1...4)
    func noLateBotLine(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var takeoverCount = 0
        while takeoverCount < 2_500 {
            var talk = DeskTalk()
            talk.openDesk()
            talk.open(1)
            var watch = Watch()
            for _ in 0..<400 where talk.floor.conversationCount == 1 {
                step(&talk, &random)
                watch.look(at: talk.effects)
            }
            takeoverCount += watch.takeoverCount
            #expect(watch.lateLines.isEmpty, "seed \(seed)")
            #expect(Watch.lateLines(in: talk.record.values.flatMap { $0 }) == 0, "seed \(seed)")
            guard watch.lateLines.isEmpty else { return }
        }
    }

    /// A check that cannot fail is none: a late line that is planted is found.
    @Test("a planted late line is found")
    func planted() throws {
        let ada = try #require(AgentID("ada"))
        let bodies: [Entry.Body] = [
            .agentJoined(ada, name: "Ada"), .botSaid(Entry.BotLine(text: "late")),
        ]
        let entries = bodies.enumerated().map {
            Entry(sequence: $0.offset + 1, at: WallTime(milliseconds: 0), body: $0.element)
        }
        #expect(Watch.lateLines(in: entries) == 1)
        #expect(Watch.lateLines(in: entries.reversed()) == 1, "by number, not by place")
    }

    /// One thing that happens, bot answers more often than not in the way of a takeover.
    private func step(_ talk: inout DeskTalk, _ random: inout SeededRandom) {
        let lines = ["how is shipping", "where is my order", "how do I pay", "CS-100", "1", "help"]
        switch random.number(below: 12) {
        case 0..<4: talk.say(1, lines[random.number(below: lines.count)])
        case 4, 5: talk.say(1, "human")
        case 6, 7: talk.command(50, .take(nil))
        case 8: talk.answer(50, "one moment")
        case 9: talk.command(50, .bot)
        case 10: talk.pass(.seconds(random.number(below: 40)))
        default:
            if random.oneIn(4) {
                talk.handle(.disconnected(SessionID(50)))
                talk.logIn(50, "ada")
            }
            talk.command(50, .on)
        }
    }

    /// What the customer of session 1 sees, in its order.
    private struct Watch {
        var isWithPerson = false
        var takeoverCount = 0
        var lateLines: [String] = []

        mutating func look(at effects: [FloorEffect]) {
            for case .tell(SessionID(1), let notice) in effects {
                switch notice {
                case .joined:
                    isWithPerson = true
                    takeoverCount += 1
                case .left, .closed: isWithPerson = false
                case .message(let message):
                    if isWithPerson, message.role == .bot { lateLines.append(message.text) }
                case .welcome, .ack, .queue, .signed, .failure, .desk: break
                }
            }
        }

        /// Bot lines on record between a person's coming and going.
        static func lateLines(in entries: [Entry]) -> Int {
            var isWithPerson = false
            var count = 0
            for entry in entries.sorted(by: { $0.sequence < $1.sequence }) {
                switch entry.body {
                case .agentJoined: isWithPerson = true
                case .agentLeft: isWithPerson = false
                case .botSaid: if isWithPerson { count += 1 }
                case .opened, .customerSaid, .systemSaid, .agentSaid, .noted, .queued, .dequeued,
                    .routed, .rated, .messageLeft, .requested, .languageSet, .tagged, .paused,
                    .unpaused, .prioritised, .steppedIn, .resumed, .closed:
                    break
                }
            }
            return count
        }
    }
}
