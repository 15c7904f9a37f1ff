// The base map that the city has configured, under the layers: pictures, somebody's style, or the shapes of the city's own archive.

import { make, PORTAL, safe } from "../civora-embed.js";

const WATER = /water|ocean|sea|lake|river/;
const ROAD = /road|transport|street|rail/;
const EDGE = /bound|admin|building/;

/** Gives a function from colours and darkness to the ground of a style: sources, layers, fonts and pictures. */
export async function prepare(base) {
  if (base.kind === "vector") return styled(base);
  if (base.kind === "shapes") return (colour) => ({ sources: { base: { type: "vector", tiles: [whole(base.tiles)], maxzoom: base.maxzoom } }, layers: base.layers.flatMap((name) => quiet(name, colour)) });
  return (_, dark) => ({
    sources: { base: { type: "raster", tiles: [whole((dark && base.dark_tiles) || base.tiles)], tileSize: 256, maxzoom: base.maxzoom } },
    layers: [{ id: "base", type: "raster", source: "base", paint: { "raster-opacity": base.opacity } }],
  });
}

/** Somebody's MapLibre style, for each theme once. */
async function styled(base) {
  const read = async (address) => {
    const reply = await fetch(address);
    if (!reply.ok) throw new Error(`${new URL(address).host}: ${reply.status}`);
    const found = await reply.json();
    const at = (url) => (url ? new URL(url, address).href.replaceAll("%7B", "{").replaceAll("%7D", "}") : undefined);
    const font = found.layers.find((one) => one.layout?.["text-font"])?.layout["text-font"];
    return { sources: found.sources, layers: found.layers, glyphs: at(found.glyphs), sprite: typeof found.sprite === "string" ? at(found.sprite) : found.sprite, font };
  };
  const light = await read(base.style);
  const night = base.dark_style ? await read(base.dark_style) : light;
  return (_, dark) => (dark ? night : light);
}

/** One kind of thing in quiet colours, whatever its schema is called. */
function quiet(name, colour) {
  const common = { source: "base", "source-layer": name };
  const fill = WATER.test(name) ? colour["map-line"] : colour["map-land-2"];
  const line = ROAD.test(name) ? colour["map-dot"] : EDGE.test(name) ? colour["map-edge"] : colour["map-line"];
  return [
    { id: `base-${name}-fill`, type: "fill", ...common, filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": fill, "fill-opacity": 0.7 } },
    { id: `base-${name}-line`, type: "line", ...common, filter: ["==", ["geometry-type"], "LineString"], paint: { "line-color": line, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 16, 2] } },
  ];
}

const whole = (address) => new URL(address, PORTAL).href.replaceAll("%7B", "{").replaceAll("%7D", "}");

/** A page of the portal may be darker than the device; the colour of the paper says so. */
export function isDark(colour) {
  const [red, green, blue] = (colour["map-land"].match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  return red + green + blue < (colour["map-land"].startsWith("color(") ? 1.5 : 384);
}

/** A whole style: the land, the base, then the layers above it. */
export function over(under, colour, sources, layers) {
  const { font, ...found } = under(colour, isDark(colour));
  const lettered = layers.map((one) => (font && one.type === "symbol" ? { ...one, layout: { ...one.layout, "text-font": font } } : one));
  return {
    version: 8, ...(found.glyphs ? { glyphs: found.glyphs } : {}), ...(found.sprite ? { sprite: found.sprite } : {}),
    sources: { ...found.sources, ...sources },
    layers: [{ id: "land", type: "background", paint: { "background-color": colour["map-land"] } }, ...found.layers, ...lettered],
  };
}

/** Whose map it is, on the map itself. */
export function credit(base) {
  const { text, url } = base.attribution;
  const style = "position:absolute;inset-block-end:0;inset-inline-end:0;z-index:1;margin:0;padding:.1rem .5rem;background:var(--surface,#fff);color:var(--ink,#111);font-size:.75rem";
  return make("p", { class: "map-credit", style }, url ? make("a", { href: safe(url), rel: "noopener", style: "color:inherit" }, text) : text);
}
