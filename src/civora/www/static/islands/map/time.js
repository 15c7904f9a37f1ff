// The time slider: one step of time at a time, asked of the lake; plays on, unless the person prefers stillness.

import { make } from "../civora-embed.js";
import { addressOf } from "./layers.js";

const PACE = 1200;

export function time(bar, map, spec, state) {
  const { steps, query } = spec.time;
  const range = make("input", { type: "range", min: 0, max: steps.length, value: 0, step: 1, "aria-label": spec.words.time });
  const told = make("output", { class: "small" });
  const play = make("button", { type: "button", class: "btn quiet small", "aria-pressed": "false" }, spec.words.play);
  let timer = null;
  const show = () => {
    const at = Number(range.value);
    const step = steps[at - 1];
    told.textContent = step ? `${step.label}: ${step.rows}` : spec.words.all_times;
    range.setAttribute("aria-valuetext", told.textContent);
    if (step) state.where[query] = step.where;
    else delete state.where[query];
    if (!map.getStyle()) return map.once("load", show);  // the map comes later than its tools
    for (const layer of spec.layers.filter((one) => one.query === query)) map.getSource(layer.id)?.setTiles([addressOf(layer.tiles, step ? step.where : layer.where)]);
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = spec.words.play;
    play.setAttribute("aria-pressed", "false");
  };
  const next = () => {
    range.value = Number(range.value) >= steps.length ? 1 : Number(range.value) + 1;
    show();
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    next();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    play.textContent = spec.words.pause;
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(next, PACE);
  });
  range.addEventListener("input", () => (stop(), show()));
  bar.append(make("div", { class: "map-time" }, play, range, told));
  told.textContent = spec.words.all_times;
}
