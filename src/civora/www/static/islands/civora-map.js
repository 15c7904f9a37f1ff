// <civora-map>: a dataset on the city's own quiet map.
// On the portal it wraps the server's drawing and list; on another site it is empty and says src="https://portal/datasets/KEY/map/?…".
// The visible area is part of the address (bbox=west,south,east,north); the list beside the map follows it.

import { colours, make, onTheme, PORTAL, provenance, safe, shell, twin, view } from "./civora-embed.js";

const TOKENS = ["map-land", "map-land-2", "map-line", "map-edge", "map-dot", "accent", "d1", "d2", "ink", "paper"];
const SOURCE = "rows";
let library;

/** MapLibre, with its worker. A worker must be of the page's own origin: on another site a small blob imports it. */
function maplibre() {
  library ||= import("../vendor/maplibre-gl/maplibre-gl.mjs").then((made) => {
    const worker = new URL("static/vendor/maplibre-gl/maplibre-gl-worker.mjs", PORTAL).href;
    const local = PORTAL.origin === location.origin;
    made.setWorkerUrl(local ? worker : URL.createObjectURL(new Blob([`import ${JSON.stringify(worker)};`], { type: "text/javascript" })));
    return made;
  });
  return library;
}

class CivoraMap extends HTMLElement {
  connectedCallback() {
    this.foreign = this.hasAttribute("src");
    this.source = this.getAttribute("src") || this.getAttribute("data-view") || location.href;
    this.load();
  }

  async load() {
    const root = this.foreign ? shell(this) : this;
    try {
      const [found, engine] = await Promise.all([view(this.source), maplibre()]);
      this.found = found;
      const place = make("div", { class: "map-live", role: "region", "aria-label": found.summary, style: "position:relative;block-size:var(--map-h, 28rem)" });
      const sheet = make("link", { rel: "stylesheet", href: new URL("static/vendor/maplibre-gl/maplibre-gl.css", PORTAL).href });
      const dressed = new Promise((done) => (sheet.onload = sheet.onerror = done));  // undressed, its hints would stand on the map
      if (this.hasAttribute("bare")) root.append(sheet, place);  // title and source stand around it already
      else if (this.foreign) root.append(sheet, make("h2", {}, make("a", { href: safe(found.link) }, found.title)), place, provenance(found.source));
      else {
        document.head.append(sheet);
        const drawing = this.querySelector("[data-civora-drawing]") || this;
        drawing.removeAttribute("role");
        drawing.removeAttribute("aria-label");
        drawing.replaceChildren(place);
      }
      await dressed;
      this.draw(engine, place);
    } catch (problem) {
      if (this.foreign) root.append(make("p", { role: "alert" }, problem.message, " ", make("a", { href: safe(this.source) }, twin(this.source).host)));
      else console.warn("The server's drawing stays:", problem.message);
    }
  }

  /** MapLibre names its button only when the browser has said whether it knows where it is; until then it has no name. */
  nameGeolocate(place, name) {
    const naming = () => {
      const button = place.querySelector(".maplibregl-ctrl-geolocate");
      if (button && !button.getAttribute("aria-label")) button.setAttribute("aria-label", name);
      return button;
    };
    if (!naming()) new MutationObserver((_, seen) => naming() && seen.disconnect()).observe(place, { childList: true, subtree: true });
  }

  async draw(engine, place) {
    const found = this.found;
    const base = (found.map || found).base;
    if (base) {
      try {
        const { prepare, over, credit } = await import("./map/base.js");
        const under = await prepare(base);
        found.over = (colour, sources, layers) => over(under, colour, sources, layers);
        place.append(credit(base));
      } catch (problem) {
        console.warn("The base map is not there:", problem.message);
      }
    }
    if (found.map) {
      const { atlas } = await import("./map/atlas.js");
      this.map = atlas(this, engine, place, found, (map) => this.moved(map));
      return;
    }
    const map = new engine.Map({
      container: place,
      style: style(found, colours(this, TOKENS)),
      bounds: found.view || found.bounds,
      fitBoundsOptions: { padding: 24, maxZoom: 16 },
      maxZoom: 20,
      attributionControl: false,
      cooperativeGestures: true,
      dragRotate: false,
      pitchWithRotate: false,
      locale: found.words.map,
    });
    map.touchZoomRotate.disableRotation();
    map.addControl(new engine.NavigationControl({ showCompass: false }), "top-right");
    if (navigator.geolocation && !this.foreign) map.addControl(new engine.GeolocateControl({ trackUserLocation: false }), "top-right");
    this.nameGeolocate(place, found.words.map["GeolocateControl.FindMyLocation"]);
    map.on("moveend", (event) => event.originalEvent && this.moved(map));
    map.on("click", (event) => this.tell(engine, map, event));
    for (const layer of ["points", "fills", "lines"]) {
      map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
      map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
    }
    onTheme(() => map.setStyle(style(found, colours(this, TOKENS))));
    this.map = map;
  }

  /** The visible area goes into the address and the list follows. */
  async moved(map) {
    const edges = map.getBounds().toArray().flat().map((number) => Number(number.toFixed(5)));
    const wide = edges[2] - edges[0] >= 360 ? [-180, edges[1], 180, edges[3]] : edges;
    if (this.foreign) return;
    const url = new URL(location.href);
    url.searchParams.set("bbox", wide.join(","));
    url.searchParams.delete("page");
    history.replaceState(null, "", url);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.follow(url), 250);
  }

  async follow(url) {
    const answer = await fetch(url, { headers: { "X-Requested-With": "civora-map" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-civora-follows-map]")) {
      const fresh = page.getElementById(part.id);
      if (fresh) part.replaceChildren(...fresh.childNodes);
    }
  }

  /** What stands at the point that was clicked: the count of a heap, or the row's own words. */
  async tell(engine, map, event) {
    const around = [event.point.sub(new engine.Point(6, 6)), event.point.add(new engine.Point(6, 6))];
    const hit = map.queryRenderedFeatures(around, { layers: ["points", "lines", "fills"] })[0];
    if (!hit) return;
    if (Number(hit.properties.count) > 1) return map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
    const words = await this.words(hit, event.lngLat);
    new engine.Popup({ maxWidth: "22rem" }).setLngLat(event.lngLat).setDOMContent(words).addTo(map);
  }

  async words(hit, at) {
    const near = new URL(safe(this.found.near));
    near.searchParams.set("at", `${at.lng.toFixed(6)},${at.lat.toFixed(6)}`);
    near.searchParams.set("zoom", this.map.getZoom().toFixed(1));
    const answer = await fetch(near).then((reply) => (reply.ok ? reply.json() : { rows: [] }));
    const blocks = answer.rows.map((row) => {
      const pairs = row.flatMap(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]);
      return make("dl", { class: "facts" }, ...pairs);
    });
    return make("div", { class: "popup" }, ...(blocks.length ? blocks : [this.found.words.nothing]));
  }
}

/** The style: the city's ground, then the rows. No labels on the canvas, so no font server; names are in the list. */
function style(found, colour) {
  const sources = Object.fromEntries(found.ground.map((ground, index) => [`ground${index}`, tiles(ground.tiles, ground.bounds)]));
  sources[SOURCE] = tiles(found.tiles, found.bounds);
  if (found.over) return found.over(colour, { [SOURCE]: sources[SOURCE] }, rowLayers(found.layer, colour));
  return {
    version: 8,
    sources,
    layers: [
      { id: "land", type: "background", paint: { "background-color": colour["map-land"] } },
      ...found.ground.flatMap((ground, index) => groundLayers(ground, `ground${index}`, colour)),
      ...rowLayers(found.layer, colour),
    ],
  };
}

function tiles(address, bounds) {
  const url = new URL(address, PORTAL).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
  return { type: "vector", tiles: [url], maxzoom: 16, ...(bounds ? { bounds } : {}) };
}

function groundLayers(ground, source, colour) {
  const common = { source, "source-layer": ground.layer };
  return [
    { id: `${source}-fill`, type: "fill", ...common, filter: polygon(), paint: { "fill-color": colour["map-land-2"], "fill-opacity": 0.6 } },
    { id: `${source}-line`, type: "line", ...common, filter: notPoint(), paint: { "line-color": colour["map-edge"], "line-width": 1 } },
    { id: `${source}-dot`, type: "circle", ...common, filter: point(), paint: { "circle-color": colour["map-dot"], "circle-radius": 2 } },
  ];
}

function rowLayers(layer, colour) {
  const common = { source: SOURCE, "source-layer": layer };
  const count = ["coalesce", ["get", "count"], 1];
  const radius = ["min", 26, ["*", 4.5, ["sqrt", ["max", 1, ["ln", ["+", count, 1.72]]]]]];
  return [
    { id: "fills", type: "fill", ...common, filter: polygon(), paint: { "fill-color": colour.d1, "fill-opacity": 0.28 } },
    { id: "lines", type: "line", ...common, filter: notPoint(), paint: { "line-color": colour.d1, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1, 16, 3] } },
    {
      id: "points", type: "circle", ...common, filter: point(),
      paint: { "circle-color": colour.d1, "circle-opacity": 0.85, "circle-radius": radius, "circle-stroke-color": colour.paper, "circle-stroke-width": 1 },
    },
  ];
}

const polygon = () => ["==", ["geometry-type"], "Polygon"];
const point = () => ["==", ["geometry-type"], "Point"];
const notPoint = () => ["!=", ["geometry-type"], "Point"];

customElements.define("civora-map", CivoraMap);
