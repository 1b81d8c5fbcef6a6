import Foundation

/// What one customer was promised: every acknowledged line with its number, every answer seen.
struct KillLedger {
    struct Line {
        let conversation: String
        let id: String
        let sequence: Int
    }

    private(set) var acknowledged: [Line] = []
    /// Texts by conversation and number: the customer's own lines as they were sent, and answers.
    private(set) var seen: [String: [Int: String]] = [:]
    /// What must never happen and did.
    var complaints: [String] = []

    mutating func acknowledge(
        _ id: String, _ text: String, _ sequence: Int, in conversation: String
    ) {
        acknowledged.append(Line(conversation: conversation, id: id, sequence: sequence))
        see(text, sequence, in: conversation)
    }

    mutating func see(_ text: String, _ sequence: Int, in conversation: String) {
        if let before = seen[conversation, default: [:]].updateValue(text, forKey: sequence),
            before != text
        {
            complaints.append("\(conversation) \(sequence) was '\(before)' and became '\(text)'")
        }
    }

    /// Everything in which the record differs from what the customer was told.
    func differences(from record: [String: Record.Document]) -> [String] {
        var found = complaints
        for line in acknowledged {
            let entries =
                record[line.conversation]?.entries.filter { $0.clientId == line.id } ?? []
            if entries.map(\.seq) != [line.sequence] {
                found.append(
                    "\(line.conversation): \(line.id) was acknowledged as \(line.sequence), "
                        + "the record has it as \(entries.map(\.seq))")
            }
        }
        for (conversation, texts) in seen.sorted(by: { $0.key < $1.key }) {
            let entries = record[conversation]?.entries ?? []
            let last = texts.keys.max() ?? 0
            for entry in entries where entry.seq <= last {
                guard ["customer_said", "bot_said", "system_said"].contains(entry.type) else {
                    continue
                }
                if texts[entry.seq] == nil {
                    found.append(
                        "\(conversation) \(entry.seq) was never shown: \(entry.text ?? "")")
                }
            }
            for (sequence, text) in texts {
                let entry = entries.first { $0.seq == sequence }
                if entry?.text != text {
                    found.append(
                        "\(conversation) \(sequence): seen '\(text)', recorded '\(entry?.text ?? "nothing")'"
                    )
                }
            }
        }
        return found
    }
}

/// A customer who says numbered lines, comes back after every loss, and repeats what got no answer.
final class PersistentCustomer {
    private enum Stage { case greeting, returning, talking, leaving, away }

    private(set) var ledger = KillLedger()
    /// Ids that were used, whether or not they were acknowledged.
    private(set) var usedIDs: [String] = []
    private(set) var connection: LineClient?
    /// Things heard since the start; what kills are timed by.
    private(set) var eventCount = 0
    private(set) var finishedCount = 0

    private let name: String
    private let linesEach: Int
    private var stage = Stage.away
    private var token: String?
    private var conversation: String?
    private var lastSequence = 0
    private var saidCount = 0
    private var pending: (id: String, text: String)?
    private var hasSaidBye = false
    /// Finishes the conversation under way and begins no other.
    var isToEnd = false

    var hasEnded: Bool { isToEnd && conversation == nil }

    /// For whoever looks at a failure.
    var state: String {
        "\(name) \(stage), \(conversation ?? "no conversation"), after \(lastSequence), "
            + "waits for \(pending?.id ?? "nothing"), to end \(isToEnd), finished \(finishedCount), "
            + "\(ledger.complaints)"
    }

    init(name: String, linesEach: Int) {
        self.name = name
        self.linesEach = linesEach
    }

    func connect(port: UInt16) throws {
        let connection = try LineClient(port: port)
        self.connection = connection
        if let token {
            stage = .returning
            connection.send(.resume(token, after: lastSequence))
        } else {
            begin()
        }
    }

    func lose() {
        connection = nil
        stage = .away
    }

    /// Takes what has arrived, whole lines only.
    ///
    /// - Returns: false once the connection has ended.
    func listen() -> Bool {
        guard let connection else { return false }
        let now = Deadline(seconds: 0)
        let isAlive = connection.stream.receive(until: now) || !connection.stream.hasEnded
        while connection.stream.pending.contains(0x0A), let event = connection.event(until: now) {
            eventCount += 1
            take(event)
            if hasEnded { break }
        }
        return isAlive
    }

    private func begin() {
        token = nil
        conversation = nil
        lastSequence = 0
        saidCount = 0
        hasSaidBye = false
        guard !isToEnd else { return }
        stage = .greeting
        connection?.send(.hello)
    }

    private func take(_ event: Event) {
        switch event.ev {
        case "welcome":
            if stage == .greeting { lastSequence = event.seq ?? 0 }
            token = event.token
            conversation = event.conv
            stage = .talking
            speak()
        case "ack":
            guard let conversation, let sequence = event.seq, let line = pending,
                line.id == event.id
            else { return complain("an acknowledgement of \(event.id ?? "nothing")") }
            ledger.acknowledge(line.id, line.text, sequence, in: conversation)
            lastSequence = max(lastSequence, sequence)
            pending = nil
            speak()
        case "message":
            guard let conversation, let sequence = event.seq else { return }
            if sequence > 1 { ledger.see(event.text ?? "", sequence, in: conversation) }
            lastSequence = max(lastSequence, sequence)
        case "closed":
            finishedCount += 1
            begin()
        case "error": refused(event)
        default: break
        }
    }

    private func refused(_ event: Event) {
        if stage == .returning, event.code == "token_expired" {
            // The goodbye may have been the last thing that was saved.
            if hasSaidBye { finishedCount += 1 } else { complain("could not come back") }
            return begin()
        }
        complain("\(event.code ?? "no code"): \(event.text ?? "")")
    }

    private func speak() {
        if let pending {
            connection?.send(.say(pending.text, id: pending.id))
        } else if isToEnd || saidCount >= linesEach {
            stage = .leaving
            hasSaidBye = true
            connection?.send(.bye)
        } else {
            saidCount += 1
            let line = (
                id: "\(name)-\(usedIDs.count + 1)", text: "how big is kite \(usedIDs.count + 1)"
            )
            usedIDs.append(line.id)
            pending = line
            connection?.send(.say(line.text, id: line.id))
        }
    }

    private func complain(_ what: String) {
        ledger.complaints.append("\(name), \(conversation ?? "no conversation"): \(what)")
    }
}
