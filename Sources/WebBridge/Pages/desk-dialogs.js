// Dialogs: each asks what a command needs, says what is missing beside the field, and gives the command.

import { byID, make, rows } from "/desk-dom.js";
import { t } from "/desk-words.js";

/** name, label, kind (`text`, `area`, `choice`), choices, whether it may be empty */
const dialogs = {
  transfer: {
    title: t("Transfer this chat"), done: t("Transfer"),
    fields: [["to", t("To an agent, a skill or a language"), "text", ["returns", "orders", "products", "general"]], ["note", t("Note for whoever takes it (the customer does not see it)"), "area", [], true]],
    command: ({ to, note }) => `/transfer ${to}${note ? ` ${note}` : ""}`,
  },
  close: {
    title: t("Close this chat"), done: t("Close it"),
    fields: [["why", t("How did it end?"), "choice", [["resolved", t("Resolved")], ["unresolved", t("Not resolved")], ["no_answer", t("The customer does not answer")], ["duplicate", t("Duplicate")], ["spam", t("Spam")]]]],
    command: ({ why }) => `/close ${why}`,
  },
  snooze: {
    title: t("Snooze this chat"), done: t("Snooze"),
    fields: [["time", t("Bring it back in"), "choice", [["30m", t("half an hour")], ["2h", t("two hours")], ["4h", t("four hours")], ["24h", t("a day")], ["3d", t("three days")]]]],
    command: ({ time }) => `/snooze ${time}`,
  },
  hold: {
    title: t("Put this chat on hold"), done: t("Hold"),
    fields: [["time", t("For"), "choice", [["5m", t("5 minutes")], ["10m", t("10 minutes")], ["30m", t("30 minutes")]]]],
    command: ({ time }) => `/hold ${time}`,
  },
  tag: { title: t("Tag this chat"), done: t("Tag"), fields: [["tag", t("One word"), "text", ["refund", "complaint", "vip", "warranty"]]], command: ({ tag }) => `/tag ${tag.replace(/\s+/g, "_")}` },
  priority: { title: t("Priority"), done: t("Set"), fields: [["level", t("How urgent is it?"), "choice", [["low", t("Low")], ["normal", t("Normal")], ["high", t("High")], ["urgent", t("Urgent")]]]], command: ({ level }) => `/priority ${level}` },
  whisper: { title: t("Whisper to the agent"), done: t("Whisper"), fields: [["text", t("Only the agent sees it"), "area"]], command: ({ text }, number) => `/whisper ${number} ${text}` },
  assign: { title: t("Give this chat to"), done: t("Assign"), fields: [["name", t("Agent"), "text"]], command: ({ name }, number) => `/assign ${number} ${name}` },
  break: { title: t("Take a break"), done: t("Go on break"), fields: [["why", t("Why (your supervisor sees it)"), "text", ["lunch", "training", "meeting"], true]], command: ({ why }) => `/break${why ? ` ${why}` : ""}` },
  broadcast: { title: t("Tell all agents"), done: t("Send"), fields: [["text", t("Everybody who is there sees it"), "area"]], command: ({ text }) => `/broadcast ${text}` },
};

function field([name, label, kind, choices = [], isOptional = false], index) {
  const id = `field-${name}`;
  if (kind === "choice") {
    return make("fieldset", {}, make("legend", {}, label), choices.map(([value, text], at) =>
      make("label", { className: "choice" }, make("input", { type: "radio", name, value, checked: at === 0, autofocus: index === 0 && at === 0 }), " ", text)));
  }
  const input = make(kind === "area" ? "textarea" : "input", { id, name, required: !isOptional, autocomplete: "off", "aria-describedby": `${id}-wrong`, autofocus: index === 0, dir: "auto" });
  const list = choices.length > 0 && make("datalist", { id: `${id}-list` }, choices.map((value) => make("option", { value })));
  if (list) input.setAttribute("list", list.id);
  return make("div", {}, make("label", { htmlFor: id }, label), input, list, make("p", { className: "wrong", id: `${id}-wrong`, hidden: true }));
}

function open(title, ...content) {
  const dialog = byID("dialog");
  dialog.replaceChildren(make("h2", { id: "dialog-title" }, title), ...content);
  dialog.showModal();
  return dialog;
}

/** @param give gets the command once everything needed is there */
export function ask(name, number, give, suggestions = {}) {
  const { title, fields, done, command } = dialogs[name];
  const cancel = make("button", { type: "button" }, t("Cancel"));
  const form = make("form", { method: "dialog", noValidate: true },
    fields.map(([field_, label, kind, choices, isOptional], index) => field([field_, label, kind, suggestions[field_] ?? choices, isOptional], index)),
    make("p", { className: "row" }, cancel, make("button", { type: "submit", className: "primary" }, done)));
  const dialog = open(title, form);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const input of form.querySelectorAll("[required]")) {
      const isThere = input.value.trim() !== "";
      const wrong = byID(`${input.id}-wrong`);
      wrong.hidden = isThere;
      wrong.textContent = isThere ? "" : t("This is needed.");
      if (!isThere) return input.focus();
    }
    const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value).trim().replace(/\s*\n\s*/g, " ")]));
    dialog.close();
    give(command(values, number));
  });
}

export function showCard(title, list) {
  const done = make("button", { type: "button", className: "primary", autofocus: true }, t("Close"));
  const dialog = open(title, make("div", { className: "scroll", tabIndex: 0 }, rows(list)), make("p", { className: "row" }, done));
  done.addEventListener("click", () => dialog.close());
}

export const keys = [
  ["Alt+A", t("take the offer")], ["Alt+S", t("skip the offer")], ["Alt+↓ Alt+↑", t("next, previous chat")], ["Alt+1 … Alt+9", t("that chat of your list")],
  ["Alt+R", t("to the answer")], ["Alt+N", t("note or answer")], ["/", t("prepared texts, in an empty answer")], ["!", t("a note, in an empty answer")], ["Alt+T", t("transfer")],
  ["Alt+Z", t("snooze")], ["Alt+H", t("hold")], ["Alt+C", t("close")], ["Alt+B", t("board, for leads")], ["?", t("these keys, outside of text fields")],
].map(([name, value]) => ({ name, value }));
