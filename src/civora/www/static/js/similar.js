// While a title is typed, proposals that say something similar appear below it. Without this script they come as a step before sending.
const form = document.querySelector("form[data-similar]");
const box = document.getElementById("similar");
let timer, asked = "";

async function look() {
  const title = form.elements.title.value.trim();
  if (title.length < 5 || title === asked) return;
  asked = title;
  const query = new URLSearchParams({ title, text: form.elements.text.value.slice(0, 500) });
  const answer = await fetch(`${form.dataset.similar}?${query}`).catch(() => null);
  if (!answer || !answer.ok || asked !== title) return;
  show(await answer.json());
}

function show(found) {
  box.replaceChildren();
  if (!found.results.length) return;
  const heading = document.createElement("p");
  heading.className = "strong";
  heading.textContent = found.heading;
  const list = document.createElement("ul");
  list.className = "plain";
  for (const one of found.results) {
    const link = Object.assign(document.createElement("a"), { href: one.url, target: "_blank", rel: "noopener", textContent: one.title, lang: one.language });
    const words = Object.assign(document.createElement("span"), { className: "small dim", textContent: ` ${one.words}` });
    const item = document.createElement("li");
    item.append(link, words);
    list.append(item);
  }
  box.append(heading, list);
}

if (form && box) {
  for (const name of ["title", "text"]) form.elements[name].addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 250); });
}
