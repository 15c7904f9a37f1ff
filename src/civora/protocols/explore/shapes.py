"""Our rows and cards in the JSON of the Explore API v2.1. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from civora.catalog.types import DatasetCard
from civora.core.schema import Field, FieldType
from civora.reading.types import ColumnOut, Facet, FacetValue, Rows

JSONDict = dict[str, Any]


# ---- values -----------------------------------------------------------------------------------------------------


def value(found: Any, kind: FieldType | None, zone: ZoneInfo) -> Any:
    """One value of a record. Numbers that JSON cannot say are null."""
    if isinstance(found, datetime):
        return found.astimezone(zone).isoformat()
    if isinstance(found, date):
        return found.isoformat()
    if isinstance(found, float) and not math.isfinite(found):
        return None
    if found is not None and kind is FieldType.GEO_SHAPE:
        return {"type": "Feature", "geometry": json.loads(found), "properties": {}}
    if isinstance(found, str) and kind in (FieldType.JSON, FieldType.FILE):
        return parsed(found)
    return found


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def record(row: tuple[Any, ...], columns: tuple[ColumnOut, ...], zone: ZoneInfo) -> JSONDict:
    return {column.name: value(cell, column.type, zone) for column, cell in zip(columns, row, strict=True)}


def records(found: Rows, zone: ZoneInfo) -> list[JSONDict]:
    return [record(row, found.columns, zone) for row in found.rows]


def page(results: list[JSONDict], total: int | None) -> JSONDict:
    """Groups have no total_count there."""
    return {"results": results} if total is None else {"total_count": total, "results": results}


# ---- datasets ----------------------------------------------------------------------------------------------------


def dataset(card: DatasetCard, base: str) -> JSONDict:
    """`/catalog/datasets/{id}`."""
    return {
        "dataset_id": card.key,
        "dataset_uid": card.uid,
        "attachments": [attachment(card, one, base) for one in card.attachments],
        "has_records": True,
        "data_visible": True,
        "features": list(card.features),
        "metas": {"default": metas(card)},
        "fields": [field(one) for one in card.schema.fields],
    }


def attachment(card: DatasetCard, one: Any, base: str) -> JSONDict:
    address = f"{base}/catalog/datasets/{card.key}/attachments/{one.key}"
    return {"mimetype": one.media_type, "url": address, "id": one.key, "title": one.title}


def metas(card: DatasetCard) -> JSONDict:
    return {
        "title": card.title, "description": card.description, "theme": [theme.label for theme in card.themes],
        "keyword": list(card.keywords), "license": card.licence.title, "license_url": card.licence.url,
        "language": card.languages[0] if card.languages else "en", "metadata_languages": list(card.languages),
        "timezone": card.timezone or None, "modified": card.modified_at.isoformat(),
        "modified_updates_on_metadata_change": False, "modified_updates_on_data_change": True,
        "data_processed": card.modified_at.isoformat(), "metadata_processed": card.metadata_modified_at.isoformat(),
        "geographic_reference": [], "geographic_reference_auto": True, "geographic_area": area(card),
        "geographic_area_mode": None, "territory": card.territory or None, "publisher": card.publisher.name or None,
        "references": card.source_url or None, "records_count": card.rows,
        "attributions": [card.attribution] if card.attribution else [], "source_domain": None, "source_domain_title": None,
        "source_domain_address": None, "source_dataset": None, "shared_catalog": None, "federated": False,
        "oauth_scope": None, "parent_domain": None, "update_frequency": card.frequency or None, "version": card.version,
        "example": card.is_example,
    }  # fmt: skip


def area(card: DatasetCard) -> JSONDict | None:
    if card.bbox is None:
        return None
    west, south, east, north = card.bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}


def field(one: Field) -> JSONDict:
    notes: JSONDict = {}
    if one.is_facet:
        notes |= {"facet": []}
    if one.is_disjunctive:
        notes |= {"disjunctive": []}
    if one.is_key:
        notes |= {"id": []}
    if one.is_multivalued:
        notes |= {"multivalued": [one.separator]}
    if one.hierarchy:
        notes |= {"hierarchical": [one.hierarchy]}
    if one.unit:
        notes |= {"unit": [one.unit]}
    if one.type in (FieldType.INT, FieldType.DOUBLE, FieldType.DATE, FieldType.DATETIME):
        notes |= {"sortable": []}
    return {
        "name": one.name, "label": one.label or one.name, "type": one.type.value, "description": one.description or None,
        "annotations": notes,
    }  # fmt: skip


# ---- facets, attachments ------------------------------------------------------------------------------------------------


def facets(found: Iterable[Facet], links: list[JSONDict]) -> JSONDict:
    return {
        "_links": links,
        "links": links,
        "facets": [{"name": one.name, "facets": values(one.values)} for one in found],
    }


def values(found: tuple[FacetValue, ...]) -> list[JSONDict]:
    return [facet_value(one) for one in found]


def facet_value(one: FacetValue) -> JSONDict:
    shape: JSONDict = {"name": one.label, "value": one.value, "count": one.count, "state": one.state}
    return shape | ({"facets": values(one.children)} if one.children else {})


def attachments(card: DatasetCard, base: str) -> JSONDict:
    found = [
        {
            "href": f"{base}/catalog/datasets/{card.key}/attachments/{one.key}",
            "metas": {"mime-type": one.media_type, "title": one.title, "url": one.key, "id": one.key},
        }
        for one in card.attachments
    ]
    return {"_links": [], "attachments": found}
