// <civora-chart>: the chart of a question.
// On the portal it wraps the server's drawing, and draws it again at the width it has, with values under the pointer.
// On another site it is empty and says src="https://portal/datasets/KEY/chart/?…".

import { make, PORTAL, provenance, safe, shell, twin, view } from "./civora-embed.js";

let engine;

/** Vega, with its interpreter instead of eval: the content security policy allows none. Loaded once, when first seen. */
function vega() {
  engine ||= new Promise((done, failed) => {
    const script = make("script", { src: new URL("static/vendor/vega/vega.min.js", PORTAL).href });
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error("vega.min.js")));
    document.head.append(script);
  })
    .then(() => import("../vendor/vega-interpreter/vega-interpreter.js"))
    .then((interpreter) => ({ ...globalThis.vega, interpret: interpreter.expressionInterpreter }));
  return engine;
}

class CivoraChart extends HTMLElement {
  connectedCallback() {
    this.foreign = this.hasAttribute("src");
    this.source = this.getAttribute("src") || this.getAttribute("data-view") || location.href;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.load();
    });
    seen.observe(this.foreign ? this : this.firstElementChild || this);
  }

  async load() {
    const root = this.foreign ? shell(this) : this;
    try {
      const found = await view(this.source);
      const place = make("div", { role: "img", "aria-label": found.summary });
      if (this.foreign) root.append(make("h2", {}, make("a", { href: safe(found.link) }, found.title)), place, provenance(found.source));
      await this.draw(found, place);
      if (!this.foreign) this.replaceChildren(place);
      this.follow(found, place);
    } catch (problem) {
      if (this.foreign) root.append(make("p", { role: "alert" }, problem.message, " ", make("a", { href: safe(this.source) }, twin(this.source).host)));
      else console.warn("The server's drawing stays:", problem.message);
    }
  }

  async draw(found, place) {
    const { parse, View, interpret } = await vega();
    const width = Math.max(260, Math.floor(this.getBoundingClientRect().width || 640));
    const spec = { ...found.vega, width };
    const chart = new View(parse(spec, null, { ast: true }), { expr: interpret, renderer: "none" });
    place.replaceChildren(document.importNode(new DOMParser().parseFromString(await chart.toSVG(), "image/svg+xml").documentElement, true));
    this.tips(place);
    chart.finalize();
  }

  /** Values under the pointer: the drawing carries each mark's description, which is also what screen readers say. */
  tips(place) {
    for (const mark of place.querySelectorAll("[aria-roledescription][aria-label]")) {
      mark.append(document.createElementNS("http://www.w3.org/2000/svg", "title"));
      mark.lastChild.textContent = mark.getAttribute("aria-label");
    }
  }

  follow(found, place) {
    let last = this.clientWidth;
    new ResizeObserver(() => {
      if (Math.abs(this.clientWidth - last) < 24) return;
      last = this.clientWidth;
      this.draw(found, place);
    }).observe(this);
  }
}

customElements.define("civora-chart", CivoraChart);
