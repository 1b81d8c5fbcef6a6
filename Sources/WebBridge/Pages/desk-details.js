// The right column: why the chat is here, the order, the verdict, and what was asked for.

import { button, byID, make, rows, since } from "/desk-dom.js";
import { reasonText } from "/desk-list.js";

const titles = { who: "Customer", why: "Why the bot said that", order: "Order", policy: "Policy", stats: "Your day", explain: "Why it was routed here", timeline: "Timeline", found: "Found", help: "Commands" };
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
  const suggested = suggestion && section("Suggested answer", make("blockquote", { dir: "auto" }, suggestion.text),
    make("p", { className: "quiet" }, `${suggestion.intent} · ${Math.round(suggestion.confidence * 100)} %`), one.isMine && button("Use it", () => act.insert(suggestion.text)));
  root.replaceChildren(...[
    suggested,
    assignment && section("Here because", make("p", {}, `${one.customer ?? "The customer"} ${reasonText(assignment.reason)}.`),
      make("p", { className: "quiet" }, "Since ", since(one.waitedSince), assignment.routing ? ` · ${assignment.routing}` : ""),
      assignment.understood && make("p", {}, make("span", { className: "quiet" }, "Last understood: "), assignment.understood)),
    order.length > 0 ? section("Order", rows(order)) : assignment && section("Order", make("p", { className: "quiet" }, "No order was proved in this chat."), one.isMine && lookUp(act)),
    assignment?.verdict.length > 0 && section("Return", rows(assignment.verdict)),
    assignment?.slots.length > 0 && section("What the bot knows", rows(assignment.slots)),
    ...shownTopics.filter((topic) => topic !== "order" && cards.has(topic)).map((topic) => section(titles[topic], rows(cards.get(topic)))),
    make("section", { className: "ask" }, make("h3", {}, "Look up"), make("div", { className: "row" },
      button("Customer", () => act.command(`/who ${one.number}`)), button("Why the bot said that", () => act.command(`/why ${one.number}`)), button("Policy", () => act.command("/policy")),
      state.me.role !== "agent" && button("Routing", () => act.command(`/explain ${one.number}`)), order.length > 0 && one.isMine && button("Order again", () => act.command("/order")))),
  ].filter(Boolean));
}

function lookUp(act) {
  const input = make("input", { "aria-label": "Order number", placeholder: "Order number" });
  const form = make("form", { className: "row" }, input, make("button", { type: "submit" }, "Look up"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) act.command(`/order ${input.value.trim()}`);
  });
  return form;
}

export const cardTitle = (topic) => titles[topic] ?? topic;
