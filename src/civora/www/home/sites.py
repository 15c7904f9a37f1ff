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
    capacity: float | None = None


def places(ask: Asker, said: Mapping[str, Any]) -> dict[Any, Site]:
    """`sites, sites_key, sites_name, sites_point` and `sites_capacity` of a part of the pack; a part without `sites` has no places."""
    if not said.get("sites"):
        return {}
    parts = (part for part in ("key", "name", "point", "capacity") if f"sites_{part}" in said)
    names = [f"{said[f'sites_{part}']} as site_{part}" for part in parts]  # one column may be both key and name
    query = questions.written({"dataset": said["sites"], "select": ", ".join(names)}, ask.city.zone)
    return {
        key: Site(str(name), point["lon"], point["lat"], *capacity)
        for key, name, point, *capacity in ask.rows(query).rows
        if point
    }
