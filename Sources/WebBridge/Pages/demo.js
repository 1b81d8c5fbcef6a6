// The demonstration page: one shop at a time, in its colours and with its own chat.
// Everything shown of a shop comes from the server: its card, and a few products of its catalogue.

const texts = {
  en: {
    skip: "To the content", shops: "Shops", languages: "Languages", title: "Questions? {assistant} knows.",
    lead: "Ask about an order, a return or a product, in your own words. Whoever wants a person gets one.",
    open: "Ask {assistant}", try: "Try asking", goods: "From the catalogue", ask: "Ask about it", askText: "Do you have the {name}?",
    embed: "On your own page", embedText: "One line before the end of the page. No cookies, nothing to build, under 20 KB.",
    copy: "Copy", copied: "Copied", foot: "A demonstration: names, products and orders are invented.", desk: "The agents' desk",
    none: "No shop is served here.",
  },
  es: {
    skip: "Al contenido", shops: "Tiendas", languages: "Idiomas", title: "¿Dudas? {assistant} lo sabe.",
    lead: "Pregunta por un pedido, una devolución o un producto, con tus palabras. Quien quiere una persona la tiene.",
    open: "Pregunta a {assistant}", try: "Prueba a preguntar", goods: "Del catálogo", ask: "Pregunta por él", askText: "¿Tenéis {name}?",
    embed: "En tu propia página", embedText: "Una línea antes del final de la página. Sin cookies, sin compilar nada, menos de 20 KB.",
    copy: "Copiar", copied: "Copiado", foot: "Una demostración: nombres, productos y pedidos son inventados.", desk: "La mesa de los agentes",
    none: "Aquí no se atiende ninguna tienda.",
  },
  de: {
    skip: "Zum Inhalt", shops: "Shops", languages: "Sprachen", title: "Fragen? {assistant} weiß es.",
    lead: "Frag nach einer Bestellung, einer Rückgabe oder einem Produkt, in deinen Worten. Wer einen Menschen will, bekommt einen.",
    open: "{assistant} fragen", try: "Frag zum Beispiel", goods: "Aus dem Katalog", ask: "Danach fragen", askText: "Habt ihr {name}?",
    embed: "Auf deiner eigenen Seite", embedText: "Eine Zeile vor dem Ende der Seite. Keine Cookies, nichts zu bauen, unter 20 KB.",
    copy: "Kopieren", copied: "Kopiert", foot: "Eine Vorführung: Namen, Produkte und Bestellungen sind erfunden.", desk: "Der Platz der Mitarbeiter",
    none: "Hier wird kein Shop bedient.",
  },
};

const wanted = new URLSearchParams(location.search);
const byID = (id) => document.getElementById(id);

async function read(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function fillList(list, elements) {
  list.replaceChildren(...elements.map((element) => make("li", {}, element)));
}

/** A drawing that is the same for the same product each time: three shapes in the shop's colour. */
function drawing(product, colour) {
  let seed = [...product.name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const next = (limit) => ((seed = (seed * 1_103_515_245 + 12_345) >>> 0) >>> 8) % limit;
  const space = "http://www.w3.org/2000/svg";
  const draw = (tag, attributes) => {
    const shape = document.createElementNS(space, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    return shape;
  };
  const svg = draw("svg", { viewBox: "0 0 300 200", "aria-hidden": "true", preserveAspectRatio: "xMidYMid slice" });
  svg.append(draw("rect", { width: 300, height: 200, fill: colour, opacity: 0.1 + next(8) / 100 }));
  for (let index = 0; index < 3; index += 1) {
    const opacity = 0.18 + index * 0.2;
    const [x, y, size] = [40 + next(220), 30 + next(150), 34 + next(64)];
    const shape = [
      () => draw("circle", { cx: x, cy: y, r: size, fill: colour, opacity }),
      () => draw("rect", { x: x - size, y: y - size / 2, width: size * 2, height: size, rx: size / 4, fill: colour, opacity, transform: `rotate(${next(60) - 30} ${x} ${y})` }),
      () => draw("path", { d: `M${x - size} ${y + size} Q${x} ${y - size * 1.6} ${x + size} ${y + size}z`, fill: colour, opacity }),
    ][next(3)];
    svg.append(shape());
  }
  return svg;
}

function card(product, shop, language, words) {
  const ask = make("button", { type: "button", textContent: words.ask });
  ask.setAttribute("aria-label", `${words.ask}: ${product.name}`);
  ask.addEventListener("click", () => window.helpline?.ask(words.askText.replace("{name}", product.name)));
  return make("li", {}, drawing(product, shop.colour), make("div", { className: "about" },
    make("h3", { textContent: product.name }), make("p", { textContent: product.description }),
    make("div", { className: "foot" }, make("span", { className: "price", textContent: product.prices[language] }), ask)));
}

function link(label, values, isCurrent) {
  const address = new URL(location.pathname, location.origin);
  for (const [name, value] of Object.entries(values)) address.searchParams.set(name, value);
  const element = make("a", { href: address.href, textContent: label });
  if (isCurrent) element.setAttribute("aria-current", "page");
  return element;
}

function dress(shop, language) {
  const words = texts[language] ?? texts.en;
  const own = shop.texts?.[language] ?? {};
  const fill = (text) => text.replaceAll("{assistant}", shop.assistant);
  document.documentElement.lang = language;
  document.title = `${shop.name} · Helpline`;
  document.documentElement.style.setProperty("--accent", shop.colour);
  document.documentElement.style.setProperty("--on-accent", shop.text_colour);
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words[element.dataset.text];
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
  byID("name").textContent = shop.name;
  byID("title").textContent = fill(words.title);
  byID("lead").textContent = own.intro ?? words.lead;
  byID("open").textContent = fill(words.open);
  byID("open").addEventListener("click", () => window.helpline?.open());
  byID("demonstration").textContent = own.demonstration ?? "";
  fillList(byID("starters"), (own.starters ?? []).map((text) => {
    const button = make("button", { type: "button", textContent: text });
    button.addEventListener("click", () => window.helpline?.ask(text));
    return button;
  }));
  byID("snippet").textContent = `<script src="${location.origin}/widget.js" data-shop="${shop.shop}" defer></script>`;
  byID("copy").addEventListener("click", async () => {
    await navigator.clipboard.writeText(byID("snippet").textContent);
    byID("copy").textContent = byID("copied").textContent = words.copied;
  });
  return words;
}

function startChat(shop, language) {
  // The page's policy lets no text become a script's address, but this one.
  const policy = globalThis.trustedTypes?.createPolicy("helpline-widget", { createScriptURL: () => "/widget.js" });
  const script = make("script", { src: policy ? policy.createScriptURL("") : "/widget.js" });
  Object.assign(script.dataset, { shop: shop.shop, lang: language });
  document.body.append(script);
}

async function begin() {
  const { shops } = await read("/shops.json");
  if (shops.length === 0) return (byID("title").textContent = texts.en.none);
  const chosen = (shops.find(({ shop }) => shop === wanted.get("shop")) ?? shops.find(({ shop }) => shop === "juniper") ?? shops[0]).shop;
  fillList(byID("shops"), shops.map(({ shop, name }) => link(name, { shop }, shop === chosen)));
  const shop = await read(`/shops/${encodeURIComponent(chosen)}.json`);
  const asked = [wanted.get("lang"), ...navigator.languages.map((code) => code.slice(0, 2))];
  const language = asked.find((code) => shop.languages.includes(code)) ?? shop.languages[0];
  fillList(byID("languages"), shop.languages.length < 2 ? [] : shop.languages.map((code) => {
    const element = link(new Intl.DisplayNames([code], { type: "language" }).of(code), { shop: chosen, lang: code }, code === language);
    element.lang = element.hreflang = code;
    return element;
  }));
  const words = dress(shop, language);
  startChat(shop, language);
  const { products } = await read(`/shops/${encodeURIComponent(chosen)}/products.json`);
  byID("goods").hidden = products.length === 0;
  byID("products").replaceChildren(...products.slice(0, 8).map((product) => card(product, shop, language, words)));
}

begin();
