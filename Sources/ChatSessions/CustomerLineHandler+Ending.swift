import ChatWire
import Engine
import FrontOffice
import NIOCore
import Synchronization
import Vocabulary

extension CustomerLineHandler {
    // MARK: The beginning

    /// The connection is up: lets it in and greets, or says why not.
    func begin() {
        guard id.number == 0, context != nil else { return }
        openedAt = commons.now()
        heardAt = openedAt
        socket?.begin(at: openedAt)
        id = loop.enter(self)
        if let refusal = admit() {
            let failure = Self.failure(of: refusal)
            guard flags.contains(.awaitsHandshake) else { return end(refusal, saying: failure) }
            record(refusal)
            return closeNow()
        }
        if !flags.contains(.awaitsHandshake) { greet() }
    }

    /// Says the banner.
    func greet() {
        loop.reply += port.banner
        sendReply()
    }

    private func admit() -> EndReason? {
        guard commons.metrics.openCount <= commons.configuration.sessionCountMax else {
            return .tooManySessions
        }
        guard let rates = commons.configuration.rates, let addresses = commons.addresses,
            let addressKey, !(rates.isLoopbackExempt && addressKey.isLoopback)
        else { return nil }
        switch addresses.admit(addressKey, at: openedAt) {
        case .admitted(let share):
            addressShare = share
            lineRate = rates.sessionLines
            return nil
        case .refused(let reason): return reason
        }
    }

    private static func failure(of reason: EndReason) -> Notice.Failure {
        if reason == .addressRate {
            return Notice.Failure(
                code: .rateLimited, text: "too many new connections from your address",
                hint: "wait a few seconds, then try again")
        }
        return Notice.Failure(
            code: .tooManySessions,
            text: reason == .addressConnections
                ? "too many connections from your address" : "too many people are here",
            hint: "please try again later")
    }

    // MARK: Time

    /// Closes a session that is late, warns one that is about to be.
    func look(at now: Duration) {
        let times = commons.configuration.times
        pingIfDue(at: now, times)
        if flags.contains(.isClosed) {
            let lingering = loop.isDraining ? times.lingeringAtTheEnd : times.lingering
            if now - closedAt > lingering { closeNow() }
        } else if flags.contains(.awaitsHandshake) {
            guard now - openedAt > times.handshake else { return }
            record(.handshakeLate)
            closeNow()
        } else if isUnread(at: now, times) {
            record(.unread)
            closeNow()
        } else if let socket, now - socket.heardAt > times.pingUnanswered {
            record(.pingUnanswered)
            closeNow()
        } else if let late = lateness(at: now, times) {
            end(late.reason, saying: late.failure)
        } else if flags.contains(.waitsForRate) {
            tellOfRate(at: now, times)
        } else if isIdle, now - heardAt > times.idleWarning, !flags.contains(.isToldOfIdle) {
            flags.insert(.isToldOfIdle)
            let left = (times.idleClose - times.idleWarning).milliseconds / 1_000
            tell(
                Notice.Failure(
                    code: .idle, text: "you have been silent for a while",
                    hint: "this connection closes in \(left) s"))
            sendReply()
        }
    }

    /// What was said to the peer lies here, and has for too long.
    private func isUnread(at now: Duration, _ times: LineTimes) -> Bool {
        guard context?.channel.isWritable == false else {
            unreadSince = nil
            return false
        }
        let since = unreadSince ?? now
        unreadSince = since
        return now - since > times.unread
    }

    /// In no conversation, and nothing is under way.
    private var isIdle: Bool {
        flags.isDisjoint(with: [.hasConversation, .isOfTheDesk]) && unsettledCount == 0
            && flags.contains(.hasHeardLine)
    }

    private func lateness(
        at now: Duration, _ times: LineTimes
    ) -> (reason: EndReason, failure: Notice.Failure)? {
        func late(_ reason: EndReason, _ text: String, hint: String? = nil)
            -> (EndReason, Notice.Failure)
        {
            (reason, Notice.Failure(code: .idle, text: text, hint: hint))
        }
        if !flags.contains(.hasHeardLine), heldLines.isEmpty, now - openedAt > times.firstLine {
            return late(.firstLineLate, "nothing was said; come back any time")
        }
        if holdsReading {
            // The peer cannot end its line while nobody reads it.
            if halfLineSince != nil { halfLineSince = now }
        } else if let halfLineSince, now - halfLineSince > times.halfLine {
            return late(.halfLineLate, "your line has no end", hint: "end each line with Enter")
        }
        if let passwordSince, now - passwordSince > times.login {
            return late(.loginLate, "no password came")
        }
        if let waitsForRateSince, now - waitsForRateSince > times.throttledClose {
            let failure = Notice.Failure(
                code: .rateLimited, text: "too many lines for too long", hint: "come back slower")
            return (.lineRate, failure)
        }
        if isIdle, now - heardAt > times.idleClose {
            return late(.idle, "nothing was said for a long time; come back any time")
        }
        return nil
    }

    private func tellOfRate(at now: Duration, _ times: LineTimes) {
        guard let waitsForRateSince, now - waitsForRateSince > times.throttledNotice,
            !flags.contains(.isToldOfRate)
        else { return }
        flags.insert(.isToldOfRate)
        tell(
            Notice.Failure(
                code: .rateLimited, text: "you are faster than I may read; your lines wait",
                hint: "a few lines a second are fine"))
        sendReply()
    }

    // MARK: The end

    /// The server stops: says so, takes no more lines, closes when what was said is dealt with.
    func drain() {
        guard !flags.contains(.isClosed) else { return }
        if flags.contains(.awaitsHandshake) { return closeNow() }
        endBurst()
        record(.shuttingDown)
        socket?.closeCode = EndReason.shuttingDown.closeCode
        tell(
            Notice.Failure(
                code: .shuttingDown, text: "the server is being restarted",
                hint: flags.contains(.hasConversation)
                    ? "come back in a minute with your token" : "come back in a minute"))
        sendReply()
        heldLines.removeAll()
        flags.insert(.isEnding)
        endIfSettled()
    }

    /// Closes if the peer has said its last byte, or the server its last word, and all is dealt with.
    func endIfSettled() {
        guard !flags.isDisjoint(with: [.inputEnded, .isEnding]), unsettledCount == 0,
            refusedEvents.isEmpty, heldLines.isEmpty, burst == nil
        else { return }
        close()
    }

    /// Says why, then closes.
    func end(_ reason: EndReason, saying failure: Notice.Failure) {
        guard !flags.contains(.isClosed) else { return }
        record(reason)
        tell(failure)
        sendReply()
        socket?.closeCode = reason.closeCode
        socket?.closeReason = failure.text
        close()
    }

    func record(_ reason: EndReason) {
        commons.metrics.record(reason)
        guard reason != .shuttingDown else { return }
        commons.floodLog.ended(reason, from: addressKey, at: commons.now())
    }

    /// Closes our side once all is written, then waits for the peer to close its own: a peer that is
    /// still sending would otherwise lose our last words to a reset.
    func close() {
        guard !flags.contains(.isClosed), let context else { return }
        flags.insert(.isClosed)
        closedAt = commons.now()
        heldLines.removeAll()
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(lastBytes()), promise: written)
        written.futureResult.whenComplete { _ in bound.value.closeOurSide() }
        if flags.contains(.wantsRead) {
            flags.remove(.wantsRead)
            context.read()
        }
    }

    private func closeOurSide() {
        guard let context else { return }
        if flags.contains(.peerClosed) {
            context.close(promise: nil)
        } else {
            context.close(mode: .output, promise: nil)
        }
    }

    /// Closes at once, whatever is under way.
    func closeNow() {
        flags.insert(.isClosed)
        context?.close(promise: nil)
    }

    /// The connection is gone.
    func leave() {
        guard id.number != 0 else { return }
        flags.insert(.isClosed)
        burst?.cancel()
        burst = nil
        heldLines.removeAll()
        refusedEvents = []
        leaveShop()
        if let share = addressShare { commons.addresses?.leave(share.key) }
        addressShare = nil
        if flags.contains(.isKnownToFloor) { inbox?.putAlways(.disconnected(id)) }
        loop.leave(id)
    }
}
