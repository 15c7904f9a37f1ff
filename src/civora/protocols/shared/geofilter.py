"""`geofilter.distance=lat,lon,metres`, `geofilter.polygon=(lat,lon),(lat,lon),…` and `geofilter.bbox=lat,lon,lat,lon` of the older API,
which clients of the newer one send too. Latitude comes first in all three."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from civora.core.errors import Refused
from civora.core.policy.types import Reader
from civora.core.query import odsql
from civora.core.query.ast import And, Expr, Query
from civora.core.schema import GEOGRAPHIC
from civora.reading import queries as reading

NUMBER = r"\s*(-?[0-9]{1,10}(?:\.[0-9]{1,20})?)\s*"
NUMBERS = re.compile(rf"{NUMBER}(?:,{NUMBER})*")
CORNERS = re.compile(rf"\s*\({NUMBER},{NUMBER}\)(?:\s*,\s*\({NUMBER},{NUMBER}\)){{2,500}}\s*")


class BadGeofilter(Refused):
    """A geofilter that cannot be read, or a dataset without places."""

    code = "protocols.bad_geofilter"
    ods_code = "InvalidRESTParameterError"


def filtered(query: Query, params: Mapping[str, Sequence[str]], reader: Reader) -> Query:
    """The question, narrowed to what the geofilters leave. Raises BadGeofilter, and what `reading.card` raises."""
    asked = [
        (name, text)
        for name, texts in params.items()
        if name.startswith("geofilter.")
        for text in texts
        if text.strip()
    ]
    if not asked:
        return query
    place = reading.card(query.dataset, reader, query.version).schema.first(*GEOGRAPHIC)
    if place is None:
        raise BadGeofilter("This dataset has no places to filter by.", next_step="Leave geofilter out.")
    found = [condition(name, text, f"`{place.name}`") for name, text in asked]
    both = (query.where, *found) if query.where is not None else tuple(found)
    return replace(query, where=both[0] if len(both) == 1 else And(both))


def condition(name: str, text: str, place: str) -> Expr:
    if name not in WORDS:
        raise BadGeofilter(f"{name[:40]} is not known.", next_step=f"There are {', '.join(WORDS)}.")
    written = WORDS[name][0](text, place)
    if written is None:
        raise BadGeofilter(f"{name}={text[:60]} cannot be read.", next_step=f"Write {name}={WORDS[name][1]}.")
    return odsql.parse_where(written)


def numbers(text: str, count: int) -> list[str] | None:
    parts = [part.strip() for part in text.split(",")]
    return parts if len(parts) == count and NUMBERS.fullmatch(text) else None


def distance(text: str, place: str) -> str | None:
    found = numbers(text, 3) or [*(numbers(text, 2) or ()), "1"]
    if len(found) != 3:  # noqa: PLR2004 (latitude, longitude, metres)
        return None
    return f"within_distance({place}, geom'POINT({found[1]} {found[0]})', {found[2]}m)"


def polygon(text: str, place: str) -> str | None:
    return f'polygon({place}, "{text.strip()}")' if CORNERS.fullmatch(text) else None


def bbox(text: str, place: str) -> str | None:
    found = numbers(text, 4)
    return f"in_bbox({place}, {', '.join(found)})" if found else None


WORDS: dict[str, tuple[Callable[[str, str], str | None], str]] = {
    "geofilter.distance": (distance, "51.96,7.62,1000"),
    "geofilter.polygon": (polygon, "(51.9,7.6),(51.9,7.7),(52,7.7)"),
    "geofilter.bbox": (bbox, "51.9,7.6,52,7.7"),
}
