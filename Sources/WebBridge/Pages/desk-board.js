// The board of leads and supervisors: alarms, queues, people.

import { age, button, byID, make, shopTag } from "/desk-dom.js";
import { t } from "/desk-words.js";

const presences = { on: t("available"), break: t("on break"), wrap_up: t("wrapping up"), off: t("off"), lost: t("connection lost") };

function table(caption, heads, lines) {
  return make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption },
    make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, lines.length > 0 ? lines : make("tr", {}, make("td", { colSpan: heads.length, className: "quiet" }, t("None"))))));
}

export function showBoard(state, act) {
  const root = byID("board");
  if (root.hidden) return;
  const { board } = state;
  if (!board) return root.replaceChildren(make("p", { className: "quiet" }, t("The board is on its way.")));
  if (root.contains(document.activeElement) && document.activeElement.matches("button, input")) return;
  const isSupervisor = state.me.role === "supervisor" || state.me.role === "admin";
  const queues = board.queues.map((row) => make("tr", { className: row.waiting > 0 && row.agents === 0 ? "alarm" : "" },
    make("td", {}, shopTag(row.shop)), make("td", {}, row.queue, row.paused && make("span", { className: "late" }, ` ${t("paused")}`)), make("td", { className: "number" }, String(row.waiting)),
    make("td", { className: "number" }, row.waiting > 0 ? age(row.longest_wait_seconds) : "–"), make("td", { className: row.late > 0 ? "number late" : "number" }, String(row.late ?? 0)),
    make("td", { className: "number" }, String(row.at_risk ?? 0)), make("td", { className: "number" }, String(row.assigned ?? 0)), make("td", { className: "number" }, String(row.agents)),
    make("td", {}, isSupervisor && button(row.paused ? t("Resume") : t("Pause"), () => act.command(`/queue ${row.paused ? "resume" : "pause"} ${row.shop}/${row.queue}`), { "aria-label": `${row.paused ? t("Resume") : t("Pause")} ${row.shop} ${row.queue}` }))));
  const agents = board.agents.map((row) => make("tr", {},
    make("td", { dir: "auto" }, row.name, " ", make("span", { className: "quiet" }, row.agent)),
    make("td", {}, make("span", { className: `state-${row.state}` }, presences[row.state] ?? row.state), row.reason && ` · ${row.reason}`),
    make("td", { className: "number" }, age(row.since_seconds)), make("td", { className: "number" }, t("{n} of {all}", { n: row.cases, all: row.capacity })),
    make("td", {}, make("div", { className: "row" }, button(t("Day"), () => act.command(`/timeline ${row.agent}`), { "aria-label": t("Day of {name}", { name: row.name }) }), isSupervisor && row.state !== "off" && button(t("Set off"), () => act.command(`/force ${row.agent} off`), { "aria-label": t("Set {name} off", { name: row.name }) })))));
  root.replaceChildren(...[make("div", { className: "row" }, make("h2", { className: "grow" }, t("Board")), isSupervisor && button(t("Tell all agents"), () => act.dialog("broadcast")), button(t("Back to the chats"), () => act.board(false))),
    (board.alarms ?? []).length > 0 && make("ul", { className: "alarms", "aria-label": t("Alarms") }, board.alarms.map((alarm) => make("li", {}, alarm))),
    table(t("Queues"), [t("Shop"), t("Queue"), t("Waiting"), t("Longest"), t("Late"), t("Soon late"), t("With agents"), t("Agents there"), t("Action")], queues), table(t("People"), [t("Name"), t("Presence"), t("Since"), t("Chats"), t("Action")], agents)].filter(Boolean));
}
