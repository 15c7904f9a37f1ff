"""Places by name, and things of the city's datasets (a container, a stop) near a point."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Call, Expr, GeoValue, Name, Quantity, Query, Text
from civora.core.schema import GEOGRAPHIC, FieldType, Schema
from civora.reading import queries as reading
from civora.reports import queries as reports
from civora.reports.types import Place
from civora.www.city import city

NAMES = ("name", "stop_name", "address", "title", "street", "place", "standort")
NEAR_M, MOST = 400, 12


def datasets() -> tuple[str, ...]:
    """Datasets with places that have names: those of categories, and the map's own."""
    own = str(city().home.get("map", {}).get("dots", ""))
    return tuple(dict.fromkeys([one.assets for one in reports.categories() if one.assets] + ([own] if own else [])))


def found(text: str) -> tuple[Place, ...]:
    """Places whose name holds the words, one for each name."""
    if len(text.strip()) < 2:  # noqa: PLR2004 (one letter finds everything)
        return ()
    places: dict[str, Place] = {}
    for dataset in datasets():
        for one in asked(dataset, lambda label, _: Call("search", (Name(label), Text(text.strip()[:80])))):
            places.setdefault(one.asset_label, one)
    return tuple(places.values())[:MOST]


def things(dataset: str, *, lat: float = 0, lon: float = 0, number: str = "") -> tuple[Place, ...]:
    """The things of a dataset near a point, or the one of that number. Only of datasets that a category names."""
    if dataset not in {one.assets for one in reports.categories()}:
        return ()
    if number:
        try:
            row = reading.record(Query(dataset=dataset), number, ANYONE)
        except CivoraError:
            return ()
        return of(dataset, row.card.schema, row.rows, (number,))
    return asked(
        dataset,
        lambda _, place: Call("within_distance", (Name(place), GeoValue(f"POINT({lon} {lat})"), Quantity(NEAR_M, "m"))),
    )


def asked(dataset: str, where: object) -> tuple[Place, ...]:
    try:
        schema = reading.card(dataset, ANYONE).schema
        point, label = schema.first(*GEOGRAPHIC), label_of(schema)
        if point is None or not label or not callable(where):
            return ()
        condition: Expr = where(label, point.name)
        rows = reading.rows(
            replace(Query(dataset=dataset, limit=60), where=condition, lang=str(settings.LANGUAGE_CODE)),
            ANYONE,
            total=False,
            record_ids=True,
        )
    except CivoraError:
        return ()
    return of(dataset, schema, rows.rows, rows.ids)


def of(dataset: str, schema: Schema, rows: list[tuple[object, ...]], ids: tuple[str, ...]) -> tuple[Place, ...]:
    point = schema.first(*GEOGRAPHIC)
    label = label_of(schema)
    if point is None:
        return ()
    at, named = schema.names.index(point.name), schema.names.index(label) if label else None
    made = []
    for row, number in zip(rows, ids, strict=False):
        where = row[at]
        if isinstance(where, dict):
            words = str(row[named] or "") if named is not None else number
            made.append(Place(where["lat"], where["lon"], "", dataset, number, words[:300]))
    return tuple(made)


def label_of(schema: Schema) -> str:
    """The column that names a thing."""
    texts = [field.name for field in schema.fields if field.type is FieldType.TEXT]
    return next((name for name in NAMES if name in texts), texts[0] if texts else "")
