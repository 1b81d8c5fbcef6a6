import Vocabulary

/// What is written to a session: what the floor says, and what the connection itself answers.
public enum WireReply: Equatable, Sendable {
    case notice(Notice)
    /// The answer to `ping`, and to telnet's "are you there".
    case pong
    /// How lines are written from here on.
    case mode(WireMode)
    /// Asks for an agent's password.
    case passwordPrompt(AgentID)
    /// Control-C does not end a conversation; says what does.
    case howToLeave

    public init(_ notice: Notice) { self = .notice(notice) }

    /// Appends the reply as lines of `mode`, each with its end; nothing where this mode has no word
    /// for it.
    ///
    /// Plain lines end with CR LF, carry their speaker, and hold nothing that a terminal would act
    /// on; JSON lines end with LF and hold one object each.
    ///
    /// - Parameter language: Of the server's own sentences in plain mode.
    public func encode(
        mode: WireMode, language: Language = .english, into buffer: inout [UInt8]
    ) {
        switch mode {
        case .plain: PlainReply.append(self, .in(language), to: &buffer)
        case .json: JSONReply.append(self, to: &buffer)
        }
    }

    /// The JSON object alone, without a line end: one text frame of the WebSocket bridge.
    public func encodeFrame(into buffer: inout [UInt8]) {
        JSONReply.append(self, to: &buffer)
        if buffer.last == UInt8(ascii: "\n") { buffer.removeLast() }
    }
}
