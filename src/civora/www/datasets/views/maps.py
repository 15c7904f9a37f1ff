"""`/datasets/<key>/map/`: a drawing and a list without script; with it, tiles that zoom, and a list that follows them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog.types import Box
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.query.ast import And, Call, GeoValue, Name, Quantity, Query
from civora.core.schema import GEOGRAPHIC, FieldType
from civora.reading import queries as reading
from civora.reading.errors import NoPlace
from civora.www import basemap, drawing, formats
from civora.www.city import city
from civora.www.datasets import cells, forms
from civora.www.datasets.pages import Drawing, ListItem, MapPage
from civora.www.datasets.views.framing import Seen, frame, keep_url, source, source_parts, view
from civora.www.datasets.views.table import chosen, empty
from civora.www.pages import page

WIDTH, HEIGHT = 1440.0, 720.0
LISTED = 12
NEAR_ROWS = 5
NAMING = frozenset({"name", "title", "titel", "bezeichnung", "nom", "titre"})
NEAR_FIELDS = 12
PIXELS_NEAR = 9
WORLD_M = 40_075_016.7
TILE = 256


@view
def map_page(seen: Seen) -> HttpResponse:
    check_place(seen)
    found = reading.rows(replace(seen.query, select=(), limit=LISTED), seen.reader)
    total = found.total or 0
    context = MapPage(
        frame=frame(seen, "map"), count_text=count_text(seen, total), chosen=chosen(seen), clear_url=seen.request.path,
        drawing=drawn(seen, total), items=tuple(item(seen, found, row) for row in found.rows),
        all_text=ngettext("{n} row as a table", "All {n} rows as a table", total).format(n=formats.number(total)),
        table_url=seen.url("table"), data_url=seen.url("map"), source=source(seen), empty=None if found.rows else empty(seen),
        save_url=keep_url(seen, "desk-exhibits:new-map"),
    )  # fmt: skip
    return page(seen.request, "datasets/map.html", context)


@view
def map_json(seen: Seen) -> HttpResponse:
    """What the island needs: tiles, area, the city's ground, words."""
    check_place(seen)
    whole = replace(seen, state=replace(seen.state, bbox=None))
    bounds = reading.extent(whole.query, seen.reader) or home_box()
    body = {
        "title": seen.card.title, "summary": summary(seen), "link": seen.absolute("map"), "source": source_parts(seen),
        "layer": seen.card.key, "tiles": tiles(seen), "bounds": list(bounds), "view": list(seen.state.bbox or focus(bounds)),
        "ground": ground(seen.request.build_absolute_uri("/"), [seen.card.bbox], seen.card.key), "near": seen.absolute("near"),
        "base": basemap.for_island(seen.request),
        "words": {"nothing": gettext("Nothing here."), "map": controls()},
    }  # fmt: skip
    return JsonResponse(body)


@view
def near(seen: Seen) -> HttpResponse:
    """The rows at a point of the map, for its pop-up: pairs of label and value."""
    check_place(seen)
    lon, lat, metres = spot(seen)
    place = seen.card.schema.first(*GEOGRAPHIC)
    here = Call(
        "within_distance", (Name(place.name if place else ""), GeoValue(f"POINT({lon} {lat})"), Quantity(metres, "m"))
    )
    asked = replace(seen.query, select=(), order_by=())
    where = here if asked.where is None else And((asked.where, here))
    found = reading.rows(replace(asked, where=where, limit=NEAR_ROWS), seen.reader, total=False)
    fields = [column.field for column in found.columns]
    rows = [
        [
            [field.label or field.name, cells.words(value, field)]
            for field, value in zip(fields, row, strict=True)
            if field and value is not None and field.type not in GEOGRAPHIC
        ][:NEAR_FIELDS]
        for row in found.rows
    ]
    return JsonResponse({"rows": rows})


def check_place(seen: Seen) -> None:
    if seen.card.schema.first(*GEOGRAPHIC) is None:
        raise NoPlace(gettext("The rows of this dataset have no place."), next_step=gettext("Look at them as a table."))


def spot(seen: Seen) -> tuple[float, float, float]:
    """The point that was clicked, and how far around it a finger reaches at this zoom."""
    try:
        lon, lat = (float(part) for part in seen.request.GET.get("at", "").split(","))
        zoom = float(seen.request.GET.get("zoom", "14"))
    except ValueError:
        lon, lat, zoom = 0.0, 99.0, 0.0
    if not (-180 <= lon <= 180 and -90 <= lat <= 90 and 0 <= zoom <= 24):
        raise forms.BadState(
            gettext("at names no place."), next_step=gettext("Write at=longitude,latitude and zoom=14.")
        )
    return lon, lat, max(1.0, PIXELS_NEAR * WORLD_M * math.cos(math.radians(lat)) / (2 * TILE * 2**zoom))


def count_text(seen: Seen, total: int) -> str:
    if seen.state.bbox:
        return gettext("{n} of {all} rows in this area").format(
            n=formats.number(total), all=formats.number(seen.card.rows)
        )
    return ngettext("{n} row on the map", "{n} rows on the map", total).format(n=formats.number(total))


def summary(seen: Seen) -> str:
    return gettext("Map of {n} rows: {title}").format(n=formats.number(seen.card.rows), title=seen.card.title)


# ---- for the island -----------------------------------------------------------------------------------------------


def tiles(seen: Seen) -> str:
    """The tiles of the filtered rows, at this version, so that they may be kept."""
    params = [("where", seen.state.where), ("q", seen.state.q), *(("refine", f"{f}:{v}") for f, v in seen.state.refine)]
    tail = urlencode([(name, value) for name, value in params if value])
    pinned = f"{seen.card.key}@{seen.card.version}"
    return seen.request.build_absolute_uri("/") + f"tiles/{pinned}/{{z}}/{{x}}/{{y}}.mvt" + (f"?{tail}" if tail else "")


def ground(base: str, boxes: Iterable[Box | None], without: str = "") -> list[dict[str, Any]]:
    """The city's own layers under the rows; none where all rows lie elsewhere."""
    if not any(is_at_home(box) for box in boxes):
        return []
    keys = [city().home.get("map", {}).get(name) for name in ("edge", "lines", "dots")]
    return [
        {"tiles": f"{base}tiles/{key}/{{z}}/{{x}}/{{y}}.mvt", "layer": key}
        for key in keys
        if key and key != without and exists(key)
    ]


def exists(key: str) -> bool:
    try:
        reading.card(key, ANYONE)
    except CivoraError:
        return False
    return True


def controls() -> dict[str, str]:
    return {
        "NavigationControl.ZoomIn": gettext("Zoom in"), "NavigationControl.ZoomOut": gettext("Zoom out"),
        "GeolocateControl.FindMyLocation": gettext("My position"), "Map.Title": gettext("Map"),
        "Popup.Close": gettext("Close"), "CooperativeGesturesHandler.WindowsHelpText": gettext("Hold Ctrl to zoom the map"),
        "CooperativeGesturesHandler.MacHelpText": gettext("Hold ⌘ to zoom the map"),
        "CooperativeGesturesHandler.MobileHelpText": gettext("Use two fingers to move the map"),
        "GeolocateControl.LocationNotAvailable": gettext("Position not available"),
    }  # fmt: skip


# ---- the drawing --------------------------------------------------------------------------------------------------


def home_box() -> Box:
    """The box around the city, from its outline; the world where there is none."""
    key = city().home.get("map", {}).get("edge")
    found = reading.card(key, ANYONE).bbox if key and exists(key) else None
    return found or (-180.0, -60.0, 180.0, 75.0)


def is_at_home(box: Box | None) -> bool:
    if box is None:
        return False
    west, south, east, north = home_box()
    return box[0] < east and box[2] > west and box[1] < north and box[3] > south


def focus(bounds: Box) -> Box:
    """What the map shows first: all rows, but where they reach far beyond the city, the city."""
    west, south, east, north = home_box()
    is_wide = (bounds[2] - bounds[0]) > 2 * (east - west) or (bounds[3] - bounds[1]) > 2 * (north - south)
    return (west, south, east, north) if is_at_home(bounds) and is_wide else bounds


def drawn(seen: Seen, total: int) -> Drawing:
    whole = replace(seen.query, select=(), order_by=())
    bounds = seen.state.bbox or focus(reading.extent(whole, seen.reader) or home_box())
    window = drawing.around(bounds, WIDTH, HEIGHT, pad=30)
    found = reading.points(whole, seen.reader)
    pairs = [(one["lon"], one["lat"]) for one in found if isinstance(one, dict)]
    shapes = [json.loads(one) for one in found if isinstance(one, str)]
    dots = [shape["coordinates"] for shape in shapes if shape["type"] == "Point"]
    outlines = "".join(drawing.outline(shape, window) for shape in shapes if shape["type"] != "Point")
    under = {name: layer(name, window) if is_at_home(seen.card.bbox) else "" for name in ("edge", "lines", "dots")}
    return Drawing(
        under["edge"], under["lines"], under["dots"], drawing.specks([*pairs, *((x, y) for x, y in dots)], window), outlines,
        summary(seen) if total else gettext("An empty map"),
    )  # fmt: skip


def layer(name: str, window: drawing.Window) -> str:
    """One of the city's own layers, in this window."""
    key = city().home.get("map", {}).get(name)
    if not key or not exists(key):
        return ""
    found = reading.points(Query(key, limit=None), ANYONE)
    if name == "dots":
        return drawing.specks(((one["lon"], one["lat"]) for one in found if isinstance(one, dict)), window)
    return "".join(drawing.outline(json.loads(one), window) for one in found if isinstance(one, str))


def is_name(column: str) -> bool:
    """Whether a column is called a name or title (`name`, `stop_name`, `Titel`): people know a row by it, not by its code."""
    return column.lower().rpartition("_")[2] in NAMING


def item(seen: Seen, found: Any, row: tuple[Any, ...]) -> ListItem:
    """A row as a line: what it is called, then what else is short. The link asks for its first text, which may be its code."""
    pairs = [
        (column.field, value)
        for column, value in zip(found.columns, row, strict=True)
        if column.field and value is not None
    ]
    texts = [(field, value) for field, value in pairs if field.type is FieldType.TEXT and not field.is_multivalued]
    named = next((pair for pair in texts if not pair[0].is_facet), texts[0] if texts else None)
    title_pair = next((pair for pair in texts if is_name(pair[0].name)), named)
    title = cells.words(title_pair[1], title_pair[0]) if title_pair else gettext("Row")
    rest = [
        cells.words(value, field) + (f" {field.unit}" if field.unit else "")
        for field, value in pairs
        if title_pair is None or field is not title_pair[0]
        if field.type not in GEOGRAPHIC | {FieldType.JSON}
    ]
    where = f"{named[0].name} = {json.dumps(str(named[1]), ensure_ascii=False)}" if named else ""
    return ListItem(
        title,
        ", ".join(rest[:4]),
        reverse("datasets:table", args=[seen.key]) + ("?" + urlencode({"where": where}) if where else ""),
    )
