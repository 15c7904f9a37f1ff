// <civora-contribution>: a campaign's form that also works without a network.
// Conditions show and hide questions; "here" fills in the place; what cannot be sent is kept on this device and sent later.
// Sending twice does no harm: each form carries its own key.

const STORE = "civora-contributions";

function database() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open(STORE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept", { keyPath: "sent" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function store(mode, act) {
  const opened = await database();
  return new Promise((done, failed) => {
    const asked = act(opened.transaction("kept", mode).objectStore("kept"));
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

class CivoraContribution extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector("[data-civora-kept]");
    this.form.addEventListener("change", () => this.conditions());
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.flush());
    this.conditions();
    this.locating();
    this.flush();
  }

  /** A question whose condition is not met is neither shown nor sent. */
  conditions() {
    const given = new FormData(this.form);
    for (const part of this.querySelectorAll("[data-civora-only-if]")) {
      const answers = part.dataset.civoraAnswers.split("|").map((one) => ({ true: "yes", false: "no" })[one.toLowerCase()] || one);
      const met = given.getAll(part.dataset.civoraOnlyIf).some((one) => answers.includes(one));
      part.hidden = !met;
      for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !met;
    }
  }

  locating() {
    const button = this.querySelector("[data-civora-locate]");
    if (!button || !navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.form.elements.lat.value = coords.latitude.toFixed(6);
          this.form.elements.lon.value = coords.longitude.toFixed(6);
          this.querySelector("[data-civora-located]").textContent = `± ${Math.round(coords.accuracy)} m`;
        },
        (problem) => (this.querySelector("[data-civora-located]").textContent = problem.message),
        { enableHighAccuracy: true, timeout: 15000 },
      ),
    );
  }

  /** Online the form is sent the ordinary way; offline it is kept. */
  async submit(event) {
    this.form.elements.observed_at.value = new Date().toISOString();
    if (navigator.onLine) return;
    event.preventDefault();
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    const sent = data.get("sent");
    await store("readwrite", (kept) => kept.put({ sent, url: this.form.action, fields: [...data.entries()] }));
    this.form.reset();
    this.form.elements.sent.value = crypto.randomUUID();
    this.conditions();
    this.count();
  }

  async flush() {
    if (!navigator.onLine) return this.count();
    for (const one of await store("readonly", (kept) => kept.getAll())) {
      if (one.refused) continue;
      const data = new FormData();
      for (const [name, value] of one.fields) data.append(name, value);
      data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(one.url, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || answer.status >= 500) break;
      if (answer.ok) await store("readwrite", (kept) => kept.delete(one.sent));
      else await this.refuse(one, await answer.json().catch(() => ({})));  // nothing is lost: it stays, with the reason
    }
    this.count();
  }

  refuse(one, said) {
    return store("readwrite", (kept) => kept.put({ ...one, refused: [said.title, said.detail].filter(Boolean).join(" ") || "?" }));
  }

  async count() {
    const kept = await store("readonly", (all) => all.getAll());
    const waiting = kept.filter((one) => !one.refused).length;
    this.status.textContent = [waiting ? this.dataset.waiting.replace("{n}", waiting) : "", ...kept.map((one) => one.refused || "")].filter(Boolean).join(" · ");
  }
}

customElements.define("civora-contribution", CivoraContribution);
