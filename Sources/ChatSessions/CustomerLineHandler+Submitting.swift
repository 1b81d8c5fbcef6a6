import ChatWire
import CleanText
import Dialogue
import Engine
import FrontOffice
import NIOCore
import Synchronization
import Vocabulary

extension CustomerLineHandler {
    /// Hands to the floor what a line asks of it, or says why not.
    func submit(_ submission: Submission) {
        switch submission {
        case .opened(let opening): open(opening)
        case .said(let clientID, let text):
            guard countedShop != nil else { return }
            gather(Entry.CustomerLine(text: text, clientID: clientID))
        case .customer(let command):
            guard countedShop != nil else { return }
            endBurst()
            put(.commanded(id, Self.command(command)))
        case .resumed(let token, let after):
            resume(token, after)
        case .login(let name, let password): logIn(name, password)
        case .reload(let isCheckOnly): reload(isCheckOnly: isCheckOnly)
        case .agentSaid(let clientID, let text, let number):
            put(
                .agentSaid(id, AgentLine(text: text, clientID: clientID, caseNumber: number)))
        case .agent(let command, let number): put(.agentCommanded(id, command, case: number))
        case .supervisor(let command): put(.supervisorCommanded(id, command))
        case .signed(let sign, let number): put(.signed(id, sign, case: number))
        case .loggedOut: put(.agentLoggedOut(id))
        }
    }

    /// Ends the burst under way: its lines are matched and submitted as one turn.
    func endBurst() {
        guard let burst else { return }
        self.burst = nil
        burst.cancel()
        submit(burst.lines, commons.shelf.current.byID[shop])
    }

    /// The floor has no more of this session than what it was given so far.
    func leaveShop() {
        guard let countedShop else { return }
        commons.shops.leave(countedShop)
        self.countedShop = nil
    }

    private func open(_ opening: Submission.Opening) {
        guard enterShop(opening.shop) else { return }
        let request = OpeningRequest(
            shop: opening.shop, language: opening.language, name: opening.name,
            isGreeted: opening.isGreeted, address: countedAddress)
        put(.opened(id, request))
    }

    /// Which shop the conversation is of is known to the floor alone: until it says so, the session
    /// counts as one of the shop that it names or whose page it comes from.
    private func resume(_ token: String, _ after: Int?) {
        let shops = shopsOfPage
        let first = shops.flatMap { $0.contains(shop) ? shop : $0.min() } ?? shop
        guard enterShop(first) else { return }
        let request = ResumeRequest(
            shown: TokenMint.digest(of: token), after: after, address: countedAddress, shops: shops)
        put(.resumed(id, request))
    }

    /// The session turned out to talk to this shop: it counts there from now on, full or not, since it
    /// did so before its connection was lost.
    func belongs(to shop: ShopID) {
        self.shop = shop
        guard let countedShop, countedShop != shop else { return }
        commons.shops.leave(countedShop)
        _ = commons.shops.enter(shop, countMax: .max)
        self.countedShop = shop
    }

    /// Where the session comes from, as wrong proofs are counted by. This machine's own address says
    /// nothing: whoever comes through a proxy has it.
    private var countedAddress: String? {
        guard let addressKey, !addressKey.isLoopback else { return nil }
        return addressKey.description
    }

    /// Counts this session among the shop's, unless the shop has too many.
    private func enterShop(_ shop: ShopID) -> Bool {
        leaveShop()
        guard isWelcome(in: shop) else { return false }
        let hasLimit = commons.configuration.rates != nil
        let reading = hasLimit ? commons.shelf.current.byID[shop] : nil
        let countMax = reading?.sessionCountMax ?? .max
        guard commons.shops.enter(shop, countMax: countMax) else {
            tell(
                Notice.Failure(
                    code: .tooManySessions, text: "too many people are here at the moment",
                    hint: "please come back in a few minutes"))
            return false
        }
        countedShop = shop
        self.shop = shop
        inbox = commons.directory.inbox(for: shop)
        flags.insert(.isKnownToFloor)
        return true
    }

    private func gather(_ line: Entry.CustomerLine) {
        let reading = commons.shelf.current.byID[shop]
        let window = reading?.burstWindow ?? .zero
        guard window > .zero || burst != nil else { return submit([line], reading) }
        let burst = self.burst ?? beginBurst(window)
        burst.append(line)
        if burst.isFull || flags.contains(.inputEnded) { endBurst() }
    }

    private func beginBurst(_ window: Duration) -> LineBurst {
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let ending = loop.eventLoop.scheduleTask(
            in: .nanoseconds(window.milliseconds * 1_000_000)
        ) {
            bound.value.burstTimeIsOver()
        }
        let burst = LineBurst(ending: ending)
        self.burst = burst
        return burst
    }

    private func burstTimeIsOver() {
        endBurst()
        sendReply()
        endIfSettled()
    }

    /// Matches the lines as one and gives them to the floor.
    ///
    /// - Parameter reading: The shop's, as it is in force now; nil if it is not served any more.
    private func submit(_ lines: [Entry.CustomerLine], _ reading: ShopReading?) {
        let text =
            lines.count == 1 ? lines[0].text : lines.map(\.text).joined(separator: "\n")
        let match =
            reading?.match(
                Normalised.readable(text), current: wire.language, today: reading?.today(),
                scratch: &loop.matching)
            ?? .nothing(in: wire.language)
        commons.metrics.matched(match.outcome)
        put(.said(id, SaidLines(lines: lines, match: match)))
    }

    /// Gives an event to the floor, or keeps it until the floor's inbox has room.
    func put(_ event: FloorEvent) {
        guard let inbox else { return }
        if unsettledCount == 0 { askedAt = commons.now() }
        unsettledCount += 1
        commons.metrics.submitted.add(1, ordering: .relaxed)
        if refusedEvents.isEmpty, inbox.put(event) { return }
        refusedEvents.append(event)
        guard !flags.contains(.waitsForInbox) else { return }
        flags.insert(.waitsForInbox)
        commons.metrics.inboxWaits.add(1, ordering: .relaxed)
        loop.waitForInbox(self)
    }

    private static func command(_ command: WireCommand.CustomerCommand) -> CustomerCommand {
        switch command {
        case .help: .help
        case .human: .human
        case .menu: .menu
        case .status: .status
        case .transcript: .transcript
        case .forget: .forget
        case .bye: .bye
        case .callback(let words): .callback(words)
        case .language(let language): .language(language)
        case .rate(let score): .rate(score)
        }
    }
}
