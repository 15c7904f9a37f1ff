// A map of several layers: draws them, keeps their legend, and brings the tools that the map asks for.

import { colours, make, onTheme } from "../civora-embed.js";
import { ground, layersOf, sourceOf, TOKENS } from "./layers.js";
import { popups } from "./popup.js";

/** Draw `found.map` into `place`; gives the MapLibre map. `follow(map)` is called when the person has moved it. */
export function atlas(host, engine, place, found, follow) {
  const spec = { ...found.map, over: found.over };
  const state = { hidden: new Set(spec.layers.filter((layer) => layer.hidden).map((layer) => layer.id)), where: {} };
  const map = start(host, engine, place, spec, state, null);
  map.on("moveend", (event) => event.originalEvent && follow(map));
  popups(engine, map, spec);
  onTheme(() => map.setStyle(style(host, spec, state, null)));
  tools(host, engine, map, place, spec, state);
  return map;
}

export function start(host, engine, place, spec, state, side) {
  const map = new engine.Map({
    container: place, style: style(host, spec, state, side), bounds: spec.view, fitBoundsOptions: { padding: 24, maxZoom: 16 }, maxZoom: 20,
    attributionControl: false, cooperativeGestures: true, dragRotate: false, pitchWithRotate: false, locale: spec.words.map,
  });
  map.touchZoomRotate.disableRotation();
  if (!side) map.addControl(new engine.NavigationControl({ showCompass: false }), "top-right");
  if (!side && navigator.geolocation) map.addControl(new engine.GeolocateControl({ trackUserLocation: false }), "top-right");
  return map;
}

/** The city's ground, then the layers in their order. `side` names the layers of one half of a comparison. */
export function style(host, spec, state, side) {
  const colour = colours(host, TOKENS);
  const shown = spec.layers.filter((layer, number) => !side || side.includes(number));
  const sources = Object.fromEntries(shown.map((layer) => [layer.id, sourceOf(layer.tiles, state.where[layer.query] ?? layer.where)]));
  const layers = shown.flatMap((layer) => layersOf(layer, colour, state.hidden.has(layer.id)));
  if (spec.over) return spec.over(colour, sources, layers);
  return {
    version: 8, sources: { ...Object.fromEntries(spec.ground.map((one, index) => [`ground${index}`, sourceOf(one.tiles, "")])), ...sources },
    layers: [
      { id: "land", type: "background", paint: { "background-color": colour["map-land"] } },
      ...spec.ground.flatMap((one, index) => ground(one, `ground${index}`, colour)),
      ...layers,
    ],
  };
}

/** Each tool is loaded where the map has use for it. */
async function tools(host, engine, map, place, spec, state) {
  const bar = make("div", { class: "map-tools" });
  place.after(bar);
  toggles(bar, map, spec, state);
  if (spec.places) (await import("./search.js")).search(bar, engine, map, spec);
  if (spec.time) (await import("./time.js")).time(bar, map, spec, state);
  if (spec.compare) (await import("./swipe.js")).swipe(host, engine, map, place, bar, spec, state);
  if (spec.area) (await import("./area.js")).area(bar, map, spec);
}

function toggles(bar, map, spec, state) {
  if (spec.layers.length < 2) return;
  const group = make("fieldset", { class: "map-layers" }, make("legend", {}, spec.words.layers));
  for (const layer of spec.layers) {
    const box = make("input", { type: "checkbox", checked: !state.hidden.has(layer.id) });
    box.addEventListener("change", () => {
      box.checked ? state.hidden.delete(layer.id) : state.hidden.add(layer.id);
      for (const one of map.getStyle().layers.filter((each) => each.source === layer.id)) map.setLayoutProperty(one.id, "visibility", box.checked ? "visible" : "none");
    });
    group.append(make("label", { class: "check" }, box, layer.label));
  }
  bar.append(group);
}
