// The desk's own texts in the agent's language. English is what stands in the code; here is what stands for it.
// What people say, and names that shops give, are never looked up.

import { german } from "/desk-words-de.js";
import { spanish } from "/desk-words-es.js";

const all = { en: null, de: german, es: spanish };
const key = "helpline:desk-language";

function chosen() {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** `en`, `de` or `es`: the one that was chosen here, else the first that the browser asks for. */
export const language = [chosen(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())].find((code) => code in all) ?? "en";
const words = all[language];

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A text of the desk; `{name}` in it becomes the value of that name. */
export function t(text, values = {}) {
  const told = words === null ? text : words[text];
  if (told === undefined) console.debug(`desk: no ${language} for: ${text}`);
  return filled(told ?? text, values);
}

/** The name of something that the server tells, where it is one of ours; any other stays as it is. */
export const known = (name) => words?.[name] ?? name;

/** Puts the page's own texts into the language; called before anything of anybody else stands in it. */
export function tellPage() {
  document.documentElement.lang = language;
  if (words === null) return;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const text = node.data.trim();
    if (text && !node.parentElement.closest("[lang]:not(html)")) node.data = node.data.replace(text, () => t(text));
  }
  for (const element of document.body.querySelectorAll("[aria-label]")) element.setAttribute("aria-label", t(element.getAttribute("aria-label")));
}

/** The page is loaded again in another language; only before the log-in, which would be lost. */
export function chooseLanguage(code) {
  try {
    localStorage.setItem(key, code);
  } catch {
    // Where nothing may be kept, the browser's language stays.
  }
  location.reload();
}
