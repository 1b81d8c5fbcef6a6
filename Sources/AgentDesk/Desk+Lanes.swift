import BusinessTime
import Vocabulary

/// Which queues there are and who may answer in them.
extension Desk {
    /// Makes the lanes of the rules; there are no cases in lines yet.
    mutating func layOutLanes() {
        (shops, shopIndexes, queues, queueIndexes) = ([], [:], [], [:])
        (lanes, lines, inLineCounts) = ([], [], [])
        for id in rules.shops.keys.sorted() {
            guard let shopRules = rules.shops[id] else { continue }
            shopIndexes[id] = shops.count
            shops.append(ShopState(rules: shopRules))
            for skill in shopRules.queues.keys.sorted() {
                guard let queueRules = shopRules.queues[skill] else { continue }
                layOut(QueueKey(shop: id, skill: skill), queueRules, in: shops.count - 1)
            }
        }
    }

    private mutating func layOut(_ key: QueueKey, _ queueRules: QueueRules, in shop: ShopIndex) {
        let queue = queues.count
        queueIndexes[key] = queue
        shops[shop].queues.append(queue)
        queues.append(
            QueueState(
                key: key, shop: shop, rules: queueRules,
                handlingMilliseconds: Double(queueRules.handlingTimeExpected.milliseconds)))
        let shopRules = shops[shop].rules
        let delays = Self.delays(queueRules, shopRules)
        let costs = Set(shopRules.siteOrder.map { rules.sites[$0.site]?.costPerHourCents ?? 0 })
            .union([0]).sorted()
        for language in shopRules.languages {
            let tiers = delays.indices.flatMap { step in
                costs.map { Lane.Tier(step: step, cost: $0) }
            }
            queues[queue].lanes.append(lanes.count)
            lanes.append(
                Lane(
                    queue: queue, language: language, delays: delays, tiers: tiers,
                    firstLine: lines.count,
                    free: Array(repeating: FreeAgents(), count: tiers.count),
                    seatCounts: Array(repeating: 0, count: tiers.count)))
            lines += Array(repeating: Line(), count: delays.count)
            inLineCounts.append(0)
        }
    }

    private static func delays(_ queue: QueueRules, _ shop: ShopRules) -> [Duration] {
        let all = [.zero] + queue.relaxations.map(\.after) + shop.siteOrder.map(\.after)
        return Set(all.map { max(.zero, $0) }).sorted()
    }

    /// The lane of a case; a skill or language that the shop does not have falls back.
    ///
    /// - Returns: nil if the shop is not served on this floor.
    func lane(for key: QueueKey, _ language: Language) -> LaneIndex? {
        guard let shop = shopIndexes[key.shop],
            let queue = queueIndexes[key]
                ?? queueIndexes[QueueKey(shop: key.shop, skill: .general)]
        else { return nil }
        let place = shops[shop].rules.languages.firstIndex(of: language) ?? 0
        return queues[queue].lanes[place]
    }

    // MARK: Eligibility

    /// From what waiting time on an agent comes into question; which demand it is that keeps them out.
    enum Eligibility: Equatable {
        case after(Duration)
        case lacksShop, lacksSkill, lacksLanguage, siteNotAsked
    }

    func eligibility(of profile: AgentProfile, in lane: LaneIndex) -> Eligibility {
        let queue = queues[lanes[lane].queue]
        let shopRules = shops[queue.shop].rules
        guard profile.shops.contains(queue.key.shop) else { return .lacksShop }
        guard let skillDelay = skillDelay(profile, queue) else { return .lacksSkill }
        guard let languageDelay = languageDelay(profile, lanes[lane].language, queue.rules) else {
            return .lacksLanguage
        }
        guard let siteDelay = siteDelay(profile, shopRules) else { return .siteNotAsked }
        return .after(max(skillDelay, languageDelay, siteDelay, .zero))
    }

    private func skillDelay(_ profile: AgentProfile, _ queue: QueueState) -> Duration? {
        let level = profile.level(of: queue.key.skill)
        if level >= queue.rules.levelMin { return .zero }
        return queue.rules.relaxations.compactMap { relaxation -> Duration? in
            switch relaxation.step {
            case .level(let enough): level >= max(1, enough) ? relaxation.after : nil
            case .skill(let other): profile.level(of: other) >= 1 ? relaxation.after : nil
            case .anySkill: relaxation.after
            case .language: nil
            }
        }.min()
    }

    private func languageDelay(
        _ profile: AgentProfile, _ language: Language, _ queueRules: QueueRules
    ) -> Duration? {
        if profile.languages.contains(language) { return .zero }
        return queueRules.relaxations.compactMap { relaxation -> Duration? in
            switch relaxation.step {
            case .language(let other):
                profile.languages.contains(other) ? relaxation.after : nil
            case .level, .skill, .anySkill: nil
            }
        }.min()
    }

    private func siteDelay(_ profile: AgentProfile, _ shopRules: ShopRules) -> Duration? {
        guard let site = profile.site, !shopRules.siteOrder.isEmpty else {
            return shopRules.siteOrder.map(\.after).min() ?? .zero
        }
        return shopRules.siteOrder.filter { $0.site == site }.map(\.after).min()
    }

    // MARK: Seats

    /// Works out anew which lanes an agent answers; they are counted in none before.
    mutating func seat(_ agent: AgentIndex) {
        let profile = agents[agent].profile
        let cost = profile.site.flatMap { rules.sites[$0]?.costPerHourCents } ?? 0
        var seats: [AgentState.Seat] = []
        for id in profile.shops.sorted() {
            guard let shop = shopIndexes[id] else { continue }
            for lane in shops[shop].queues.flatMap({ queues[$0].lanes }) {
                guard case .after(let delay) = eligibility(of: profile, in: lane),
                    let step = lanes[lane].delays.firstIndex(of: delay),
                    let tier = lanes[lane].tierIndex(step: step, cost: cost)
                        ?? lanes[lane].tierIndex(step: step, cost: 0)
                else { continue }
                seats.append(
                    AgentState.Seat(lane: Int32(lane), step: Int16(step), tier: Int16(tier)))
            }
        }
        agents[agent].seats = seats
        for seat in seats { lanes[Int(seat.lane)].seatCounts[Int(seat.tier)] += 1 }
        countIn(agent, +1)
    }

    /// Takes an agent out of every lane.
    mutating func unseat(_ agent: AgentIndex) {
        countIn(agent, -1)
        for seat in agents[agent].seats {
            lanes[Int(seat.lane)].seatCounts[Int(seat.tier)] -= 1
        }
        agents[agent].seats = []
        agents[agent].stamp &+= 1
    }

    /// Counts an agent's presence in each of their lanes, or counts it out.
    private mutating func countIn(_ agent: AgentIndex, _ sign: Int) {
        let state = agents[agent]
        guard state.isStaff else { return }
        let slots = state.isServing ? state.profile.capacity : 0
        for seat in state.seats {
            lanes[Int(seat.lane)].staffCount += sign
            lanes[Int(seat.lane)].slotCount += sign * slots
            if state.presence == .on { lanes[Int(seat.lane)].onCount += sign }
        }
    }

    /// The only way in which a presence changes.
    mutating func setPresence(_ agent: AgentIndex, _ presence: Presence, at now: WallTime) {
        guard agents[agent].presence != presence else { return }
        countIn(agent, -1)
        agents[agent].presence = presence
        agents[agent].presenceSince = now
        countIn(agent, +1)
        agents[agent].stamp &+= 1
        effects.append(.tellPresence(agents[agent].profile.id, presence))
    }
}
