// What the islands share: where the portal is, the JSON twin of a view, and the line that says where numbers come from.
// An island is used in two ways: around real content on the portal's own pages, and empty, with `src`, on any other site.

export const PORTAL = new URL("../../", import.meta.url);

/** The JSON twin of a view: /datasets/trees/map/?where=… → /datasets/trees/map.json?where=… */
export function twin(src) {
  const url = new URL(src, document.baseURI);
  url.pathname = url.pathname.replace(/\/$/, "") + ".json";
  return url;
}

/** Fetch the twin. Throws an Error whose message is a sentence for people. */
export async function view(src) {
  const answer = await fetch(twin(src), { headers: { Accept: "application/json" } });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail || body.title || `${answer.status} ${answer.statusText}`);
  return body;
}

/** Build an element: make("a", { href }, "text", child…). Text is never read as HTML. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** The provenance line: source · version · licence, each a link where the view says one. */
export function provenance(source) {
  const parts = (source || []).map((part) => make("span", {}, part.url ? make("a", { href: safe(part.url) }, part.text) : part.text));
  return make("div", { class: "source", part: "source" }, ...parts);
}

/** Only http and https addresses become links. */
export function safe(href) {
  const url = new URL(href, PORTAL);
  return ["http:", "https:"].includes(url.protocol) ? url.href : null;
}

/** On another site: a shadow root with the portal's own look, so that neither page styles the other. */
export function shell(host) {
  const root = host.shadowRoot || host.attachShadow({ mode: "open" });
  const place = make("div", { class: "embed" });
  root.replaceChildren(place);
  look().then((sheet) => (root.adoptedStyleSheets = [sheet]));
  return place;
}

let sheet;

/** Tokens and components as one sheet for shadow roots, where :root would match nothing. */
function look() {
  const files = ["static/css/tokens.css", "static/css/civora.css"].map((path) => new URL(path, PORTAL));
  sheet ||= Promise.all([...files, new URL("-/city.css", PORTAL)].map((url) => fetch(url).then((answer) => answer.text()))).then((texts) => {
    const made = new CSSStyleSheet();
    const text = texts.join("\n").replace(/@import[^;]+;/g, "").replace(/@font-face\s*{[^}]*}/g, "");
    made.replaceSync(text.replace(/:root\b/g, ":host").replace(/\bhtml\s*{/g, ":host {") + "\n:host { display: block }");
    return made;
  });
  return sheet;
}

/** Colours of the page, now: the theme may change while it is open. */
export function colours(element, names) {
  const style = getComputedStyle(element);
  const probe = make("span", { hidden: true });
  (element.shadowRoot || element).append(probe);
  const found = Object.fromEntries(
    names.map((name) => {
      probe.style.color = style.getPropertyValue(`--${name}`) || `var(--${name})`;
      probe.style.color = `var(--${name})`;
      return [name, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return found;
}

export function onTheme(act) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
  new MutationObserver(act).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
