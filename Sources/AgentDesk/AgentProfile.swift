import Vocabulary

/// Who an agent is to the desk: what they may see and what they can do.
///
/// Made by the shell from the account, handed in when the agent connects and when the account changes.
public struct AgentProfile: Equatable, Sendable {
    public var id: AgentID
    /// As customers and colleagues read it.
    public var name: String
    public var role: AgentRole
    /// Shops whose conversations the agent may see; of any other nothing is shown and nothing offered.
    public var shops: Set<ShopID>
    /// 1 (knows of it) to 5 (expert). Everyone has `Skill.general` at level 1.
    public var skills: [Skill: Int]
    public var languages: Set<Language>
    /// Where the agent sits; nil for nowhere in particular, which is admitted as the first site is.
    public var site: SiteName?
    /// Conversations at once, 0 or more; offers and wrap-ups count. 0 for who only watches.
    public var capacity: Int

    public init(
        id: AgentID, name: String, role: AgentRole = .agent, shops: Set<ShopID>,
        skills: [Skill: Int] = [:], languages: Set<Language>, site: SiteName? = nil,
        capacity: Int = Limits.agentCapacityDefault
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.shops = shops
        self.skills = skills
        self.languages = languages
        self.site = site
        self.capacity = max(0, capacity)
    }

    /// - Returns: 0 if the agent does not have the skill.
    public func level(of skill: Skill) -> Int {
        skill == .general ? max(1, skills[skill] ?? 0) : skills[skill] ?? 0
    }
}
