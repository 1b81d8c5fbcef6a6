// The left column: offers, own chats, who waits.

import { byID, button, make, shopTag, since, until } from "/desk-dom.js";
import { linesOf } from "/desk-state.js";
import { t } from "/desk-words.js";

const reasons = {
  asked: t("asked for a person"), not_understood: t("was not understood by the bot"), form_given_up: t("could not give what the bot asked for"),
  rule: t("needs a person by the shop's rules"), transferred: t("was transferred"), agent_lost: t("lost the agent before"),
};
export const reasonText = (reason) => reasons[reason] ?? reason?.replaceAll("_", " ") ?? "";

function offerCard(offer, act) {
  const late = offer.service_seconds_left !== undefined && offer.service_seconds_left < 0;
  return make("article", { className: "offer" },
    make("p", { className: "top" }, shopTag(offer.shop), make("strong", {}, t("Offer #{n}", { n: offer.case })), until(offer.until)),
    make("p", { dir: "auto" }, make("strong", {}, offer.customer ?? t("A customer")), ` ${reasonText(offer.reason)} · ${offer.queue} · ${offer.lang}`),
    offer.last_line && make("blockquote", { dir: "auto" }, offer.last_line),
    make("p", { className: late ? "late" : "quiet" }, t("Waiting"), " ", since(offer.waitedSince), late ? ` · ${t("late")}` : ""),
    make("p", { className: "row" }, button(t("Take"), () => act.take(offer.case), { className: "primary", "aria-keyshortcuts": "Alt+A" }), button(t("Skip"), () => act.skip(offer.case), { "aria-keyshortcuts": "Alt+S" })));
}

function mineItem(one, state, act) {
  const last = linesOf(one).filter((line) => !line.private).at(-1);
  const item = button("", () => act.select(one.number), { className: "chat-item" });
  if (state.selected === one.number) item.setAttribute("aria-current", "true");
  item.append(...[
    make("span", { className: "top" }, shopTag(one.shop), make("span", { className: "quiet" }, `#${one.number}`), since(one.unanswered ?? one.waitedSince)),
    make("span", { className: "who" }, make("strong", { dir: "auto" }, one.customer ?? t("Customer")), one.unread > 0 && make("span", { className: "count", "aria-label": t("{n} unread", { n: one.unread }) }, String(one.unread)),
      one.unanswered && make("span", { className: "late" }, t("waits for you"))),
    make("span", { className: "last", dir: "auto" }, one.typingUntil > Date.now() ? t("is typing…") : last?.text.slice(0, 120) ?? ""),
    !one.isThere && make("span", { className: "quiet" }, t("not connected now")),
  ].filter(Boolean));
  return make("li", {}, item);
}

function rowItem(row, state, act) {
  const isLead = state.me && state.me.role !== "agent";
  const states = { waiting: row.position === undefined ? t("waiting") : t("number {n}", { n: row.position }), offered: t("offered to {name}", { name: row.agent ?? t("an agent") }), active: t("with {name}", { name: row.agent ?? t("an agent") }), held: t("on hold, {name}", { name: row.agent ?? "" }), snoozed: t("snoozed"), orphaned: t("its agent is not connected") };
  return make("li", { className: "row-item" },
    make("span", { className: "top" }, shopTag(row.shop), make("span", { className: "quiet" }, `#${row.case}`), since(row.waitedSince)),
    make("span", { dir: "auto" }, `${row.customer ?? t("Customer")} · ${row.queue} · ${row.lang}`),
    make("span", { className: "row" }, make("span", { className: "quiet grow" }, states[row.state] ?? row.state),
      row.state === "waiting" && button(t("Take"), () => act.take(row.case), { "aria-label": t("Take #{n}", { n: row.case }) }),
      isLead && row.state !== "waiting" && row.state !== "offered" && button(state.cases.get(row.case)?.isWatched ? t("Stop watching") : t("Watch"), () => act.watch(row.case), { "aria-label": t("Watch #{n}", { n: row.case }) })));
}

/** Keeps the focus where it was although the list is built anew. */
function fill(list, items) {
  const label = list.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent : null;
  list.replaceChildren(...items);
  if (label === null) return;
  const again = [...list.querySelectorAll("button")].find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label);
  (again ?? list.querySelector("[aria-current]"))?.focus();
}

export function showList(state, act) {
  const offers = [...state.offers.values()];
  const shown = byID("offers").dataset.shown ?? "";
  const wanted = offers.map((offer) => offer.case).join(" ");
  if (shown !== wanted) {
    byID("offers").dataset.shown = wanted;
    byID("offers").replaceChildren(...offers.map((offer) => offerCard(offer, act)));
  }
  const open = [...state.cases.values()].filter((one) => one.isMine || one.isWatched).sort((left, right) => left.number - right.number);
  fill(byID("mine"), open.map((one) => mineItem(one, state, act)));
  byID("mine-none").hidden = open.length > 0;
  byID("load").textContent = state.presence ? t("{n} of {all}", { n: open.filter((one) => one.isMine).length, all: state.presence.capacity }) : "";
  const isOther = (row) => !open.some((one) => one.number === row.case && one.isMine) && !state.offers.has(row.case);
  const waiting = state.rows.filter((row) => isOther(row) && (row.state === "waiting" || row.state === "offered"));
  const others = state.rows.filter((row) => isOther(row) && row.state !== "waiting" && row.state !== "offered");
  for (const [name, rows] of [["waiting", waiting], ["others", others]]) {
    fill(byID(name), rows.map((row) => rowItem(row, state, act)));
    byID(`${name}-count`).textContent = rows.length > 0 ? String(rows.length) : "";
  }
  byID("waiting-none").hidden = waiting.length > 0;
  byID("others-head").hidden = others.length === 0;
}
