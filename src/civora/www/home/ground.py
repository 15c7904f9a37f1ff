"""The ground of the city's map, from the city's own data; places that fill up; further numbers in words.

`[home.map]` in pack.toml:

    centre = [7.626, 51.961], width_km = 9.15     what the map shows
    edge, lines      datasets with the city's outline and its quieter lines (any geo_shape column)
    core             ODSQL: which of the lines surround the heart of the city, drawn darker
    dots             a dataset of many points, drawn as ground (any geo_point_2d column)

`[home.gauges]`: `dataset, name, free, capacity, time, where`, and `point` or, as with counts, `sites…`: small boxes, filled
as places fill up.
`[[home.facts]]`: `dataset, select, where, before.en, text.en, after.en`: `{0}`, `{1}`… are the columns of the one row,
In `where`, `{now}` is the moment of the page and `{latest}` the last time up to then in the column named by `time`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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


def gauges(ask: Asker, said: Mapping[str, Any], shown: drawing.Window) -> tuple[Gauge, ...]:
    """The state of each place at its last time. Raises KeyError or a CivoraError where pack and data do not fit."""
    columns = [str(said[name]) for name in ("name", "free", "capacity", *(() if said.get("sites") else ("point",)))]
    asked = {"dataset": said["dataset"], "select": ", ".join(columns), "where": _timed(ask, said)}
    query = questions.written(asked, ask.city.zone)
    sites = {key: (site.lon, site.lat) for key, site in places(ask, said).items()}
    drawn: dict[str, Gauge] = {}
    for name, free, capacity, *point in ask.rows(query).rows:
        place = (point[0]["lon"], point[0]["lat"]) if point and point[0] else sites.get(name)
        if place is None or free is None or not capacity:
            continue
        x, y = shown.place(*place)
        if shown.shows((x, y), 0):
            drawn[str(name)] = _gauge(str(name), x, y, free, capacity, rows_url(query))
    return tuple(drawn.values())


def _gauge(name: str, x: float, y: float, free: float, capacity: float, url: str) -> Gauge:
    taken = max(0.0, min(1.0, 1 - free / capacity))
    words = gettext("{place}: {free} of {all} free")
    title = words.format(place=name, free=formats.number(round(free)), all=formats.number(round(capacity)))
    return Gauge(x, y, round(BOX * (1 - taken), 1), round(BOX * taken, 1), title, url)


def facts(ask: Asker, said: list[Mapping[str, Any]]) -> tuple[Fact, ...]:
    made = (section(f"fact {one.get('dataset')}", partial(_fact, ask, one), None) for one in said)
    return tuple(one for one in made if one)


def _fact(ask: Asker, said: Mapping[str, Any]) -> Fact:
    query = questions.written({**said, "where": _timed(ask, said)}, ask.city.zone)
    row = ask.rows(query).rows[0]
    if any(value is None for value in row):
        raise ValueError("no rows")
    values = [formats.number(value) if isinstance(value, (int, float)) else str(value) for value in row]
    text = in_language(said["text"]).format(*values)
    return Fact(in_language(said.get("before")), text, in_language(said.get("after")), rows_url(query))


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
