"""Reports and services in the shapes of GeoReport, and those as JSON or XML (the "Spark" mapping). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import orjson

from civora.reports.types import Category, Datatype, Question, ReportCard, Status, Texts, Turn, Update

Row = dict[str, Any]
ITEMS = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "errors": "error",
    "endpoints": "endpoint", "formats": "format", "photos": "photo", "notes": "note", "groups": "group",
    "service_request_updates": "request_update", "value": "value",
}  # fmt: skip
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MEDIA = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGESET = "2025-05-15T00:00:00Z"


def written(root: str, found: Any, form: str) -> bytes:
    """JSON: the bare array or object. XML: under its root."""
    if form == "json":
        return orjson.dumps(found)
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + element(root, found)).encode()


def element(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return f"<{name}/>"
    if isinstance(value, Mapping):
        inside = "".join(element(key, one) for key, one in value.items())
    elif isinstance(value, list | tuple):
        inside = "".join(element(ITEMS.get(name, "item"), one) for one in value)
    elif isinstance(value, bool):
        inside = "true" if value else "false"
    else:
        inside = escape(NOT_XML.sub("", str(value)))
    return f"<{name}>{inside}</{name}>"


def when(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None


def said(texts: Texts, lang: str) -> str:
    return texts.get(lang) or texts.get("en") or next((one for one in texts.values() if one), "")


def service(one: Category, lang: str, *, is_realtime: bool = True) -> Row:
    return {
        "service_code": one.key, "service_name": said(one.name, lang), "description": said(one.description, lang) or None,
        "metadata": bool(one.questions), "type": "realtime" if is_realtime else "batch", "keywords": ", ".join(one.keywords),
        "group": said(one.group, lang) or None,
    }  # fmt: skip


def definition(one: Category, lang: str) -> Row:
    return {"service_code": one.key, "attributes": [attribute(q, n, lang) for n, q in enumerate(one.questions, 1)]}


def attribute(one: Question, order: int, lang: str) -> Row:
    return {
        "variable": True, "code": one.code, "datatype": one.datatype.value, "required": one.is_required,
        "datatype_description": said(one.hint, lang) or None, "order": order, "description": said(one.label, lang),
        "values": [{"key": key, "name": said(name, lang)} for key, name in one.values],
    }  # fmt: skip


def request(one: ReportCard, category: Category, *, body: str, notes: str, photos: Sequence[str], lang: str) -> Row:
    return {
        "service_request_id": one.key, "status": "open" if one.is_open else "closed", "status_notes": one.reason or notes or None,
        "service_name": said(category.name, lang), "service_code": one.category, "description": one.text or None,
        "agency_responsible": body or None, "service_notice": None, "requested_datetime": when(one.at),
        "updated_datetime": when(one.closed_at or one.changed_at), "expected_datetime": when(one.expected_at) if one.is_open else None,
        "address": one.address or None, "address_id": None, "zipcode": None, "lat": one.lat, "long": one.lon,
        "media_url": photos[0] if photos else None,
    }  # fmt: skip


def extended(
    one: ReportCard, category: Category, *, area: str, photos: Sequence[str], lines: Sequence[Update], lang: str
) -> Row:
    """What `extensions=true` adds."""
    return {
        "extended_attributes": {
            "channel": one.channel, "status": one.status.value, "area": area or None, "photos": list(photos),
            "duplicate": one.status is Status.DUPLICATE, "parent_service_request_id": one.duplicate_of or None,
            "also_seen_by": one.joined, "example": one.is_example,
        },
        "attributes": [
            {"code": code, "label": label, "name": label, "value": value}
            for code, values in one.answers for label in (question_label(category, code, lang),) for value in values
        ],
        "notes": [
            {"datetime": when(line.at), "type": line.turn.value, "summary": line.status.value, "description": line.text or None}
            for line in lines if line.turn is not Turn.SENT
        ],
    }  # fmt: skip


def question_label(category: Category, code: str, lang: str) -> str:
    return next((said(one.label, lang) for one in category.questions if one.code == code), code)


def update(line: Update, photos: Sequence[str] = ()) -> Row:
    return {
        "update_id": line.key, "service_request_id": line.report, "status": line.status.value.upper(), "updated_datetime": when(line.at),
        "description": line.text or None, "media_url": photos[0] if photos else None,
    }  # fmt: skip


def discovery(base: str, contact: str) -> Row:
    formats = ["text/xml", "application/json"]
    return {
        "changeset": CHANGESET, "contact": contact, "key_service": f"Keys: {base}/account/keys/, or `civora key add EMAIL`.",
        "endpoints": [
            {"specification": SPECIFICATION, "url": f"{base}/open311/v2", "changeset": CHANGESET, "type": "production", "formats": formats}
        ],
    }  # fmt: skip


__all__ = ["MEDIA", "Datatype", "definition", "discovery", "extended", "request", "service", "update", "written"]
