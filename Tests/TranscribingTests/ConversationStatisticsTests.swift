import BusinessTime
import Testing
import Vocabulary

@testable import Transcribing

/// Conversations in short: who did what at which second.
private struct Story {
    private(set) var entries: [Entry] = []
    private let noon = WallTime(milliseconds: 1_773_136_800_000)

    init(opening shop: ShopID) {
        add(
            0,
            .opened(
                Entry.Opening(
                    shop: shop, language: .english, name: nil, token: TokenDigest(high: 0, low: 0),
                    greeting: "Hello!")))
    }

    mutating func add(_ second: Int, _ body: Entry.Body) {
        entries.append(
            Entry(sequence: entries.count + 1, at: noon + .seconds(second), body: body))
    }

    mutating func customer(_ second: Int, _ text: String = "…") {
        add(second, .customerSaid(Entry.CustomerLine(text: text)))
    }

    mutating func bot(_ second: Int, intent: String? = "order_status") {
        add(second, .botSaid(Entry.BotLine(text: "…", intent: intent.map(IntentName.init))))
    }

    func at(_ second: Int) -> WallTime { noon + .seconds(second) }
    var statistics: ConversationStatistics { ConversationStatistics(of: entries) }
}

@Suite struct ConversationStatisticsTests {
    private let shop: ShopID
    private let maria: AgentID
    private let li: AgentID

    init() throws {
        shop = try #require(ShopID("juniper"))
        maria = try #require(AgentID("maria"))
        li = try #require(AgentID("li"))
    }

    /// Goal: minutes with the bot are nobody's handling time, and its answers nobody's reply time.
    @Test func timeWithTheBotIsNotCountedAsAnAgents() {
        var story = Story(opening: shop)
        story.customer(10)
        story.bot(10)
        story.customer(300)
        story.bot(300, intent: nil)
        story.add(300, .queued(queue: "general", reason: .asked))
        story.add(360, .agentJoined(maria, name: "Maria"))
        story.add(370, .agentSaid(maria, name: "Maria", text: "Hi"))
        story.customer(400)
        story.add(430, .agentSaid(maria, name: "Maria", text: "Done"))
        story.add(460, .closed(.resolved))
        let found = story.statistics
        #expect(found.timeToAssignment == 60)
        #expect(found.timeToAdminReply == 70)
        #expect(found.timeToFirstClose == 460)
        #expect(found.medianTimeToReply == 50)  // of 70 and 30
        #expect(found.queueTime == 60)
        #expect(found.handlingTime == 100)
        #expect(found.adjustedHandlingTime == 40)  // less 370…400 and 430…460
        #expect(found.countAssignments == 1)
        #expect(found.countConversationParts == 11)
        #expect(
            [found.countContactReplies, found.countBotReplies, found.countAdminReplies] == [
                3, 2, 2,
            ])
        #expect(found.firstContactReplyAt == story.at(10))
        #expect(found.lastContactReplyAt == story.at(400))
        #expect(found.firstAdminReplyAt == story.at(370))
        #expect(found.lastAdminReplyAt == story.at(430))
        #expect(found.firstAssignmentAt == story.at(360))
        #expect(found.lastCloseAt == story.at(460))
        #expect(found.lastClosedBy == maria)
        #expect(found.resolutionState == .routedToTeam)
    }

    @Test func aTransferIsTwoAssignmentsAndOneFirstWait() {
        var story = Story(opening: shop)
        story.add(0, .queued(queue: "general", reason: .rule))
        story.add(10, .agentJoined(maria, name: "Maria"))
        story.add(20, .agentLeft(maria, name: "Maria"))
        story.add(20, .queued(queue: "refunds", reason: .transferred))
        story.add(50, .agentJoined(li, name: "Li"))
        story.add(60, .agentSaid(li, name: "Li", text: "Hello"))
        story.add(90, .closed(.resolved))
        let found = story.statistics
        #expect(found.countAssignments == 2)
        #expect(found.timeToAssignment == 10)
        #expect(found.timeToAdminReply == 60)
        #expect(found.queueTime == 40)
        #expect(found.handlingTime == 50)
        #expect(found.lastAssignmentAt == story.at(50))
        #expect(found.lastClosedBy == li)
    }

    @Test func whoNeverWantedAPersonHasNoTimesWithOne() {
        var story = Story(opening: shop)
        story.customer(5)
        story.bot(5)
        story.add(9, .closed(.ended))
        let found = story.statistics
        #expect(found.timeToAssignment == nil && found.timeToAdminReply == nil)
        #expect(found.medianTimeToReply == nil)
        #expect(found.handlingTime == 0 && found.queueTime == 0)
        #expect(found.lastClosedBy == nil)
    }

    @Test(
        arguments: [
            (["order_status"], nil, ConversationStatistics.ResolutionState.assumedResolution),
            (["order_status"], 5, .confirmedResolution),
            (["order_status"], 4, .confirmedResolution),
            (["order_status"], 3, .assumedResolution), (["order_status"], 2, .abandoned),
            (["order_status", nil], nil, .abandoned),
            ([nil, "order_status"], nil, .assumedResolution),
            ([], nil, .abandoned), ([], 5, .abandoned),
        ] as [([String?], Int?, ConversationStatistics.ResolutionState)])
    func anAssumptionIsNoConfirmation(
        answers: [String?], rating: Int?, state: ConversationStatistics.ResolutionState
    ) {
        var story = Story(opening: shop)
        for answer in answers {
            story.customer(1)
            story.bot(1, intent: answer)
        }
        #expect(story.statistics.resolutionState == nil)
        if let rating { story.add(2, .rated(score: rating)) }
        story.add(3, .closed(.ended))
        #expect(story.statistics.resolutionState == state)
    }

    @Test func aMessageForPeopleIsRoutedToThem() {
        var story = Story(opening: shop)
        story.customer(1)
        story.add(2, .messageLeft(text: "call me", contact: "ana@example.com"))
        story.add(3, .closed(.messageLeft))
        #expect(story.statistics.resolutionState == .routedToTeam)
    }
}

@Suite struct TranscriptTextTests {
    @Test func showsTimeSpeakerAndNotesAndNoByteThatMovesTheCursor() throws {
        let shop = try #require(ShopID("juniper"))
        let maria = try #require(AgentID("maria"))
        var story = Story(opening: shop)
        story.customer(60, "two\nlines \u{1B}[2J")
        story.add(
            61,
            .botSaid(
                Entry.BotLine(
                    text: "It left us.", intent: IntentName("order_status"), confidence: 0.926,
                    menu: [Notice.MenuItem(number: 1, text: "Talk to a person")],
                    why: Entry.Why(
                        bundle: "9f3a",
                        runnerUp: IntentMatch.Candidate(
                            intent: IntentName("returns"), confidence: 0.05),
                        threshold: 0.4, margin: 0.1))))
        story.add(62, .queued(queue: "general", reason: .asked))
        story.add(63, .agentJoined(maria, name: "Maria"))
        story.add(64, .noted(maria, text: "is annoyed"))
        story.add(43_200, .closed(.resolved))
        let document = try #require(
            TranscriptDocument(id: ConversationID(77), entries: story.entries))
        let zone = try #require(TimeZoneRules(identifier: "Europe/Berlin"))
        let text = TranscriptText.text(of: document, in: zone, showsReasons: true)
        #expect(
            text == """
                000000000002d  juniper  en  2026-03-10 (Europe/Berlin)  resolved
                11:00:00  bot: Hello!
                11:01:00  customer: two
                          customer: lines \("")
                11:01:01  bot: It left us.
                11:01:01    1) Talk to a person
                          why: order_status 0.93; then returns 0.05; threshold 0.40, margin 0.10; model 9f3a
                11:01:02  * waits in queue 'general' (asked)
                11:01:03  * Maria (maria) joined
                11:01:04  [note by maria]: is annoyed
                23:00:00  * closed: resolved

                """)
    }
}
