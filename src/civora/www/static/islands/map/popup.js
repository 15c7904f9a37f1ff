// What stands at the point that was clicked: the layer's template, filled with text; the count of a heap.

import { make } from "../civora-embed.js";

export function popups(engine, map, spec) {
  const mine = () => map.getStyle().layers.filter((one) => spec.layers.some((layer) => layer.id === one.source)).map((one) => one.id);
  map.on("click", (event) => {
    if (map.civoraDrawing) return;
    const around = [event.point.sub(new engine.Point(6, 6)), event.point.add(new engine.Point(6, 6))];
    const hit = map.queryRenderedFeatures(around, { layers: mine() })[0];
    if (!hit) return;
    const layer = spec.layers.find((one) => one.id === hit.source);
    new engine.Popup({ maxWidth: "22rem" }).setLngLat(event.lngLat).setDOMContent(words(layer, hit.properties, spec)).addTo(map);
  });
  map.on("mousemove", (event) => (map.getCanvas().style.cursor = !map.civoraDrawing && map.queryRenderedFeatures(event.point, { layers: mine() }).length ? "pointer" : ""));
}

/** The template's `{{column}}` become text nodes: nothing in the data is read as HTML. */
function words(layer, values, spec) {
  const number = Number(values.inside ?? values.count) || 1;
  const box = make("div", { class: "popup" }, make("strong", {}, layer.label));
  if (number > 1) box.append(make("p", {}, spec.words.heap.replace("{n}", number.toLocaleString(document.documentElement.lang))));
  if (layer.popup) for (const line of layer.popup.split("\n")) box.append(make("p", {}, line.replace(/\{\{([^{}]+)\}\}/g, (_, name) => said(values[name.trim()]))));
  else if (number === 1) {
    const pairs = Object.entries(values).filter(([name]) => name !== "count" && name !== "inside");
    if (pairs.length) box.append(make("dl", { class: "facts" }, ...pairs.flatMap(([name, value]) => [make("dt", {}, layer.labels[name] || name), make("dd", {}, said(value))])));
  }
  return box;
}

function said(value) {
  if (value === undefined || value === null) return "–";
  return typeof value === "number" ? value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 }) : String(value);
}
