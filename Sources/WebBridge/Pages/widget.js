// The chat of one shop on a page of its own:
//   <script src="https://HOST/widget.js" data-shop="juniper" defer></script>
// Optional: data-lang="de" (else the page's language), data-theme="light" or "dark" (else as the system).
// Everything lives in one shadow root; texts of people are text nodes, never markup; no cookies. The token
// that finds the conversation again stays in this tab (sessionStorage) and never enters an address.
(() => {
  "use strict";
  const script = document.currentScript;
  const shopID = script?.dataset.shop;
  if (!shopID || window.helpline) return;
  const base = new URL(script.src);
  const key = `helpline:${shopID}`;

  // What a line may be, in bytes as JSON; the server refuses longer ones.
  const lineBytesMax = 3900;
  const pingMilliseconds = 25_000;
  const pongMilliseconds = 10_000;

  // MARK: Texts

  const languages = {
    en: {
      open: "Open the chat with {shop}", launcher: "Chat with us", close: "Close the chat", menu: "More",
      log: "Conversation", placeholder: "Write a message…", send: "Send", you: "You",
      bot: "Assistant, answers at once", connecting: "Connecting…", lost: "No connection. Trying again…",
      offline: "You are offline. Your lines are kept and sent later.", ended: "This chat has ended",
      queueNext: "You are next in line", queue: "You are number {n} in line", wait: "about {n} min",
      waitUnder: "under a minute", withAgent: "{name} is with you", joined: "{name} joined the chat",
      left: "{name} left the chat", typing: "{name} is typing", sending: "Sending", sent: "Sent",
      seen: "Seen", failed: "Not sent", retry: "Send again", language: "Language",
      download: "Download transcript", person: "Talk to a person", end: "End chat", again: "Start a new chat",
      rate: "How was this chat?", rateOf: "{n} of 5", rateLow: "poor", rateHigh: "great", skip: "Skip",
      elsewhere: "This chat goes on in another window.",
      here: "Continue here", expired: "The earlier chat has ended. This is a new one.",
      unread: "{n} new messages", unreadOne: "1 new message", tooLong: "Too long by {n} characters",
      messageTitle: "Leave a message", messageText: "Your message", messageMail: "Your e-mail address",
      messageSend: "Send message", back: "Back to the chat", needText: "Please write what we should know.",
      needMail: "Please write an address such as ana@example.com.", unreachable: "We cannot be reached right now.",
      write: "Write to", transcriptOf: "Chat with {shop}",
    },
    es: {
      open: "Abrir el chat con {shop}", launcher: "Chatea con nosotros", close: "Cerrar el chat", menu: "Más",
      log: "Conversación", placeholder: "Escribe un mensaje…", send: "Enviar", you: "Tú",
      bot: "Asistente, responde al momento", connecting: "Conectando…", lost: "Sin conexión. Lo intentamos de nuevo…",
      offline: "No tienes conexión. Guardamos lo que escribas y lo enviamos después.", ended: "Este chat ha terminado",
      queueNext: "Te toca enseguida", queue: "Tienes el número {n} en la cola", wait: "unos {n} min",
      waitUnder: "menos de un minuto", withAgent: "Te atiende {name}", joined: "{name} se ha unido al chat",
      left: "{name} ha salido del chat", typing: "{name} está escribiendo", sending: "Enviando", sent: "Enviado",
      seen: "Visto", failed: "No enviado", retry: "Enviar otra vez", language: "Idioma",
      download: "Descargar la conversación", person: "Hablar con una persona", end: "Terminar el chat", again: "Empezar otro chat",
      rate: "¿Qué tal ha ido este chat?", rateOf: "{n} de 5", rateLow: "mal", rateHigh: "genial", skip: "Omitir",
      elsewhere: "Este chat sigue en otra ventana.",
      here: "Seguir aquí", expired: "El chat anterior ha terminado. Este es nuevo.",
      unread: "{n} mensajes nuevos", unreadOne: "1 mensaje nuevo", tooLong: "Sobran {n} caracteres",
      messageTitle: "Dejar un mensaje", messageText: "Tu mensaje", messageMail: "Tu correo electrónico",
      messageSend: "Enviar el mensaje", back: "Volver al chat", needText: "Escribe lo que debemos saber.",
      needMail: "Escribe una dirección como ana@example.com.", unreachable: "Ahora mismo no podemos atenderte.",
      write: "Escribe a", transcriptOf: "Chat con {shop}",
    },
    de: {
      open: "Chat mit {shop} öffnen", launcher: "Chatte mit uns", close: "Chat schließen", menu: "Mehr",
      log: "Unterhaltung", placeholder: "Nachricht schreiben …", send: "Senden", you: "Du",
      bot: "Assistent, antwortet sofort", connecting: "Verbindung wird aufgebaut …", lost: "Keine Verbindung. Neuer Versuch …",
      offline: "Du bist offline. Was du schreibst, geht später raus.", ended: "Dieser Chat ist beendet",
      queueNext: "Du bist als Nächstes dran", queue: "Du bist Nummer {n} in der Reihe", wait: "etwa {n} Min.",
      waitUnder: "unter einer Minute", withAgent: "{name} ist für dich da", joined: "{name} ist jetzt im Chat",
      left: "{name} hat den Chat verlassen", typing: "{name} schreibt", sending: "Wird gesendet", sent: "Gesendet",
      seen: "Gelesen", failed: "Nicht gesendet", retry: "Noch einmal senden", language: "Sprache",
      download: "Verlauf herunterladen", person: "Mit einem Menschen sprechen", end: "Chat beenden", again: "Neuen Chat beginnen",
      rate: "Wie war dieser Chat?", rateOf: "{n} von 5", rateLow: "schlecht", rateHigh: "super", skip: "Überspringen",
      elsewhere: "Dieser Chat läuft in einem anderen Fenster weiter.",
      here: "Hier weitermachen", expired: "Der frühere Chat ist beendet. Dies ist ein neuer.",
      unread: "{n} neue Nachrichten", unreadOne: "1 neue Nachricht", tooLong: "{n} Zeichen zu lang",
      messageTitle: "Nachricht hinterlassen", messageText: "Deine Nachricht", messageMail: "Deine E-Mail-Adresse",
      messageSend: "Nachricht senden", back: "Zurück zum Chat", needText: "Bitte schreib, was wir wissen sollen.",
      needMail: "Bitte schreib eine Adresse wie ana@example.com.", unreachable: "Wir sind gerade nicht erreichbar.",
      write: "Schreib an", transcriptOf: "Chat mit {shop}",
    },
  };
  const rightToLeft = new Set(["ar", "fa", "he", "ur", "ps", "yi", "dv", "ckb"]);

  // What GET /shops/ID.json says; until then, and should it fail, plain colours.
  let shop = { shop: shopID, name: shopID, assistant: "", languages: [], colour: "#24527a", text_colour: "#ffffff", texts: {} };

  function told(name, values = {}) {
    const text = shop.texts?.[language]?.[name] ?? languages[language]?.[name] ?? languages.en[name];
    return text.replace(/\{(\w+)\}/g, (whole, field) => values[field] ?? (field === "shop" ? shop.name : whole));
  }

  // MARK: What this tab remembers

  const memory = { token: null, last: 0, read: 0, pending: [], isOpen: false, language: null, contact: null };
  try {
    Object.assign(memory, JSON.parse(sessionStorage.getItem(key)) ?? {});
  } catch {
    // Storage is closed to this page: the conversation lives as long as the page.
  }
  function remember() {
    try {
      sessionStorage.setItem(key, JSON.stringify(memory));
    } catch {
      // As above.
    }
  }

  const asked = [memory.language, script.dataset.lang, document.documentElement.lang, ...navigator.languages]
    .filter(Boolean).map((code) => code.toLowerCase().split(/[-_]/)[0]);
  let language = asked[0] ?? "en";
  function chooseLanguage() {
    const spoken = shop.languages;
    language = asked.find((code) => spoken.includes(code)) ?? spoken[0] ?? language;
  }

  // MARK: Building

  /** An element with properties, attributes (keys with a dash, role) and children; strings become text nodes. */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.includes("-") || name === "role") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children.filter((child) => child != null));
    return element;
  }

  function icon(path, isFilled = false) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", isFilled ? "filled" : "drawn"]]) {
      svg.setAttribute(name, value);
    }
    const shape = document.createElementNS(space, "path");
    shape.setAttribute("d", path);
    svg.append(shape);
    return svg;
  }
  const icons = {
    chat: "M12 4c-4.7 0-8.5 3.1-8.5 7 0 2.1 1.1 4 2.9 5.3L5.8 20l4-2.2c.7.1 1.4.2 2.2.2 4.7 0 8.5-3.1 8.5-7s-3.8-7-8.5-7z",
    close: "M6 6l12 12M18 6L6 18", more: "M5 12h.01M12 12h.01M19 12h.01",
    send: "M4 12l16-8-5 16-3.5-6.5z", star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9-4.3-4.1 5.9-.8z",
  };

  const styles = new CSSStyleSheet();
  styles.replaceSync(`
:host { all: initial; --accent: #24527a; --on-accent: #fff; --page: #fff; --soft: #f1f3f5; --text: #16191d;
  --quiet: #565e68; --edge: #d9dde2; --alarm: #a3212b; --notice: #fff6dd; --on-notice: #4d3a00; }
.dark { --page: #16191d; --soft: #262b31; --text: #f0f2f4; --quiet: #a9b2bd; --edge: #3a424b; --alarm: #ff9a9f;
  --notice: #3a3011; --on-notice: #ffe7a6; color-scheme: dark; }
@media (prefers-color-scheme: dark) { .auto { --page: #16191d; --soft: #262b31; --text: #f0f2f4; --quiet: #a9b2bd;
  --edge: #3a424b; --alarm: #ff9a9f; --notice: #3a3011; --on-notice: #ffe7a6; color-scheme: dark; } }
.root { font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--text);
  position: fixed; inset-block-end: 20px; inset-inline-end: 20px; z-index: 2147483000; text-align: start; }
.root.start { inset-inline: 20px auto; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
button, select, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 0; background: none; padding: 0; }
:focus-visible { outline: 3px solid var(--text); outline-offset: 2px; box-shadow: 0 0 0 2px var(--page); }
.round[aria-controls] svg { stroke-width: 3.5; }
svg { width: 22px; height: 22px; flex: none; stroke-width: 2; }
.drawn { fill: none; stroke: currentColor; stroke-linecap: round; stroke-linejoin: round; }
.filled { fill: currentColor; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launcher { display: flex; align-items: center; gap: 10px; min-height: 54px; padding: 0 20px; border-radius: 27px; font-weight: 600;
  background: var(--accent); color: var(--on-accent); box-shadow: 0 1px 2px #0003, 0 8px 24px #0000003d; position: relative; }
.launcher:hover { filter: brightness(1.06); }
.badge { position: absolute; inset-block-start: -6px; inset-inline-end: -4px; min-width: 24px; height: 24px; border-radius: 12px;
  background: #b3202c; color: #fff; font-size: 13px; line-height: 24px; text-align: center; padding: 0 6px; }
.panel { position: absolute; inset-block-end: 0; inset-inline-end: 0; width: 392px; height: min(660px, calc(100dvh - 40px));
  display: flex; flex-direction: column; background: var(--page); border-radius: 18px; overflow: hidden; border: 1px solid var(--edge);
  box-shadow: 0 2px 6px #0000001f, 0 18px 56px #0000004d; }
.start .panel { inset-inline: 0 auto; }
header { display: flex; align-items: center; gap: 12px; padding: 14px 14px 14px 18px; background: var(--accent); color: var(--on-accent); }
header .focus, header :focus-visible { outline-color: var(--on-accent); box-shadow: none; }
.face { width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; font-weight: 700; font-size: 18px; flex: none;
  background: var(--on-accent); color: var(--accent); }
.who { flex: 1; min-width: 0; }
h2 { font: inherit; font-weight: 700; font-size: 16px; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.state { margin: 0; font-size: 13px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.round { width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; flex: none; }
header .round:hover { background: color-mix(in srgb, var(--on-accent) 18%, transparent); }
.more { position: absolute; inset-block-start: 62px; inset-inline-end: 12px; z-index: 2; min-width: 230px; padding: 8px; border-radius: 12px;
  background: var(--page); border: 1px solid var(--edge); box-shadow: 0 8px 28px #00000038; display: grid; }
.more > button, .more label { padding: 10px 12px; border-radius: 8px; text-align: start; min-height: 44px; display: flex; align-items: center; gap: 12px; justify-content: space-between; }
.more > button:hover { background: var(--soft); }
select { background: var(--soft); border: 1px solid var(--quiet); border-radius: 8px; padding: 6px 8px; max-width: 140px; }
.notice { margin: 0; padding: 8px 18px; font-size: 13.5px; background: var(--notice); color: var(--on-notice); text-align: center; overflow-wrap: anywhere; }
.notice a { color: inherit; }
.log { flex: 1; overflow-y: auto; overflow-x: hidden; overscroll-behavior: contain; padding: 18px 16px 10px; display: flex; flex-direction: column; gap: 3px; }
.log:focus-visible { outline-offset: -4px; }
.line { max-width: 86%; align-self: flex-start; min-width: 0; margin-top: 9px; }
.line.same { margin-top: 0; }
.line.same > .name { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.line.customer { align-self: flex-end; }
.name { font-size: 12.5px; color: var(--quiet); margin: 0 12px 3px; overflow-wrap: anywhere; }
.text { padding: 9px 13px; border-radius: 16px; background: var(--soft); white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; width: fit-content; max-width: 100%; }
.line.bot .text, .line.agent .text { border-start-start-radius: 5px; }
.line.agent .text { box-shadow: inset 3px 0 0 var(--accent); }
.line.customer .text { background: var(--accent); color: var(--on-accent); border-end-end-radius: 5px; margin-inline-start: auto; }
.line a { color: inherit; text-underline-offset: 2px; }
.mark { font-size: 12px; color: var(--quiet); text-align: end; margin: 2px 6px 0; min-height: 17px; }
.line.customer:not(.latest):not(.failed):not(.pending) .mark { display: none; }
.failed .mark { color: var(--alarm); }
.failed .mark button { text-decoration: underline; font-weight: 600; margin-inline-start: 8px; min-height: 24px; }
.line.system { align-self: center; text-align: center; font-size: 13.5px; color: var(--quiet); max-width: 94%; padding: 5px 10px; white-space: pre-wrap; overflow-wrap: anywhere; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 4px; }
.choices button { border: 1.5px solid var(--quiet); border-radius: 20px; padding: 7px 15px; min-height: 40px; background: var(--page); text-align: start; overflow-wrap: anywhere; max-width: 100%; }
.choices button:hover { background: var(--soft); border-color: var(--text); }
.dots { display: flex; gap: 5px; padding: 13px 14px; border-radius: 16px; background: var(--soft); width: fit-content; margin-top: 6px; align-items: center; font-size: 13px; color: var(--quiet); }
.dots i { width: 7px; height: 7px; border-radius: 50%; background: var(--quiet); }
.card { margin: 8px 12px 12px; padding: 14px 16px; border: 1px solid var(--edge); border-radius: 14px; background: var(--page); }
.card h3 { font: inherit; font-weight: 650; margin: 0 0 10px; }
.card label { display: block; font-size: 13.5px; font-weight: 600; margin: 8px 0 4px; }
.card input, .card textarea { width: 100%; padding: 9px 11px; border: 1px solid var(--quiet); border-radius: 9px; background: var(--page); }
.card textarea { min-height: 84px; resize: vertical; }
.wrong { color: var(--alarm); font-size: 13.5px; margin: 4px 0 0; }
.row { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 12px; align-items: center; }
.stars { display: flex; gap: 2px; margin-inline-start: -8px; }
.stars button { width: 46px; height: 46px; display: grid; place-items: center; border-radius: 10px; color: var(--quiet); }
.stars svg { width: 30px; height: 30px; }
.stars button:hover, .stars button:has(~ button:hover) { color: var(--text); background: var(--soft); }
.ends { display: flex; justify-content: space-between; font-size: 12.5px; color: var(--quiet); max-width: 226px; }
.primary, .plain { min-height: 44px; padding: 0 18px; border-radius: 22px; font-weight: 600; }
.primary { background: var(--accent); color: var(--on-accent); }
.plain { border: 1.5px solid var(--quiet); }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px 12px; border-top: 1px solid var(--edge); }
.composer textarea { flex: 1; min-width: 0; resize: none; border: 1px solid var(--quiet); border-radius: 22px; padding: 10px 16px; min-height: 44px; max-height: 132px; background: var(--page); line-height: 1.45; display: block; }
.composer textarea::placeholder { color: var(--quiet); opacity: 1; }
.composer textarea:focus-visible { outline-offset: 0; box-shadow: none; }
.composer .round { width: 44px; height: 44px; background: var(--accent); color: var(--on-accent); }
.composer .round[aria-disabled=true] { background: var(--soft); color: var(--quiet); }
[dir=rtl] .composer .round svg { transform: scaleX(-1); }
.limit { margin: 0 20px 8px; }
@media (max-width: 480px) {
  .root { inset-block-end: 14px; inset-inline-end: 14px; }
  .panel { position: fixed; inset: 0; width: auto; height: var(--seen-height, 100dvh); border-radius: 0; border: 0; }
  .composer textarea, .card input, .card textarea { font-size: 16px; }
}
@media (max-height: 420px) { .panel { height: calc(100dvh - 16px); inset-block-end: -12px; } header { padding-block: 6px; } .more { inset-block-start: 50px; } }
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise .16s ease-out; } .line { animation: fade .16s ease-out; }
  .dots i { animation: blink 1.2s infinite; } .dots i:nth-child(2) { animation-delay: .2s; } .dots i:nth-child(3) { animation-delay: .4s; }
  @keyframes rise { from { translate: 0 10px; opacity: .5; } }
  @keyframes fade { from { opacity: .2; } }
  @keyframes blink { 30% { opacity: .3; } }
}
@media (forced-colors: active) { .text, .launcher, .panel, .composer .round, .primary { border: 1px solid; } }
`);

  const host = document.createElement("div");
  host.dataset.helpline = shopID;
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [styles];
  const root = make("div", { className: "root" });
  shadow.append(root);

  const badge = make("span", { className: "badge", hidden: true, "aria-hidden": "true" });
  const launcherText = make("span");
  const launcher = make("button", { className: "launcher", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog" }, icon(icons.chat), launcherText, badge);
  const announcer = make("div", { className: "hidden", role: "status" });
  root.append(launcher, announcer);

  // MARK: The panel, built at the first opening

  let ui = null;
  function build() {
    const face = make("span", { className: "face", "aria-hidden": "true" });
    const title = make("h2", { id: "title" });
    const state = make("p", { className: "state" });
    const more = make("button", { className: "round", type: "button", "aria-expanded": "false", "aria-controls": "more" }, icon(icons.more));
    const close = make("button", { className: "round", type: "button" }, icon(icons.close));
    const menu = make("div", { className: "more", id: "more", hidden: true });
    const notice = make("p", { className: "notice", hidden: true });
    const log = make("div", { className: "log", role: "log", "aria-live": "off", tabIndex: 0 });
    const dots = make("div", { className: "dots", hidden: true, "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    log.append(dots);
    const card = make("div", { className: "card", hidden: true });
    const input = make("textarea", { rows: 1, id: "say", "aria-describedby": "limit", autocomplete: "off", enterKeyHint: "send", dir: "auto" });
    const send = make("button", { className: "round", type: "submit", "aria-disabled": "true" }, icon(icons.send));
    const composer = make("form", { className: "composer", noValidate: true }, input, send);
    const limit = make("p", { className: "wrong limit", id: "limit", hidden: true });
    const panel = make("section", { className: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      make("header", {}, face, make("div", { className: "who" }, title, state), more, close), menu, notice, log, card, composer, limit);
    ui = { face, title, state, more, close, menu, notice, log, dots, card, input, send, composer, limit, panel };

    close.addEventListener("click", () => closePanel());
    more.addEventListener("click", () => toggleMenu());
    composer.addEventListener("submit", (event) => { event.preventDefault(); sayTyped(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); sayTyped(); }
    });
    input.addEventListener("input", typed);
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      if (menu.hidden) closePanel(); else toggleMenu(false);
    });
    panel.addEventListener("click", (event) => {
      if (!menu.hidden && !menu.contains(event.target) && !more.contains(event.target)) toggleMenu(false);
    });
    root.insertBefore(panel, announcer);
    translate();
  }

  /** Puts every fixed text in the language of now. */
  function translate() {
    const direction = rightToLeft.has(language) || getComputedStyle(document.documentElement).direction === "rtl" ? "rtl" : "ltr";
    Object.assign(root, { lang: languages[language] ? language : "en", dir: direction });
    launcherText.textContent = told("launcher");
    showUnread();
    if (!ui) return;
    ui.title.textContent = shop.texts?.[language]?.title ?? shop.name;
    ui.face.textContent = [...(shop.assistant || shop.name)][0]?.toUpperCase() ?? "";
    for (const [element, name] of [[ui.close, "close"], [ui.more, "menu"], [ui.send, "send"], [ui.log, "log"]]) {
      element.setAttribute("aria-label", told(name));
    }
    ui.input.placeholder = told("placeholder");
    ui.input.setAttribute("aria-label", told("placeholder"));
    buildMenu();
    showState();
  }

  function buildMenu() {
    const entry = (name, action) => {
      const button = make("button", { type: "button" }, told(name));
      button.addEventListener("click", () => { toggleMenu(false); action(); });
      return button;
    };
    const entries = [entry("person", () => command("/human")), entry("download", download), entry("end", askRating)];
    if (shop.languages.length > 1) {
      const choice = make("select", {});
      for (const code of shop.languages) {
        const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
        choice.append(make("option", { value: code, selected: code === language, lang: code }, name.charAt(0).toLocaleUpperCase(code) + name.slice(1)));
      }
      choice.addEventListener("change", () => speak(choice.value));
      entries.unshift(make("label", {}, told("language"), choice));
    }
    ui.menu.replaceChildren(...entries);
  }

  function toggleMenu(isShown = ui.menu.hidden) {
    ui.menu.hidden = !isShown;
    ui.more.setAttribute("aria-expanded", String(isShown));
    if (isShown) ui.menu.querySelector("button, select").focus();
    else if (ui.panel.contains(shadow.activeElement)) ui.more.focus();
  }

  function speak(code) {
    language = memory.language = code;
    remember();
    toggleMenu(false);
    translate();
    command(`/lang ${code}`);
  }

  function openPanel() {
    if (!ui) build();
    memory.isOpen = true;
    remember();
    ui.panel.hidden = false;
    launcher.hidden = true;
    launcher.setAttribute("aria-expanded", "true");
    ui.input.focus();
    markRead();
    scrollDown(true);
    // The panel is painted first; the connection and the greeting follow.
    if (phase === "idle") requestAnimationFrame(() => setTimeout(connect));
  }

  function closePanel() {
    memory.isOpen = false;
    remember();
    ui.panel.hidden = true;
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
  }
  launcher.addEventListener("click", openPanel);

  // MARK: State of the conversation

  // idle: nothing begun · connecting · open · lost: trying again · displaced: another window has it · ended
  let phase = "idle";
  let agent = null;
  let place = null;

  function showState() {
    if (!ui) return;
    const waiting = place && (place.position === 1 ? told("queueNext") : told("queue", { n: place.position }))
      + (place.wait_seconds == null ? "" : place.wait_seconds < 60 ? `, ${told("waitUnder")}` : `, ${told("wait", { n: Math.round(place.wait_seconds / 60) })}`);
    ui.state.textContent = phase === "connecting" ? told("connecting") : phase === "lost" ? told("lost") : phase === "ended" ? told("ended")
      : agent ? told("withAgent", { name: agent }) : waiting || [shop.assistant, told("bot")].filter(Boolean).join(" · ");
    let notice = waiting && !agent ? waiting : "";
    if (phase === "lost") notice = navigator.onLine ? told("lost") : told("offline");
    ui.notice.replaceChildren(notice);
    if (phase === "lost" && attempt > 4 && shop.contact?.email) {
      const link = make("a", { href: `mailto:${shop.contact.email}` }, shop.contact.email);
      ui.notice.replaceChildren(`${told("unreachable")} ${told("write")} `, link);
    }
    ui.notice.hidden = !ui.notice.textContent;
    ui.composer.hidden = phase === "ended" || phase === "displaced" || !ui.card.hidden;
  }

  let announced = "";
  function announce(text) {
    if (text === announced && announcer.textContent) text += "\u00a0";
    announced = text;
    announcer.textContent = text;
  }

  function showUnread() {
    const count = items.filter((item) => item.isIncoming && item.sequence > memory.read).length;
    badge.hidden = count === 0;
    badge.textContent = count > 9 ? "9+" : count;
    const label = told("open");
    launcher.setAttribute("aria-label", count === 0 ? `${told("launcher")}. ${label}` : `${label}. ${count === 1 ? told("unreadOne") : told("unread", { n: count })}`);
  }

  function markRead() {
    if (!memory.isOpen || document.hidden) return showUnread();
    const last = Math.max(0, ...items.filter((item) => item.isIncoming).map((item) => item.sequence ?? 0));
    if (last > memory.read) {
      memory.read = last;
      remember();
      if (agent) tell({ op: "seen", seq: last });
    }
    showUnread();
  }
  document.addEventListener("visibilitychange", markRead);

  // MARK: The log. Lines on record stand in the order of their numbers, each once; lines under way stand behind.

  let items = [];
  let isAtEnd = true;

  function scrollDown(always = false) {
    if (ui && (always || isAtEnd)) ui.log.scrollTop = ui.log.scrollHeight;
  }

  /** Puts an item where its number belongs. */
  function put(item) {
    const log = ui.log;
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    items = items.filter((other) => other !== item);
    let index = items.length;
    const isBehind = (other) => !other.isPast && (item.sequence == null ? other.isPending && !item.isPending
      : other.isPending || (other.sequence ?? 0) > item.sequence);
    while (index > 0 && isBehind(items[index - 1])) index -= 1;
    const next = items[index]?.element ?? ui.dots;
    if (item.element.nextSibling !== next || !item.element.isConnected) log.insertBefore(item.element, next);
    items.splice(index, 0, item);
    for (const near of [index, index + 1]) {
      const [before, here] = [items[near - 1], items[near]];
      here?.element.classList.toggle("same", Boolean(before && here.role !== "system" && before.role === here.role && before.name === here.name));
    }
    showLatest();
    scrollDown();
  }

  function showLatest() {
    const own = items.filter((item) => item.role === "customer");
    own.forEach((item) => item.element.classList.toggle("latest", item === own.at(-1)));
  }

  function withLinks(text) {
    return text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/).map((part, index) =>
      index % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer nofollow" }, part) : part);
  }

  /** A line that somebody said: its speaker, and its text as text. */
  function lineItem(role, name, text, sequence) {
    const element = make("div", { className: `line ${role}` });
    if (role === "system") element.append(make("span", { dir: "auto" }, text));
    else {
      const content = role === "customer" ? [text] : withLinks(text);
      element.append(make("p", { className: role === "customer" ? "hidden" : "name", dir: "auto" }, role === "customer" ? `${told("you")}:` : name),
        make("p", { className: "text", dir: "auto" }, ...content));
    }
    return { element, role, name, text, sequence, isIncoming: role !== "customer", isPending: false };
  }

  function mark(item, name) {
    let line = item.element.querySelector(".mark");
    if (!line) item.element.append((line = make("p", { className: "mark" })));
    item.mark = name;
    item.element.classList.toggle("pending", name === "sending");
    item.element.classList.toggle("failed", name === "failed");
    line.textContent = told(name);
    if (name !== "failed") return;
    const again = make("button", { type: "button" }, told("retry"));
    again.addEventListener("click", () => {
      items = items.filter((other) => other !== item);
      item.element.remove();
      say(item.text);
    });
    line.append(again);
    announce(told("failed"));
  }

  function showMessage(event) {
    const { seq: sequence = null, role, text } = event;
    if (sequence != null) {
      if (items.some((item) => !item.isPast && item.sequence === sequence)) return;
      memory.last = Math.max(memory.last, sequence);
    }
    dropChoices();
    const name = event.name ?? (role === "bot" ? shop.assistant : "");
    const item = lineItem(role === "supervisor" ? "agent" : role, name, text, sequence);
    if (role === "customer") mark(item, "sent");
    put(item);
    if (role !== "customer") {
      showTyping(null);
      if (event.menu?.length) offer(item, event.menu);
      if (sequence == null || sequence > memory.read) announce(name ? `${name}: ${text}` : text);
      follow(event);
    }
    markRead();
    remember();
  }

  function system(text, sequence = null) {
    put(lineItem("system", "", text, sequence));
    announce(text);
  }

  function offer(item, menu) {
    const choices = make("div", { className: "choices", role: "group", "aria-label": item.text.split("\n").at(-1).slice(0, 80) });
    for (const option of menu) {
      const button = make("button", { type: "button", dir: "auto" }, option.text);
      button.addEventListener("click", () => { say(option.text); ui.input.focus(); });
      choices.append(button);
    }
    item.element.append(choices);
    scrollDown();
  }
  function dropChoices() {
    ui.log.querySelectorAll(".choices").forEach((choices) => choices.remove());
  }

  function showTyping(name, milliseconds = 6_000) {
    clearTimeout(showTyping.timer);
    ui.dots.hidden = name === null;
    ui.dots.querySelector("span")?.remove();
    if (name) ui.dots.append(make("span", { dir: "auto" }, told("typing", { name })));
    if (name !== null) {
      showTyping.timer = setTimeout(() => showTyping(null), milliseconds);
      scrollDown();
    }
  }

  // MARK: Saying

  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const size = (text) => new TextEncoder().encode(JSON.stringify(text)).length;
  const itemByID = new Map();

  function say(text) {
    const line = { id: fresh(), text };
    memory.pending.push(line);
    remember();
    showPending(line);
    dropChoices();
    scrollDown(true);
    if (phase === "open") transmit(line);
    else if (phase !== "connecting" && phase !== "lost") connect();
  }

  function showPending(line) {
    const item = Object.assign(lineItem("customer", "", line.text, null), { isPending: true });
    itemByID.set(line.id, item);
    mark(item, "sending");
    put(item);
  }

  function transmit(line) {
    line.isSent = true;
    tell({ op: "say", id: line.id, text: line.text });
    clearTimeout(transmit.timer);
    // The bot answers at once; where it does not, the shopper sees that it is at work.
    if (!agent && !place) transmit.timer = setTimeout(() => { if (memory.pending.length || phase === "open") showTyping("", 8_000); }, 600);
  }

  function resend() {
    if (phase === "open") memory.pending.forEach(transmit);
  }

  function acknowledged({ id, seq: sequence }) {
    const item = itemByID.get(id);
    itemByID.delete(id);
    memory.pending = memory.pending.filter((line) => line.id !== id);
    memory.last = Math.max(memory.last, sequence);
    remember();
    if (!item) return;
    if (items.some((other) => other !== item && !other.isPast && other.sequence === sequence)) {
      // A replay has shown it already.
      items = items.filter((other) => other !== item);
      item.element.remove();
      return showLatest();
    }
    Object.assign(item, { sequence, isPending: false });
    mark(item, "sent");
    put(item);
  }

  function seen({ seq: sequence }) {
    for (const item of items) {
      if (item.role === "customer" && !item.isPast && item.sequence != null && item.sequence <= sequence) mark(item, "seen");
    }
  }

  let saidTyping = 0;
  function typed() {
    const { input, send, limit } = ui;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, 132)}px`;
    const over = size(input.value) - lineBytesMax;
    limit.hidden = over <= 0;
    limit.textContent = over > 0 ? told("tooLong", { n: over }) : "";
    send.setAttribute("aria-disabled", String(!input.value.trim() || over > 0));
    if (agent && input.value && Date.now() - saidTyping > 3_000) {
      saidTyping = Date.now();
      tell({ op: "typing" });
    }
  }

  function sayTyped() {
    const text = ui.input.value.trim();
    if (!text || size(ui.input.value) > lineBytesMax) return ui.input.focus();
    ui.input.value = "";
    // The next line is typed anew, and told of at once.
    saidTyping = 0;
    typed();
    say(text);
    ui.input.focus();
  }

  let waitingCommands = [];
  function command(text) {
    if (phase === "open") return tell({ op: "cmd", text });
    if (text.startsWith("/lang") && phase === "idle") return;
    waitingCommands.push(text);
    if (phase === "idle" || phase === "ended") connect();
  }

  // MARK: Cards in place of the composer: rating, message form, other windows

  function showCard(...content) {
    ui.card.replaceChildren(...content);
    ui.card.hidden = content.length === 0;
    showState();
    scrollDown(true);
  }
  const heading = (name) => make("h3", {}, told(name));
  function button(name, className, action) {
    const element = make("button", { type: "button", className }, told(name));
    element.addEventListener("click", action);
    return element;
  }

  function stars(action) {
    const row = make("div", { className: "stars", role: "group", "aria-label": told("rate") });
    for (let score = 1; score <= 5; score += 1) {
      const label = told("rateOf", { n: score }) + (score === 1 ? `, ${told("rateLow")}` : score === 5 ? `, ${told("rateHigh")}` : "");
      const star = make("button", { type: "button", "aria-label": label }, icon(icons.star, true));
      star.addEventListener("click", () => action(score));
      row.append(star);
    }
    return [row, make("div", { className: "ends", "aria-hidden": "true" }, make("span", {}, told("rateLow")), make("span", {}, told("rateHigh")))];
  }

  /** The shopper ends the chat: one question, then goodbye. */
  function askRating() {
    if (phase !== "open") return;
    const end = (score) => {
      showCard();
      if (score) tell({ op: "cmd", text: `/rate ${score}` });
      tell({ op: "bye" });
    };
    showCard(heading("rate"), ...stars(end), make("div", { className: "row" }, button("skip", "plain", () => end(null)), button("back", "plain", () => { showCard(); ui.input.focus(); })));
    ui.card.querySelector("button").focus();
  }

  function askMessage() {
    const message = make("textarea", { id: "message", required: true, "aria-describedby": "message-wrong", dir: "auto" });
    const mail = make("input", { id: "mail", type: "email", required: true, autocomplete: "email", "aria-describedby": "mail-wrong", dir: "ltr" });
    const wrong = (id) => make("p", { className: "wrong", id, hidden: true });
    const [messageWrong, mailWrong] = [wrong("message-wrong"), wrong("mail-wrong")];
    const form = make("form", { noValidate: true },
      make("label", { htmlFor: "message" }, told("messageText")), message, messageWrong,
      make("label", { htmlFor: "mail" }, told("messageMail")), mail, mailWrong,
      make("div", { className: "row" }, make("button", { className: "primary", type: "submit" }, told("messageSend")), button("back", "plain", () => { showCard(); ui.input.focus(); })));
    const judge = (field, line, isRight, name) => {
      field.setAttribute("aria-invalid", String(!isRight));
      line.hidden = isRight;
      line.textContent = isRight ? "" : name;
      return isRight;
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const over = size(message.value) - lineBytesMax;
      const hasText = judge(message, messageWrong, message.value.trim() !== "" && over <= 0, over > 0 ? told("tooLong", { n: over }) : told("needText"));
      const hasMail = judge(mail, mailWrong, mail.value.trim() !== "" && mail.validity.valid, told("needMail"));
      if (!hasText || !hasMail) return (hasText ? mail : message).focus();
      memory.contact = mail.value.trim();
      showCard();
      say(message.value.trim());
      ui.input.focus();
    });
    showCard(heading("messageTitle"), form);
    message.focus();
  }

  /** What the server wants to hear next has a form of its own. */
  function follow({ ask }) {
    if (ask === "message") askMessage();
    else if (ask === "contact" && memory.contact) {
      say(memory.contact);
      memory.contact = null;
    } else if (ask === "rating") {
      showCard(heading("rate"), ...stars((score) => { showCard(); say(String(score)); }), make("div", { className: "row" }, button("skip", "plain", () => { showCard(); say(told("skip")); })));
    } else if (!ui.card.hidden) showCard();
  }

  /** The chat is over; what can be done now. */
  function showEnd() {
    showCard(heading("ended"), make("div", { className: "row" }, button("again", "primary", startAgain), button("download", "plain", download)));
  }

  function startAgain() {
    forget();
    showCard();
    socket?.close();
    connect();
    ui.input.focus();
  }

  function download() {
    const lines = items.filter((item) => item.text && (item.sequence != null || item.isPast)).map((item) =>
      item.role === "system" ? `* ${item.text}` : `${item.role === "customer" ? told("you") : item.name}: ${item.text}`);
    const text = `${told("transcriptOf")}\n${new Date().toLocaleString(language)}\n\n${lines.join("\n")}\n`;
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" })), download: `${shopID}-${memory.conversation ?? "chat"}.txt` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // MARK: The connection: one socket, tried again until it holds

  let socket = null;
  let attempt = 0;
  let retryTimer, pingTimer, pongTimer;
  let isResuming = false;
  const unspoken = new Set();

  /** Sends an object where there is a conversation to send it to. */
  function tell(object) {
    if (socket?.readyState === WebSocket.OPEN && !unspoken.has(object.op)) socket.send(JSON.stringify(object));
  }

  function connect() {
    clearTimeout(retryTimer);
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    if (!ui) build();
    phase = phase === "lost" ? "lost" : "connecting";
    showState();
    const address = new URL("/chat", base);
    address.protocol = base.protocol === "https:" ? "wss:" : "ws:";
    const mine = (socket = new WebSocket(address));
    mine.addEventListener("open", () => {
      if (mine !== socket) return mine.close();
      isResuming = memory.token !== null;
      tell(isResuming ? { op: "resume", token: memory.token, after: memory.last } : { op: "hello", v: 1, shop: shopID, lang: language });
      keepAlive();
    });
    mine.addEventListener("message", ({ data }) => { if (mine === socket) receive(JSON.parse(data)); });
    mine.addEventListener("close", () => { if (mine === socket) lose(); });
  }

  function keepAlive() {
    clearTimeout(pingTimer);
    clearTimeout(pongTimer);
    pingTimer = setTimeout(() => {
      tell({ op: "ping" });
      // A socket that stays silent is dead, whatever the browser says of it.
      pongTimer = setTimeout(drop, pongMilliseconds);
    }, pingMilliseconds);
  }

  /** Gives the socket up without waiting for the other side. */
  function drop() {
    const old = socket;
    socket = null;
    old?.close();
    lose();
  }

  function lose() {
    socket = null;
    clearTimeout(pingTimer);
    clearTimeout(pongTimer);
    if (phase === "ended" || phase === "displaced" || phase === "idle") return;
    phase = "lost";
    showTyping(null);
    attempt += 1;
    if (attempt === 1) announce(told("lost"));
    showState();
    // 0.5 s, 1, 2, 4, 8, then every 15 s, each up to a quarter less so that shoppers do not return together.
    const wait = Math.min(500 * 2 ** (attempt - 1), 15_000) * (1 - Math.random() / 4);
    retryTimer = setTimeout(connect, wait);
  }
  addEventListener("online", () => { if (phase === "lost") connect(); });
  addEventListener("offline", () => { if (phase === "open" || phase === "connecting") drop(); });
  addEventListener("pagehide", () => { clearTimeout(retryTimer); const old = socket; socket = null; old?.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted && (phase === "open" || phase === "lost")) { phase = "lost"; connect(); } });

  /** The conversation is over; what is on the screen stays there as past. */
  function forget() {
    Object.assign(memory, { token: null, last: 0, read: 0, contact: null });
    agent = place = null;
    for (const item of items) if (!item.isPending) item.isPast = true;
    dropChoices();
    remember();
  }

  function receive(event) {
    keepAlive();
    switch (event.ev) {
      case "welcome": return welcomed(event);
      case "ack": return acknowledged(event);
      case "message": clearTimeout(transmit.timer); return showMessage(event);
      case "queue":
        place = event;
        showState();
        return announce(ui.notice.textContent);
      case "joined":
      case "left":
        return changed(event);
      case "typing": return showTyping(event.name || shop.assistant);
      case "seen": return seen(event);
      case "closed": return closed(event);
      case "error": return refused(event);
    }
  }

  function welcomed(event) {
    attempt = 0;
    phase = "open";
    memory.token = event.token;
    memory.conversation = event.conv;
    if (!isResuming) {
      // Only what is shown counts as received: what a resume replays comes behind this.
      memory.last = event.seq;
      if (event.text) showMessage({ seq: event.seq, role: "bot", text: event.text });
      const starters = shop.texts?.[language]?.starters;
      if (starters && memory.pending.length === 0) offer(items.at(-1), starters.map((text) => ({ text })));
    } else announce("");
    remember();
    showState();
    resend();
    waitingCommands.splice(0).forEach((text) => tell({ op: "cmd", text }));
  }

  function changed({ ev, seq: sequence, name }) {
    if (sequence != null && items.some((item) => !item.isPast && item.sequence === sequence)) return;
    if (sequence != null) memory.last = Math.max(memory.last, sequence);
    place = null;
    agent = ev === "joined" ? name : null;
    showTyping(null);
    dropChoices();
    if (!ui.card.hidden) showCard();
    system(told(ev, { name }), sequence);
    showState();
    markRead();
    remember();
  }

  function closed() {
    phase = "ended";
    agent = place = null;
    memory.token = null;
    remember();
    showTyping(null);
    dropChoices();
    announce(told("ended"));
    showEnd();
  }

  function refused({ code, id, text, hint }) {
    const item = itemByID.get(id);
    switch (code) {
      case "token_expired":
      case "no_such_conversation":
        if (!isResuming) break;
        isResuming = false;
        forget();
        if (items.length) system(told("expired"));
        return tell({ op: "hello", v: 1, shop: shopID, lang: language });
      case "conversation_open":
        phase = "displaced";
        showState();
        return showCard(heading("elsewhere"), make("div", { className: "row" }, button("here", "primary", () => { showCard(); phase = "lost"; connect(); })));
      case "unknown_op":
        // An older server: it does not know who types and who has read.
        unspoken.add("typing").add("seen");
        return;
      case "not_saved":
      case "busy":
      case "rate_limited":
      case "too_many_sessions":
        // Said lines go out again; a conversation that did not begin is tried again on another socket.
        if (phase !== "open") return drop();
        if (item) return setTimeout(resend, 1_500);
        break;
      case "no_such_shop":
        phase = "ended";
        break;
      case "shutting_down":
      case "idle":
        return;
    }
    if (item) {
      memory.pending = memory.pending.filter((line) => line.id !== id);
      remember();
      item.isPending = false;
      mark(item, "failed");
    }
    system(hint ? `${text} (${hint})` : text);
  }

  // MARK: Beginning

  /** 4.5:1 or better (WCAG 1.4.3): where the shop's two colours are too near, black or white is taken. */
  function readable(back, front) {
    const light = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const ratio = (one, other) => (Math.max(light(one), light(other)) + 0.05) / (Math.min(light(one), light(other)) + 0.05);
    return ratio(back, front) >= 4.5 ? front : ratio(back, "#ffffff") >= 4.5 ? "#ffffff" : "#000000";
  }

  function dress() {
    chooseLanguage();
    root.classList.add(["light", "dark"].includes(script.dataset.theme) ? script.dataset.theme : "auto");
    root.classList.toggle("start", shop.side === "start");
    host.style.setProperty("--accent", shop.colour);
    host.style.setProperty("--on-accent", readable(shop.colour, shop.text_colour));
    translate();
  }

  async function begin() {
    try {
      const answer = await fetch(new URL(`/shops/${encodeURIComponent(shopID)}.json`, base), { credentials: "omit" });
      if (answer.ok) Object.assign(shop, await answer.json());
      else console.error(`helpline: there is no shop '${shopID}' at ${base.host}; look at data-shop`);
    } catch {
      // The chat still opens, in plain colours.
    }
    dress();
    document.body.append(host);
    // Lines that a page change cut off are sent; replies that came meanwhile are shown.
    if (memory.token || memory.pending.length) {
      build();
      memory.last = 0;
      memory.pending.forEach(showPending);
      connect();
    }
    if (memory.isOpen) openPanel();
    window.visualViewport?.addEventListener("resize", () => root.style.setProperty("--seen-height", `${visualViewport.height}px`));
  }

  // For the page's own buttons.
  window.helpline = Object.freeze({
    open: openPanel,
    close: () => { if (ui) closePanel(); },
    /** Opens the chat and says a text for the shopper. */
    ask: (text) => { openPanel(); say(String(text)); },
  });
  begin();
})();
