"""Derive Münster's outlines, and the places of counters and car parks, from the drawn maps of the design folder.

    python scripts/cities/muenster_outlines.py ../shared

The drawings are linear in longitude and latitude; 165 charging points (or 249 glass containers) whose coordinates are known
from data give the scale, with a residue below 2 m on the district map and below 20 m on the city's outer edge. District
outlines: City of Münster, DL-DE-BY 2.0; counters and one car park were placed by hand in the drawing, because their data has
no coordinates. The district map shows the inner area; lines end where it ends.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "cities/muenster/data"
CUTS = ((-40.0, 1480.0), (-40.0, 900.0))
Pair = tuple[float, float]
Turn = Callable[[Pair], Pair]


def main(shared: Path) -> None:
    pages, data = shared / "design/mockups", shared / "data/muenster"
    districts = drawing(pages / "dataset-map.html", "0 0 1440 860")
    turn = fitted(circles(districts), points(data / "ev_charging.geojson"))
    write_districts(districts, turn)
    thumb = drawing(pages / "catalogue.html", "0 0 208 96")
    edge = fitted(middle(circles(thumb)), middle(points(data / "waste_glass_containers.geojson")))
    write_edge(thumb, edge)
    home = drawing(pages / "home.html", "0 0 1440 800")
    write_places(home, aligned(core(home), [turn(pair) for pair in core(districts)]))


def drawing(page: Path, box: str) -> str:
    """The largest drawing with that view box."""
    found = re.findall(rf'<svg viewBox="{box}"[^>]*>.*?</svg>', page.read_text(), flags=re.DOTALL)
    return max(found, key=len)


def circles(svg: str) -> list[Pair]:
    return [(float(x), float(y)) for x, y in re.findall(r'<circle[^>]*cx="([-\d.]+)" cy="([-\d.]+)"', svg)]


def points(path: Path) -> list[Pair]:
    found = (feature["geometry"]["coordinates"] for feature in json.loads(path.read_text())["features"])
    return [(point[0], point[1]) for point in found]


def fitted(drawn: list[Pair], known: list[Pair]) -> Turn:
    """The linear turn from drawing to degrees, by least squares over both axes sorted."""
    lon = line(sorted(x for x, _ in drawn), sorted(x for x, _ in known))
    lat = line(sorted(-y for _, y in drawn), sorted(y for _, y in known))
    return lambda pair: (lon(pair[0]), lat(-pair[1]))


def line(xs: list[float], ys: list[float]) -> Callable[[float], float]:
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)
    return lambda x: height + slope * (x - middle)


def aligned(drawn: list[Pair], known: list[Pair]) -> Turn:
    """The same from the bounding boxes of what stands in both: one outline, or one set of points."""
    return fitted(corners(drawn), corners(known))


def middle(pairs: list[Pair]) -> list[Pair]:
    """The deciles of both axes: two sets that differ by a few points, or an outlier, still fit."""
    xs, ys = sorted(x for x, _ in pairs), sorted(y for _, y in pairs)
    return [(xs[len(xs) * tenth // 10], ys[len(ys) * tenth // 10]) for tenth in range(1, 10)]


def corners(pairs: list[Pair]) -> list[Pair]:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    return [(min(xs), min(ys)), (max(xs), max(ys))]


def core(svg: str) -> list[Pair]:
    return rings(re.findall(r'<path class="cell core" d="([^"]*)"', svg)[0])[0]


def rings(path: str) -> list[list[Pair]]:
    parts = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", part) for part in path.split("M") if part.strip()]
    return [[(float(x), float(y)) for x, y in part] for part in parts if len(part) > 3]  # noqa: PLR2004 (a closed ring)


def write_districts(svg: str, turn: Turn) -> None:
    names = re.findall(r'class="place" x="([-\d.]+)" y="([-\d.]+)">([^<]*)', svg)
    cells = [rings(path)[0] for path in re.findall(r'<path class="cell(?: core)?"(?! style)[^>]* d="([^"]*)"', svg)]
    once = {tuple(round(value / 3) for pair in corners(ring) for value in pair): ring for ring in cells}
    features: list[dict[str, object]] = []
    for number, ring in enumerate(once.values(), 1):
        name = next((label for x, y, label in names if inside((float(x), float(y)), ring)), None)
        lines = [[list(at) for at in turned(line, turn)] for line in uncut(ring)]
        geometry = {"type": "MultiLineString", "coordinates": lines}
        features.append({"type": "Feature", "properties": {"district": number, "name": name}, "geometry": geometry})
    save("district-lines.geojson", features)


def uncut(ring: list[Pair]) -> list[list[Pair]]:
    """The ring as lines, without the straight pieces along the edge of the drawing."""
    lines: list[list[Pair]] = [[]]
    for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
        if any(start[axis] == end[axis] and start[axis] in CUTS[axis] for axis in (0, 1)):
            lines.append([])
        else:
            lines[-1] += [end] if lines[-1] else [start, end]
    return [line for line in lines if line]


def write_edge(svg: str, turn: Turn) -> None:
    path = re.findall(r'<path[^>]* d="([^"]*)"', svg)[0]
    largest = max(rings(path), key=len)
    save("city-outline.geojson", [feature({"name": "Münster"}, [closed(turned(largest, turn))])])


def turned(line: list[Pair], turn: Turn) -> list[list[float]]:
    return [[round(value, 5) for value in turn(pair)] for pair in line]


def closed(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def inside(pair: Pair, ring: list[Pair]) -> bool:
    """Ray casting."""
    x, y = pair
    odd = False
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def write_places(svg: str, turn: Turn) -> None:
    bikes = re.findall(r'aria-label="([^":]*): [^"]*bikes[^"]*"><circle[^>]*cx="([\d.-]+)" cy="([\d.-]+)"', svg)
    parks = re.findall(r'aria-label="([^":]*): [^"]*free"><rect class="p-box" x="([\d.]+)" y="([\d.]+)"', svg)
    rows = [("bike counter", name, *turn((float(x), float(y)))) for name, x, y in bikes]
    rows += [("car park", name, *turn((float(x) + 4.5, float(y) + 11))) for name, x, y in parks]
    with (OUT / "places-by-hand.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("kind", "name", "longitude", "latitude"))
        writer.writerows((kind, name, f"{lon:.5f}", f"{lat:.5f}") for kind, name, lon, lat in rows)


def feature(properties: dict[str, object], coordinates: list[list[list[float]]]) -> dict[str, object]:
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def save(name: str, features: list[dict[str, object]]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    (OUT / name).write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
