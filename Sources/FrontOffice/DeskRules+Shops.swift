import AgentDesk
import Dialogue
import Vocabulary

extension DeskRules {
    /// How cases of these shops are routed: a queue for each skill that a shop's topics name, and one
    /// for all the rest.
    init(shops: some Collection<Shop>) {
        var rules: [ShopID: ShopRules] = [:]
        for shop in shops {
            var queues: [Skill: QueueRules] = [:]
            for skill in shop.settings.skills.values { queues[Skill(skill)] = QueueRules() }
            rules[shop.id] = ShopRules(
                shop: shop.id, hours: shop.hours, languages: shop.languages, queues: queues)
        }
        self.init(shops: rules)
    }
}
