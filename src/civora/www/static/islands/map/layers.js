// How each way of drawing becomes MapLibre's layers. No labels but those of a layer "labels": they use the browser's own fonts.

import { PORTAL } from "../civora-embed.js";

export const TOKENS = ["map-land", "map-land-2", "map-line", "map-edge", "map-dot", "ink", "paper", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "s1", "s2", "s3", "s4", "s5"];
const count = ["coalesce", ["get", "count"], 1];
const polygon = ["==", ["geometry-type"], "Polygon"];
const point = ["==", ["geometry-type"], "Point"];
const notPoint = ["!=", ["geometry-type"], "Point"];

/** The tiles of a layer under a condition. */
export function sourceOf(address, where) {
  return { type: "vector", tiles: [addressOf(address, where)], maxzoom: 16 };
}

export function addressOf(address, where) {
  const url = new URL(address, PORTAL);
  if (where) url.searchParams.set("where", where);
  return url.href.replaceAll("%7B", "{").replaceAll("%7D", "}");
}

export function ground(one, source, colour) {
  const common = { source, "source-layer": one.layer };
  return [
    { id: `${source}-fill`, type: "fill", ...common, filter: polygon, paint: { "fill-color": colour["map-land-2"], "fill-opacity": 0.6 } },
    { id: `${source}-line`, type: "line", ...common, filter: notPoint, paint: { "line-color": colour["map-edge"], "line-width": 1 } },
    { id: `${source}-dot`, type: "circle", ...common, filter: point, paint: { "circle-color": colour["map-dot"], "circle-radius": 2 } },
  ];
}

export function layersOf(layer, colour, hidden) {
  const common = { source: layer.id, "source-layer": layer.dataset, minzoom: layer.minzoom, maxzoom: layer.maxzoom, layout: { visibility: hidden ? "none" : "visible" } };
  return (WAYS[layer.as] || WAYS.points)(layer, common, tint(layer, colour), colour);
}

/** The colour of a feature: by class, by name, or the layer's own. */
function tint(layer, colour) {
  const own = colour[layer.colour];
  if (!layer.classes.length) return own;
  if (layer.classes.some((one) => one.name !== null)) {
    const named = layer.classes.filter((one) => one.name !== null);
    return ["match", ["to-string", ["get", layer.field]], ...named.flatMap((one) => [one.name, colour[one.colour]]), colour.d0];
  }
  const steps = layer.classes.slice(1).flatMap((one) => [one.low, colour[one.colour]]);
  const name = layer.field || "inside"; // hexagons without a column are coloured by the rows in them
  const value = ["step", ["to-number", ["get", name]], colour[layer.classes[0].colour], ...steps];
  return ["case", ["==", ["typeof", ["get", name]], "number"], steps.length ? value : colour[layer.classes[0].colour], colour.d0];
}

function shapes(layer, common, fill, colour) {
  return [
    { id: `${layer.id}-fill`, type: "fill", ...common, filter: polygon, paint: { "fill-color": fill, "fill-opacity": layer.opacity * 0.8 } },
    { id: `${layer.id}-line`, type: "line", ...common, filter: notPoint, paint: { "line-color": layer.as === "choropleth" ? colour.paper : fill, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1, 16, 3] } },
  ];
}

function circles(layer, common, fill, colour, radius) {
  return { id: `${layer.id}-point`, type: "circle", ...common, filter: point, paint: { "circle-color": fill, "circle-opacity": layer.opacity, "circle-radius": radius, "circle-stroke-color": colour.paper, "circle-stroke-width": 1 } };
}

const heap = ["min", 26, ["*", 4.5, ["sqrt", ["max", 1, ["ln", ["+", count, 1.72]]]]]];

const WAYS = {
  points: (layer, common, fill, colour) => [...shapes(layer, common, fill, colour), circles(layer, common, fill, colour, heap)],
  clusters: (layer, common, fill, colour) => [
    circles(layer, common, fill, colour, ["interpolate", ["linear"], ["ln", count], 0, 6, 3, 14, 7, 26, 11, 38]),
    { id: `${layer.id}-words`, type: "symbol", ...common, filter: ["all", point, [">", count, 1]], layout: { ...common.layout, "text-field": ["to-string", count], "text-size": 12, "text-allow-overlap": false }, paint: { "text-color": colour.paper } },
  ],
  heat: (layer, common, fill, colour) => [
    {
      id: `${layer.id}-heat`, type: "heatmap", ...common, filter: point,
      paint: {
        "heatmap-weight": layer.field ? ["*", count, ["coalesce", ["to-number", ["get", layer.field]], 0]] : ["min", 40, count],
        "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 4, 8, 16, 34], "heatmap-opacity": layer.opacity,
        "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 4, 0.08, 10, 0.25, 16, 1],
        "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(0,0,0,0)", 0.15, colour.s2, 0.4, colour.s3, 0.7, colour.s4, 1, colour.s5],
      },
    },
  ],
  hexagons: (layer, common, fill, colour) => [
    { id: `${layer.id}-fill`, type: "fill", ...common, filter: polygon, paint: { "fill-color": fill, "fill-opacity": layer.opacity, "fill-outline-color": colour.paper } },
  ],
  choropleth: (layer, common, fill, colour) => [...shapes(layer, common, fill, colour), circles(layer, common, fill, colour, 6)],
  symbols: (layer, common, fill, colour) => [
    ...shapes(layer, common, fill, colour),
    circles(layer, common, fill, colour, ["max", 3, ["*", 22, ["sqrt", ["/", ["max", 0, ["to-number", ["get", layer.field]]], Math.max(layer.highest, 1e-9)]]]]),
  ],
  lines: (layer, common, fill) => [{ id: `${layer.id}-line`, type: "line", ...common, filter: notPoint, paint: { "line-color": fill, "line-opacity": layer.opacity, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1.5, 16, 5] } }],
  polygons: (layer, common, fill, colour) => shapes(layer, common, fill, colour),
  labels: (layer, common, fill, colour) => [
    { id: `${layer.id}-words`, type: "symbol", ...common, layout: { ...common.layout, "text-field": ["to-string", ["get", layer.field]], "text-size": 13, "text-max-width": 9, "symbol-placement": "point" }, paint: { "text-color": colour.ink, "text-halo-color": colour["map-land"], "text-halo-width": 1.5 } },
  ],
};
