"""Our cards and rows in the JSON of `/api/v1/`. Pure."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from civora.catalog.types import DatasetCard, VersionCard
from civora.core.schema import FieldType
from civora.reading.types import Rows


def dataset(card: DatasetCard) -> dict[str, Any]:
    fields = [
        {
            "name": one.name,
            "label": one.label,
            "type": one.type.value,
            "unit": one.unit,
            "description": one.description,
            "facet": one.is_facet,
            "key": one.is_key,
        }
        for one in card.schema.fields
    ]
    return {
        "key": card.key, "title": card.title, "description": card.description, "language": card.title_lang,
        "publisher": card.publisher.key, "licence": card.licence.key, "themes": [theme.key for theme in card.themes],
        "keywords": list(card.keywords), "version": card.version, "rows": card.rows, "modified_at": card.modified_at.isoformat(),
        "bbox": card.bbox, "formats": list(card.formats), "example": card.is_example, "fields": fields,
    }  # fmt: skip


def version(card: VersionCard) -> dict[str, Any]:
    return {
        "version": card.number,
        "at": card.at.isoformat(),
        "rows": card.rows,
        "rows_set_aside": card.set_aside,
        "note": card.note,
        "checksum": card.checksum,
    }


def value(found: Any, kind: FieldType | None, zone: ZoneInfo) -> Any:
    if isinstance(found, datetime):
        return found.astimezone(zone).isoformat()
    if isinstance(found, date):
        return found.isoformat()
    return json.loads(found) if found is not None and kind is FieldType.GEO_SHAPE else found


def rows(found: Rows, zone: ZoneInfo) -> dict[str, Any]:
    columns = [{"name": one.name, "type": one.type.value if one.type else None} for one in found.columns]
    cells = [[value(cell, one.type, zone) for cell, one in zip(row, found.columns, strict=True)] for row in found.rows]
    return {
        "dataset": found.card.key,
        "version": found.card.version,
        "total": found.total,
        "columns": columns,
        "rows": cells,
        "next": found.next_cursor,
    }
