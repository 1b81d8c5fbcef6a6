/// A value that the dialogue knows: a slot's name and its value. Stored.
public struct Slot: Equatable, Sendable {
    public var name: SlotName
    public var value: String
    public init(name: SlotName, value: String) {
        self.name = name
        self.value = value
    }
}

/// Where a dialogue stands between two turns: everything that the next line is read against.
///
/// Recorded with the entry that changed it, so that a conversation read back from the record goes on
/// exactly where it was, whatever the shop's files say by then. Stored: never rename.
public struct DialogueMemory: Equatable, Sendable {
    /// Known values, in the order they became known.
    public var slots: [Slot] = []
    /// The task under way, if any.
    public var task: TaskProgress?
    /// The menu that a bare number chooses from; empty when none is open.
    public var menu: [MenuOption] = []
    /// What the next line answers, besides being a line.
    public var expectation: Expectation = .nothing
    /// Lines in a row that were not understood.
    public var missesInRow = 0
    /// Wrong second proofs given so far in this conversation.
    public var wrongProofCount = 0
    /// The order whose number and second proof agreed; facts are told of no other.
    public var verifiedOrder: String?

    public init() {}

    /// The value of a slot, nil if it is not known.
    public subscript(_ name: SlotName) -> String? {
        get { slots.first { $0.name == name }?.value }
        set {
            let index = slots.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): slots[index].value = value
            case (let index?, nil): slots.remove(at: index)
            case (nil, let value?): slots.append(Slot(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// How far a rule of the shop has come.
    public struct TaskProgress: Equatable, Sendable {
        /// The rule's name in the shop's files.
        public var rule: String
        /// The step that runs next; 0 is the first after the intent.
        public var stepIndex: Int
        /// The slot asked for last; nil before the first question.
        public var asking: SlotName?
        /// How often it was asked for so far.
        public var askedCount: Int
        /// The intent that began the task, and how sure the match was.
        public var intent: IntentName

        public init(
            rule: String, stepIndex: Int, asking: SlotName? = nil, askedCount: Int = 0,
            intent: IntentName
        ) {
            self.rule = rule
            self.stepIndex = stepIndex
            self.asking = asking
            self.askedCount = askedCount
            self.intent = intent
        }
    }

    /// One line of a numbered menu.
    public struct MenuOption: Equatable, Sendable {
        public var title: String
        public var payload: Payload
        public init(title: String, payload: Payload) {
            self.title = title
            self.payload = payload
        }
    }

    /// What choosing an option means.
    public enum Payload: Equatable, Sendable {
        case intent(IntentName)
        /// As if the customer had typed this.
        case text(String)
    }

    /// What a line is taken for before it is matched. Stored: never rename.
    public enum Expectation: String, Equatable, Sendable, CaseIterable {
        case nothing
        /// Yes or no to the confirmation of the task under way.
        case confirmation
        /// The text of a message for people to read later.
        case message
        /// How to reach the customer about that message.
        case contact
        /// 1 to 5.
        case rating
        /// Yes or no to "shall I take a message?".
        case messageOffer = "message_offer"
        /// Nothing: the shop's own system is asked, and its answer comes first.
        case shopAnswer = "shop_answer"
        /// A phone number or an e-mail address to be reached by, and when.
        case callback
        /// Yes or no to "shall I get a person?".
        case personOffer = "person_offer"
    }
}
