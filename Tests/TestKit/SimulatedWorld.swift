import Dialogue
import Engine
import FrontOffice
import Logging
import Ports
import Synchronization
import Vocabulary

/// The whole server but its sockets, its customers and its disk, from one seed.
///
/// One seed is one history: every byte, fault and moment follows from it. What must always hold is
/// checked while the history runs; what did not hold is in `violations`.
public struct SimulatedWorld {
    public let seed: UInt64
    public var faults: Faults
    public internal(set) var violations: [String] = []
    /// Of every byte that customers saw and every turn that was saved.
    public internal(set) var traceHash: UInt64 = 0xCBF2_9CE4_8422_2325
    public internal(set) var counts = Counts()
    public internal(set) var customers: [ScriptedCustomer]
    public internal(set) var agents: [ScriptedAgent] = []
    public let disk: SimulatedDisk

    let store: WatchedStore
    let sabotage: Sabotage?
    var random: SeededRandom
    /// nil while the server is down.
    var driver: FloorDriver?
    var inbox: FloorInbox
    var lines: [SimulatedLine] = []
    /// Events in the inbox that count against its limit, and those that do not.
    var waitingCount = 0
    var lastSession: UInt64 = 0
    var wall = WallTime(milliseconds: 1_773_136_800_000)
    var monotonic = Duration.seconds(1_000)
    var edition = 1
    let dice: SimulatedDice

    /// How often something goes wrong: one in so many; nil for never.
    public struct Faults: Equatable, Sendable {
        /// Calls to the disk.
        public var disk: Int?
        /// Batches around which the server dies.
        public var crash: Int?
        /// Steps at which the disk is full for a while.
        public var full: Int?
        /// Customers' acts that are leaving without a word, or coming a second time.
        public var vanish: Int?
        /// Steps at which one of the clocks jumps.
        public var clock: Int?
        /// Steps at which the shops' files are read again.
        public var reload: Int?
        public init() {}

        public static let none = Faults()
        public static var usual: Faults {
            var faults = Faults()
            (faults.disk, faults.crash, faults.full) = (60, 150, 900)
            (faults.vanish, faults.clock, faults.reload) = (60, 300, 400)
            return faults
        }
    }

    /// What a history consisted of, so that a test can tell a busy one from an empty one.
    public struct Counts: Equatable, Sendable {
        public var turns = 0
        public var crashes = 0
        public var acks = 0
        public var resumes = 0
        public var answers = 0
        public var notSaved = 0
        public var inboxRefusals = 0
        public var humanTurns = 0
        public var takeovers = 0
        public var agentLines = 0
    }

    /// Bugs that can be planted, to show that they are noticed.
    public enum Sabotage: Equatable, Sendable {
        case storeForgetsBatches, storeSavesLate, storeLosesClientIDs, storeReadsShort
        /// A release loses what it settles.
        case losesSettlements
        /// A release is let go twice.
        case releasesTwice
        /// A notice is lost on its way.
        case losesNotices

        var storeBug: WatchedStore.Bug? {
            switch self {
            case .storeForgetsBatches: .forgetsBatch(oneIn: 50)
            case .storeSavesLate: .savesLate
            case .storeLosesClientIDs: .losesClientIDs
            case .storeReadsShort: .readsShort
            case .losesSettlements, .releasesTwice, .losesNotices: nil
            }
        }
    }

    /// - Parameter inboxEventCountMax: Small, so that it is full now and then.
    public init(
        seed: UInt64, customerCount: Int = 12, agentCount: Int = 4, faults: Faults = .usual,
        sabotage: Sabotage? = nil, inboxEventCountMax: Int = 6
    ) {
        self.seed = seed
        self.faults = faults
        self.sabotage = sabotage
        random = SeededRandom(seed: seed)
        disk = SimulatedDisk(seed: random.next())
        store = WatchedStore(disk: disk, bug: sabotage?.storeBug, seed: random.next())
        dice = SimulatedDice(seed: random.next())
        inbox = FloorInbox(eventCountMax: inboxEventCountMax)
        self.inboxEventCountMax = inboxEventCountMax
        diskMayFail = faults.disk != nil
        customers = []
        for number in 1...customerCount {
            customers.append(ScriptedCustomer(number: number, seed: random.next()))
        }
        for account in SimulatedShop.accounts.prefix(agentCount) {
            agents.append(ScriptedAgent(name: account.id.name, seed: random.next()))
        }
        disk.failCalls(oneIn: faults.disk)
    }

    let inboxEventCountMax: Int
    let diskMayFail: Bool

    /// Lets the world go on by so many steps: a customer's act, a piece of the network, a batch of the
    /// floor, time, or a fault.
    public mutating func run(steps: Int) {
        for _ in 0..<steps {
            step()
            guard violations.isEmpty else { return }
        }
    }

    private mutating func step() {
        monotonic += .milliseconds(random.number(below: 40))
        wall = wall + .milliseconds(random.number(below: 40))
        guard driver != nil else { return start() }
        let customer = random.number(below: customers.count)
        if !agents.isEmpty, random.oneIn(3) { return stepOfAgents() }
        switch random.number(below: 16) {
        case 0..<4: act(customer)
        case 4..<8: carryTyped(of: customer)
        case 8..<11: carrySaid(to: customer, reluctantly: true)
        case 11..<15: runFloor()
        default: passTime()
        }
        goWrong()
    }

    /// Everybody's next move: to come, to go, to type.
    private mutating func act(_ index: Int) {
        guard customers[index].session != nil else { return connect(index) }
        if happens(faults.vanish) {
            switch random.number(below: 4) {
            case 0: connect(index)
            case 1: if let line = line(of: index) { lines[line].endInput() }
            default: vanish(index)
            }
        } else if customers[index].typed.count < 2_000 {
            customers[index].type()
        }
    }

    mutating func happens(_ oneIn: Int?) -> Bool { oneIn.map { random.oneIn($0) } ?? false }

    private mutating func passTime() {
        guard random.oneIn(8) else { return }
        let wait = Duration.seconds(random.number(below: random.oneIn(10) ? 700 : 60))
        monotonic += wait
        wall = wall + wait
    }
}

/// Random bits for tokens, from the seed.
final class SimulatedDice: Sendable {
    private let random: Mutex<SeededRandom>
    init(seed: UInt64) { random = Mutex(SeededRandom(seed: seed)) }
    func next() -> UInt64 { random.withLock { $0.next() } }
    var mint: TokenMint { TokenMint { self.next() } }
}
