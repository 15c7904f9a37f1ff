// `<div data-answer="URL">`: fetches the JSON and shows it, with its status and time. Words come from the page.
const LONGEST = 20000;

async function show(box) {
  box.textContent = box.dataset.waiting;
  const started = performance.now();
  try {
    const response = await fetch(box.dataset.answer, { headers: { Accept: "application/json" } });
    const text = JSON.stringify(await response.json(), null, 2);
    const state = document.createElement("p");
    state.className = "small dim";
    state.textContent = `${response.status} ${response.statusText} · ${Math.round(performance.now() - started)} ms`;
    const body = document.createElement("pre");
    body.className = "code";
    body.tabIndex = 0;
    body.setAttribute("aria-label", box.dataset.label);
    body.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text;
    box.replaceChildren(state, body);
  } catch {
    box.textContent = box.dataset.failed;
  }
}

document.querySelectorAll("[data-answer]").forEach(show);
