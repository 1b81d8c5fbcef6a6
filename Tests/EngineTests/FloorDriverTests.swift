import Dialogue
import FrontOffice
import Logging
import Ports
import TestKit
import Testing
import Vocabulary

@testable import Engine

/// A driver, its disk and both clocks, to talk to.
struct DrivenFloor {
    let disk = SimulatedDisk(seed: 3)
    let driver: FloorDriver
    let tally: FloorTally
    var wall = WallTime(milliseconds: 1_773_136_800_000)
    var monotonic = Duration.seconds(100)

    init() throws(StoreError) {
        tally = FloorTally(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let bits = SimulatedBits((1...999).map { $0 &* 0x9E37_79B9_7F4A_7C15 })
        driver = try FloorDriver(
            store: disk, shops: [SimulatedShop.make()], mint: TokenMint { bits.next() },
            random: SeededRandom(seed: 1), tally: tally, reasons: Reasons(), at: wall,
            monotonic: monotonic)
    }

    /// Knows the model of the simulated shop.
    private struct Reasons: MatchExplaining {
        func explanation(of text: String, by bundle: String, at shop: ShopID) -> [String]? {
            bundle == "m1" ? ["because of \(text)"] : nil
        }
    }

    mutating func run(_ events: FloorEvent..., after wait: Duration = .zero) -> [Release] {
        wall = wall + wait
        monotonic += wait
        return driver.run(events, at: wall, monotonic: monotonic)
    }

    static func opened(_ session: UInt64) -> FloorEvent {
        .opened(
            SessionID(session),
            OpeningRequest(shop: SimulatedShop.id, language: nil, name: nil, isGreeted: false))
    }

    static func said(_ session: UInt64, _ text: String, id: String? = nil) -> FloorEvent {
        .said(
            SessionID(session),
            SaidLines(
                lines: [Entry.CustomerLine(text: text, clientID: id)],
                match: SimulatedShop.match(text, current: .english)))
    }

    static func resumed(_ session: UInt64, _ token: String, after: Int? = nil) -> FloorEvent {
        .resumed(
            SessionID(session), ResumeRequest(shown: TokenMint.digest(of: token), after: after))
    }

    /// What is told, in short: `welcome`, `ack c1 2`, `3 text`, `! not_saved c1`.
    static func told(_ releases: [Release], _ session: UInt64) -> [String] {
        releases.filter { $0.session.number == session }.flatMap(\.notices).map { notice in
            switch notice {
            case .welcome(let welcome): "welcome \(welcome.sequence)"
            case .ack(let clientID, let sequence): "ack \(clientID) \(sequence)"
            case .message(let message): "\(message.sequence ?? 0) \(message.text)"
            case .closed(let sequence, let disposition): "closed \(sequence) \(disposition)"
            case .failure(let failure): "! \(failure.code.rawValue) \(failure.clientID ?? "-")"
            case .queue, .joined, .left, .signed, .desk: "other"
            }
        }
    }

    static func token(_ releases: [Release]) -> String {
        for case .welcome(let welcome) in releases.flatMap(\.notices) { return welcome.token }
        return ""
    }
}

@Suite("Floor driver")
struct FloorDriverTests {
    /// What an agent reads who asks why, after a customer was answered and asked for a person.
    ///
    /// - Parameter edition: The edition of the shop, and the number of its model.
    private func whyCard(edition: Int) throws -> [DeskNotice.CardRow] {
        var floor = try DrivenFloor()
        _ = floor.run(.shopsReplaced([SimulatedShop.make(edition: edition)]))
        let ada = SimulatedShop.accounts[0]
        _ = floor.run(
            .agentConnected(SessionID(50), .lasting(ada)),
            .agentCommanded(SessionID(50), .on, case: nil),
            DrivenFloor.opened(1), DrivenFloor.said(1, "shipping", id: "a"))
        _ = floor.run(DrivenFloor.said(1, "human", id: "b"))
        let told = floor.run(
            DrivenFloor.said(1, "hello?", id: "c"),
            .agentCommanded(SessionID(50), .why(nil), case: 1))
        for case .desk(.card(let card)) in told.flatMap(\.notices) where card.topic == .why {
            return card.rows
        }
        return []
    }

    @Test("an agent who asks why is told what the last answer rested on, with the line")
    func why() throws {
        let rows = try whyCard(edition: 1)
        #expect(rows.contains(DeskNotice.CardRow("to the line", "shipping")))
        #expect(rows.last == DeskNotice.CardRow("because of shipping", ""))
    }

    @Test("why says where the model that answered is not in force any more")
    func whyWithoutModel() throws {
        let rows = try whyCard(edition: 2)
        #expect(rows.last?.name == "model m2")
        #expect(rows.last?.value.contains("not in force") == true)
    }

    @Test("tells in order what a batch leads to, and settles every event of it")
    func batchOrder() throws {
        var floor = try DrivenFloor()
        let releases = floor.run(
            DrivenFloor.opened(1), DrivenFloor.said(1, "shipping", id: "a"), DrivenFloor.opened(2),
            DrivenFloor.said(1, "blue elephants", id: "b"), .disconnected(SessionID(3)))
        #expect(
            DrivenFloor.told(releases, 1) == [
                "welcome 1", "ack a 2", "3 en 1 shipping takes 3 days", "ack b 4",
                "5 en 1 utter_fallback",
            ])
        #expect(DrivenFloor.told(releases, 2) == ["welcome 1"])
        #expect(releases.map(\.settledCount) == [3, 1, 1])
        #expect(floor.disk.conversationIDs.map { floor.disk.record(of: $0).count } == [5, 1])
    }

    @Test("a batch that cannot be saved leaves nothing but its refusals", arguments: [1, 2])
    func failedCommit(call: Int) throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        let before = floor.driver.floor.conversations
        floor.disk.failCall(call)
        let releases = floor.run(
            DrivenFloor.said(1, "shipping", id: "a"), DrivenFloor.said(1, "pay"),
            DrivenFloor.opened(2), .commanded(SessionID(1), .help))
        #expect(
            DrivenFloor.told(releases, 1) == ["! not_saved a", "! not_saved -", "! not_saved -"])
        #expect(DrivenFloor.told(releases, 2) == ["! not_saved -"])
        #expect(releases.map(\.settledCount) == [3, 1])
        #expect(!floor.tally.canCommit)
        // Whether a failed sync kept the batch is the disk's affair; the floor follows the record.
        let replayed = floor.disk.conversationIDs.compactMap {
            Conversation(id: $0, replaying: floor.disk.record(of: $0))
        }
        #expect(floor.driver.floor.conversations == replayed)
        if call == 1 { #expect(floor.driver.floor.conversations == before) }
        let again = floor.run(DrivenFloor.said(1, "shipping", id: "a"))
        #expect(DrivenFloor.told(again, 1).first?.hasPrefix("ack a") == true)
        #expect(floor.tally.canCommit || call == 2)
    }

    @Test("while the record cannot be opened everything is refused, then all goes on")
    func reopeningFails() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        floor.disk.failCalls(oneIn: 1)
        for _ in 0..<5 {
            let releases = floor.run(DrivenFloor.said(1, "shipping", id: "a"))
            #expect(DrivenFloor.told(releases, 1) == ["! not_saved a"])
            #expect(releases.map(\.settledCount) == [1])
        }
        floor.disk.failCalls(oneIn: nil)
        #expect(
            DrivenFloor.told(floor.run(DrivenFloor.said(1, "shipping", id: "a")), 1).first
                == "ack a 2")
    }

    @Test("timers that fire while the record is closed fire later")
    func timersAreKept() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        #expect(floor.driver.nextDeadline == .seconds(100) + DialogueSettings().idleWarning)
        floor.disk.failCalls(oneIn: 1)
        #expect(floor.run(DrivenFloor.said(1, "shipping")).count == 1)
        #expect(floor.run(after: .seconds(481)).isEmpty)
        #expect(floor.driver.nextDeadline != nil)
        floor.disk.failCalls(oneIn: nil)
        let releases = floor.run(after: .seconds(2))
        #expect(DrivenFloor.told(releases, 1) == ["2 en 1 utter_idle_warning"])
        #expect(
            DrivenFloor.told(floor.run(after: .seconds(600)), 1)
                == ["3 en 1 utter_idle_closed", "closed 4 idle"])
        #expect(floor.driver.floor.conversationCount == 0)
    }

    @Test("whose log-in ends while the record is closed is sent away as soon as it is open")
    func endOfLoginIsKept() throws {
        var floor = try DrivenFloor()
        var login = Login.lasting(SimulatedShop.accounts[0])
        login.until = floor.wall + .seconds(3_600)
        _ = floor.run(.agentConnected(SessionID(50), login), DrivenFloor.opened(1))
        floor.disk.failCalls(oneIn: 1)
        _ = floor.run(DrivenFloor.said(1, "shipping"))
        #expect(DrivenFloor.told(floor.run(after: .seconds(3_601)), 50).isEmpty)
        floor.disk.failCalls(oneIn: nil)
        let told = DrivenFloor.told(floor.run(after: .seconds(2)), 50)
        #expect(told.first?.hasPrefix("! login_expired") == true)
    }

    @Test("what a resume shows again ends where the resume stands; later answers come once")
    func resumeAndSayInOneBatch() throws {
        var floor = try DrivenFloor()
        let token = DrivenFloor.token(floor.run(DrivenFloor.opened(1)))
        _ = floor.run(DrivenFloor.said(1, "blue elephants"), .disconnected(SessionID(1)))
        let releases = floor.run(
            DrivenFloor.resumed(2, token, after: 2), DrivenFloor.said(2, "cancel", id: "a"))
        #expect(
            DrivenFloor.told(releases, 2) == [
                "welcome 4", "3 en 1 utter_fallback", "ack a 5", "6 en 1 utter_nothing_to_cancel",
            ])
    }

    @Test("where the record cannot be shown again, the session is closed and can come back")
    func showingFails() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        // Writing and syncing go well, reading does not.
        floor.disk.failCall(3)
        let releases = floor.run(
            DrivenFloor.said(1, "help"), .commanded(SessionID(1), .transcript),
            DrivenFloor.said(1, "help"))
        #expect(DrivenFloor.told(releases, 1) == ["3 en 1 utter_help", "! busy -"])
        #expect(releases.map(\.closes) == [true])
        #expect(releases.map(\.settledCount) == [3])
    }

    @Test("a resume that was not saved leaves everybody where they were")
    func failedResume() throws {
        var floor = try DrivenFloor()
        let token = DrivenFloor.token(floor.run(DrivenFloor.opened(1)))
        floor.disk.failCall(1)
        let releases = floor.run(DrivenFloor.resumed(2, token))
        #expect(DrivenFloor.told(releases, 2) == ["! not_saved -"])
        #expect(DrivenFloor.told(releases, 1).isEmpty)
        // The first window still talks, the second has nothing, and the token is as good as before.
        #expect(
            DrivenFloor.told(floor.run(DrivenFloor.said(1, "help", id: "a")), 1)
                == ["ack a 2", "3 en 1 utter_help"])
        #expect(
            DrivenFloor.told(floor.run(DrivenFloor.said(2, "help", id: "b")), 2)
                == ["! no_such_conversation b"])
        #expect(
            DrivenFloor.told(floor.run(DrivenFloor.resumed(2, token, after: 3)), 2) == ["welcome 4"]
        )
    }

    @Test("a goodbye that was not saved leaves the conversation with its session")
    func failedGoodbye() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        floor.disk.failCall(1)
        let releases = floor.run(.commanded(SessionID(1), .bye))
        #expect(DrivenFloor.told(releases, 1) == ["! not_saved -"])
        #expect(releases.map(\.closes) == [false])
        #expect(
            DrivenFloor.told(floor.run(DrivenFloor.said(1, "help", id: "a")), 1)
                == ["ack a 2", "3 en 1 utter_help"])
        #expect(floor.driver.floor.conversationCount == 1)
    }

    @Test("a wish to be forgotten ends the conversation, once that is on record")
    func forget() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1))
        floor.disk.failCall(1)
        _ = floor.run(.commanded(SessionID(1), .forget))
        #expect(floor.tally.metricsText.contains("helpline_conversations_finished_total 0"))
        let releases = floor.run(.commanded(SessionID(1), .forget))
        #expect(releases.map(\.closes) == [true])
        #expect(floor.tally.metricsText.contains("helpline_conversations_finished_total 1"))
    }

    @Test("a floor that starts anew goes on with every open conversation")
    func restart() throws {
        var floor = try DrivenFloor()
        _ = floor.run(DrivenFloor.opened(1), DrivenFloor.said(1, "where is my order"))
        _ = floor.run(DrivenFloor.opened(2), .commanded(SessionID(2), .bye))
        let bits = SimulatedBits([1, 2, 3])
        let restarted = try FloorDriver(
            store: floor.disk, shops: [SimulatedShop.make()], mint: TokenMint { bits.next() },
            random: SeededRandom(seed: 9), tally: floor.tally, at: floor.wall,
            monotonic: .seconds(5))
        #expect(restarted.floor.conversations == floor.driver.floor.conversations)
        #expect(restarted.floor.conversationCount == 1)
        #expect(restarted.nextDeadline == .seconds(5) + DialogueSettings().idleWarning)
        floor.disk.failCall(1)
        #expect(throws: StoreError.self) {
            try FloorDriver(
                store: floor.disk, shops: [], mint: TokenMint { 1 }, random: SeededRandom(seed: 9),
                tally: floor.tally, at: floor.wall, monotonic: .zero)
        }
    }
}
