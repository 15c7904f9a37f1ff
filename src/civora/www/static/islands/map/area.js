// Draw an area (rectangle, polygon, circle, or near the places of another layer): the question it makes, the rows and the totals inside.

import { make, PORTAL } from "../civora-embed.js";

const SOURCE = "drawn-area";

export function area(bar, map, spec) {
  const told = make("div", { class: "map-inside small", role: "status" });
  const buttons = ["rectangle", "polygon", "circle"].map((kind) => {
    const button = make("button", { type: "button", class: "btn quiet small" }, spec.words[kind]);
    button.addEventListener("click", () => begin(kind));
    return button;
  });
  const done = make("button", { type: "button", class: "btn small", hidden: true }, spec.words.done);
  const clear = make("button", { type: "button", class: "btn quiet small", hidden: true }, spec.words.clear);
  const show = outline(map);
  let corners = [];
  let kind = "";
  const begin = (chosen) => {
    reset();
    kind = chosen;
    map.civoraDrawing = true;
    map.getCanvas().style.cursor = "crosshair";
    told.textContent = spec.words.hint;
  };
  const reset = () => {
    corners = [];
    kind = "";
    map.civoraDrawing = false;
    map.getCanvas().style.cursor = "";
    show(null);
    told.replaceChildren();
    done.hidden = clear.hidden = true;
  };
  const finish = (condition, ring) => {
    show(ring);
    map.civoraDrawing = false;
    map.getCanvas().style.cursor = "";
    clear.hidden = false;
    done.hidden = true;
    inside(told, spec, condition);
  };
  map.on("click", (event) => {
    if (!map.civoraDrawing) return;
    corners.push([event.lngLat.lng, event.lngLat.lat]);
    if (kind === "polygon") {
      show(corners);
      done.hidden = corners.length < 3;
    } else if (corners.length === 2) {
      if (kind === "circle") {
        const metres = Math.max(1, Math.round(distance(corners[0], corners[1])));
        finish((place) => `within_distance(${place}, geom'POINT(${spot(corners[0])})', ${metres}m)`, circle(corners[0], metres));
      } else {
        const [[a, b], [c, d]] = corners;
        finish((place) => `in_bbox(${place}, ${Math.min(b, d).toFixed(6)}, ${Math.min(a, c).toFixed(6)}, ${Math.max(b, d).toFixed(6)}, ${Math.max(a, c).toFixed(6)})`, [[a, b], [c, b], [c, d], [a, d]]);
      }
    }
  });
  done.addEventListener("click", () => finish((place) => `within(${place}, geom'POLYGON((${[...corners, corners[0]].map(spot).join(", ")}))')`, corners));
  clear.addEventListener("click", reset);
  bar.append(make("fieldset", { class: "map-area" }, make("legend", {}, spec.words.area), ...buttons, ...near(spec, finish), done, clear), told);
}

/** "Within 300 m of" the places of another layer: no drawing, so it works from the keyboard alone. */
function near(spec, finish) {
  if (spec.layers.length < 2) return [];
  const metres = make("input", { class: "input short", type: "number", min: 1, max: 50000, value: 300, "aria-label": spec.words.within });
  const others = make("select", { class: "input auto", "aria-label": spec.words.near }, ...spec.layers.map((layer, number) => make("option", { value: layer.dataset, selected: number === 1 }, layer.label)));
  const go = make("button", { type: "button", class: "btn quiet small" }, spec.words.near);
  go.addEventListener("click", () => finish((place) => `near(${place}, "${others.value}", ${Math.max(1, Number(metres.value) || 300)}m)`, null));
  return [make("span", { class: "row" }, metres, spec.words.of, others, go)];
}

const spot = ([x, y]) => `${x.toFixed(6)} ${y.toFixed(6)}`;

/** For each layer: how many rows, the total of its field, a link to the rows and the question itself. */
async function inside(told, spec, condition) {
  told.replaceChildren();
  for (const layer of spec.layers) {
    const where = [layer.where && `(${layer.where})`, condition(layer.place)].filter(Boolean).join(" and ");
    const answer = await ask(layer, where);
    const rows = new URL(`datasets/${layer.dataset}/table/`, PORTAL);
    rows.searchParams.set("where", where);
    const total = answer.total ? `, ${answer.total}` : "";
    told.append(make("p", {}, make("strong", {}, layer.label), `: ${answer.words}${total} `, make("a", { href: rows.href }, spec.words.open)), make("details", {}, make("summary", {}, spec.words.query), make("code", {}, where)));
  }
  async function ask(layer, where) {
    const url = new URL(`api/explore/v2.1/catalog/datasets/${layer.dataset}/records`, PORTAL);
    const adds = layer.field && layer.as !== "labels";
    url.searchParams.set("select", adds && layer.classes.every((one) => one.name === null) ? `count(*) as n, sum(${layer.field}) as s` : "count(*) as n");
    url.searchParams.set("where", where);
    const reply = await fetch(url);
    const body = await reply.json();
    if (!reply.ok) return { words: body.message };
    const lang = document.documentElement.lang;
    const { n, s } = body.results[0];
    return { words: spec.words.inside.replace("{n}", n.toLocaleString(lang)), total: s === undefined || s === null ? "" : spec.words.sum.replace("{field}", layer.labels[layer.field]).replace("{n}", s.toLocaleString(lang)) };
  }
}

/** Draws a ring of corners on the map, now or when its style is there, and again after another style (light, dark). */
function outline(map) {
  let data = features(null);
  const draw = () => {
    if (!map.getStyle()) return;  // not there yet: `style.load` calls again
    if (map.getSource(SOURCE)) return map.getSource(SOURCE).setData(data);
    map.addSource(SOURCE, { type: "geojson", data });
    const ink = getComputedStyle(map.getContainer()).color;
    map.addLayer({ id: `${SOURCE}-fill`, type: "fill", source: SOURCE, paint: { "fill-color": ink, "fill-opacity": 0.08 } });
    map.addLayer({ id: `${SOURCE}-line`, type: "line", source: SOURCE, paint: { "line-color": ink, "line-width": 2, "line-dasharray": [2, 2] } });
  };
  map.on("style.load", draw);
  return (ring) => {
    data = features(ring);
    draw();
  };
}

function features(ring) {
  if (!ring) return { type: "FeatureCollection", features: [] };
  const line = { type: "LineString", coordinates: ring.length > 1 ? ring : [ring[0], ring[0]] };
  const geometry = ring.length > 2 ? { type: "Polygon", coordinates: [[...ring, ring[0]]] } : line;
  return { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry }] };
}

/** Metres between two places, on the sphere. */
function distance([a, b], [c, d]) {
  const rad = Math.PI / 180;
  const half = Math.sin(((d - b) * rad) / 2) ** 2 + Math.cos(b * rad) * Math.cos(d * rad) * Math.sin(((c - a) * rad) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.sqrt(half));
}

function circle([x, y], metres) {
  const tall = metres / 111195;
  const wide = tall / Math.cos((y * Math.PI) / 180);
  return Array.from({ length: 48 }, (_, n) => [x + wide * Math.cos((n / 24) * Math.PI), y + tall * Math.sin((n / 24) * Math.PI)]);
}
