import AgentDesk
import Dialogue
import Vocabulary

/// Log-ins that last: until their time is over, and while what was shown is good.
extension Floor {
    mutating func connect(
        _ login: Login, _ session: SessionID, at now: WallTime
    ) -> [FloorEffect] {
        let account = login.account
        let old = agents[account.id]
        if let old, old.session != session { agentOfSession[old.session] = nil }
        var seat = AgentSeat(login, session: session)
        seat.front = old?.front
        agents[account.id] = seat
        agentOfSession[session] = account.id
        let profile = seat.profile(shops: shops.mapValues(\.languages))
        var effects: [FloorEffect] = [
            .tell(session, .desk(.signedIn(account))),
            .setTimer(.login(session), after: login.until.since(now)),
        ]
        effects += carryOut(desk.handle(.agentConnected(profile, session), at: now), at: now)
        // What they had before, and what is offered to them, is theirs again.
        for id in desk.cases(of: account.id) { effects += showCase(id, to: account.id, at: now) }
        if let old, old.session != session {
            effects += carryOut(desk.offers(to: account.id).map { .offer($0) }, at: now)
        }
        return effects
    }

    /// The time of a log-in may be over: its connection ends, and the desk keeps for a while what the
    /// agent has, as if the connection had been lost.
    mutating func expire(_ session: SessionID, at now: WallTime) -> [FloorEffect] {
        if let agent = agentOfSession[session], let seat = agents[agent], seat.session == session,
            seat.until > now
        {
            // Logged in once more on the same connection, or the clock was set back.
            return [.setTimer(.login(session), after: seat.until.since(now))]
        }
        return endLogin(session, "your log-in has run out", at: now)
    }

    private mutating func endLogin(
        _ session: SessionID, _ text: String, at now: WallTime
    ) -> [FloorEffect] {
        var effects = agentOfSession[session].map { lose($0, session, at: now) } ?? []
        effects.append(
            refusal(
                session, .loginExpired, text,
                hint: "log in again; your chats are kept for you for a while"))
        effects.append(.endSession(session))
        return effects
    }

    /// Accounts have changed: whoever may not be here any more is sent away, and whoever showed what is
    /// not good any more has to show something else.
    mutating func replace(_ roll: AccountRoll, at now: WallTime) -> [FloorEffect] {
        let byID = Dictionary(
            roll.accounts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var effects: [FloorEffect] = []
        for agent in agents.keys.sorted() {
            guard let seat = agents[agent] else { continue }
            guard var account = byID[agent] else {
                effects += carryOut(desk.handle(.agentRemoved(agent), at: now), at: now)
                continue
            }
            guard roll.proofs.contains(seat.proof) else {
                let text = "your password or token is not good any more"
                effects += endLogin(seat.session, text, at: now)
                continue
            }
            // A token's log-in stays what it is.
            account.role = min(account.role, seat.roleMax)
            account.shops = account.shops.limited(to: seat.shopsMax)
            guard seat.account != account else { continue }
            agents[agent]?.account = account
            effects.append(.tell(seat.session, .desk(.signedIn(account))))
            effects += tellProfile(of: agent, at: now)
        }
        return effects
    }
}
