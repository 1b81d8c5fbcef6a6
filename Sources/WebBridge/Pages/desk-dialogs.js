// Dialogs: each asks what a command needs, says what is missing beside the field, and gives the command.

import { byID, make, rows } from "/desk-dom.js";

/** name, label, kind (`text`, `area`, `choice`), choices, whether it may be empty */
const dialogs = {
  transfer: {
    title: "Transfer this chat", done: "Transfer",
    fields: [["to", "To an agent, a skill or a language", "text", ["returns", "orders", "products", "general"]], ["note", "Note for whoever takes it (the customer does not see it)", "area", [], true]],
    command: ({ to, note }) => `/transfer ${to}${note ? ` ${note}` : ""}`,
  },
  close: {
    title: "Close this chat", done: "Close it",
    fields: [["why", "How did it end?", "choice", [["resolved", "Resolved"], ["unresolved", "Not resolved"], ["no_answer", "The customer does not answer"], ["duplicate", "Duplicate"], ["spam", "Spam"]]]],
    command: ({ why }) => `/close ${why}`,
  },
  snooze: {
    title: "Snooze this chat", done: "Snooze",
    fields: [["time", "Bring it back in", "choice", [["30m", "half an hour"], ["2h", "two hours"], ["4h", "four hours"], ["24h", "a day"], ["3d", "three days"]]]],
    command: ({ time }) => `/snooze ${time}`,
  },
  hold: {
    title: "Put this chat on hold", done: "Hold",
    fields: [["time", "For", "choice", [["5m", "5 minutes"], ["10m", "10 minutes"], ["30m", "30 minutes"]]]],
    command: ({ time }) => `/hold ${time}`,
  },
  tag: { title: "Tag this chat", done: "Tag", fields: [["tag", "One word", "text", ["refund", "complaint", "vip", "warranty"]]], command: ({ tag }) => `/tag ${tag.replace(/\s+/g, "_")}` },
  priority: { title: "Priority", done: "Set", fields: [["level", "How urgent is it?", "choice", [["low", "Low"], ["normal", "Normal"], ["high", "High"], ["urgent", "Urgent"]]]], command: ({ level }) => `/priority ${level}` },
  whisper: { title: "Whisper to the agent", done: "Whisper", fields: [["text", "Only the agent sees it", "area"]], command: ({ text }, number) => `/whisper ${number} ${text}` },
  assign: { title: "Give this chat to", done: "Assign", fields: [["name", "Agent", "text"]], command: ({ name }, number) => `/assign ${number} ${name}` },
  break: { title: "Take a break", done: "Go on break", fields: [["why", "Why (your supervisor sees it)", "text", ["lunch", "training", "meeting"], true]], command: ({ why }) => `/break${why ? ` ${why}` : ""}` },
  broadcast: { title: "Tell all agents", done: "Send", fields: [["text", "Everybody who is there sees it", "area"]], command: ({ text }) => `/broadcast ${text}` },
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
  const cancel = make("button", { type: "button" }, "Cancel");
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
      wrong.textContent = isThere ? "" : "This is needed.";
      if (!isThere) return input.focus();
    }
    const values = Object.fromEntries([...new FormData(form)].map(([key, value]) => [key, String(value).trim().replace(/\s*\n\s*/g, " ")]));
    dialog.close();
    give(command(values, number));
  });
}

export function showCard(title, list) {
  const done = make("button", { type: "button", className: "primary", autofocus: true }, "Close");
  const dialog = open(title, make("div", { className: "scroll", tabIndex: 0 }, rows(list)), make("p", { className: "row" }, done));
  done.addEventListener("click", () => dialog.close());
}

export const keys = [
  ["Alt+A", "take the offer"], ["Alt+S", "skip the offer"], ["Alt+↓ Alt+↑", "next, previous chat"], ["Alt+1 … Alt+9", "that chat of your list"],
  ["Alt+R", "to the answer"], ["Alt+N", "note or answer"], ["/", "prepared texts, in an empty answer"], ["!", "a note, in an empty answer"], ["Alt+T", "transfer"],
  ["Alt+Z", "snooze"], ["Alt+H", "hold"], ["Alt+C", "close"], ["Alt+B", "board, for leads"], ["?", "these keys, outside of text fields"],
].map(([name, value]) => ({ name, value }));
