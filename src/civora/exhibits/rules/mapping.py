"""What a map spec may hold: layers over named questions, each drawn one way, in the order in which they lie.

{"layers": [{"query": "stops", "as": "points", "label": {"en": "Bus stops"}, "field": "", "popup": "{{stop_name}}"}],
 "view": [7.5, 51.9, 7.7, 52.0], "time": {"query": "stops", "field": "opened", "step": "year"}, "base": "quiet"}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType, Schema
from civora.exhibits.errors import BadSpec
from civora.exhibits.rules.check import check_queries, check_size
from civora.exhibits.types import LANGUAGES, Spec

WAYS = ("points", "clusters", "heat", "hexagons", "choropleth", "symbols", "lines", "polygons", "labels")
METHODS = ("quantiles", "equal", "jenks", "deviation", "given")
WORDS = {"layers", "view", "time", "compare", "base", "area"}
LAYER_WORDS = {
    "query", "as", "label", "field", "method", "classes", "breaks", "colour", "popup", "text", "minzoom", "maxzoom", "hidden",
    "opacity", "aggregate",
}  # fmt: skip
COLOURS = ("d1", "d2", "d3", "d4", "d5", "d6", "d0")
FIELD = re.compile(r"\{\{([^{}]{1,100})\}\}")
POPUP_AT_MOST = 600
CLASSES = range(2, 8)
ZOOMS = range(25)
LAYERS_AT_MOST = 8


def check_map(spec: Spec, schemas: Mapping[str, Schema]) -> None:
    """Raises BadSpec with the place."""
    check_queries(dict.fromkeys(schemas, ()))
    check_size(spec)
    unknown(spec, WORDS, "spec")
    layers = spec.get("layers")
    if not isinstance(layers, list) or not 1 <= len(layers) <= LAYERS_AT_MOST:
        raise BadSpec("A map has one to eight layers.", next_step='Write "layers": [{"query": "…", "as": "points"}].')
    for number, layer in enumerate(layers):
        check_layer(layer, f"layers[{number}]", schemas)
    if "view" in spec:
        check_view(spec["view"])
    if spec.get("time"):
        check_time(spec["time"], schemas)
    if spec.get("compare"):
        check_compare(spec["compare"], len(layers))


def unknown(given: Any, words: set[str], place: str) -> None:
    if not isinstance(given, dict):
        raise BadSpec(f"{place} is not an object.", next_step=f"Its words are {', '.join(sorted(words))}.")
    for word in given:
        if word not in words:
            raise BadSpec(
                f"{place}.{str(word)[:40]} is no word of a map.", next_step=f"Use {', '.join(sorted(words))}."
            )


def check_layer(layer: Any, place: str, schemas: Mapping[str, Schema]) -> None:
    unknown(layer, LAYER_WORDS, place)
    if layer.get("query") not in schemas:
        raise BadSpec(f"{place}.query names no query.", next_step=f"Write one of {', '.join(schemas)}.")
    schema = schemas[layer["query"]]
    spot = schema.first(*GEOGRAPHIC)
    if spot is None:
        raise BadSpec(f"{place}: these rows have no place.", next_step="Choose a dataset with places.")
    way = layer.get("as", "points")
    if way not in WAYS:
        raise BadSpec(
            f"{place}.as: {str(way)[:30]!r} is no way to draw.", next_step=f"Choose one of {', '.join(WAYS)}."
        )
    if way == "hexagons" and spot.type is not FieldType.GEO_POINT:
        raise BadSpec(
            f"{place}.as: only points are gathered in hexagons.", next_step="Draw these as lines or polygons."
        )
    check_field(layer, way, place, schema)
    check_texts(layer, place, schema)
    for word in ("minzoom", "maxzoom"):
        if word in layer and layer[word] not in ZOOMS:
            raise BadSpec(f"{place}.{word} goes from 0 to 24.", next_step="Give a whole number.")
    if layer.get("colour", "d1") not in COLOURS:
        raise BadSpec(f"{place}.colour is none of the city's.", next_step=f"Choose one of {', '.join(COLOURS)}.")
    opacity = layer.get("opacity", 1)
    if type(opacity) not in (int, float) or not 0 < opacity <= 1:
        raise BadSpec(f"{place}.opacity goes from 0 to 1.", next_step="Give a number such as 0.8.")


def check_field(layer: dict[str, Any], way: str, place: str, schema: Schema) -> None:
    name = layer.get("field") or ""
    if way in ("choropleth", "symbols", "labels") and not name:
        raise BadSpec(f"{place}: {way} needs a field.", next_step="Name the column that it shows.")
    if name:
        field = schema.field(str(name))
        if way in ("choropleth", "symbols", "heat", "hexagons") and field.type not in NUMERIC:
            raise BadSpec(f"{place}.field holds no numbers.", next_step="Choose a numeric column.")
        if field.type in GEOGRAPHIC | {FieldType.JSON}:
            raise BadSpec(f"{place}.field cannot be shown.", next_step="Choose another column.")
    method, classes, breaks = layer.get("method", "quantiles"), layer.get("classes", 5), layer.get("breaks", [])
    if method not in METHODS or classes not in CLASSES:
        raise BadSpec(
            f"{place} has no such classes.", next_step=f"Methods are {', '.join(METHODS)}; classes go from 2 to 7."
        )
    is_list = isinstance(breaks, list) and all(type(one) in (int, float) for one in breaks) and breaks == sorted(breaks)
    if not is_list or (method == "given" and not 1 <= len(breaks) <= 6):  # noqa: PLR2004
        raise BadSpec(f"{place}.breaks are no ascending numbers.", next_step="Give one to six of them.")


def check_texts(layer: dict[str, Any], place: str, schema: Schema) -> None:
    popup = layer.get("popup", "")
    if not isinstance(popup, str) or len(popup) > POPUP_AT_MOST:
        raise BadSpec(f"{place}.popup is longer than {POPUP_AT_MOST} characters.", next_step="Say less.")
    for name in FIELD.findall(popup):
        schema.field(name.strip())
    label = layer.get("label", {})
    is_lawful = (
        isinstance(label, dict)
        and not set(label) - set(LANGUAGES)
        and all(isinstance(one, str) and len(one) < 100 for one in label.values())
    )  # noqa: PLR2004
    if not is_lawful:
        raise BadSpec(f"{place}.label is no text.", next_step='Write {"en": "…", "fr": "…", "de": "…"}.')


def check_view(view: Any) -> None:
    if not isinstance(view, list) or len(view) != 4 or not all(type(one) in (int, float) for one in view):  # noqa: PLR2004
        raise BadSpec("view names no area.", next_step="Write [west, south, east, north] in degrees.")
    west, south, east, north = view
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 360):  # noqa: PLR2004 (degrees)
        raise BadSpec("view names no area.", next_step="Write [west, south, east, north] in degrees.")


def check_time(time: Any, schemas: Mapping[str, Schema]) -> None:
    unknown(time, {"query", "field", "step"}, "time")
    schema = schemas.get(str(time.get("query")))
    if schema is None:
        raise BadSpec("time.query names no query.", next_step=f"Write one of {', '.join(schemas)}.")
    if schema.field(str(time.get("field"))).type not in TEMPORAL:
        raise BadSpec("time.field is no date.", next_step="Choose a date.")
    if time.get("step", "year") not in ("year", "month", "week", "day"):
        raise BadSpec("time.step is none of year, month, week, day.", next_step="Choose one of them.")


def check_compare(compare: Any, layers: int) -> None:
    """Two sides of a swipe: which layers lie on the left, which on the right."""
    unknown(compare, {"left", "right"}, "compare")
    for side in ("left", "right"):
        numbers = compare.get(side)
        if not isinstance(numbers, list) or not numbers or any(one not in range(layers) for one in numbers):
            raise BadSpec(f"compare.{side} names no layers.", next_step="Write the numbers of layers, from 0.")


def fields_of(layer: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that the tiles of a layer must carry: what it is styled by and what its pop-up says."""
    names = [layer.get("field") or "", *(name.strip() for name in FIELD.findall(layer.get("popup", "")))]
    return tuple(dict.fromkeys(name for name in names if name))
