/// What a telnet peer says of an option.
enum TelnetVerb: UInt8, Sendable {
    case will = 251
    case wont = 252
    case `do` = 253
    case dont = 254

    func append(option: UInt8, to replies: inout [UInt8]) {
        replies.append(0xFF)
        replies.append(rawValue)
        replies.append(option)
    }
}

/// Which options are on, and which answers have been given (RFC 1143 with one answer a verb).
struct TelnetOptions: Sendable {
    static let binary: UInt8 = 0
    static let echo: UInt8 = 1
    static let windowSize: UInt8 = 31

    /// We have said WILL ECHO; the peer's DO or DONT is an answer and gets none.
    var willEcho = false
    /// One bit for each verb and option answered; empty until a peer speaks telnet.
    private var answered: [UInt64] = []
    private var peerIsBinary = false
    private var peerTellsWindowSize = false
    private var weAreBinary = false

    /// Answers `verb` for `option`, unless that was done before or nothing changes.
    mutating func answer(_ verb: TelnetVerb, option: UInt8, to replies: inout [UInt8]) {
        guard let reply = reply(to: verb, option: option),
            isFirst(verb, option: option)
        else { return }
        reply.append(option: option, to: &replies)
    }

    private mutating func reply(to verb: TelnetVerb, option: UInt8) -> TelnetVerb? {
        switch (verb, option) {
        case (.will, Self.binary): return Self.turnOn(&peerIsBinary) ? .do : nil
        case (.wont, Self.binary): return Self.turnOff(&peerIsBinary) ? .dont : nil
        case (.will, Self.windowSize): return Self.turnOn(&peerTellsWindowSize) ? .do : nil
        case (.wont, Self.windowSize): return Self.turnOff(&peerTellsWindowSize) ? .dont : nil
        case (.do, Self.binary): return Self.turnOn(&weAreBinary) ? .will : nil
        case (.dont, Self.binary): return Self.turnOff(&weAreBinary) ? .wont : nil
        case (.do, Self.echo): return willEcho ? nil : .wont
        case (.will, _): return .dont
        case (.do, _): return .wont
        // What is off already needs no answer.
        case (.wont, _), (.dont, _): return nil
        }
    }

    /// - Returns: Whether that changed anything.
    private static func turnOn(_ isOn: inout Bool) -> Bool {
        defer { isOn = true }
        return !isOn
    }

    private static func turnOff(_ isOn: inout Bool) -> Bool {
        defer { isOn = false }
        return isOn
    }

    private mutating func isFirst(_ verb: TelnetVerb, option: UInt8) -> Bool {
        if answered.isEmpty { answered = Array(repeating: 0, count: 16) }
        let index = Int(verb.rawValue - TelnetVerb.will.rawValue) * 4 + Int(option >> 6)
        let bit = UInt64(1) << UInt64(option & 63)
        defer { answered[index] |= bit }
        return answered[index] & bit == 0
    }
}
