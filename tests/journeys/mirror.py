"""A page read from right to left, measured in the browser: whether it stands in the mirror, and whether anything is cut off."""

from __future__ import annotations

from typing import Any

# Sides: "start" where a line of the page's own language begins.
STANDS = """() => {
  const whole = document.documentElement.clientWidth, middle = name => {
    const found = document.querySelector(name)?.getBoundingClientRect();
    return found && found.width ? (found.left + found.right) / 2 / whole : null;
  };
  const heading = document.querySelector("h1"), range = document.createRange();
  range.selectNodeContents(heading);
  const words = range.getBoundingClientRect(), box = heading.getBoundingClientRect();
  return {
    direction: getComputedStyle(document.documentElement).direction, city: middle(".masthead .city"),
    other: middle(".menu > summary") ?? middle(".masthead .me"),
    left: words.left - box.left, right: box.right - words.right,
  };
}"""
# Words that nobody can reach: beside the page, or in a box that hides what does not fit. What scrolls is reachable.
CUT = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const style = element => getComputedStyle(element);
  const reachable = element => {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const of = style(up);
      if (of.overflowX === "auto" || of.overflowX === "scroll") return true;
      if (of.clipPath !== "none" || up.closest("svg, .sr, .skip, details:not([open])")) return true;
    }
    return false;
  };
  const words = node => { const range = document.createRange(); range.selectNodeContents(node); return range.getBoundingClientRect(); };
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].filter(node => node.nodeType === 3 && node.textContent.trim());
    if (!own.length || style(element).visibility === "hidden" || reachable(element)) continue;
    const boxes = own.map(words).filter(box => box.width && box.height);
    const left = Math.min(...boxes.map(box => box.left)), right = Math.max(...boxes.map(box => box.right));
    const hides = ["hidden", "clip"].includes(style(element).overflowX) && style(element).textOverflow !== "ellipsis";
    if (boxes.length && (left < -1 || right > wide + 1 || (hides && element.scrollWidth > element.clientWidth + 1)))
      found.push(`${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)} (${Math.round(left)} to ${Math.round(right)} of ${wide})`);
  }
  return found;
}"""


def stands(page: Any) -> dict[str, Any]:
    """Direction, where the city's name and the menu stand (0 left, 1 right), and the room beside the words of the heading."""
    return page.evaluate(STANDS)


def cut(page: Any) -> list[str]:
    """Elements whose words are cut off or stand beside the page."""
    return page.evaluate(CUT)
