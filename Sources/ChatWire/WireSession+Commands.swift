import CleanText
import Vocabulary

extension WireSession {
    /// Takes a line of plain mode.
    mutating func take(
        _ text: String, clientID: String?, shops: WireShops, into steps: inout [WireStep]
    ) {
        do throws(WireCommandError) {
            carryOut(
                try WireCommand(parsing: text, by: speaker), clientID: clientID, shops: shops,
                into: &steps)
        } catch {
            refuse(error.failure(clientID: clientID), into: &steps)
        }
    }

    /// Carries out what needs no floor and hands on the rest.
    mutating func carryOut(
        _ command: WireCommand, clientID: String?, shops: WireShops, about number: Int? = nil,
        into steps: inout [WireStep]
    ) {
        switch command {
        case .say(let text):
            say(text, clientID: clientID, shops: shops, about: number, into: &steps)
        case .sayTo(let number, let text):
            say(text, clientID: clientID, shops: shops, about: number, into: &steps)
        case .mode(let mode): setMode(mode, into: &steps)
        case .shop(let shop): open(shop.name, clientID: clientID, shops: shops, into: &steps)
        case .resume(let token, let after): resume(token, after, clientID, into: &steps)
        case .login(let agent): askPassword(of: agent, clientID: clientID, into: &steps)
        case .customer(.bye) where phase == .fresh && speaker == .customer:
            steps.append(.close)
        case .customer(.bye) where speaker > .customer:
            steps.append(.submit(.loggedOut))
        case .customer where speaker > .customer:
            steps.append(.reply(.notice(.desk(.card(helpCard)))))
        case .customer(let command):
            if phase == .fresh, !command.beginsConversation {
                return refuse(Self.nothingBegun(clientID: clientID), into: &steps)
            }
            openIfNeeded(shops, into: &steps)
            steps.append(.submit(.customer(command)))
        case .agent(let command): steps.append(.submit(.agent(command, case: number)))
        case .supervisor(let command): steps.append(.submit(.supervisor(command)))
        case .reload(let isCheckOnly): steps.append(.submit(.reload(isCheckOnly: isCheckOnly)))
        }
    }

    mutating func say(
        _ text: String, clientID: String?, shops: WireShops, about number: Int? = nil,
        into steps: inout [WireStep]
    ) {
        let masked = CardMask.masked(text)
        guard speaker == .customer else {
            return steps.append(
                .submit(.agentSaid(clientID: clientID, text: masked, case: number)))
        }
        openIfNeeded(shops, into: &steps)
        steps.append(.submit(.said(clientID: clientID, text: masked)))
    }

    /// What this person may type.
    private var helpCard: DeskNotice.Card {
        DeskNotice.Card(
            topic: .help, tag: nil,
            rows: CommandTable.usages(for: speaker).map { DeskNotice.CardRow($0, "") } + [
                DeskNotice.CardRow("#118 text", "says it in chat 118"),
                DeskNotice.CardRow("! text", "a note that the customer never sees"),
            ])
    }

    /// Begins a conversation with a shop that was named.
    mutating func open(
        _ name: String?, language: Language? = nil, customer: String? = nil, clientID: String?,
        shops: WireShops, into steps: inout [WireStep]
    ) {
        guard phase == .fresh, speaker == .customer else {
            let failure = Notice.Failure(
                code: .conversationOpen, clientID: clientID, text: "you are in a conversation",
                hint: "/bye ends it; then come again")
            return refuse(failure, into: &steps)
        }
        let shop = name.map { ShopID($0.lowercased()) } ?? shops.standard
        guard let shop, shops.all.contains(shop) else {
            return refuse(shops.noSuchShop(name ?? "", clientID: clientID), into: &steps)
        }
        phase = .opening
        let opening = Submission.Opening(
            shop: shop, language: language, name: customer, isGreeted: false)
        steps.append(.submit(.opened(opening)))
    }

    mutating func resume(
        _ token: String, _ after: Int?, _ clientID: String?, into steps: inout [WireStep]
    ) {
        guard phase == .fresh, speaker == .customer else {
            let failure = Notice.Failure(
                code: .conversationOpen, clientID: clientID,
                text: "you are in a conversation already", hint: "/bye ends it first")
            return refuse(failure, into: &steps)
        }
        phase = .opening
        steps.append(.submit(.resumed(token: token, after: after)))
    }

    func refuse(_ failure: Notice.Failure, into steps: inout [WireStep]) {
        steps.append(.reply(.notice(.failure(failure))))
    }

    /// - Returns: nil if an agent may log in here, else what to answer.
    func loginRefusal(clientID: String?) -> Notice.Failure? {
        if speaker != .customer {
            return Notice.Failure(
                code: .notAllowed, clientID: clientID, text: "you are logged in already",
                hint: "/bye logs you out")
        }
        if phase != .fresh {
            return Notice.Failure(
                code: .conversationOpen, clientID: clientID, text: "you are in a conversation",
                hint: "/bye ends it; then log in")
        }
        guard !isLoginAllowed else { return nil }
        return Notice.Failure(
            code: .notAllowed, clientID: clientID, text: "no passwords on this connection",
            hint: "log in through the TLS port")
    }

    private mutating func askPassword(
        of agent: AgentID, clientID: String?, into steps: inout [WireStep]
    ) {
        if let refusal = loginRefusal(clientID: clientID) { return refuse(refusal, into: &steps) }
        guard mode == .plain else {
            let failure = Notice.Failure(
                code: .usage, clientID: clientID, text: "send the op login with name and password",
                hint: "{\"op\":\"login\",\"name\":\"\(agent.name)\",\"password\":\"…\"}")
            return refuse(failure, into: &steps)
        }
        loginPending = agent
        steps.append(.hideTyping)
        steps.append(.reply(.passwordPrompt(agent)))
    }

    /// Begins a conversation with the shop of the last one, or else with the standard shop.
    private mutating func openIfNeeded(_ shops: WireShops, into steps: inout [WireStep]) {
        guard phase == .fresh else { return }
        phase = .opening
        let last = welcomed.flatMap { shops.all.contains($0.shop) ? $0 : nil }
        let opening = Submission.Opening(
            shop: last?.shop ?? shops.standard, language: last?.language, name: nil,
            isGreeted: mode == .plain || last != nil)
        steps.append(.submit(.opened(opening)))
    }

    private static func nothingBegun(clientID: String?) -> Notice.Failure {
        Notice.Failure(
            code: .noSuchConversation, clientID: clientID, text: "there is no conversation yet",
            hint: "type a question to begin one")
    }
}

extension WireCommand.CustomerCommand {
    /// True for what a customer may begin with; false for what concerns a conversation that is there.
    fileprivate var beginsConversation: Bool {
        switch self {
        case .help, .human, .menu, .language, .callback: true
        case .status, .transcript, .forget, .bye, .rate: false
        }
    }
}
