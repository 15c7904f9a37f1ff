"""What a resident may say a cell should be: texts from a form, as the column keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext

from civora.core.schema import Field, FieldType, Schema
from civora.intake.errors import BadCorrection

LONGEST = 5_000
CORRECTABLE = frozenset(FieldType) - {FieldType.GEO_SHAPE, FieldType.JSON, FieldType.FILE}
YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def correctable(schema: Schema) -> tuple[Field, ...]:
    """The fields whose cells can be written in a form: all but shapes, lists, files and JSON."""
    return tuple(field for field in schema.fields if field.type in CORRECTABLE and not field.is_multivalued)


def changes(schema: Schema, given: Mapping[str, str]) -> dict[str, Any]:
    """Values as they go into JSON: numbers, booleans, ISO dates, points as {"lon", "lat"}. Raises BadCorrection with the column."""
    return {name: value(schema.field(name), text) for name, text in given.items()}


def value(field: Field, text: str) -> Any:
    """None for an empty cell. Raises BadCorrection."""
    plain = text.strip()
    if field not in correctable(Schema((field,))) or len(plain) > LONGEST:
        raise BadCorrection(
            gettext("{column} cannot be corrected here.").format(column=field.label or field.name), field=field.name
        )
    if not plain:
        return None
    try:
        return READ[field.type](plain)
    except (ValueError, KeyError) as error:
        raise BadCorrection(
            gettext("{column}: {text} is no {type}.").format(
                column=field.label or field.name, text=plain[:60], type=field.type
            ),
            field=field.name,
        ) from error


def point(text: str) -> dict[str, float]:
    lat, _, lon = text.partition(",")
    found = {"lon": float(lon), "lat": float(lat)}
    if not (-180 <= found["lon"] <= 180 and -90 <= found["lat"] <= 90):
        raise ValueError(text)
    return found


def instant(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


READ: dict[FieldType, Any] = {
    FieldType.TEXT: str,
    FieldType.INT: int,
    FieldType.DOUBLE: lambda text: float(text.replace(",", ".")),
    FieldType.BOOLEAN: lambda text: YES[text.lower()],
    FieldType.DATE: lambda text: date.fromisoformat(text).isoformat(),
    FieldType.DATETIME: instant,
    FieldType.GEO_POINT: point,
}
