"""Maps among the exhibits: what the page, the island and the pictures need of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog.types import Box, DatasetCard
from civora.core.policy.types import Reader
from civora.core.query import odsql
from civora.core.query.ast import Call, Name, Output, Value
from civora.core.schema import NUMERIC, FieldType
from civora.exhibits.queries.drawing import framed, source
from civora.exhibits.queries.layers import Layer, extent, layers, moments, with_test
from civora.exhibits.queries.pictures import converted
from civora.exhibits.rules import palettes
from civora.exhibits.types import Figure, Palette
from civora.reading import queries as reading
from civora.www import basemap, drawing, formats
from civora.www.datasets import cells, forms
from civora.www.datasets.pages import ListItem
from civora.www.datasets.views.maps import controls, focus, ground, home_box, is_at_home
from civora.www.datasets.views.maps import layer as ground_path
from civora.www.exhibits import hexagons
from civora.www.exhibits.areas import area_words
from civora.www.exhibits.legends import Legend, class_words, count_words, legend

DRAWN_AT_MOST, LISTED = 3_000, 8
WIDTH, HEIGHT = 1240, 620
SMALLEST, LARGEST = 3.0, 22.0


@dataclass(frozen=True, slots=True)
class Listed:
    """A layer's features as a list: those in view, or the first ones."""

    label: str
    count: str
    items: tuple[ListItem, ...]
    table_url: str
    query: str


@dataclass(frozen=True, slots=True)
class MapShown:
    drawing: str
    legends: tuple[Legend, ...]
    lists: tuple[Listed, ...]


def cards(figure: Figure) -> tuple[DatasetCard, ...]:
    """Every dataset once."""
    return tuple({(one.card.key, one.card.version): one.card for one in figure.answers}.values())


def source_parts(request: HttpRequest, card: DatasetCard) -> list[dict[str, str]]:
    """The provenance line for an island on another site."""
    pinned = reverse("datasets:dataset", args=[f"{card.key}@{card.version}"])
    return [
        {"text": card.source_name or card.publisher.name or card.title, "url": card.source_url},
        {"text": f"{card.key}@{card.version}", "url": request.build_absolute_uri(pinned)},
        {"text": gettext("updated {day}").format(day=formats.day(card.modified_at)), "url": ""},
        {"text": card.licence.title, "url": card.licence.url},
    ]


# ---- for the island ---------------------------------------------------------------------------------------------------


def island(request: HttpRequest, figure: Figure, reader: Reader) -> dict[str, Any]:
    """Layers with their tiles and colours, the ground, the area, time, words."""
    found = layers(figure, reader, lang=formats.language())
    spec = figure.card.content.spec
    bounds = extent(found, reader) or home_box()
    return {
        "map": {
            "layers": [for_island(request, one) for one in found], "ground": ground_of(request, found), "base": basemap.for_island(request), "bounds": list(bounds),
            "view": spec.get("view") or list(focus(bounds)), "compare": spec.get("compare"), "time": time_of(figure, reader),
            "area": bool(spec.get("area", True)), "places": request.build_absolute_uri(reverse("exhibits:places")), "words": words(),
        }
    }  # fmt: skip


def for_island(request: HttpRequest, one: Layer) -> dict[str, Any]:
    return {
        "id": f"layer{one.number}", "query": one.answer.name, "as": one.way, "label": one.label, "dataset": one.answer.card.key,
        "tiles": tiles(request, one), "place": one.place.name, "where": one.where, "zone": one.query.zone,
        "field": one.spec.get("field") or "", "colour": one.colour, "opacity": one.spec.get("opacity", 0.85), "highest": one.highest,
        "classes": [{"colour": each.colour, "low": each.low, "high": each.high, "name": each.name} for each in one.classes],
        "popup": one.spec.get("popup", ""), "labels": {each.name: each.label or each.name for each in one.answer.card.schema.fields},
        "minzoom": one.spec.get("minzoom", 0), "maxzoom": one.spec.get("maxzoom", 24), "hidden": bool(one.spec.get("hidden")),
        "table": request.build_absolute_uri(table_url(one)),
    }  # fmt: skip


def tiles(request: HttpRequest, one: Layer) -> str:
    """The layer's tiles at this version, so that they may be kept; `{where}` is where the time slider puts its step."""
    params = [("timezone", one.query.zone)] + ([("fields", ",".join(one.fields))] if one.fields else [])
    params += [("as", "hexagons")] if one.way == "hexagons" else []
    params += [("refine", f"{each.field}:{each.value}") for each in one.query.refine]
    pinned = f"{one.answer.card.key}@{one.answer.card.version}"
    return request.build_absolute_uri("/") + f"tiles/{pinned}/{{z}}/{{x}}/{{y}}.mvt?{urlencode(params)}"


def table_url(one: Layer) -> str:
    tail = urlencode([("where", one.where)]) if one.where else ""
    return reverse("datasets:table", args=[f"{one.answer.card.key}@{one.answer.card.version}"]) + (
        f"?{tail}" if tail else ""
    )


def ground_of(request: HttpRequest, found: Iterable[Layer]) -> list[dict[str, Any]]:
    """The city's own quiet ground, without what is a layer itself."""
    shown = {one.answer.card.key for one in found}
    base = request.build_absolute_uri("/")
    return [one for one in ground(base, [each.answer.card.bbox for each in found]) if one["layer"] not in shown]


def time_of(figure: Figure, reader: Reader) -> dict[str, Any] | None:
    found = moments(figure, reader)
    if not found:
        return None
    time = figure.card.content.spec["time"]
    names = {"year": lambda at: f"{at:%Y}", "month": formats.month}
    name = names.get(time.get("step", "year"), formats.day)
    return {
        "query": time["query"],
        "steps": [{"label": name(one.start), "where": one.where, "rows": rows_words(one.count)} for one in found],
    }


def rows_words(count: int) -> str:
    return ngettext("{n} row", "{n} rows", count).format(n=formats.number(count))


def words() -> dict[str, Any]:
    return {
        "map": controls(), "nothing": gettext("Nothing here."), "layers": gettext("Layers"), "play": gettext("Play"), "pause": gettext("Pause"),
        "all_times": gettext("All times"), "time": gettext("Time"), "swipe": gettext("Compare: drag to the left or right"),
        "search": gettext("Search for a place"), "heap": gettext("{n} together. Zoom in to see each."), **area_words(),
    }  # fmt: skip


# ---- on the page ------------------------------------------------------------------------------------------------------


def on_page(request: HttpRequest, figure: Figure, reader: Reader) -> MapShown:
    found = layers(figure, reader, lang=formats.language())
    box = forms.box(request.GET.get("bbox", ""))
    return MapShown(
        sketch(figure, found, reader, palettes.PAGE, WIDTH, HEIGHT, box), tuple(legend(one) for one in found),
        tuple(listed(one, reader, box) for one in found),
    )  # fmt: skip


def listed(one: Layer, reader: Reader, box: Box | None) -> Listed:
    """The features in view; what the map shows, for those who do not see it or use no mouse."""
    query = one.query
    if box is not None:
        west, south, east, north = box
        query = with_test(
            query, Call("in_bbox", (Name(one.place.name), Value(south), Value(west), Value(north), Value(east)))
        )
    found = reading.rows(replace(query, limit=LISTED), reader)
    columns = [column.field for column in found.columns]
    items = tuple(
        item([(field, value) for field, value in zip(columns, row, strict=True) if field and value is not None], one)
        for row in found.rows
    )
    where = odsql.print_where(query.where) if query.where is not None else ""
    url = reverse("datasets:table", args=[one.answer.card.key]) + ("?" + urlencode({"where": where}) if where else "")
    return Listed(one.label, gettext("{n} rows").format(n=formats.number(found.total or 0)), items, url, where)


def is_name(field: Any, value: Any) -> bool:
    """A text that a person would call the thing by: no address, no number of a machine."""
    return (
        field.type is FieldType.TEXT and not field.is_multivalued and not str(value).startswith(("http", "{"))
        and any(sign.isalpha() for sign in str(value)) and len(str(value)) < 80  # noqa: PLR2004
    )  # fmt: skip


def item(pairs: Sequence[tuple[Any, Any]], one: Layer) -> ListItem:
    texts = [(field, value) for field, value in pairs if is_name(field, value)]
    named = next((pair for pair in texts if not pair[0].is_facet), texts[0] if texts else None)
    title = cells.words(named[1], named[0]) if named else gettext("Row")
    rest = [
        cells.words(value, field) + (f" {field.unit}" if field.unit else "")
        for field, value in pairs
        if field.type in (*NUMERIC, FieldType.TEXT, FieldType.DATE)
        if named is None or field is not named[0]
    ]
    where = f"{named[0].name} = {json.dumps(str(named[1]), ensure_ascii=False)}" if named else ""
    return ListItem(
        title,
        ", ".join(rest[:3]),
        reverse("datasets:table", args=[one.answer.card.key]) + ("?" + urlencode({"where": where}) if where else ""),
    )


# ---- the drawing ------------------------------------------------------------------------------------------------------


def sketch(
    figure: Figure,
    found: Sequence[Layer],
    reader: Reader,
    palette: Palette,
    width: int,
    height: int,
    box: Box | None = None,
) -> str:
    """The map without script: ground, then each layer in its colours. Layers of many rows show the first three thousand."""
    bounds = extent(tuple(found), reader) or home_box()
    view = figure.card.content.spec.get("view")
    window = drawing.around(box or (tuple(view) if view else focus(bounds)), width, height, pad=24)  # type: ignore[arg-type]  # four numbers, as checked
    at_home = any(is_at_home(one.answer.card.bbox) for one in found)
    under = {name: ground_path(name, window) if at_home else "" for name in ("edge", "lines", "dots")}
    tone = GROUND["page" if palette.paper == "none" else "file"]
    parts = [
        f'<rect width="{width}" height="{height}" fill="{tone["land"]}"/>', f'<path d="{under["edge"]}" fill="{tone["land2"]}" stroke="{tone["edge"]}" stroke-width="2"/>',
        f'<path d="{under["lines"]}" fill="none" stroke="{tone["line"]}" stroke-width="1.2"/>',
    ]  # fmt: skip
    parts += [drawn(one, window, reader, palette) for one in found if not one.spec.get("hidden")]
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'


GROUND = {
    "page": {
        "land": "var(--map-land)",
        "land2": "var(--map-land-2)",
        "edge": "var(--map-edge)",
        "line": "var(--map-line)",
    },
    "file": {"land": "#f3f1e9", "land2": "#e9e6da", "edge": "#a9a698", "line": "#cfccbf"},
}


def drawn(one: Layer, window: drawing.Window, reader: Reader, palette: Palette) -> str:
    if one.way == "hexagons":
        return hexagons.drawn(one, window, reader, lambda value: palettes.named(colour_of(one, value), palette))
    field = one.spec.get("field") or ""
    outputs = [Output(Name(one.place.name), "place")] + ([Output(Name(field), "value")] if field else [])
    found = reading.rows(replace(one.query, select=tuple(outputs), limit=DRAWN_AT_MOST), reader, total=False)
    by_colour: dict[str, list[tuple[Any, Any]]] = {}
    for row in found.rows:
        if row[0] is not None:
            number = row[1] if field else None
            by_colour.setdefault(colour_of(one, number), []).append((row[0], number))
    return "".join(marks(one, places, palettes.named(name, palette), window) for name, places in by_colour.items())


def colour_of(one: Layer, value: Any) -> str:
    for each in one.classes:
        if each.name is not None or each.is_rest:
            if each.is_rest or each.name == ("true" if value is True else "false" if value is False else str(value)):
                return each.colour
        elif value is not None and (each.low is None or value >= each.low) and (each.high is None or value < each.high):
            return each.colour
    return "d0" if one.classes else one.colour


def marks(one: Layer, places: list[tuple[Any, Any]], colour: str, window: drawing.Window) -> str:
    points, outlines = [], []
    for place, number in places:
        if isinstance(place, dict):
            points.append(((place["lon"], place["lat"]), number))
            continue
        shape = json.loads(place)
        if shape["type"] == "Point":
            points.append((tuple(shape["coordinates"][:2]), number))
        else:
            outlines.append(drawing.outline(shape, window))
    fill = "none" if one.way == "lines" else colour
    opacity = one.spec.get("opacity", 0.85)
    text = (
        f'<path d="{"".join(outlines)}" fill="{fill}" fill-opacity="{opacity * 0.8:g}" stroke="{colour}" stroke-width="1.5"/>'
        if outlines
        else ""
    )
    if one.way == "symbols" and one.highest > 0:
        return text + "".join(circle(point, number, one.highest, colour, window) for point, number in points)
    faint = 0.25 if one.way == "heat" else opacity
    size = 14 if one.way == "heat" else 9
    path = drawing.specks((point for point, _ in points), window)
    return text + (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{size}" stroke-linecap="round" stroke-opacity="{faint}"/>'
        if path
        else ""
    )


def circle(point: tuple[float, float], number: Any, highest: float, colour: str, window: drawing.Window) -> str:
    x, y = window.place(*point)
    if number is None or number <= 0 or not window.shows((x, y)):
        return ""
    radius = max(SMALLEST, LARGEST * (float(number) / highest) ** 0.5)
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.7" stroke="{colour}"/>'


def bare(figure: Figure, reader: Reader, *, palette: str, width: int) -> bytes:
    """The map alone, for the gallery."""
    found = layers(figure, reader, lang=formats.language())
    return sketch(figure, found, reader, palettes.PALETTES[palette], width, int(width * 0.64)).encode()


def file(figure: Figure, form: str, reader: Reader, *, palette: str, width: int) -> bytes:
    """A picture that stands alone, with legend and source."""
    colours = palettes.PALETTES[palette]
    found = layers(figure, reader, lang=formats.language())
    inner = sketch(figure, found, reader, colours, width - 40, int((width - 40) * 0.55))
    keys, y = [], 24
    for one in found:
        for colour, text in (
            [(one.colour, one.label)]
            if not one.classes
            else [
                ("", one.label),
                *(
                    (each.colour, class_words(each, one) + (f" ({count_words(each)})" if count_words(each) else ""))
                    for each in one.classes
                ),
            ]
        ):
            dot = f'<circle cx="18" cy="{y - 5}" r="6" fill="{palettes.named(colour, colours)}"/>' if colour else ""
            keys.append(
                f'{dot}<text x="{32 if colour else 12}" y="{y}" font-size="13" fill="{GROUND_INK}">{escape(text)}</text>'
            )
            y += 20
    box = (
        f'<g><rect width="300" height="{y - 8}" fill="#fff" fill-opacity="0.85"/>{"".join(keys)}</g>'
        if form and width > 500
        else ""
    )  # noqa: PLR2004 (no room on small ones)
    inner = inner.replace("</svg>", box + "</svg>")
    texts = [one for one in ([figure.card.title] if figure.card.takeaway else []) + [figure.card.about] if one]
    return converted(
        framed(inner, [figure.card.heading], texts, source(figure), colours.ink, colours.paper, width), form
    )


GROUND_INK = "#15201f"
