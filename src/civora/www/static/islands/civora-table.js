// <civora-table>: rows of a dataset.
// On the portal it wraps the server's table: links and forms inside change the table without loading the page again.
// On another site it is empty and says src="https://portal/datasets/KEY/table/?…".

import { make, provenance, safe, shell, twin, view } from "./civora-embed.js";

class CivoraTable extends HTMLElement {
  connectedCallback() {
    if (this.hasAttribute("src")) return this.load(this.getAttribute("src"));
    this.addEventListener("click", (event) => this.follow(event));
    this.addEventListener("submit", (event) => this.send(event));
    addEventListener("popstate", () => this.swap(location.href));
  }

  follow(event) {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link || !plain || !sameView(link.href) || link.hasAttribute("download")) return;
    event.preventDefault();
    this.go(link.href, link.id);
  }

  send(event) {
    const form = event.target;
    if ((form.method || "get").toLowerCase() !== "get") return;
    event.preventDefault();
    const url = new URL(form.action || location.href);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
    this.go(url.href, document.activeElement && document.activeElement.id);
  }

  async go(href, focus) {
    await this.swap(href, focus);
    history.pushState(null, "", href);
  }

  /** Put the same element of the fetched page in this one's place; if that fails, go there the ordinary way. */
  async swap(href, focus) {
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(href, { headers: { "X-Requested-With": "civora-table" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(this.id);
      if (!fresh) throw new Error("no table in the answer");
      this.replaceChildren(...fresh.childNodes);
      document.title = page.title || document.title;
      const target = focus && document.getElementById(focus);
      if (target) target.focus({ preventScroll: true });
    } catch {
      location.assign(href);
    }
    this.removeAttribute("aria-busy");
  }

  async load(src) {
    const root = shell(this);
    try {
      const found = await view(src);
      root.append(heading(found), grid(found), this.pages(found), provenance(found.source));
    } catch (problem) {
      root.append(make("p", { role: "alert" }, problem.message, " ", make("a", { href: safe(src) }, twin(src).host)));
    }
  }

  pages(found) {
    const step = (label, href) => {
      const button = make("button", { class: "btn quiet small", type: "button", disabled: !href }, label);
      button.addEventListener("click", () => this.load(href));
      return button;
    };
    return make("p", { class: "row" }, step(found.words.previous, found.previous), step(found.words.next, found.next), found.words.range);
  }
}

function sameView(href) {
  const url = new URL(href);
  return url.origin === location.origin && url.pathname === location.pathname && !url.hash;
}

function heading(found) {
  return make("h2", {}, make("a", { href: safe(found.link) }, found.title));
}

function grid(found) {
  const head = found.columns.map((column) => make("th", { scope: "col", class: column.numeric ? "n" : null }, column.label));
  const rows = found.rows.map((row) =>
    make("tr", {}, ...row.map((cell, index) => make("td", { class: found.columns[index].numeric ? "n" : null }, cell === null ? "" : cell))),
  );
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...rows));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": found.title }, table);
}

customElements.define("civora-table", CivoraTable);
