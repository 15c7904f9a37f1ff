"""The ground of the city's map, from the city's own data; places that fill up; further numbers in words.

`[home.map]` in pack.toml:

    centre = [7.626, 51.961], width_km = 9.15     what the map shows
    edge, lines      datasets with the city's outline and its quieter lines (any geo_shape column)
    core             ODSQL: which of the lines surround the heart of the city, drawn darker
    dots             a dataset of many points, drawn as ground (any geo_point_2d column)

`[home.gauges]`: `dataset, name, free, time, where`; `capacity` and `point`, or `sites…` as with counts, with
`sites_capacity`: small boxes, filled as places fill up.
`[[home.facts]]`: `dataset, select, where, before.en, text.en, after.en`: `{0}`, `{1}`… are the columns of the one row,
In `where`, `{now}` is the moment of the page and `{latest}` the last time up to then in the column named by `time`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext

from civora.core.query.ast import Query
from civora.core.schema import FieldType
from civora.www import drawing, formats
from civora.www.city import in_language
from civora.www.home import questions
from civora.www.home.asking import Asker, rows_url, section
from civora.www.home.pages import CityMap, Fact, Gauge
from civora.www.home.sites import places

WIDTH, HEIGHT = 1440, 800
AT = (1030, 400)  # where the city's centre lies: right of the words
BOX = 22


def window(said: Mapping[str, Any]) -> drawing.Window:
    """Raises KeyError without a centre."""
    lon, lat = said["centre"]
    return drawing.Window(lon, lat, WIDTH / float(said.get("width_km", 9)), WIDTH, HEIGHT, *AT)


def ground(ask: Asker, said: Mapping[str, Any]) -> CityMap:
    shown = window(said)
    return CityMap(
        title=gettext("Map of {city}").format(city=ask.city.name),
        edge=section("the edge", lambda: _shapes(ask, said["edge"], shown), ""),
        lines=section("the lines", lambda: _shapes(ask, said["lines"], shown), ""),
        core=section("the core", lambda: _shapes(ask, said["lines"], shown, str(said["core"])), "")
        if "core" in said
        else "",
        stops=section("the dots", lambda: _dots(ask, said["dots"], shown), ""),
        width=WIDTH,
        height=HEIGHT,
    )


def _column(ask: Asker, dataset: str, kind: FieldType, where: str = "") -> list[Any]:
    """All values of the dataset's first column of that type."""
    first = ask.rows(Query(dataset=dataset, limit=1)).card.schema.first(kind)
    if first is None:
        raise ValueError(f"{dataset} has no {kind.value}")
    query = questions.written({"dataset": dataset, "select": first.name, "where": where}, ask.city.zone)
    return [row[0] for row in ask.rows(query).rows if row[0]]


def _shapes(ask: Asker, dataset: str, shown: drawing.Window, where: str = "") -> str:
    shapes = _column(ask, dataset, FieldType.GEO_SHAPE, where)
    return "".join(drawing.outline(_geometry(shape), shown) for shape in shapes)


def _geometry(shape: Any) -> dict[str, Any]:
    found = json.loads(shape) if isinstance(shape, str) else shape
    return found.get("geometry", found)


def _dots(ask: Asker, dataset: str, shown: drawing.Window) -> str:
    return drawing.specks(((p["lon"], p["lat"]) for p in _column(ask, dataset, FieldType.GEO_POINT)), shown)


@dataclass(frozen=True, slots=True)
class Filled:
    """How full the places of `[home.gauges]` are at their last time, and the rows that say so."""

    places: tuple[tuple[str, float, float, tuple[float, float] | None], ...]  # name, free, capacity, where
    url: str


def filled(ask: Asker, said: Mapping[str, Any]) -> Filled:
    """Raises KeyError or a CivoraError where pack and data do not fit."""
    own = [str(said[name]) for name in ("capacity", "point") if name in said]
    columns = [str(said["name"]), str(said["free"]), *own]
    asked = {"dataset": said["dataset"], "select": ", ".join(columns), "where": _timed(ask, said)}
    query = questions.written(asked, ask.city.zone)
    sites = places(ask, said)
    found = []
    for name, free, *rest in ask.rows(query).rows:
        site, more = (
            sites.get(name),
            dict(zip([one for one in ("capacity", "point") if one in said], rest, strict=True)),
        )
        capacity = more.get("capacity") or (site.capacity if site else None)
        point = more.get("point")
        place = (point["lon"], point["lat"]) if point else (site.lon, site.lat) if site else None
        if free is not None and capacity:
            found.append((str(name), float(free), float(capacity), place))
    return Filled(tuple(found), rows_url(query))


def gauges(known: Filled, shown: drawing.Window) -> tuple[Gauge, ...]:
    """The places that the map shows."""
    on_map = ((name, shown.place(*where), free, all_) for name, free, all_, where in known.places if where)
    return tuple(_gauge(name, at, free, all_, known.url) for name, at, free, all_ in on_map if shown.shows(at, 0))


def _gauge(name: str, at: drawing.Point, free: float, capacity: float, url: str) -> Gauge:
    taken = max(0.0, min(1.0, 1 - free / capacity))
    words = gettext("{place}: {free} of {all} free")
    title = words.format(place=name, free=formats.number(round(free)), all=formats.number(round(capacity)))
    return Gauge(*at, round(BOX * (1 - taken), 1), round(BOX * taken, 1), title, url)


def facts(ask: Asker, said: list[Mapping[str, Any]], known: Filled | None) -> tuple[Fact, ...]:
    made = (section(f"fact {one.get('dataset')}", partial(_fact, ask, one, known), None) for one in said)
    return tuple(one for one in made if one)


def _fact(ask: Asker, said: Mapping[str, Any], known: Filled | None) -> Fact:
    if said.get("from") == "gauges":
        if known is None or not known.places:
            raise ValueError("no gauges")
        row: tuple[Any, ...] = (sum(free for _, free, *_ in known.places), sum(all_ for _, _, all_, _ in known.places))
        url = known.url
    else:
        query = questions.written({**said, "where": _timed(ask, said)}, ask.city.zone)
        row, url = ask.rows(query).rows[0], rows_url(query)
    if any(value is None for value in row):
        raise ValueError("no rows")
    values = [formats.number(value) if isinstance(value, (int, float)) else str(value) for value in row]
    text = in_language(said["text"]).format(*values)
    return Fact(in_language(said.get("before")), text, in_language(said.get("after")), url)


def _timed(ask: Asker, said: Mapping[str, Any]) -> str:
    """The condition of the pack with its moments filled in."""
    where = str(said.get("where", ""))
    if "{latest}" in where:
        last = ask.rows(questions.latest(said, ask.now)).rows[0][0]
        if last is None:
            raise ValueError(f"{said['dataset']} has no time before now")
        where = where.replace("{latest}", _literal(last))
    return where.replace("{now}", _literal(ask.now))


def _literal(moment: datetime) -> str:
    return f"date'{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'"
