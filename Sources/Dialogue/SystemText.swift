import Vocabulary

/// The texts that every language of a shop has, by their names in the authors' files.
public enum SystemText: String, CaseIterable, Sendable {
    case greeting = "utter_greeting"
    case help = "utter_help"
    case menu = "utter_menu"
    case fallback = "utter_fallback"
    case fallbackAgain = "utter_fallback_again"
    case didYouMean = "utter_did_you_mean"
    case noneOfThese = "utter_none_of_these"
    case handoffQueued = "utter_handoff_queued"
    case handoffClosed = "utter_handoff_closed"
    case alreadyWaiting = "utter_already_waiting"
    case messageAsk = "utter_message_ask"
    case messageContactAsk = "utter_message_contact_ask"
    case messageSaved = "utter_message_saved"
    case messageCancelled = "utter_message_cancelled"
    case idleWarning = "utter_idle_warning"
    case idleClosed = "utter_idle_closed"
    case bye = "utter_bye"
    case rateAsk = "utter_rate_ask"
    case rateThanks = "utter_rate_thanks"
    case rateInvalid = "utter_rate_invalid"
    case cancelled = "utter_cancelled"
    case nothingToCancel = "utter_nothing_to_cancel"
    case formGaveUp = "utter_form_gave_up"
    case menuOutOfRange = "utter_menu_out_of_range"
    case orderNotMatched = "utter_order_not_matched"
    case orderLocked = "utter_order_locked"
    case ordersUnavailable = "utter_orders_unavailable"
    case lookingUp = "utter_looking_up"
    case productsNone = "utter_products_none"
    case languageChanged = "utter_language_changed"
    case languageUnknown = "utter_language_unknown"
    case forgotten = "utter_forgotten"
    case returnedToBot = "utter_returned_to_bot"
    case switchAsk = "utter_switch_ask"
    case resumedForm = "utter_resumed_form"
    case agentJoined = "utter_agent_joined"
    case agentLeft = "utter_agent_left"
    case statusBot = "utter_status_bot"
    case statusWaiting = "utter_status_waiting"
    case statusAgent = "utter_status_agent"
    case callbackAsk = "utter_callback_ask"
    case callbackInvalid = "utter_callback_invalid"
    case callbackSaved = "utter_callback_saved"
    case onHold = "utter_on_hold"
    case stillOnHold = "utter_still_on_hold"
    case closedReopened = "utter_closed_reopened"
}

extension SystemText {
    private static let askings: [SystemText: Notice.Asking] = [
        .messageAsk: .message, .messageContactAsk: .contact, .rateAsk: .rating,
    ]

    /// What the line behind this text is wanted for; nil for nothing in particular.
    var asking: Notice.Asking? {
        Self.askings[self]
    }
}
