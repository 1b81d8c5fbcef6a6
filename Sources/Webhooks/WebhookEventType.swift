/// What a shop's systems can be told about. Sent and stored: never rename.
public enum WebhookEventType: String, Sendable, CaseIterable, Comparable {
    case conversationOpened = "conversation.opened"
    /// The customer waits for a person.
    case conversationEscalated = "conversation.escalated"
    /// A person has taken it.
    case conversationAssigned = "conversation.assigned"
    /// It waits for another person, or went straight to one.
    case conversationTransferred = "conversation.transferred"
    case conversationReturnedToBot = "conversation.returned_to_bot"
    case conversationRated = "conversation.rated"
    /// It is over; with its statistics.
    case conversationClosed = "conversation.closed"
    /// Somebody said something the customer can see, or the customer did.
    case messageCreated = "message.created"
    /// The finished transcript, or a link where it is large.
    case transcriptReady = "transcript.ready"
    /// A message for people to answer when they are back.
    case messageLeft = "message.left"
    /// The customer wants to return something; a person or a system has to do it.
    case returnRequested = "return.requested"
    /// The customer asked for something else that has to be done, such as a changed address.
    case requestCreated = "request.created"

    public static func < (left: WebhookEventType, right: WebhookEventType) -> Bool {
        left.rawValue < right.rawValue
    }
}
