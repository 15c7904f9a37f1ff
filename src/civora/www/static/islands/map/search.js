// Search for a place in the city's own data: type, choose, the map goes there.

import { make } from "../civora-embed.js";

let number = 0;

export function search(bar, engine, map, spec) {
  const id = `map-places-${++number}`;
  const list = make("datalist", { id });
  const field = make("input", { class: "input", type: "search", list: id, autocomplete: "off", "aria-label": spec.words.search, placeholder: spec.words.search });
  let found = [];
  let waiting;
  let marker;
  const go = () => {
    const hit = found.find((one) => one.name === field.value);
    if (!hit) return;
    marker?.remove();
    marker = new engine.Marker({ color: getComputedStyle(field).color }).setLngLat(hit.at).addTo(map);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    map[still ? "jumpTo" : "flyTo"]({ center: hit.at, zoom: Math.max(map.getZoom(), 15) });
  };
  field.addEventListener("input", () => {
    go();
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const url = new URL(spec.places);
      url.searchParams.set("q", field.value);
      const answer = await fetch(url).then((reply) => (reply.ok ? reply.json() : { places: [] }));
      found = answer.places;
      list.replaceChildren(...found.map((one) => make("option", { value: one.name }, one.kind)));
      go();
    }, 200);
  });
  field.addEventListener("change", go);
  bar.append(make("div", { class: "map-search" }, field, list));
}
