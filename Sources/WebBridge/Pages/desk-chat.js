// The middle column: one chat, its record, and the composer.

import { button, byID, make, shopTag } from "/desk-dom.js";
import { linesOf } from "/desk-state.js";
import { t } from "/desk-words.js";

const endings = {
  closed: t("This chat is closed."), transferred: t("This chat was transferred."), handed_back: t("The bot has this chat again."),
  customer_left: t("The customer has left."), reassigned: t("Somebody else has this chat now."), relieved: t("This chat was taken back."), snoozed: t("This chat is snoozed and comes back to you."),
};

let shown = null;
let parts = null;

function timeText(at) {
  const time = at ? new Date(at) : null;
  return time && !Number.isNaN(time.getTime()) ? time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : "";
}

function withLinks(text) {
  return text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/).map((part, index) =>
    index % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part) : part);
}

/** A line of the record. Customers' text is never more than text: their addresses are no links. */
function lineElement(line, one) {
  const role = line.kind || (line.private && line.role !== "system") ? "note" : line.role;
  const name = line.name || { customer: one.customer ?? t("Customer"), bot: t("Bot"), system: "" }[line.role] || line.role;
  const kind = { whisper: t("whispers"), mention: t("mentions") }[line.kind] ?? (role === "note" ? t("note") : "");
  return make("div", { className: `line ${role}` },
    make("p", { className: "meta" }, make("strong", { dir: "auto" }, name), kind && ` ${kind}`, " ", make("time", {}, timeText(line.at))),
    make("p", { className: "text", dir: "auto" }, ...(role === "customer" ? [line.text] : withLinks(line.text))));
}

function build(root, one, state, act) {
  const log = make("div", { className: "log", role: "log", tabIndex: 0, "aria-label": t("Chat #{n}", { n: one.number }) });
  const typing = make("p", { className: "typing", "aria-hidden": "true" });
  const head = make("header", { className: "chat-head" });
  const actions = make("div", { className: "actions", role: "toolbar", "aria-label": t("What to do with this chat") });
  const input = make("textarea", { rows: 2, dir: "auto", "aria-label": t("Answer"), placeholder: t("Answer…   / for prepared texts, ! for a note"), autocomplete: "off" });
  const noteSwitch = button(t("Note"), () => act.setNote(input.dataset.note !== "yes"), { className: "switch", "aria-pressed": "false", "aria-keyshortcuts": "Alt+N" });
  const send = button(t("Send"), () => act.sendTyped(), { className: "primary" });
  const picker = make("ul", { className: "picker", role: "listbox", id: "picker", "aria-label": t("Prepared texts"), hidden: true });
  const composer = make("div", { className: "composer" }, picker, input, make("div", { className: "row" }, noteSwitch, button(t("Suggest"), () => act.command("/suggest"), { title: t("What the bot would have said") }), make("span", { className: "grow" }), make("span", { className: "keys" }, t("Enter sends, Shift+Enter makes a new line")), send));
  const ended = make("p", { className: "ended" });
  root.replaceChildren(head, log, typing, actions, composer, ended);
  parts = { number: one.number, log, typing, head, actions, input, noteSwitch, send, picker, composer, ended, lines: new Map(), isEnd: true };
  input.value = one.draft ?? "";
  act.wireComposer(parts);
}

function headOf(one) {
  return [shopTag(one.shop), make("h2", { dir: "auto" }, one.customer ?? t("Customer"), " ", make("span", { className: "quiet" }, `#${one.number}`)),
    make("span", { className: "quiet" }, [one.queue, one.lang].filter(Boolean).join(" · ")),
    make("span", { className: one.isThere ? "there" : "away" }, one.isThere ? t("connected") : t("not connected now")),
    one.isWatched && make("span", { className: "watching" }, one.isJoined ? t("you have joined") : t("you are watching"))];
}

function actionsOf(one, state, act) {
  if (one.isWatched && !one.isMine) {
    const isSupervisor = state.me.role === "supervisor" || state.me.role === "admin";
    return [button(t("Whisper"), () => act.dialog("whisper")), isSupervisor && !one.isJoined && button(t("Join in"), () => act.barge()), button(t("Assign"), () => act.dialog("assign")), button(t("Stop watching"), () => act.watch(one.number))];
  }
  if (!one.isMine) return [];
  return [
    button(t("Transfer"), () => act.dialog("transfer"), { "aria-keyshortcuts": "Alt+T" }), button(t("Snooze"), () => act.dialog("snooze"), { "aria-keyshortcuts": "Alt+Z" }),
    button(t("Hold"), () => act.dialog("hold"), { "aria-keyshortcuts": "Alt+H" }), button(t("Tag"), () => act.dialog("tag")), button(t("Priority"), () => act.dialog("priority")),
    button(t("Back to the bot"), () => act.command("/bot")), button(t("Close"), () => act.dialog("close"), { className: "strong", "aria-keyshortcuts": "Alt+C" }),
  ];
}

/** Adds what is new at its place, takes away what is gone; what stands there stays as it is. */
function fillLog(one) {
  const { log, lines } = parts;
  parts.isEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  const wanted = [...linesOf(one).map((line) => [`s${line.seq}`, line]), ...[...one.pending.values()].map((line) => [`p${line.id}`, line])];
  const keys = new Set(wanted.map(([key]) => key));
  for (const [key, element] of lines) if (!keys.has(key)) { element.remove(); lines.delete(key); }
  let next = log.firstChild;
  for (const [key, line] of wanted) {
    let element = lines.get(key);
    if (!element) {
      element = lineElement(line, one);
      if (key[0] === "p") element.classList.add("pending");
      lines.set(key, element);
      log.insertBefore(element, next);
    } else if (element !== next) log.insertBefore(element, next);
    else next = next.nextSibling;
  }
  const own = linesOf(one).filter((line) => line.role === "agent" && !line.private);
  log.querySelectorAll(".seen").forEach((mark) => mark.remove());
  const read = own.filter((line) => line.seq <= one.seen).at(-1);
  if (read) lines.get(`s${read.seq}`)?.append(make("p", { className: "seen" }, t("Seen")));
  if (parts.isEnd) log.scrollTop = log.scrollHeight;
}

export function showChat(state, act) {
  const root = byID("chat");
  const one = state.cases.get(state.selected);
  if (!one) {
    shown = parts = null;
    if (!root.querySelector(".empty")) root.replaceChildren(make("div", { className: "empty" }, make("p", {}, t("Pick a chat, or wait for the next offer.")), make("p", { className: "quiet" }, t("Alt+A takes an offer, Alt+↑ and Alt+↓ change between chats. All keys: ?"))));
    return null;
  }
  if (shown !== one.number) {
    shown = one.number;
    build(root, one, state, act);
  }
  const mode = `${one.isMine} ${one.isWatched} ${one.isJoined} ${one.isThere} ${one.customer} ${one.queue}`;
  if (parts.mode !== mode) {
    parts.mode = mode;
    parts.head.replaceChildren(...headOf(one).filter(Boolean));
    parts.actions.replaceChildren(...actionsOf(one, state, act).filter(Boolean));
  }
  parts.actions.hidden = !one.isMine && !one.isWatched;
  parts.composer.hidden = !one.isMine && !one.isJoined;
  parts.ended.hidden = one.isMine || one.isWatched || !one.ended;
  parts.ended.textContent = endings[one.ended] ?? "";
  parts.typing.textContent = one.typingUntil > Date.now() ? t("{name} is typing…", { name: one.customer ?? t("The customer") }) : "";
  fillLog(one);
  return parts;
}
