// The agents' desk: log-in, wiring, keys. What is known lives in desk-state.js; each column shows its part of it.

import { byID, button, isOutdated, make, readShops, shopName, tick } from "/desk-dom.js";
import { Line } from "/desk-line.js";
import { acknowledged, emptyState, sent, take } from "/desk-state.js";
import { showList } from "/desk-list.js";
import { showChat } from "/desk-chat.js";
import { showDetails, cardTitle } from "/desk-details.js";
import { ask, keys, showCard } from "/desk-dialogs.js";
import { showBoard } from "/desk-board.js";
import { allowSound, ring } from "/desk-sound.js";
import { chooseLanguage, language, t, tellPage } from "/desk-words.js";

let state = emptyState();
let parts = null;
// When the connection was lost of somebody who was available; a restarted server has forgotten that.
let lostWhileOn = null;
const backInTime = 60_000;
// Answers under way when a log-in ran out, by conversation; only for the one who wrote them.
let kept = { name: "", drafts: new Map() };
const line = new Line(receive);
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const isLead = () => state.me && state.me.role !== "agent";

// MARK: Showing

let isShowPlanned = false;
function show() {
  if (isShowPlanned) return;
  isShowPlanned = true;
  requestAnimationFrame(() => {
    isShowPlanned = false;
    if (!state.me) return;
    showList(state, act);
    parts = showChat(state, act);
    showDetails(state, act);
    showBoard(state, act);
    showTitle();
    tick();
  });
}

function showTitle() {
  const offer = state.offers.values().next().value;
  const unread = [...state.cases.values()].reduce((sum, one) => sum + (one.isMine ? one.unread : 0), 0);
  document.title = offer ? `● ${t("Offer: {shop}", { shop: shopName(offer.shop) })} · ${t("Desk")}` : unread > 0 ? `(${unread}) ${t("Desk")} · Helpline` : `${t("Desk")} · Helpline`;
}

function toast(text, isLong = false) {
  const element = make("p", { dir: "auto" }, text, " ", button("×", () => element.remove(), { "aria-label": t("Dismiss") }));
  byID("toasts").append(element);
  while (byID("toasts").childElementCount > 4) byID("toasts").firstChild.remove();
  setTimeout(() => element.remove(), isLong ? 30_000 : 7_000);
}

// MARK: What comes in

function receive(event) {
  if (event.ev === "error") return refused(event);
  if (event.ev === "ack") {
    line.settle(event.id);
    acknowledged(state, event);
    return show();
  }
  if (event.ev === "signed_in" && line.state === "open") {
    // The account was changed while its agent is here; the chats stay.
    state.me = event;
    byID("me").textContent = `${event.name}, ${t(event.role)}`;
    return show();
  }
  const effect = take(state, event);
  if (effect.assigned !== undefined) restoreDraft(state.cases.get(effect.assigned));
  if (effect.signedIn) signedIn();
  if (effect.toast) toast(effect.toast, effect.isLong);
  if (effect.alarm) ring([660, 880, 660]);
  if (effect.heard !== undefined) ring([520]);
  if (effect.assigned !== undefined) act.select(effect.assigned);
  if (effect.card) showCard(cardTitle(effect.card.topic), effect.card.rows);
  if (effect.refresh) refresh();
  if (event.ev === "presence" && lostWhileOn !== null) {
    if (event.state === "off" && Date.now() - lostWhileOn < backInTime) line.command("/on");
    lostWhileOn = null;
  }
  if (event.ev === "presence") byID("presence").value = { on: "on", wrap_up: "on", break: "break" }[event.state] ?? "off";
  if (event.ev === "card" && event.topic === "canned") showPicker();
  if (state.me && event.case !== undefined && event.case === state.selected) read();
  show();
}

function signedIn() {
  byID("login").hidden = true;
  byID("desk").hidden = false;
  byID("login-password").value = "";
  byID("me").textContent = `${state.me.name}, ${t(state.me.role)}`;
  byID("show-board").hidden = !isLead();
  line.opened();
  isOutdated().then((is) => { byID("outdated").hidden = !is; });
  // Looking on ends with the connection; it is asked for again.
  for (const one of state.cases.values()) if (one.isWatched) line.command(`/watch ${one.number}`);
  refresh();
}

function refused({ code, id, text, hint }) {
  const sentence = hint ? `${text} (${hint})` : text;
  if (code === "login_refused" && line.state === "open") {
    // The same agent has logged in at another place, which has the chats now.
    line.displaced();
    return toast(sentence, true);
  }
  if (code === "login_expired" || code === "login_refused" || (code === "not_allowed" && !state.me) || (code === "rate_limited" && !state.me)) {
    byID("login-wrong").textContent = sentence;
    if (code === "login_expired") {
      keepDrafts();
      byID("login-wrong").textContent = t("Your log-in has ended. Please log in again; your chats are kept for you for a while.");
    }
    line.refused();
    leave();
    return byID("login-password").focus();
  }
  if (code === "unknown_op" || code === "shutting_down") return;
  if (id && (code === "not_saved" || code === "busy" || code === "rate_limited")) return line.repeat();
  if (id) {
    line.settle(id);
    for (const one of state.cases.values()) {
      const failed = one.pending.get(id);
      one.pending.delete(id);
      if (failed) act.insert(failed.text);
    }
  }
  toast(sentence, true);
  show();
}

let refreshTimer = null;
function refresh() {
  clearTimeout(refreshTimer);
  if (line.state === "open") {
    line.command(isLead() ? "/list all" : "/list");
    if (!byID("board").hidden) line.command("/board");
  }
  refreshTimer = setTimeout(refresh, 5_000);
}

line.addEventListener("state", () => {
  if (line.state === "lost" && (state.presence?.state === "on" || state.presence?.state === "wrap_up")) lostWhileOn ??= Date.now();
  const told = { connecting: t("Connecting…"), lost: t("No connection. Trying again…"), elsewhere: t("You are logged in at another place. This window is quiet.") };
  byID("line-state").textContent = told[line.state] ?? "";
  document.body.classList.toggle("lost", line.state !== "open");
});

/** What was read is told to the customer's side, once. */
function read() {
  const one = state.cases.get(state.selected);
  if (!one || document.hidden) return;
  one.unread = 0;
  const last = Math.max(0, ...[...one.lines.values()].filter((entry) => entry.role === "customer").map((entry) => entry.seq));
  if (one.isMine && last > (one.readUpTo ?? 0)) {
    one.readUpTo = last;
    line.send({ op: "seen", case: one.number, seq: last });
  }
}
document.addEventListener("visibilitychange", () => { read(); show(); });

// MARK: What the agent does

const act = {
  take: (number) => line.command(`/take ${number}`),
  skip: () => line.command("/skip"),
  command: (text) => line.command(text, state.cases.get(state.selected)?.isMine || state.cases.get(state.selected)?.isJoined ? state.selected : undefined),
  select(number) {
    if (parts && state.selected !== number) state.cases.get(state.selected).draft = parts.input.value;
    state.selected = number;
    read();
    show();
    requestAnimationFrame(() => requestAnimationFrame(() => parts?.input.focus()));
  },
  watch(number) {
    const known = state.cases.get(number);
    line.command(`/watch ${number}`);
    if (known?.isWatched) known.isWatched = false;
    else {
      const row = state.rows.find((one) => one.case === number);
      take(state, { ev: "history", lines: [], ...row, case: number });
      Object.assign(state.cases.get(number), { isWatched: true, customer: row?.customer, queue: row?.queue, lang: row?.lang });
      act.board(false);
      act.select(number);
    }
    show();
  },
  barge() {
    line.command(`/barge ${state.selected}`);
    state.cases.get(state.selected).isJoined = true;
    show();
  },
  dialog(name, number = state.selected) {
    const suggestions = { transfer: { to: places(number) }, assign: { name: state.board?.agents.map((row) => row.agent) } }[name] ?? {};
    ask(name, number, (command) => act.command(command), suggestions);
  },
  board(isShown) {
    byID("board").hidden = !isShown;
    for (const column of ["chat", "details"]) byID(column).hidden = isShown;
    byID("show-board").setAttribute("aria-pressed", String(isShown));
    refresh();
    show();
  },
  insert(text) {
    if (!parts) return;
    const { input } = parts;
    input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
    input.focus();
    typed();
  },
  setNote(isNote) {
    const { input, noteSwitch, composer, send } = parts;
    input.dataset.note = isNote ? "yes" : "no";
    composer.classList.toggle("noting", isNote);
    noteSwitch.setAttribute("aria-pressed", String(isNote));
    input.setAttribute("aria-label", isNote ? t("Note, only for colleagues") : t("Answer"));
    send.textContent = isNote ? t("Add note") : t("Send");
    input.focus();
  },
  sendTyped() {
    const { input } = parts;
    const one = state.cases.get(state.selected);
    const text = input.value.trim();
    if (!text || !(one?.isMine || one?.isJoined)) return;
    if (input.dataset.note === "yes" || text.startsWith("! ")) {
      line.command(`/note ${text.replace(/^! /, "").replace(/\s*\n\s*/g, " ")}`, one.number);
      // One's own note is not told again; the record has it, with its number.
      line.command(`/show ${one.number}`);
      act.setNote(false);
    } else {
      const id = fresh();
      sent(state, one.number, id, text);
      line.say(id, text, one.number);
      one.unanswered = null;
    }
    input.value = one.draft = "";
    // The next line is typed anew, and told of at once.
    typingSaid = 0;
    closePicker();
    show();
  },
  wireComposer(made) {
    const { input } = made;
    parts = made;
    input.addEventListener("input", typed);
    input.addEventListener("keydown", composerKey);
  },
};

/** Where a chat of this shop may go: skills seen in its lists, and colleagues. */
function places(number) {
  const one = state.cases.get(number);
  const queues = [...state.rows, ...(state.board?.queues ?? [])].filter((row) => row.shop === one?.shop).map((row) => row.queue.split("/").at(-1));
  return [...new Set([...Object.keys(state.me.skills ?? {}), ...queues, ...(state.board?.agents.map((row) => row.agent) ?? [])])];
}

let typingSaid = 0;
function typed() {
  const { input } = parts;
  if (input.value === "!" || input.value === "! ") {
    input.value = "";
    return act.setNote(true);
  }
  if (input.value.startsWith("/") && input.dataset.note !== "yes") {
    const one = state.cases.get(state.selected);
    if (!one.cards.has("canned")) line.command("/s", one.number);
    return showPicker();
  }
  closePicker();
  if (input.dataset.note !== "yes" && input.value && Date.now() - typingSaid > 3_000) {
    typingSaid = Date.now();
    line.send({ op: "typing", case: state.selected });
  }
}

// MARK: Prepared texts

function closePicker() {
  parts.picker.hidden = true;
  parts.input.removeAttribute("aria-activedescendant");
}

function showPicker() {
  const one = state.cases.get(state.selected);
  if (!parts || !one || !parts.input.value.startsWith("/")) return;
  const words = parts.input.value.slice(1).toLowerCase().split(/\s+/).filter(Boolean);
  const isNamed = ({ name }) => (name.toLowerCase().startsWith(words[0] ?? "") ? 0 : 1);
  const found = (one.cards.get("canned") ?? []).filter(({ name, value }) => words.every((word) => `${name} ${value}`.toLowerCase().includes(word)))
    .sort((left, right) => isNamed(left) - isNamed(right)).slice(0, 8);
  parts.found = found;
  parts.choice = 0;
  parts.picker.replaceChildren(...found.map(({ name, value }, index) => {
    const item = make("li", { role: "option", id: `canned-${index}` }, make("strong", {}, `/${name} `), make("span", { dir: "auto" }, value));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(index); });
    return item;
  }));
  parts.picker.hidden = found.length === 0;
  markChoice();
}

function markChoice() {
  [...parts.picker.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === parts.choice)));
  parts.picker.children[parts.choice]?.scrollIntoView({ block: "nearest" });
  if (!parts.picker.hidden) parts.input.setAttribute("aria-activedescendant", `canned-${parts.choice}`);
}

/** The server has filled the variables in; the agent sees the text, and may change it, before it goes. */
function pick(index) {
  const canned = parts.found[index];
  if (!canned) return;
  parts.input.value = "";
  closePicker();
  // A text that lacks a value is refused by the server, which says what is missing.
  if (canned.value === "(lacks a value here)") line.command(`/s ${canned.name}`, state.selected);
  else act.insert(canned.value);
}

function composerKey(event) {
  const isPicking = !parts.picker.hidden;
  if (isPicking && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    parts.choice = (parts.choice + (event.key === "ArrowDown" ? 1 : parts.found.length - 1)) % parts.found.length;
    return markChoice();
  }
  if (event.key === "Escape") {
    if (isPicking) return closePicker();
    if (parts.input.dataset.note === "yes") return act.setNote(false);
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    if (isPicking) return pick(parts.choice);
    // A command typed as on the line port goes as one.
    const text = parts.input.value.trim();
    if (/^\/[a-z]/.test(text)) {
      act.command(text);
      parts.input.value = "";
      return;
    }
    act.sendTyped();
  }
}

// MARK: Keys, log-in, log-out

addEventListener("keydown", (event) => {
  if (!state.me || byID("dialog").open) return;
  const isTyping = event.target.closest?.("input, textarea, select");
  if (event.key === "?" && !isTyping) return showCard(t("Keys"), keys);
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const open = [...state.cases.values()].filter((one) => one.isMine || one.isWatched).sort((left, right) => left.number - right.number).map((one) => one.number);
  const step = (by) => open.length > 0 && act.select(open[(open.indexOf(state.selected) + by + open.length) % open.length]);
  const offer = state.offers.keys().next().value;
  const isMine = state.cases.get(state.selected)?.isMine;
  const action = {
    KeyA: () => offer !== undefined && act.take(offer), KeyS: () => offer !== undefined && act.skip(offer), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    KeyR: () => parts?.input.focus(), KeyN: () => isMine && act.setNote(parts.input.dataset.note !== "yes"), KeyT: () => isMine && act.dialog("transfer"), KeyZ: () => isMine && act.dialog("snooze"),
    KeyH: () => isMine && act.dialog("hold"), KeyC: () => isMine && act.dialog("close"), KeyB: () => isLead() && act.board(byID("board").hidden),
  }[event.code] ?? (/^Digit[1-9]$/.test(event.code) ? () => open[event.code.at(-1) - 1] !== undefined && act.select(open[event.code.at(-1) - 1]) : null);
  if (!action) return;
  event.preventDefault();
  action();
});

byID("login-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const [name, password] = [byID("login-name").value.trim(), byID("login-password").value];
  if (!name || !password) {
    byID("login-wrong").textContent = t("Please give a name and a password.");
    return (name ? byID("login-password") : byID("login-name")).focus();
  }
  byID("login-wrong").textContent = "";
  allowSound();
  line.logIn(name, password);
});

byID("presence").addEventListener("change", ({ target }) => {
  if (target.value === "break") {
    target.value = { on: "on", wrap_up: "on", break: "break" }[state.presence?.state] ?? "off";
    return ask("break", null, (command) => line.command(command));
  }
  line.command(target.value === "on" ? "/on" : "/off");
});
byID("show-board").addEventListener("click", () => act.board(byID("board").hidden));
byID("show-keys").addEventListener("click", () => showCard(t("Keys"), keys));

function keepDrafts() {
  const now = state.cases.get(state.selected);
  if (now && parts) now.draft = parts.input.value;
  kept = { name: byID("login-name").value.trim(), drafts: new Map() };
  for (const one of state.cases.values()) if (one.draft) kept.drafts.set(one.conversation, one.draft);
}

function restoreDraft(one) {
  if (kept.name !== byID("login-name").value.trim()) return kept.drafts.clear();
  one.draft ||= kept.drafts.get(one.conversation);
  kept.drafts.delete(one.conversation);
}

function leave() {
  lostWhileOn = null;
  state = emptyState();
  // Nothing of any customer stays behind in the page.
  act.board(false);
  clearTimeout(refreshTimer);
  showList(state, act);
  parts = showChat(state, act);
  showDetails(state, act);
  for (const name of ["board", "dialog", "toasts"]) byID(name).replaceChildren();
  if (byID("dialog").open) byID("dialog").close();
  byID("desk").hidden = true;
  byID("login").hidden = false;
  document.title = `${t("Desk")} · Helpline`;
  if (!byID("outdated").hidden && kept.drafts.size === 0) location.reload();
}
byID("outdated-reload").addEventListener("click", () => location.reload());
byID("logout").addEventListener("click", () => {
  line.logOut();
  leave();
  byID("login-name").focus();
});

tellPage();
byID("login-language").value = language;
byID("login-language").addEventListener("change", ({ target }) => chooseLanguage(target.value));
await Promise.all([readShops(), isOutdated()]);
byID("login-name").focus();
