"""How a schema is kept as JSON, and what its fields say in each language."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from civora.catalog.types import FieldChange
from civora.core.schema import Field, FieldType, Schema


def as_json(schema: Schema) -> list[dict[str, Any]]:
    return [asdict(field) | {"type": field.type.value} for field in schema.fields]


def from_json(kept: list[dict[str, Any]]) -> Schema:
    return Schema(tuple(Field(**{**entry, "type": FieldType(entry["type"])}) for entry in kept))


def dressed(schema: Schema, notes: dict[str, dict[str, Any]], languages: tuple[str, ...]) -> Schema:
    """The schema with labels, descriptions, units and facets as the publisher set them, in the first language known."""
    return Schema(tuple(_dressed(field, notes.get(field.name, {}), languages) for field in schema.fields))


def _dressed(field: Field, note: dict[str, Any], languages: tuple[str, ...]) -> Field:
    label = text(note.get("label"), languages, field.label) or field.name
    changed = {name: note[name] for name in ("unit", "is_facet", "is_disjunctive", "hierarchy") if name in note}
    return replace(
        field, label=label, description=text(note.get("description"), languages, field.description), **changed
    )


def text(by_language: dict[str, str] | None, languages: tuple[str, ...], delivered: str) -> str:
    """The words in the first of these languages that there is, else as delivered, else in any language."""
    if not by_language:
        return delivered
    asked = next((by_language[lang] for lang in languages if by_language.get(lang)), "")
    return asked or delivered or next(iter(by_language.values()))


def noted(notes: dict[str, dict[str, Any]], name: str, change: FieldChange) -> dict[str, dict[str, Any]]:
    """The notes with one column's change laid over; texts of other languages stay."""
    note = dict(notes.get(name, {}))
    for key, value in asdict(change).items():
        if value is not None:
            note[key] = {**note.get(key, {}), **value} if isinstance(value, dict) else value
    return {**notes, name: note}
