import AgentDesk
import Vocabulary

/// An agent who is connected: what only the floor knows of them. Presence, cases and offers are the
/// desk's.
struct AgentSeat: Sendable {
    var account: AgentAccount
    /// The most that this log-in may do, whatever the account says: a token can be for less.
    let roleMax: AgentRole
    /// The same for shops.
    let shopsMax: ShopReach
    let proof: LoginProof
    /// When the log-in ends.
    let until: WallTime
    let session: SessionID
    /// The case that lines without a number go to.
    var front: ConversationID?

    init(_ login: Login, session: SessionID) {
        account = login.account
        roleMax = account.role
        shopsMax = account.shops
        proof = login.proof
        until = login.until
        self.session = session
    }

    /// What the desk has to know of them.
    ///
    /// - Parameter shops: All that are served.
    func profile(shops: [ShopID: ShopLanguages]) -> AgentProfile {
        let reached = shops.keys.filter { account.shops.includes($0) }
        let spoken =
            account.languages.isEmpty
            ? Set(reached.flatMap { shops[$0] ?? [] }) : Set(account.languages)
        let role = min(account.role, roleMax)
        return AgentProfile(
            id: account.id, name: account.name,
            role: role, shops: Set(reached),
            skills: Dictionary(
                account.skills.map { (Skill($0.name), $0.level) }, uniquingKeysWith: max),
            languages: spoken, site: account.site.map { SiteName($0) },
            capacity: account.capacity)
    }

    typealias ShopLanguages = [Language]
}
