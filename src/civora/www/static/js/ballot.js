// The ballot: the purse follows what is chosen, and a draft stays in this browser until the ballot is cast.
const KEY = "civora.ballot.";

const cast = document.querySelector("[data-ballot-cast]");
if (cast) forget(cast.dataset.ballotCast);

const form = document.querySelector("form[data-ballot]");
if (form) follow(form);

function follow(ballot) {
  const name = ballot.dataset.ballot;
  if (!ballot.dataset.kept) restore(ballot, recall(name));
  const purse = document.querySelector("[data-purse]");
  const digits = new Intl.NumberFormat(purse.dataset.locale, { maximumFractionDigits: 0 });
  const money = (amount) => `${digits.format(amount)}\u202f${purse.dataset.sign}`;
  const update = () => show(ballot, purse, money);
  ballot.addEventListener("change", (event) => {
    if (event.target.name === "receipt") return;
    update();
    keep(name, choices(ballot));
    document.querySelector("[data-saved]").hidden = false;
  });
  update();
}

function inputs(ballot) {
  return [...ballot.querySelectorAll("[data-cost]")];
}

function isChosen(input) {
  return input.type === "checkbox" ? input.checked : input.value !== "" && input.value !== "0";
}

function show(ballot, purse, money) {
  const chosen = inputs(ballot).filter(isChosen);
  const costs = chosen.map((input) => Number(input.dataset.cost));
  const budget = Number(ballot.dataset.budget);
  const left = budget - costs.reduce((sum, cost) => sum + cost, 0);
  purse.querySelector("[data-left]").textContent = money(left).replace("-", "−");
  document.querySelector("[data-chosen]").textContent = String(chosen.length);
  purse.closest(".purse").classList.toggle("over", left < 0 && ballot.dataset.form === "knapsack");
  const whole = Math.max(budget, budget - left);
  document.querySelector("[data-meter]").replaceChildren(...costs.map((cost) => {
    const bar = document.createElement("i");
    bar.style.inlineSize = `${(100 * cost) / whole}%`;
    return bar;
  }));
  for (const input of inputs(ballot)) input.closest("li").classList.toggle("chosen", isChosen(input));
}

function choices(ballot) {
  return Object.fromEntries(inputs(ballot).filter(isChosen).map((input) => [input.id, input.type === "checkbox" ? "1" : input.value]));
}

function restore(ballot, draft) {
  for (const input of inputs(ballot)) {
    if (!(input.id in draft)) continue;
    if (input.type === "checkbox") input.checked = true;
    else input.value = draft[input.id];
  }
}

function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(KEY + name)) ?? {};
  } catch {
    return {};
  }
}

function keep(name, draft) {
  try {
    localStorage.setItem(KEY + name, JSON.stringify(draft));
  } catch {
    document.querySelector("[data-saved]").hidden = true; // no room, or not allowed: the form itself still holds it
  }
}

function forget(name) {
  try {
    localStorage.removeItem(KEY + name);
  } catch {
    return;
  }
}
