"""Places that belong to rows of another dataset, by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from civora.www.home import questions
from civora.www.home.asking import Asker


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    lon: float
    lat: float


def places(ask: Asker, said: Mapping[str, Any]) -> dict[Any, Site]:
    """`sites, sites_key, sites_name, sites_point` of a part of the pack; a part without `sites` has no places."""
    if not said.get("sites"):
        return {}
    key, name, point = (str(said[f"sites_{part}"]) for part in ("key", "name", "point"))
    query = questions.written({"dataset": said["sites"], "select": f"{key}, {name}, {point}"}, ask.city.zone)
    found = ((row[0], row[1], row[2]) for row in ask.rows(query).rows if row[2])
    return {key: Site(str(name), place["lon"], place["lat"]) for key, name, place in found}
