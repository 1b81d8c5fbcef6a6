extension Catalogue {
    /// The products that fit best, best first; the same query always gives the same hits.
    ///
    /// Words are found in other forms, as synonyms, as parts of longer words and with typos; products
    /// that have more of them come first. Without words the cheapest that can be had come first.
    public func search(_ query: ProductQuery) -> [ProductHit] {
        guard let filter = SearchFilter(query, self) else { return [] }
        let limit = min(max(query.limit, 1), ProductQuery.hitCountMax)
        let typed = Self.tellingWords(query.words)
        guard !typed.isEmpty else { return filter.cheapest(limit, self) }
        let lookups = typed.map { Lookup(typed: $0, expansions: expansions(of: $0)) }
        let head =
            query.headCategory
            ?? query.headWord.flatMap { word in
                category(meantBy: PlainText.folded(word))
                    ?? category(called: PlainText.folded(word))
            }
        return rank(lookups, filter, head: head, limit: limit)
    }

    /// Products looked at to find out what a word stands for.
    private static let sampledCountMax = 200

    /// The category that a word stands for: most products that have it in their name, their other names
    /// or their category are of that one.
    ///
    /// - Parameter word: Folded.
    /// - Returns: nil for words of many categories, such as makers and colours, and for words of none.
    func category(meantBy word: String) -> UInt32? {
        if !categoriesMeant.isEmpty, let known = words.index(of: word) {
            let category = categoriesMeant[known]
            return category == Self.noCategory ? nil : category
        }
        return findCategory(meantBy: word)
    }

    /// What each word of the catalogue stands for, looked up once.
    func categoriesOfWords() -> [UInt32] {
        words.words.map { findCategory(meantBy: $0) ?? Self.noCategory }
    }

    private static let noCategory = UInt32.max

    private func findCategory(meantBy word: String) -> UInt32? {
        guard word.utf8.count >= 3, !CatalogueSynonyms.emptyWords.contains(word) else { return nil }
        let same = expansions(of: word, isSame: true).filter {
            $0.likeness >= Self.sameWordLikeness
        }
        guard !same.isEmpty else { return nil }
        // Few: what most products of a word have in common is among the categories of the first ones.
        var counts: [(category: UInt32, count: Int)] = []
        var sampled = 0
        for expansion in same {
            for posting in words.postings(of: expansion.word).prefix(Self.sampledCountMax)
            where posting.weight >= Self.namingWeight {
                facets.forEachCategory(of: Int(posting.product)) { category in
                    if let place = counts.firstIndex(where: { $0.category == category }) {
                        counts[place].count += 1
                    } else {
                        counts.append((category, 1))
                    }
                }
                sampled += 1
            }
        }
        // The narrowest: a jacket is a jacket rather than clothing; of equals the first.
        var best: (productCount: Int, category: UInt32)?
        for (category, count) in counts where count * 4 >= sampled * 3 {
            let found = (facets.productCount(with: category), category)
            if best.map({ found < $0 }) ?? true { best = found }
        }
        return best?.category
    }

    /// The category whose own name a word is, in the singular or the plural.
    func category(called word: String) -> UInt32? {
        facets.id(ofCategory: word) ?? facets.id(ofCategory: word + "s")
    }

    /// Other forms of a word and synonyms are the same word; parts and corrections are not.
    private static let sameWordLikeness = 88
    /// The least weight of a word in a name, another name or a category.
    private static let namingWeight: UInt8 = 30

    /// One typed word with what it may mean.
    struct Lookup {
        let typed: String
        let expansions: [WordIndex.Expansion]
    }

    private static func tellingWords(_ words: [String]) -> [String] {
        var telling: [String] = []
        for text in words {
            let isOneWord = !text.isEmpty && text.utf8.allSatisfy(PlainText.isPlain)
            for word in isOneWord ? [text] : PlainText.words(text)
            where telling.count < ProductQuery.wordCountMax
                && !CatalogueSynonyms.emptyWords.contains(word) && !telling.contains(word)
            {
                telling.append(word)
            }
        }
        return telling
    }

    /// - Parameter isSame: Only other forms and synonyms.
    private func expansions(of typed: String, isSame: Bool = false) -> [WordIndex.Expansion] {
        var expansions = words.expansions(of: typed, isSame: isSame)
        let others = synonyms.others(for: typed)
        guard !others.isEmpty else { return expansions }
        for other in others {
            if let word = words.index(of: other) {
                expansions.append(WordIndex.Expansion(word: word, likeness: 88))
            }
        }
        return expansions.sorted { ($1.likeness, $0.word) < ($0.likeness, $1.word) }
    }

    private func rank(
        _ lookups: [Lookup], _ filter: SearchFilter, head: UInt32?, limit: Int
    ) -> [ProductHit] {
        var scores = [Int32](repeating: 0, count: products.count)
        var masks = [UInt8](repeating: 0, count: products.count)
        var touched: [Int32] = []
        var budget = Self.postingCountMax
        // Rare words first: they are what tells products apart, should the budget run out. A word of
        // half the catalogue tells nothing where a rarer one was found.
        let frequencies = lookups.map { frequency($0) }
        let order = lookups.indices.sorted {
            (frequencies[$0], $0) < (frequencies[$1], $1)
        }
        for lookupIndex in order {
            let bit = UInt8(1 << lookupIndex)
            for expansion in lookups[lookupIndex].expansions {
                let count = words.productCount(of: expansion.word)
                if !touched.isEmpty && count * 2 > products.count && count > 1_000 { continue }
                let worth = Int32(rarity(expansion.word) * expansion.likeness)
                let postings = words.postings(of: expansion.word).prefix(budget)
                budget -= postings.count
                for posting in postings {
                    let product = Int(posting.product)
                    let mask = masks[product]
                    if mask & bit != 0 { continue }
                    if mask == 0 { touched.append(Int32(product)) }
                    masks[product] = mask | bit
                    scores[product] += worth * Int32(posting.weight) / 64
                }
            }
        }
        return best(touched, scores, masks, lookups, filter, head: head, limit: limit)
    }

    private func best(
        _ touched: [Int32], _ scores: [Int32], _ masks: [UInt8], _ lookups: [Lookup],
        _ filter: SearchFilter, head: UInt32?, limit: Int
    ) -> [ProductHit] {
        var top = TopList(limit: limit)
        for entry in touched {
            let product = Int(entry)
            // Every word that fits counts as much as all that the others may add.
            let score = Int(scores[product]) * (4 + masks[product].nonzeroBitCount)
            let whole = score * 2 + (isInStock[product] ? 1 : 0)
            if top.wouldTake(whole, product), filter.admits(product, self),
                head.map({ facets.has($0, product: product) }) ?? true
            {
                top.put(whole, product)
            }
        }
        return top.entries.map { entry in
            ProductHit(
                product: products[entry.product], score: entry.score,
                why: reasons(entry.product, lookups) + filter.reasons)
        }
    }

    private func reasons(_ product: Int, _ lookups: [Lookup]) -> [ProductHit.Reason] {
        lookups.compactMap { lookup in
            let found = lookup.expansions.first { words.contains($0.word, product: product) }
            return found.map { expansion in
                let word = words.words[expansion.word]
                return word == lookup.typed ? .word(word) : .like(typed: lookup.typed, found: word)
            }
        }
    }

    private func frequency(_ lookup: Lookup) -> Int {
        lookup.expansions.reduce(0) { $0 + words.productCount(of: $1.word) }
    }

    /// 16 for a word in every product, more for rarer ones: sixteenths of binary digits.
    private func rarity(_ word: Int) -> Int {
        let ratio = Double(products.count + 1) / Double(max(1, words.productCount(of: word)))
        return 16 + Int(ratio.exponent) * 16 + Int((ratio.significand - 1) * 16)
    }
}

/// The best so many, by score and then by place in the catalogue.
struct TopList {
    private(set) var entries: [(score: Int, product: Int)] = []
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
        entries.reserveCapacity(limit + 1)
    }

    func wouldTake(_ score: Int, _ product: Int) -> Bool {
        guard entries.count == limit, let last = entries.last else { return true }
        return (last.score, product) < (score, last.product)
    }

    mutating func put(_ score: Int, _ product: Int) {
        let place =
            entries.firstIndex { ($0.score, product) < (score, $0.product) } ?? entries.count
        entries.insert((score, product), at: place)
        if entries.count > limit { entries.removeLast() }
    }
}
