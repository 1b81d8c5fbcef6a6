/// A person who may log in, and what the desk has to know of them.
public struct AgentAccount: Equatable, Sendable {
    public let id: AgentID
    /// As customers read it.
    public var name: String
    public var role: AgentRole
    public var shops: ShopReach
    /// What they can be asked about, the best ones not necessarily first.
    public var skills: [AgentSkill]
    /// Empty: any language that the customer can be answered in.
    public var languages: [Language]
    /// Where they sit; nil where nobody has said.
    public var site: String?
    /// Conversations at once, 1 or more.
    public var capacity: Int

    public init(
        id: AgentID, name: String, role: AgentRole = .agent, shops: ShopReach = .all,
        skills: [AgentSkill] = [], languages: [Language] = [], site: String? = nil,
        capacity: Int = Limits.agentCapacityDefault
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.shops = shops
        self.skills = skills
        self.languages = languages
        self.site = site
        self.capacity = capacity
    }
}

/// What an account may do; each may do what those before it may. Stored and sent: never rename.
public enum AgentRole: String, Sendable, CaseIterable, Comparable {
    /// Answers customers.
    case agent
    /// Sees the board, looks on, helps and assigns.
    case lead
    /// Also steps in, sends agents off, stops queues and reads the shops' files again.
    case supervisor
    /// Runs the server.
    case admin

    public static func < (left: AgentRole, right: AgentRole) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .agent: 0
        case .lead: 1
        case .supervisor: 2
        case .admin: 3
        }
    }
}

/// Whose customers an account may see and answer.
public enum ShopReach: Equatable, Sendable {
    /// Every shop, also those that come later.
    case all
    case only([ShopID])

    public func includes(_ shop: ShopID) -> Bool {
        switch self {
        case .all: true
        case .only(let shops): shops.contains(shop)
        }
    }

    /// What is in both, in the order of this one where it names shops.
    public func limited(to other: ShopReach) -> ShopReach {
        switch (self, other) {
        case (_, .all): self
        case (.all, .only): other
        case (.only(let shops), .only): .only(shops.filter(other.includes))
        }
    }
}

/// A skill and how well it is mastered.
public struct AgentSkill: Equatable, Sendable {
    public var name: String
    /// 1 (can help out) to 5 (the expert).
    public var level: Int
    public init(name: String, level: Int = 3) {
        self.name = name
        self.level = level
    }
}
