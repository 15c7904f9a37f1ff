// A click on the drawn map puts the point there: pixels become degrees by the same projection that drew it.
const map = document.getElementById("put");
const svg = map && map.querySelector("svg");
const form = map && map.closest("form");

function pin(x, y) {
  let dot = svg.querySelector(".pin");
  if (!dot) {
    dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("class", "pin");
    dot.setAttribute("r", "11");
    svg.append(dot);
  }
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", y);
}

function numbers() {
  return ["lon", "lat", "scale", "x", "y"].map((name) => Number(map.dataset[name]));
}

const KM = 111.32;

function draw() {
  const [lon, lat, scale, x, y] = numbers();
  const here = [form.elements.lon.value, form.elements.lat.value];
  if (here.some((value) => value === "")) return;
  pin(x + (here[0] - lon) * KM * Math.cos((lat * Math.PI) / 180) * scale, y - (here[1] - lat) * KM * scale);
}

if (svg) {
  svg.addEventListener("click", (event) => {
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const [lon, lat, scale, x, y] = numbers();
    form.elements.lon.value = (lon + (place.x - x) / scale / KM / Math.cos((lat * Math.PI) / 180)).toFixed(5);
    form.elements.lat.value = (lat - (place.y - y) / scale / KM).toFixed(5);
    draw();
  });
  for (const name of ["lon", "lat"]) form.elements[name].addEventListener("change", draw);
  draw();
}
