import Dialogue
import Vocabulary

/// A value behind one reference: a table that holds it moves nothing but the reference, and whoever
/// keeps it for a moment copies nothing else. It is a value all the same, since an array is.
struct Kept<Value> {
    private var values: [Value]

    init(_ value: Value) { values = [value] }

    var value: Value {
        _read { yield values[0] }
        _modify { yield &values[0] }
    }
}

extension Kept: Sendable where Value: Sendable {}
extension Kept: Equatable where Value: Equatable {}

extension Floor {
    /// A conversation and who listens to it.
    struct Seat: Equatable, Sendable {
        private struct Content: Equatable, Sendable {
            var conversation: Conversation
            var session: SessionID?
            var tokens: [TokenDigest]
            var unattendedSince: WallTime?
            var lastMatch: IntentMatch?
            var lastLine: String?
            var guests: [AgentID] = []
            var lastAnswer: ShopAnswer?
        }

        private var content: Kept<Content>

        init(
            conversation: Conversation, session: SessionID?, tokens: [TokenDigest],
            unattendedSince: WallTime?
        ) {
            content = Kept(
                Content(
                    conversation: conversation, session: session, tokens: tokens,
                    unattendedSince: unattendedSince))
        }

        var conversation: Conversation {
            _read { yield content.value.conversation }
            _modify { yield &content.value.conversation }
        }
        var session: SessionID? {
            get { content.value.session }
            set { content.value.session = newValue }
        }
        /// Every token by which the floor finds it; some are spent.
        var tokens: [TokenDigest] {
            _read { yield content.value.tokens }
            _modify { yield &content.value.tokens }
        }
        /// When the last session was lost, or the server started; nil while one listens.
        var unattendedSince: WallTime? {
            get { content.value.unattendedSince }
            set { content.value.unattendedSince = newValue }
        }
        /// What the customer's last line was understood to ask; for suggestions.
        var lastMatch: IntentMatch? { content.value.lastMatch }
        /// The customer's last line, for offers.
        var lastLine: String? { content.value.lastLine }
        /// Who stepped in beside the agent.
        var guests: [AgentID] {
            _read { yield content.value.guests }
            _modify { yield &content.value.guests }
        }
        /// What the shop's system said of an order last; asked for again after a restart.
        var lastAnswer: ShopAnswer? {
            get { content.value.lastAnswer }
            set { content.value.lastAnswer = newValue }
        }

        /// Decides an event where the conversation lies, without copying it.
        ///
        /// - Returns: nil if its shop is not served any more.
        mutating func handle(
            _ event: ConversationEvent, shops: [ShopID: Shop], desk: DeskView, proofs: ProofGate,
            at now: WallTime
        ) -> Outcome? {
            guard let shop = shops[conversation.shop] else { return nil }
            if case .customerSaid(let lines, let match) = event {
                content.value.lastMatch = match
                content.value.lastLine = lines.last?.text
            }
            let (phase, language) = (conversation.phase, conversation.language)
            let view = ConversationView(proofs: proofs, lastAnswer: lastAnswer)
            let effects = conversation.handle(event, shop: shop, desk: desk, view: view, at: now)
            return Outcome(
                effects: effects, shop: shop.id, session: session, before: phase,
                after: conversation.phase,
                language: conversation.language == language ? nil : conversation.language)
        }
    }
}
