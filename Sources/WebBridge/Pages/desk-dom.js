// Small tools for building pages. Texts become text nodes; nothing here reads markup.

import { known } from "/desk-words.js";

/** An element with properties, attributes (keys with a dash, role) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export function button(label, action, properties = {}) {
  const element = make("button", { type: "button", ...properties }, label);
  element.addEventListener("click", action);
  return element;
}

export const byID = (id) => document.getElementById(id);

/** `0:42`, `12:05`, `3 h 10`. */
export function age(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")}`;
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Keeps every element with `data-since` (milliseconds) at its age; `data-until` counts down. */
export function tick() {
  for (const element of document.querySelectorAll("[data-since]")) element.textContent = age((Date.now() - element.dataset.since) / 1000);
  for (const element of document.querySelectorAll("[data-until]")) element.textContent = age((element.dataset.until - Date.now()) / 1000);
}
setInterval(tick, 1000);

export function since(milliseconds) {
  const element = make("span", { className: "age" }, age((Date.now() - milliseconds) / 1000));
  element.dataset.since = milliseconds;
  return element;
}

export function until(milliseconds) {
  const element = make("span", { className: "age" }, age((milliseconds - Date.now()) / 1000));
  element.dataset.until = milliseconds;
  return element;
}

/** Puts rows of a name and a value into a list of terms. */
export function rows(list) {
  return make("dl", {}, list.map(({ name, value }) => [make("dt", { dir: "auto" }, known(name.replaceAll("_", " "))), make("dd", { dir: "auto" }, value)]));
}

let shops = new Map();
export async function readShops() {
  try {
    const answer = await fetch("/shops.json");
    shops = new Map((await answer.json()).shops.map((shop) => [shop.shop, shop]));
  } catch {
    // Names and colours are missing; ids stand in for them.
  }
}

let edition = null;
/** Whether the server has other pages by now than the ones this tab was loaded with. */
export async function isOutdated() {
  try {
    const now = (await (await fetch("/edition.json", { cache: "no-store" })).json()).edition;
    edition ??= now;
    return now !== edition;
  } catch {
    // The next log-in asks again.
    return false;
  }
}
export const shopName = (id) => shops.get(id)?.name ?? id;

/** The shop a chat belongs to, in its colour, so that nobody answers for the wrong one. */
export function shopTag(id) {
  const tag = make("span", { className: "shop" }, shopName(id));
  tag.style.setProperty("--shop", shops.get(id)?.colour ?? "#24527a");
  tag.style.setProperty("--on-shop", shops.get(id)?.text_colour ?? "#ffffff");
  return tag;
}
