// The right column: why the chat is here, the order, the verdict, and what was asked for.

import { button, byID, make, rows, since } from "/desk-dom.js";
import { reasonText } from "/desk-list.js";
import { t } from "/desk-words.js";

const titles = { who: t("Customer"), why: t("Why the bot said that"), order: t("Order"), policy: t("Policy"), stats: t("Your day"), explain: t("Why it was routed here"), timeline: t("Timeline"), found: t("Found"), help: t("Commands") };
const shownTopics = ["order", "who", "why", "policy", "explain"];

function section(title, ...content) {
  return make("section", {}, make("h3", {}, title), ...content);
}

let shownKey = "";

export function showDetails(state, act) {
  const one = state.cases.get(state.selected);
  const key = one ? JSON.stringify([one.number, one.isMine, one.customer, one.assignment?.reason, one.assignment?.order, one.assignment?.verdict, one.suggestion, [...one.cards]]) : "";
  if (key === shownKey) return;
  shownKey = key;
  const root = byID("details");
  if (!one) return root.replaceChildren();
  const { assignment, cards, suggestion } = one;
  const order = cards.get("order") ?? assignment?.order ?? [];
  const suggested = suggestion && section(t("Suggested answer"), make("blockquote", { dir: "auto" }, suggestion.text),
    make("p", { className: "quiet" }, `${suggestion.intent} · ${Math.round(suggestion.confidence * 100)} %`), one.isMine && button(t("Use it"), () => act.insert(suggestion.text)));
  root.replaceChildren(...[
    suggested,
    assignment && section(t("Here because"), make("p", {}, `${one.customer ?? t("The customer")} ${reasonText(assignment.reason)}.`),
      make("p", { className: "quiet" }, t("Since"), " ", since(one.waitedSince), assignment.routing ? ` · ${assignment.routing}` : ""),
      assignment.understood && make("p", {}, make("span", { className: "quiet" }, `${t("Last understood")}: `), assignment.understood)),
    order.length > 0 ? section(t("Order"), rows(order)) : assignment && section(t("Order"), make("p", { className: "quiet" }, t("No order was proved in this chat.")), one.isMine && lookUp(act)),
    assignment?.verdict.length > 0 && section(t("Return"), rows(assignment.verdict)),
    assignment?.slots.length > 0 && section(t("What the bot knows"), rows(assignment.slots)),
    ...shownTopics.filter((topic) => topic !== "order" && cards.has(topic)).map((topic) => section(titles[topic], rows(cards.get(topic)))),
    make("section", { className: "ask" }, make("h3", {}, t("Look up")), make("div", { className: "row" },
      button(t("Customer"), () => act.command(`/who ${one.number}`)), button(t("Why the bot said that"), () => act.command(`/why ${one.number}`)), button(t("Policy"), () => act.command("/policy")),
      state.me.role !== "agent" && button(t("Routing"), () => act.command(`/explain ${one.number}`)), order.length > 0 && one.isMine && button(t("Order again"), () => act.command("/order")))),
  ].filter(Boolean));
}

function lookUp(act) {
  const input = make("input", { "aria-label": t("Order number"), placeholder: t("Order number") });
  const form = make("form", { className: "row" }, input, make("button", { type: "submit" }, t("Look up")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) act.command(`/order ${input.value.trim()}`);
  });
  return form;
}

export const cardTitle = (topic) => titles[topic] ?? topic;
