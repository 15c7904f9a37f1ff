// Boxes drawn over a photo become numbers in the field below it: left,top,width,height in per cent.

for (const frame of document.querySelectorAll(".redact")) {
  const field = frame.closest("form").elements.boxes;
  let start;
  const share = (event) => {
    const edges = frame.getBoundingClientRect();
    const at = (value, from, size) => Math.min(100, Math.max(0, (100 * (value - from)) / size));
    return [at(event.clientX, edges.left, edges.width), at(event.clientY, edges.top, edges.height)];
  };
  frame.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    start = { at: share(event), box: frame.appendChild(document.createElement("i")) };
  });
  frame.addEventListener("pointermove", (event) => start && draw(start, share(event)));
  frame.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = draw(start, share(event));
    if (box[2] < 0.5 || box[3] < 0.5) start.box.remove();
    else field.value = `${field.value} ${box.map((part) => part.toFixed(1)).join(",")}`.trim();
    start = undefined;
  });
}

function draw({ at, box }, [x, y]) {
  const part = [Math.min(at[0], x), Math.min(at[1], y), Math.abs(x - at[0]), Math.abs(y - at[1])];
  [box.style.left, box.style.top, box.style.width, box.style.height] = part.map((value) => `${value}%`);
  return part;
}
