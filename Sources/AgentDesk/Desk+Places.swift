import BusinessTime
import Vocabulary

/// What waiting customers are told: their place, an estimate of the wait, and when people are back.
extension Desk {
    /// What a shopper can be told who asks for a person now.
    public func outlook(for queue: QueueKey, in language: Language, at now: WallTime) -> Outlook {
        guard let lane = lane(for: queue, language) else {
            return Outlook(availability: .closed(backAt: nil), position: 1, wait: nil)
        }
        let position = Int(inLineCounts[lane]) + 1
        return Outlook(
            availability: availability(lane, at: now), position: position,
            wait: wait(at: position, in: lane))
    }

    private func availability(_ lane: LaneIndex, at now: WallTime) -> Outlook.Availability {
        let queue = queues[lanes[lane].queue]
        if queue.isPaused { return .paused }
        if queue.waitingCount >= queue.rules.waitingCountMax { return .full }
        let isOpen = isOpen(shops[queue.shop].rules, at: now)
        if isOpen ? lanes[lane].staffCount > 0 : lanes[lane].onCount > 0 { return .open }
        return isOpen ? .unstaffed : .closed(backAt: backAt(shops[queue.shop].rules, after: now))
    }

    // MARK: Hours

    /// Whether it is the shop's time, and that of a site that answers for it.
    private func isOpen(_ shopRules: ShopRules, at now: WallTime) -> Bool {
        let sites = shopRules.siteOrder.compactMap { rules.sites[$0.site] }
        return shopRules.hours.isOpen(at: now)
            && (sites.isEmpty || sites.contains { $0.hours.isOpen(at: now) })
    }

    /// When people are back: the shop's hours and those of one of its sites.
    ///
    /// - Returns: nil if they are there now, or not within `OpeningHours.lookAheadDayCountMax` days.
    func backAt(_ shopRules: ShopRules, after now: WallTime) -> WallTime? {
        if isOpen(shopRules, at: now) { return nil }
        let sites = shopRules.siteOrder.compactMap { rules.sites[$0.site] }
        guard !sites.isEmpty else { return shopRules.hours.nextOpening(after: now) }
        return sites.compactMap { firstCommon(shopRules.hours, $0.hours, after: now) }.min()
    }

    /// The first moment at which both are open.
    private func firstCommon(
        _ shop: OpeningHours, _ site: OpeningHours, after now: WallTime
    ) -> WallTime? {
        var moment = now
        // Each round moves one of the two to its next opening: a few a day.
        for _ in 0..<4 * OpeningHours.lookAheadDayCountMax {
            if !shop.isOpen(at: moment) {
                guard let next = shop.nextOpening(after: moment) else { return nil }
                moment = next
            } else if !site.isOpen(at: moment) {
                guard let next = site.nextOpening(after: moment) else { return nil }
                moment = next
            } else {
                return moment
            }
        }
        return nil
    }

    // MARK: Places

    /// An estimate for the one at this place of a lane.
    ///
    /// While every place is taken, cases leave at the rate of `slotCount / handling time`, so whoever
    /// is number p waits p departures: p × handling time ÷ places. This is the queue-length estimator
    /// QL of Ibrahim and Whitt, "Real-Time Delay Estimation Based on Delay History", Manufacturing &
    /// Service Operations Management 11(3), 2009. The handling time is the mean of the queue's own
    /// cases, the later ones counting more. Agents who answer other lanes too are counted whole, so
    /// beside busy neighbours the estimate is low.
    ///
    /// - Returns: nil if nobody is there.
    func wait(at position: Int, in lane: LaneIndex) -> Duration? {
        let slots = lanes[lane].slotCount
        guard slots > 0 else { return nil }
        let handling = queues[lanes[lane].queue].handlingMilliseconds
        return .milliseconds(Int64(Double(position) * handling / Double(slots)))
    }

    /// The place of a waiting case among those of its lane: 1 is next.
    func position(of index: CaseIndex) -> Int {
        let lane = cases[index].lane
        let key = key(of: index)
        let steps = lanes[lane].delays.indices
        return steps.reduce(1) {
            $0 + order.countBefore(key, lines[lanes[lane].firstLine + $1].root)
        }
    }

    mutating func tellFirstPlace(_ index: CaseIndex, at now: WallTime) {
        switch cases[index].place {
        case .inLine, .heldFor: break
        case .nowhere, .offered, .withAgent, .snoozed, .resting: return
        }
        guard cases[index].positionTold == 0 else { return }
        tell(index, position(of: index))
    }

    private mutating func tell(_ index: CaseIndex, _ position: Int) {
        guard !cases[index].isCallback, cases[index].positionTold != Int32(position) else { return }
        cases[index].positionTold = Int32(position)
        effects.append(
            .tellPlace(
                cases[index].facts.conversation, position: position,
                wait: wait(at: position, in: cases[index].lane)))
    }

    /// Has the places of a lane told anew after a while, for as long as someone waits there.
    mutating func tellPlacesLater(in lane: LaneIndex, at now: WallTime) {
        guard !lanes[lane].isPlacesItemSet else { return }
        lanes[lane].isPlacesItemSet = true
        agenda.add(
            .placesTold(laneIndex: Int32(lane)), stamp: 0, at: now + rules.positionInterval)
    }

    mutating func tellPlaces(in lane: LaneIndex, at now: WallTime) {
        lanes[lane].isPlacesItemSet = false
        let waiting = waitingCases(in: lane)
        for (offset, index) in waiting.enumerated() { tell(index, offset + 1) }
        if !waiting.isEmpty { tellPlacesLater(in: lane, at: now) }
    }

    /// Those in the lines of a lane, the next one first.
    func waitingCases(in lane: LaneIndex) -> [CaseIndex] {
        var found: [CaseIndex] = []
        for step in lanes[lane].delays.indices {
            order.walk(lines[lanes[lane].firstLine + step].root) { index in
                found.append(index)
                return true
            }
        }
        guard lanes[lane].delays.count > 1 else { return found }
        return found.sorted { order.key(of: $0) < order.key(of: $1) }
    }
}
