"""Words of drawing an area, and places to find: the city's own reference data that the map searches."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.core.query.ast import Call, Name, Output, Query, Value
from civora.core.schema import GEOGRAPHIC
from civora.reading import queries as reading
from civora.www import formats
from civora.www.city import city
from civora.www.pages import reader_of

FOUND_AT_MOST = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Reference:
    """A dataset whose places have names: of the pack's `[[map.places]]`, dataset and column."""

    dataset: str
    name: str


def references() -> tuple[Reference, ...]:
    given = city().places
    return tuple(
        Reference(str(one.get("dataset", "")), str(one.get("name", ""))) for one in given if one.get("dataset")
    )


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """`?q=`: places whose name begins with these letters, from the city's own data. No other party is asked."""
    text = request.GET.get("q", "").strip()[:80]
    found: list[dict[str, Any]] = []
    for one in references() if len(text) >= SHORTEST else ():
        found += named(one, text, reader_of(request))
        if len(found) >= FOUND_AT_MOST:
            break
    return JsonResponse({"places": found[:FOUND_AT_MOST]})


def named(one: Reference, text: str, reader: Reader) -> list[dict[str, Any]]:
    try:
        card = reading.card(one.dataset, reader, None, formats.language())
        place = card.schema.first(*GEOGRAPHIC)
        if place is None:
            return []
        query = Query(
            one.dataset, select=(Output(Name(one.name), "name"), Output(Name(place.name), "place")),
            where=Call("suggest", (Name(one.name), Value(text))), limit=FOUND_AT_MOST * 3,
        )  # fmt: skip
        rows = reading.rows(query, reader, total=False, door="places").rows
    except CivoraError:
        return []
    spots = {str(name): middle(spot) for name, spot in rows if name and spot}
    return [{"name": name, "kind": card.title, "at": at} for name, at in spots.items() if at]


def middle(spot: Any) -> list[float] | None:
    if isinstance(spot, dict):
        return [float(spot["lon"]), float(spot["lat"])]
    corners = list(flat(json.loads(spot).get("coordinates", ())))
    return [sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)] if corners else None


def flat(nested: Any) -> Any:
    if nested and isinstance(nested[0], int | float):
        yield float(nested[0]), float(nested[1])
    else:
        for one in nested:
            yield from flat(one)


def area_words() -> dict[str, str]:
    return {
        "area": gettext("Choose an area"), "rectangle": gettext("Rectangle"), "polygon": gettext("Polygon"), "circle": gettext("Circle"),
        "near": gettext("Near places"), "clear": gettext("Remove the area"), "done": gettext("Close the polygon"), "within": gettext("Within metres"),
        "of": gettext("of"), "inside": gettext("{n} rows inside"), "open": gettext("Open these rows"), "query": gettext("The question"),
        "sum": gettext("Total of {field}: {n}"), "hint": gettext("Click two corners; for a polygon each corner, then close it."),
    }  # fmt: skip
