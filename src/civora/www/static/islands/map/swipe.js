// Two sides of one map: the second map lies over the first, cut at a slider that hand and keyboard move.

import { make } from "../civora-embed.js";
import { start, style } from "./atlas.js";

export function swipe(host, engine, map, place, bar, spec, state) {
  const over = make("div", { class: "map-over" });
  place.append(over);
  map.once("load", () => map.setStyle(style(host, spec, state, spec.compare.left)));
  const right = start(host, engine, over, spec, state, spec.compare.right);
  const slider = make("input", { type: "range", min: 0, max: 100, value: 50, class: "map-swipe", "aria-label": spec.words.swipe });
  const cut = () => {
    over.style.clipPath = `inset(0 0 0 ${slider.value}%)`;
    place.style.setProperty("--cut", `${slider.value}%`);
  };
  slider.addEventListener("input", cut);
  place.append(make("div", { class: "map-cut", "aria-hidden": "true" }));
  bar.prepend(make("label", { class: "map-compare small" }, spec.words.swipe, slider));
  let moving = false;
  const pair = (from, to) => from.on("move", () => {
    if (moving) return;
    moving = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
    moving = false;
  });
  pair(map, right);
  pair(right, map);
  over.style.pointerEvents = "none";
  cut();
}
