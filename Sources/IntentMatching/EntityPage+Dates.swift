import Vocabulary

extension EntityPage {
    /// Days: written in figures, by the month's name, or counted from today.
    ///
    /// - Parameter today: nil leaves days that are counted from it as they are typed, and days without a
    ///   year as `--04-05`.
    mutating func findDates(today: CivilDay?) {
        if hasDigits { findFigures(today) }
        for index in line.words.indices {
            let hash = hash(of: index)
            guard words.isValued(hash), isFree(range(index, index)) else { continue }
            if let month = words.months[hash] {
                findMonth(month, at: index, today)
            } else if let offset = words.days[hash] {
                findDay(offset, at: index, today)
            } else if let weekday = words.weekdays[hash] {
                findWeekday(weekday, at: index, today)
            } else if let length = words.units[hash] {
                findCount(of: length, at: index, today)
            }
        }
    }

    /// `2026-03-10`, `10.3.2026`, `10/03/26`: the day first where both could be.
    private mutating func findFigures(_ today: CivilDay?) {
        var index = 0
        while index + 1 < line.words.count {
            defer { index += 1 }
            guard let first = figure(at: index), let second = figure(at: index + 1),
                let mark = markBehind(index)
            else { continue }
            let third = markBehind(index + 1) == mark ? figure(at: index + 2) : nil
            guard let third else {
                // Without a year only dots leave no doubt, as 10/3 may be anything.
                if mark == UInt8(ascii: "."),
                    bytes[safe: Int(line.words[index + 1].byteEnd)] == mark
                {
                    claimDate(month: second, day: first, year: nil, index, index + 1, today)
                }
                continue
            }
            if line.words[index].count == 4 {
                claimDate(month: second, day: third, year: first, index, index + 2, today)
            } else {
                let isMonthFirst = second > 12 && first <= 12
                claimDate(
                    month: isMonthFirst ? first : second, day: isMonthFirst ? second : first,
                    year: third < 100 ? 2_000 + third : third, index, index + 2, today)
            }
            index += 2
        }
    }

    private func figure(at word: Int) -> Int? {
        guard line.words.indices.contains(word), line.words[word].isNumber,
            [1, 2, 4].contains(line.words[word].count)
        else { return nil }
        return number(at: word)
    }

    /// The dash, dot or slash that alone stands between a word and the next.
    private func markBehind(_ word: Int) -> UInt8? {
        guard word + 1 < line.words.count else { return nil }
        let end = Int(line.words[word].byteEnd)
        guard Int(line.words[word + 1].byteStart) == end + 1 else { return nil }
        return [0x2D, 0x2E, 0x2F].contains(bytes[end]) ? bytes[end] : nil
    }

    /// `5 April`, `April 5th 2026`, `5. April`, `5 de abril de 2026`.
    private mutating func findMonth(_ month: Int, at index: Int, _ today: CivilDay?) {
        var before = index - 1
        while before >= 0, words.links.contains(hash(of: before)) { before -= 1 }
        if before >= 0, let day = ordinal(at: before), isFree(range(before, before)) {
            let (year, end) = year(after: index)
            claimDate(month: month, day: day, year: year, before, end, today)
        } else if let day = ordinal(at: index + 1) {
            let (year, end) = year(after: index + 1)
            claimDate(month: month, day: day, year: year, index, end, today)
        }
    }

    /// A number up to 31, with or without `st nd rd th`.
    private func ordinal(at word: Int) -> Int? {
        guard line.words.indices.contains(word) else { return nil }
        let letters = line.letters(of: line.words[word])
        let digits = letters.prefix { $0 &- 0x30 < 10 }
        guard (1...2).contains(digits.count),
            letters.count - digits.count == 0 || letters.count - digits.count == 2
        else { return nil }
        let day = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return (1...31).contains(day) ? day : nil
    }

    private func year(after word: Int) -> (year: Int?, end: Int) {
        var next = word + 1
        while line.words.indices.contains(next), words.links.contains(hash(of: next)) { next += 1 }
        guard line.words.indices.contains(next), line.words[next].count == 4,
            let year = figure(at: next), (2_000...2_099).contains(year)
        else { return (nil, word) }
        return (year, next)
    }

    /// "today", "the day before yesterday" (by its word), "yesterday".
    private mutating func findDay(_ offset: Int, at index: Int, _ today: CivilDay?) {
        claimDay(today.map { $0.adding(days: offset) }, index, index)
    }

    /// "last Tuesday" and "Tuesday" are before today, "next Tuesday" after it.
    private mutating func findWeekday(_ weekday: Int, at index: Int, _ today: CivilDay?) {
        let before = index > 0 ? hash(of: index - 1) : 0
        let behind = index + 1 < line.words.count ? hash(of: index + 1) : 0
        let isLast = words.last.contains(before)
        let isNext = words.next.contains(before)
        let isLastBehind = words.last.contains(behind)
        let isNextBehind = words.next.contains(behind)
        let first = isLast || isNext ? index - 1 : index
        let end = isLastBehind || isNextBehind ? index + 1 : index
        let day = today.map { today in
            let ahead = (weekday - today.weekday + 7) % 7
            if isNext || isNextBehind { return today.adding(days: ahead == 0 ? 7 : ahead) }
            return today.adding(days: ahead == 0 && !(isLast || isLastBehind) ? 0 : ahead - 7)
        }
        claimDay(day, first, end)
    }

    /// "3 days ago", "vor einer Woche", "hace dos días", "in 2 weeks", "last week".
    private mutating func findCount(of length: Int, at index: Int, _ today: CivilDay?) {
        guard index > 0 else { return }
        if let count = number(at: index - 1), count <= 1_000 {
            let behind = index + 1 < line.words.count ? hash(of: index + 1) : 0
            let before = index > 1 ? hash(of: index - 2) : 0
            if words.ago.contains(behind) {
                claimDay(today.map { $0.adding(days: -count * length) }, index - 1, index + 1)
            } else if words.since.contains(before) {
                claimDay(today.map { $0.adding(days: -count * length) }, index - 2, index)
            } else if words.within.contains(before) {
                claimDay(today.map { $0.adding(days: count * length) }, index - 2, index)
            }
        } else if length > 1, words.last.contains(hash(of: index - 1)) {
            claimDay(today.map { $0.adding(days: -length) }, index - 1, index)
        } else if length > 1, index + 1 < line.words.count, words.last.contains(hash(of: index + 1))
        {
            claimDay(today.map { $0.adding(days: -length) }, index, index + 1)
        }
    }

    private mutating func claimDay(_ day: CivilDay?, _ first: Int, _ last: Int) {
        let range = range(first, last)
        claim(Entity.Kind.date, day?.description ?? text(range), range)
    }

    /// Days without a year are the ones nearest to today that are not far ahead: people ask of what was.
    private mutating func claimDate(
        month: Int, day: Int, year: Int?, _ first: Int, _ last: Int, _ today: CivilDay?
    ) {
        let range = range(first, last)
        if let year {
            guard let date = CivilDay(year: year, month: month, day: day) else { return }
            claim(Entity.Kind.date, date.description, range)
        } else if let today {
            let near = [today.year + 1, today.year, today.year - 1].lazy
                .compactMap { CivilDay(year: $0, month: month, day: day) }
                .first { $0.daysSinceEpoch - today.daysSinceEpoch <= 90 }
            if let near { claim(Entity.Kind.date, near.description, range) }
        } else if let date = CivilDay(year: 2_000, month: month, day: day) {
            claim(Entity.Kind.date, "-" + String(date.description.dropFirst(4)), range)
        }
    }
}

extension [UInt8] {
    /// The byte at a place, or nil beyond the end.
    fileprivate subscript(safe place: Int) -> UInt8? { indices.contains(place) ? self[place] : nil }
}
