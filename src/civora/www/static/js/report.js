// The form of a report: moving the map without reloading, my position, a draft that stays on this device, and sending later.
// Everything that it does can be done with the form's own buttons too.

const form = document.getElementById("report");
const field = (name) => form.elements[name];
const DRAFT = "civora-report-draft";

// ---- the map: click or move, and what is near follows

let waiting;

function look(change = {}) {
  const map = document.getElementById("around-map");
  const state = { lat: map.dataset.lat, lon: map.dataset.lon, km: map.dataset.km, do: "", ...change };
  const category = new FormData(form).get("category") || "";
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = await fetch(`${form.dataset.near}?${new URLSearchParams({ ...state, category })}`).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    form.querySelector("[data-around]").replaceChildren(...fresh.body.childNodes);
    const now = document.getElementById("around-map").dataset;
    field("lat").value = now.lat;
    field("lon").value = now.lon;
    field("km").value = now.km;
    keep();
  }, 120);
}

form.addEventListener("click", (event) => {
  const move = event.target.closest(".mapkeys button");
  if (move && navigator.onLine) {
    event.preventDefault();
    look({ do: move.value });
    return;
  }
  const map = event.target.closest("#around-map");
  if (!map || event.target.closest("a")) return;
  const drawing = map.querySelector("svg");
  const spot = drawing.createSVGPoint();
  [spot.x, spot.y] = [event.clientX, event.clientY];
  const at = spot.matrixTransform(drawing.getScreenCTM().inverse());
  const { width, height } = drawing.viewBox.baseVal;
  const lat = Number(map.dataset.lat);
  const degree = (Number(map.dataset.km) / width) / 111.32;
  look({
    lat: lat - (at.y - height / 2) * degree,
    lon: Number(map.dataset.lon) + ((at.x - width / 2) * degree) / Math.cos((lat * Math.PI) / 180),
  });
});

form.addEventListener("change", (event) => event.target.name === "category" && field("lat").value && look());

const here = form.querySelector("[data-here]");
if (navigator.geolocation) {
  here.hidden = false;
  here.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => look({ lat: coords.latitude, lon: coords.longitude, km: 0.6 }),
      () => (here.disabled = true),
      { enableHighAccuracy: true, timeout: 10_000 },
    ),
  );
}

// ---- the draft: words and place on this device, photos in its database

function database() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("civora-reports", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "sent" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function store(verb, value) {
  const place = (await database()).transaction("waiting", verb === "getAll" ? "readonly" : "readwrite").objectStore("waiting");
  return new Promise((done, failed) => {
    const asked = place[verb](value);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

const plain = (data) => [...data].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");

function keep() {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(plain(new FormData(form))));
  } catch {
    // a device that keeps nothing: the form works all the same
  }
}

function restore() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(DRAFT) || "[]");
  } catch {
    return;
  }
  if (!kept.length || field("description").value || document.getElementById("error")) return;
  fill(kept);
  if (field("lat").value) look({ lat: field("lat").value, lon: field("lon").value, km: field("km").value });
}

function fill(kept) {
  for (const [name, value] of kept) {
    if (name === "do" || typeof value !== "string") continue;
    const found = form.elements[name];
    if (!found) continue;
    if (found instanceof RadioNodeList || found.type === "radio" || found.type === "checkbox") {
      for (const one of found instanceof RadioNodeList ? found : [found]) if (one.value === value) one.checked = true;
    } else if (found.type !== "file") found.value = value;
  }
}

form.addEventListener("input", keep);

// ---- sending later: without a connection the whole form waits in the database

const banner = document.getElementById("offline");
const waits = banner.cloneNode(true);

form.addEventListener("submit", async (event) => {
  if (navigator.onLine || event.submitter?.value !== "send") return;
  event.preventDefault();
  const data = new FormData(form);
  await store("put", { sent: data.get("sent"), fields: [...data].filter(([name]) => name !== "csrfmiddlewaretoken") });
  tell(waits);
});

async function sendWaiting() {
  if (!navigator.onLine) return;
  for (const one of await store("getAll")) {
    const data = new FormData();
    for (const [name, value] of one.fields) data.append(name, value);
    data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    data.set("do", "send");
    const answer = await fetch(form.action || location.href, { method: "POST", body: data }).catch(() => null);
    if (!answer || answer.status >= 500) return; // tried again with the next connection
    await store("delete", one.sent);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) localStorage.removeItem(DRAFT);
    else fill(one.fields); // refused: what was written comes back, with the reason
    tell(page.querySelector(answer.ok ? "[data-sent]" : "#error"));
  }
}

function tell(part) {
  if (!part) return;
  const shown = document.importNode(part, true);
  shown.hidden = false;
  shown.removeAttribute("id");
  banner.replaceChildren(shown);
  banner.className = "mt2";
  banner.hidden = false;
  banner.scrollIntoView();
}

addEventListener("online", sendWaiting);
if (form.dataset.near) {
  restore();
  if (globalThis.indexedDB) sendWaiting().catch(() => {});
}
