import Vocabulary

/// A topic that agents handle, as `skills` of `shop.yml` names it. Stored: never rename.
public struct Skill: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }

    /// What everyone can do; topics without a skill of their own go here.
    public static let general = Skill("general")

    public var description: String { name }
    public static func < (left: Skill, right: Skill) -> Bool { left.name < right.name }
}

/// A waiting line: the customers of one shop who need one skill.
public struct QueueKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var shop: ShopID
    public var skill: Skill

    public init(shop: ShopID, skill: Skill) {
        self.shop = shop
        self.skill = skill
    }

    /// For example `juniper/returns`.
    public var description: String { "\(shop)/\(skill)" }
    public static func < (left: QueueKey, right: QueueKey) -> Bool {
        left.shop != right.shop ? left.shop < right.shop : left.skill < right.skill
    }
}

/// The short name of a place where agents sit.
public struct SiteName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }
    public static func < (left: SiteName, right: SiteName) -> Bool { left.name < right.name }
}
