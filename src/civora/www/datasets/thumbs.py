"""The real shape of a dataset as a small picture: its places inside the city, its course over time, or its largest values.

Made on the first request of a version and kept; the address carries the version. As the picture stands in an `<img>`,
it has its own colours for dark and light.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.cache import cache

from civora.catalog.types import DatasetCard
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE, Reader
from civora.core.query.ast import Call, FacetRequest, Group, Name, Order, Output, Query, Refinement, Star
from civora.core.schema import GEOGRAPHIC, TEMPORAL, Field, FieldType
from civora.exhibits.rules.propose import quantities, sensible
from civora.exhibits.types import Aggregate
from civora.reading import queries as reading
from civora.www import drawing
from civora.www.city import city

WIDTH, HEIGHT = 208, 96
PLACES, SHAPES, POINTS = 800, 150, 400
POINTS_TO_TRIM = 12
FLAT = 0.05  # of the largest value
UNITS = frozenset({"unit", "einheit", "unite"})
YEARS = frozenset({"year", "jahr", "annee", "anno", "ano"})
SUMS = {Aggregate.MEAN: "avg", Aggregate.SUM: "sum"}
KEPT_SECONDS = 30 * 24 * 3600
COLOURS = {
    "light": ".g{fill:#e6e3d8}.l{stroke:#00717c}.a{fill:#00717c}",
    "dark": ".g{fill:#22302f}.l{stroke:#4fc1ca}.a{fill:#4fc1ca}",
}
STYLE = ".l{fill:none;stroke-width:1.5;stroke-linejoin:round;vector-effect:non-scaling-stroke}.p{stroke-width:3;stroke-linecap:round}.a{fill-opacity:.14}.b{fill-opacity:.75}"


def thumb(card: DatasetCard, reader: Reader, theme: str) -> str:
    """An SVG document. Rows that only some may see are drawn for those readers and not kept."""
    key = f"www.thumb.{card.uid or card.key}.{card.version}.{theme}"
    drawn = cache.get(key) if reader == ANYONE else None
    if drawn is None:
        drawn = _document(_shape(card, reader), theme, is_map=bool(card.schema.first(*GEOGRAPHIC)))
        if reader == ANYONE:
            cache.set(key, drawn, KEPT_SECONDS)
    return drawn


def _document(inside: str, theme: str, *, is_map: bool) -> str:
    """Maps keep their proportions, courses fill the place they are given."""
    colours = COLOURS.get(theme) or COLOURS["light"] + "@media(prefers-color-scheme:dark){" + COLOURS["dark"] + "}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
    fit = "xMidYMid meet" if is_map else "none"
    return f'{head} preserveAspectRatio="{fit}"><style>{STYLE}{colours}</style>{inside}</svg>'


def _shape(card: DatasetCard, reader: Reader) -> str:
    place = card.schema.first(*GEOGRAPHIC)
    if place:
        return _places(card, place, reader)
    value = next(iter(quantities(card.schema)), None)
    when = card.schema.first(*TEMPORAL) or next((f for f in card.schema.fields if f.name.lower() in YEARS), None)
    if when and (value or when.type in TEMPORAL):
        return _course(card, when, value, reader)
    return _largest(card, value, reader) if value else ""


# ---- places -----------------------------------------------------------------------------------------------------


def _places(card: DatasetCard, place: Field, reader: Reader) -> str:
    most = PLACES if place.type is FieldType.GEO_POINT else SHAPES
    query = Query(card.key, card.version, select=(Output(Name(place.name), place.name),), limit=most)
    values = [row[0] for row in reading.rows(query, reader, total=False).rows if row[0]]
    edge = city_edge()
    bounds = bounds_of(edge)
    if bounds is None or (card.bbox and not _touch(bounds, card.bbox)):  # another city's data have their own ground
        edge, bounds = [], card.bbox
    if not values or not bounds:
        return ""
    window = drawing.around(bounds, WIDTH, HEIGHT)
    ground = "".join(drawing.outline(shape, window) for shape in edge)
    under = f'<path class="g" d="{ground}"/>' if ground else ""
    if place.type is FieldType.GEO_POINT:
        return f'{under}<path class="l p" d="{drawing.specks(((p["lon"], p["lat"]) for p in values), window)}"/>'
    lines = "".join(drawing.outline(_geometry(value), window) for value in values)
    return f'{under}<path class="l" d="{lines}"/>'


def _geometry(value: Any) -> dict[str, Any]:
    found = json.loads(value) if isinstance(value, str) else value
    return found.get("geometry") or found


def city_edge() -> list[dict[str, Any]]:
    """The city's outline, if the pack names a dataset of it."""
    key = city().home.get("map", {}).get("edge")
    if not key:
        return []
    kept = cache.get(f"www.edge.{key}")
    if kept is None:
        kept = _read_edge(key)
        cache.set(f"www.edge.{key}", kept, 600)
    return kept


def _read_edge(key: str) -> list[dict[str, Any]]:
    try:
        field = reading.card(key, ANYONE).schema.first(FieldType.GEO_SHAPE)
        if field is None:
            return []
        query = Query(key, select=(Output(Name(field.name), field.name),), limit=20)
        return [_geometry(row[0]) for row in reading.rows(query, ANYONE, total=False).rows if row[0]]
    except CivoraError:  # no outline is no reason to have no picture
        return []


def _touch(one: drawing.Box, other: drawing.Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def bounds_of(shapes: list[dict[str, Any]]) -> tuple[float, float, float, float] | None:
    corners = [corner for shape in shapes for chain, _ in drawing.chains(shape) for corner in chain]
    if not corners:
        return None
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(lons), min(lats), max(lons), max(lats)


# ---- courses and columns ------------------------------------------------------------------------------------------


def _course(card: DatasetCard, when: Field, value: Field | None, reader: Reader) -> str:
    """The sum or mean per year, month or day, whichever gives enough points; the number of rows where nothing is measured.

    Shares of a whole add up to a flat line: then the first of the parts is drawn."""
    alike = _alike(card, reader)
    values = _values(card, when, value, alike, reader)
    kind = next((field for field in card.schema.facets if field.name not in {one.field for one in alike}), None)
    if values and kind and max(values) - min(values) < FLAT * max(values):
        values = _values(card, when, value, (*alike, *_most(card, (kind,), reader)), reader) or values
    if len(values) < 2:
        return ""
    plot = drawing.plot(values, WIDTH, HEIGHT - 4)
    return f'<g transform="translate(0 3)"><path class="a" d="{plot.ground(values)}"/><path class="l" d="{plot.line(values)}"/></g>'


def _values(
    card: DatasetCard, when: Field, value: Field | None, refine: tuple[Refinement, ...], reader: Reader
) -> list[float]:
    parts = _parts(card, when)
    amount = Call(SUMS[sensible(value)], (Name(value.name),)) if value else Call("count", (Star(),))
    groups = tuple(Group(Call(part, (Name(when.name),)) if part else Name(when.name), part or "at") for part in parts)
    outputs = (Output(amount, "amount"),)
    query = Query(card.key, card.version, select=outputs, groups=groups, refine=refine, limit=POINTS * 10)
    rows = [row for row in reading.rows(query, reader, total=False).rows if row[-1] is not None and None not in row]
    values = [float(row[-1]) for row in sorted(rows, key=lambda row: row[:-1])][:POINTS]
    is_cut = when.type in TEMPORAL and len(values) > POINTS_TO_TRIM
    return values[1:-1] if is_cut else values  # the first and the last day or month are seldom whole


def _alike(card: DatasetCard, reader: Reader) -> tuple[Refinement, ...]:
    """Kilograms are not drawn with tonnes, nor what is with what is planned: the most frequent unit and truth value."""
    apart = [field for field in card.schema.fields if field.type is FieldType.BOOLEAN or field.name.lower() in UNITS]
    return _most(card, tuple(apart), reader)


def _most(card: DatasetCard, fields: tuple[Field, ...], reader: Reader) -> tuple[Refinement, ...]:
    """Only the most frequent value of each field."""
    if not fields:
        return ()
    asked = tuple(FacetRequest(field.name, limit=1) for field in fields)
    found = reading.facets(Query(card.key, card.version, facets=asked), reader)
    return tuple(Refinement(facet.name, facet.values[0].value) for facet in found if facet.values)


def _parts(card: DatasetCard, when: Field) -> tuple[str, ...]:
    if when.type not in TEMPORAL:
        return ("",)
    days = (card.temporal[1] - card.temporal[0]).days if card.temporal else 3650
    if days > 20 * 365:
        return ("year",)
    if days > 150:
        return ("year", "month")
    return ("year", "month", "day") if days > 5 else ("year", "month", "day", "hour")


def _largest(card: DatasetCard, value: Field, reader: Reader) -> str:
    """The largest values as columns."""
    order = (Order(Name(value.name), True),)
    query = Query(card.key, card.version, select=(Output(Name(value.name), value.name),), order_by=order, limit=12)
    values = [float(row[0]) for row in reading.rows(query, reader, total=False).rows if row[0] is not None]
    if len(values) < 2 or max(values) <= 0 or min(values) > 0.9 * max(values):  # nothing to see
        return ""
    step = WIDTH / len(values)
    heights = [max(0.0, (HEIGHT - 4) * value / max(values)) for value in values]
    columns = (
        f'<rect class="a b" x="{n * step:.1f}" y="{HEIGHT - high:.1f}" width="{step - 3:.1f}" height="{high:.1f}"/>'
        for n, high in enumerate(heights)
    )
    return "".join(columns)
