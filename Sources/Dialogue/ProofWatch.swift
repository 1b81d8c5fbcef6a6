import Knowledge
import Vocabulary

/// Counts wrong proofs of one shop over all its conversations, so that a guesser gains nothing by
/// beginning another one, nor by coming from elsewhere.
///
/// Counted by the address that the customer comes from and by the order number that was tried, whether
/// or not there is such an order. Owned by the floor; lives as long as the server, and is bounded.
public struct ProofWatch: Equatable, Sendable {
    /// Wrong proofs of one address within a quarter of an hour; an address may be that of a whole
    /// office, so it is more than one conversation has.
    public static let addressFailureCountMax = 10
    /// Wrong proofs for one number within a quarter of an hour, from wherever.
    public static let numberFailureCountMax = 6
    /// Addresses and numbers remembered; with more, those heard of longest ago are dropped.
    public static let keyCountMax = 20_000

    private enum Key: Hashable, Sendable {
        case address(String)
        case number(String)
    }

    private struct Page: Equatable, Sendable {
        var lockOut: IdentityLockOut
        var lastFailure: WallTime
    }

    private var pages: [Key: Page] = [:]

    public init() {}

    /// Whether no proof is looked at now, right or wrong.
    ///
    /// - Parameters:
    ///   - number: As typed.
    ///   - address: Where the customer comes from; nil where that says nothing, as behind a proxy.
    public func isLocked(number: String, from address: String?, at now: WallTime) -> Bool {
        keys(number, address).contains { pages[$0]?.lockOut.isLocked(at: now) ?? false }
    }

    /// Takes note of a wrong proof, or of a number that no order has.
    public mutating func recordFailure(
        number: String, from address: String?, at now: WallTime
    ) {
        for key in keys(number, address) {
            var page = pages[key] ?? Page(lockOut: Self.lockOut(for: key), lastFailure: now)
            page.lockOut.recordFailure(at: now)
            page.lastFailure = now
            pages[key] = page
        }
        if pages.count > Self.keyCountMax { dropOldest(at: now) }
    }

    private func keys(_ number: String, _ address: String?) -> [Key] {
        var keys: [Key] = address.map { [.address($0)] } ?? []
        if let number = OrderNumber(number) { keys.append(.number(number.code)) }
        return keys
    }

    private static func lockOut(for key: Key) -> IdentityLockOut {
        switch key {
        case .address: IdentityLockOut(failureCountMax: addressFailureCountMax)
        case .number: IdentityLockOut(failureCountMax: numberFailureCountMax)
        }
    }

    /// Keeps the newer half, and whatever is locked.
    private mutating func dropOldest(at now: WallTime) {
        let moments = pages.values.map(\.lastFailure).sorted()
        let middle = moments[moments.count / 2]
        pages = pages.filter {
            $0.value.lastFailure >= middle || $0.value.lockOut.isLocked(at: now)
        }
        // A flood of locks is still bounded: then the count is lost rather than the memory.
        if pages.count > Self.keyCountMax { pages = [:] }
    }
}

/// The shop's wrong proofs as one session meets them.
public struct ProofGate: Sendable {
    private let watch: ProofWatch
    private let address: String?

    public init(_ watch: ProofWatch, from address: String?) {
        self.watch = watch
        self.address = address
    }

    /// For a conversation that nobody else can have guessed in: a rehearsal.
    public static let open = ProofGate(ProofWatch(), from: nil)

    func isLocked(number: String, at now: WallTime) -> Bool {
        watch.isLocked(number: number, from: address, at: now)
    }
}
