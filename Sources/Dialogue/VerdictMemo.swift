import Knowledge
import Vocabulary

/// The last verdict of one turn, with what it was computed from.
///
/// A rule asks for a dozen facts of one verdict: each condition, each variable of a text. Shop, clock
/// and order do not change within a turn; the slots may, and then the verdict is another one. A class,
/// since those who ask only read the turn.
final class VerdictMemo<Verdict> {
    private var slots: [Slot] = []
    private var order: OrderNumber?
    private var verdict: Verdict?

    /// The verdict for these values, from memory where they are the same as the last time.
    func verdict(
        slots: [Slot], order: OrderNumber, compute: () -> Verdict
    ) -> Verdict {
        if let verdict, self.order == order, self.slots == slots { return verdict }
        let verdict = compute()
        (self.slots, self.order, self.verdict) = (slots, order, verdict)
        return verdict
    }
}
