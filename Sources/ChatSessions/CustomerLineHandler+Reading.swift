import ChatWire
import Engine
import FrontOffice
import NIOCore
import Synchronization
import Vocabulary

extension CustomerLineHandler {
    /// Takes what has arrived: every whole line of it, then one write of what is to be said at once.
    func read(_ bytes: ByteBuffer) {
        let now = commons.now()
        if let socket { return read(bytes, socket, at: now) }
        let signals: TelnetFilter.Signals
        do throws(WireInputError) {
            signals = try receive(bytes, at: now)
        } catch {
            return refuseInput(error)
        }
        noteHalfLine(at: now)
        takeTyping()
        if signals.contains(.areYouThere) { say(.pong) }
        if signals.contains(.interrupt) { say(.howToLeave) }
        if signals.contains(.endOfInput) { return endInput() }
        sendReply()
        endIfSettled()
    }

    /// The peer says nothing more: what it has said is still dealt with.
    func endInput() {
        guard !flags.contains(.isClosed) else {
            context?.close(promise: nil)
            return
        }
        guard !flags.contains(.inputEnded) else { return }
        flags.insert(.inputEnded)
        let now = commons.now()
        input.finish { self.take($0, at: now) }
        if heldLines.isEmpty { endBurst() }
        sendReply()
        endIfSettled()
    }

    /// Tries the events that were refused; once all are taken, goes on with the lines behind them.
    func tryInboxAgain() {
        guard let inbox, !flags.contains(.isClosed) else { return }
        var takenCount = 0
        while takenCount < refusedEvents.count, inbox.put(refusedEvents[takenCount]) {
            takenCount += 1
        }
        refusedEvents.removeFirst(takenCount)
        guard refusedEvents.isEmpty else { return loop.waitForInbox(self) }
        refusedEvents = []
        flags.remove(.waitsForInbox)
        takeHeldLines()
    }

    /// Goes on with lines that came too fast.
    func tryRateAgain() {
        guard !flags.contains(.isClosed) else { return }
        flags.remove(.waitsForRate)
        takeHeldLines()
    }

    /// Decides whether a line may be looked at now, and does so.
    func take(_ line: LineBytes, at now: Duration) {
        guard heldLines.isEmpty, mayLook(at: now) else { return heldLines.append(line) }
        look(at: line, at: now)
    }

    /// Goes on with lines that had to wait, as far as they may be looked at now.
    func takeHeldLines() {
        let now = commons.now()
        while mayLookAtHeld(at: now), let line = heldLines.next() {
            line.withUnsafeBufferPointer { look(at: $0, at: now) }
        }
        takeTyping()
        if heldLines.isEmpty {
            if !flags.contains(.waitsForRate) {
                waitsForRateSince = nil
                flags.remove(.isToldOfRate)
            }
            if flags.contains(.inputEnded) { endBurst() }
        }
        sendReply()
        endIfSettled()
        readOn()
    }

    private func mayLookAtHeld(at now: Duration) -> Bool {
        !heldLines.isEmpty && !flags.contains(.isClosed) && mayLook(at: now)
    }

    /// - Returns: false if the inbox is full, or a rate used up; then this session is on the list of
    ///   those who wait.
    private func mayLook(at now: Duration) -> Bool {
        guard flags.isDisjoint(with: .waits) else { return false }
        guard lineRate != nil, !takeRates(at: now) else { return true }
        flags.insert(.waitsForRate)
        if waitsForRateSince == nil { waitsForRateSince = now }
        commons.metrics.rateWaits.add(1, ordering: .relaxed)
        loop.waitForRate(self)
        return false
    }

    private func takeRates(at now: Duration) -> Bool {
        guard lineRate?.take(at: now) != false else { return false }
        guard addressShare?.takeLine(at: now) != false else { return false }
        return commons.shops.takeLine(shop, at: now)
    }

    /// Reads one line and carries out what it asks for.
    private func look(at line: LineBytes, at now: Duration) {
        guard flags.isDisjoint(with: [.isClosed, .isEnding]) else { return }
        commons.metrics.lines.add(1, ordering: .relaxed)
        heardAt = now
        // Enter has left the prompt's line.
        promptColumnCount = 0
        flags.insert(.hasHeardLine)
        flags.remove(.isToldOfIdle)
        if burst != nil, line.isEmpty { return endBurst() }
        wire.handle(line, shops: port.shops, into: &loop.steps)
        for index in loop.steps.indices { carryOut(loop.steps[index]) }
        loop.steps.removeAll(keepingCapacity: true)
        passwordSince = wire.isAskingPassword ? passwordSince ?? now : nil
    }

    private func carryOut(_ step: WireStep) {
        switch step {
        case .submit(let submission): submit(submission)
        case .reply(let reply): say(reply)
        case .hideTyping: flags.insert(.mustHideTyping)
        case .showTyping: flags.insert(.mustShowTyping)
        case .close:
            endBurst()
            flags.insert(.isEnding)
        }
    }

    private func receive(
        _ bytes: ByteBuffer, at now: Duration
    ) throws(WireInputError) -> TelnetFilter.Signals {
        let result = bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(WireInputError) in
                try input.receive(
                    bytes.assumingMemoryBound(to: UInt8.self), replies: &loop.telnetReply
                ) { line in
                    self.take(line, at: now)
                }
            }
        }
        return try result.get()
    }

    func noteHalfLine(at now: Duration) {
        guard socket?.frames.hasHalfMessage ?? input.hasHalfLine else {
            halfLineSince = nil
            return
        }
        // A line that ended in this read began the wait anew.
        if halfLineSince == nil || heardAt == now { halfLineSince = now }
    }

    /// Switches the echo of the peer's terminal, as the lines just read have asked.
    private func takeTyping() {
        if flags.contains(.mustHideTyping) { input.hideTyping(replies: &loop.telnetReply) }
        if flags.contains(.mustShowTyping) { input.showTyping(replies: &loop.telnetReply) }
        flags.subtract([.mustHideTyping, .mustShowTyping])
    }

    private func refuseInput(_ error: WireInputError) {
        let reason: EndReason =
            switch error {
            case .lineTooLong, .subnegotiationTooLong: .lineTooLong
            case .wrongProtocol: .wrongProtocol
            }
        end(reason, saying: error.failure)
    }
}
