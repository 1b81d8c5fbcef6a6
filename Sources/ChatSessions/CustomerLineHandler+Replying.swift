import ChatWire
import Engine
import NIOCore
import Synchronization
import Vocabulary

extension CustomerLineHandler {
    /// Writes what the floor says to this session; one write for all of it.
    func deliver(_ release: Release) {
        noteAnswer(release)
        unsettledCount = max(0, unsettledCount - release.settledCount)
        guard !flags.contains(.isClosed) else { return }
        for notice in release.notices { say(notice) }
        commons.metrics.released.add(release.notices.count, ordering: .relaxed)
        sendReply()
        if release.closes { return close() }
        if flags.contains(.waitsForDesk), wire.isGreetedByDesk {
            flags.remove(.waitsForDesk)
            takeHeldLines()
        }
        endIfSettled()
    }

    /// Counts how long the floor took; of several under way, the first.
    private func noteAnswer(_ release: Release) {
        guard release.settledCount > 0, unsettledCount > 0 else { return }
        let now = commons.now()
        commons.metrics.answers.observe(now - askedAt)
        askedAt = now
    }

    /// Says a notice, and takes note of what it means for this connection.
    func say(_ notice: Notice) {
        // What is written after this is in the language that the notice sets.
        wire.noticed(notice)
        switch notice {
        case .welcome(let welcome):
            belongs(to: welcome.shop)
            flags.insert(.hasConversation)
        case .closed:
            flags.remove(.hasConversation)
            heardAt = commons.now()
            leaveShop()
        case .desk(.front): frontNotedAt = commons.now()
        case .ack, .message, .queue, .joined, .left, .signed, .failure, .desk: break
        }
        say(.notice(notice))
    }

    func tell(_ failure: Notice.Failure) { say(Notice.failure(failure)) }

    /// Appends to what is to be written; `sendReply()` writes it.
    func say(_ reply: WireReply) {
        if socket != nil {
            return FrameWriter.append(to: &loop.reply) { reply.encodeFrame(into: &$0) }
        }
        reply.encode(mode: wire.mode, language: wire.language, into: &loop.reply)
    }

    /// Writes all that was said since the last write. A peer that is behind already is closed once too
    /// much waits for it; one long answer alone, such as a transcript, closes nobody.
    func sendReply() {
        defer {
            loop.reply.removeAll(keepingCapacity: loop.reply.capacity <= 64 * 1_024)
            loop.telnetReply.removeAll(keepingCapacity: true)
        }
        guard !loop.telnetReply.isEmpty || !loop.reply.isEmpty, let context,
            !flags.contains(.isClosed)
        else { return }
        if flags.contains(.isOfTheDesk), wire.mode == .plain { movePrompt() }
        let byteCount = loop.telnetReply.count + loop.reply.count
        var buffer = context.channel.allocator.buffer(capacity: byteCount)
        buffer.writeBytes(loop.telnetReply)
        buffer.writeBytes(loop.reply)
        let isBehind = !context.channel.isWritable
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        if isBehind { checkUnsent(context) }
    }

    /// Takes the agent's prompt away before what is to be said, and puts it behind it again.
    private func movePrompt() {
        guard !loop.reply.isEmpty, !wire.isAskingPassword, let agent = wire.agent else { return }
        if promptColumnCount > 0 {
            loop.reply.insert(
                contentsOf: DeskPrompt.erasing(columnCount: promptColumnCount), at: 0)
        }
        let prompt = DeskPrompt.bytes(
            agent: agent, front: wire.front, sinceNoted: commons.now() - frontNotedAt)
        loop.reply += prompt
        promptColumnCount = prompt.count
    }

    private func checkUnsent(_ context: ChannelHandlerContext) {
        let options = context.channel.syncOptions
        let unsentByteCount = try? options?.getOption(.bufferedWritableBytes)
        guard let unsentByteCount, unsentByteCount > Limits.sessionUnsentBytesMax else { return }
        record(.unread)
        closeNow()
    }
}
