import ChatWire
import CleanText
import Dialogue
import Engine
import FrontOffice
import Vocabulary

/// The server's side of one connection without its socket: bytes to events, releases to bytes.
///
/// Does with values what the listener's handler does on its loop: holds lines back while the inbox is
/// full, counts what is not settled, closes a peer that does not read.
struct SimulatedLine {
    static let shops = WireShops(
        standard: SimulatedShop.id, all: [SimulatedShop.id], names: NameCheck(reserved: ["Cora"]))

    let session: SessionID
    private var input = WireInput()
    private var wire = WireSession(isLoginAllowed: true)
    /// Said to the peer, and not yet taken by it.
    private(set) var unsent: [UInt8] = []
    /// For the floor, in order; those that the inbox did not take stay.
    var events: [FloorEvent] = []
    private var held: [[UInt8]] = []
    private(set) var unsettledCount = 0
    private var isEnding = false
    private var inputEnded = false
    private var isKnown = false
    /// Nothing more is read, and nothing more is said once `unsent` is empty.
    private(set) var isClosed = false

    init(session: SessionID) {
        self.session = session
        unsent = Array("bot: hello from the corner\r\n".utf8)
    }

    /// Reads no more from its peer until the inbox has room.
    var holdsReading: Bool { !events.isEmpty || isClosed }
    /// Whether the floor has to hear of its end.
    var isKnownToFloor: Bool { isKnown }

    mutating func receive(_ bytes: [UInt8]) {
        guard !isClosed, !inputEnded else { return }
        var lines: [[UInt8]] = []
        var telnet: [UInt8] = []
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(WireInputError) in
                try input.receive(buffer, replies: &telnet) { lines.append(Array($0)) }
            }
        }
        unsent += telnet
        held += lines
        takeHeldLines()
        switch result {
        case .success(let signals): if signals.contains(.endOfInput) { endInput() }
        case .failure(let error):
            say(.failure(error.failure))
            close()
        }
    }

    /// The peer says nothing more.
    mutating func endInput() {
        guard !inputEnded, !isClosed else { return }
        inputEnded = true
        var last: [UInt8]?
        input.finish { last = Array($0) }
        if let last { held.append(last) }
        takeHeldLines()
    }

    /// Goes on with lines that were held back, as long as the inbox takes what they ask for.
    mutating func takeHeldLines() {
        while events.isEmpty, !held.isEmpty, !isClosed, !isEnding {
            let line = held.removeFirst()
            var steps: [WireStep] = []
            line.withUnsafeBufferPointer { wire.handle($0, shops: Self.shops, into: &steps) }
            for step in steps { carryOut(step) }
        }
        if isEnding || isClosed { held = [] }
        endIfSettled()
    }

    mutating func deliver(_ release: Release) {
        unsettledCount -= release.settledCount
        guard !isClosed else { return }
        for notice in release.notices { say(notice) }
        if unsent.count > Limits.sessionUnsentBytesMax {
            (unsent, isClosed) = ([], true)
        } else if release.closes {
            close()
        }
        endIfSettled()
    }

    /// The next bytes for the peer.
    mutating func sent(_ count: Int) -> [UInt8] {
        let bytes = Array(unsent.prefix(count))
        unsent.removeFirst(bytes.count)
        return bytes
    }

    private mutating func say(_ notice: Notice) {
        wire.noticed(notice)
        encode(.notice(notice))
    }

    private mutating func encode(_ reply: WireReply) {
        reply.encode(mode: wire.mode, language: wire.language, into: &unsent)
    }

    private mutating func close() { isClosed = true }

    private mutating func endIfSettled() {
        if isEnding || inputEnded, unsettledCount == 0, events.isEmpty, held.isEmpty { close() }
    }

    private mutating func carryOut(_ step: WireStep) {
        switch step {
        case .submit(let submission): submit(submission)
        case .reply(let reply): encode(reply)
        case .hideTyping, .showTyping: break
        case .close: isEnding = true
        }
    }

    private mutating func submit(_ submission: Submission) {
        switch submission {
        case .opened(let opening):
            isKnown = true
            put(
                .opened(
                    session,
                    OpeningRequest(
                        shop: opening.shop, language: opening.language, name: opening.name,
                        isGreeted: opening.isGreeted)))
        case .said(let clientID, let text):
            let match = SimulatedShop.match(text, current: wire.language)
            let line = Entry.CustomerLine(text: text, clientID: clientID)
            put(.said(session, SaidLines(lines: [line], match: match)))
        case .customer(let command): put(.commanded(session, Self.command(command)))
        case .resumed(let token, let after):
            isKnown = true
            put(
                .resumed(session, ResumeRequest(shown: TokenMint.digest(of: token), after: after)))
        case .login(let name, _): logIn(name)
        case .agentSaid(let clientID, let text, let number):
            put(
                .agentSaid(
                    session, AgentLine(text: text, clientID: clientID, caseNumber: number)))
        case .agent(let command, let number): put(.agentCommanded(session, command, case: number))
        case .supervisor(let command): put(.supervisorCommanded(session, command))
        case .signed(let sign, let number): put(.signed(session, sign, case: number))
        case .loggedOut: put(.agentLoggedOut(session))
        case .reload: break
        }
    }

    /// Whoever is an agent of the simulation gets in, whatever the password.
    private mutating func logIn(_ name: AgentID) {
        guard let account = SimulatedShop.accounts.first(where: { $0.id == name }) else {
            return say(
                .failure(Notice.Failure(code: .loginRefused, text: "nobody of that name here")))
        }
        isKnown = true
        wire.loggedIn(name, as: account.role)
        put(.agentConnected(session, .lasting(account)))
    }

    private mutating func put(_ event: FloorEvent) {
        unsettledCount += 1
        events.append(event)
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
        case .language(let language): .language(language)
        case .callback(let words): .callback(words)
        case .rate(let score): .rate(score)
        }
    }
}
