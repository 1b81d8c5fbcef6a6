import Vocabulary

/// Who types and who has read.
extension Floor {
    /// Passes a sign on to the other side of its conversation. Where there is none, nothing is said
    /// of it: nobody waits for an answer.
    func pass(
        _ sign: ChatSign, from session: SessionID, about number: Int?
    ) -> [FloorEffect] {
        if let agent = agentOfSession[session] { return pass(sign, of: agent, about: number) }
        guard let id = sessions[session]?.conversation, seats[id]?.session == session,
            let tag = tag(of: id)
        else { return [] }
        return hearers(of: id).compactMap { agents[$0] }.map {
            .tell($0.session, .desk(.signed(tag, sign)))
        }
    }

    private func pass(
        _ sign: ChatSign, of agent: AgentID, about number: Int?
    ) -> [FloorEffect] {
        guard case .success(let id) = ownCase(number, of: agent),
            let customer = seats[id]?.session, let name = agents[agent]?.account.name
        else { return [] }
        return [.tell(customer, .signed(sign, name: name))]
    }
}
