// What the desk knows, from the events it was told. Pure: no page, no socket; one event in, the state changed.

import { t } from "/desk-words.js";

export function emptyState() {
  return {
    me: null, presence: null,
    // By number: everything known of a case that was shown here.
    cases: new Map(),
    offers: new Map(),
    rows: [], board: null, selected: null,
  };
}

function caseOf(state, event) {
  let one = state.cases.get(event.case);
  if (!one) {
    one = {
      number: event.case, conversation: event.conv, shop: event.shop, isMine: false, isWatched: false, isThere: true,
      lines: new Map(), pending: new Map(), cards: new Map(), unread: 0, began: Date.now(), waitedSince: Date.now(), seen: 0, typingUntil: 0,
    };
    state.cases.set(event.case, one);
  }
  return one;
}

/** Lines in the order of the record. */
export function linesOf(one) {
  return [...one.lines.values()].sort((left, right) => left.seq - right.seq);
}

function addLine(state, one, line, isNews) {
  if (line.seq == null || one.lines.has(line.seq)) return false;
  one.lines.set(line.seq, line);
  if (isNews && line.role === "customer") {
    one.unanswered = Date.now();
    if (state.selected !== one.number || document.hidden) one.unread += 1;
  }
  if (line.role === "agent" && !line.private) one.unanswered = null;
  return true;
}

/**
 * Takes one event into the state.
 * @returns what the page should do beside showing the state: `{ toast, alarm, signedIn, refresh }`.
 */
export function take(state, event, now = Date.now()) {
  switch (event.ev) {
    case "signed_in":
      state.me = event;
      // What is still this agent's is told again behind this.
      for (const one of state.cases.values()) one.isMine = false;
      state.offers.clear();
      return { signedIn: true };
    case "presence":
      state.presence = event;
      return {};
    case "offer":
      state.offers.set(event.case, { ...event, until: now + event.expiry_seconds * 1000, waitedSince: now - event.waited_seconds * 1000 });
      return { alarm: event, refresh: true };
    case "offer_ended": {
      state.offers.delete(event.case);
      const told = { expired: t("The offer ran out"), elsewhere: t("Somebody else took it"), withdrawn: t("The customer no longer waits") }[event.why];
      return { toast: told && `#${event.case}: ${told}.`, refresh: true };
    }
    case "assigned": {
      const one = caseOf(state, event);
      state.offers.delete(event.case);
      Object.assign(one, { isMine: true, ended: null, assignment: event, customer: event.customer, lang: event.lang, queue: event.queue, waitedSince: now - event.waited_seconds * 1000, taken: now });
      state.selected ??= one.number;
      return { assigned: one.number, refresh: true };
    }
    case "history": {
      const one = caseOf(state, event);
      for (const line of event.lines) addLine(state, one, line, false);
      return {};
    }
    case "message": {
      if (event.case === undefined) return { toast: event.text };
      const one = caseOf(state, event);
      one.typingUntil = 0;
      if (event.seq == null) return { toast: `#${event.case}: ${event.text}` };
      addLine(state, one, { ...event, at: new Date(now).toISOString() }, true);
      return { heard: event.role === "customer" && one.isMine ? one.number : undefined };
    }
    case "note": {
      const one = caseOf(state, event);
      addLine(state, one, { ...event, role: "note", private: true, at: new Date(now).toISOString() }, false);
      if (event.name !== state.me?.agent && (event.kind === "whisper" || event.kind === "mention")) {
        if (state.selected !== one.number) one.unread += 1;
        return { toast: `${event.name} (#${event.case}): ${event.text}`, heard: one.number };
      }
      return {};
    }
    case "released": {
      const one = caseOf(state, event);
      Object.assign(one, { isMine: false, ended: event.why });
      const told = {
        closed: t("closed"), transferred: t("transferred"), handed_back: t("back with the bot"), customer_left: t("the customer has left"),
        reassigned: t("given to somebody else"), relieved: t("taken back, because it was without an answer too long"), snoozed: t("snoozed"),
      }[event.why];
      return { toast: `#${event.case}: ${told ?? event.why}.`, refresh: true };
    }
    case "customer":
      caseOf(state, event).isThere = event.there;
      return {};
    case "typing":
      if (event.case !== undefined) caseOf(state, event).typingUntil = now + 6_000;
      return {};
    case "seen":
      if (event.case !== undefined) {
        const one = caseOf(state, event);
        one.seen = Math.max(one.seen, event.seq);
      }
      return {};
    case "list":
      state.rows = event.cases.map((row) => ({ ...row, waitedSince: now - row.age_seconds * 1000 }));
      // Who looks on is not told of the end; the list is.
      for (const one of state.cases.values()) {
        if (!one.isWatched || one.isMine || state.rows.some((row) => row.case === one.number)) continue;
        Object.assign(one, { isWatched: false, isJoined: false, ended: "closed" });
      }
      return {};
    case "board":
      state.board = { ...event, at: now };
      return {};
    case "card":
      if (event.case !== undefined) {
        caseOf(state, event).cards.set(event.topic, event.rows);
        return {};
      }
      return { card: event };
    case "suggestion":
      caseOf(state, event).suggestion = event;
      return { suggestion: event };
    case "broadcast":
      return { toast: `${event.name}: ${event.text}`, isLong: true };
    case "alert":
      return { toast: event.text, isLong: true };
    default:
      return {};
  }
}

/** A line of this agent that is not on record yet. */
export function sent(state, number, id, text) {
  state.cases.get(number)?.pending.set(id, { id, text, role: "agent", name: state.me.name });
}

/** @returns the case it belongs to; its line stands under its number from here on. */
export function acknowledged(state, { id, seq }, now = Date.now()) {
  for (const one of state.cases.values()) {
    const line = one.pending.get(id);
    if (!line) continue;
    one.pending.delete(id);
    addLine(state, one, { ...line, seq, at: new Date(now).toISOString() }, false);
    return one;
  }
  return null;
}
