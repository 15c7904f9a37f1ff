"""What the columns of a dataset are: names, types, units, and how they may be used."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from enum import StrEnum

from civora.core.errors import Refused


class FieldType(StrEnum):
    """The field types of the Explore API v2.1; `lake` says how each is stored."""

    TEXT = "text"
    INT = "int"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    GEO_POINT = "geo_point_2d"
    GEO_SHAPE = "geo_shape"
    FILE = "file"
    JSON = "json_blob"


NUMERIC = frozenset({FieldType.INT, FieldType.DOUBLE})
TEMPORAL = frozenset({FieldType.DATE, FieldType.DATETIME})
GEOGRAPHIC = frozenset({FieldType.GEO_POINT, FieldType.GEO_SHAPE})


class UnknownField(Refused):
    """A field that this dataset does not have for this reader."""

    code = "core.unknown_field"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `name` is what queries say, `label` what people read.

    `separator` is set for multivalued text (stored as a list); `hierarchy` is the separator of a path-like facet.
    """

    name: str
    type: FieldType
    label: str = ""
    description: str = ""
    unit: str = ""
    is_facet: bool = False
    is_key: bool = False
    is_disjunctive: bool = False
    separator: str = ""
    hierarchy: str = ""

    @property
    def is_multivalued(self) -> bool:
        return bool(self.separator)


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one version of one dataset, in order."""

    fields: tuple[Field, ...]

    def __contains__(self, name: object) -> bool:
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name. Raises UnknownField, with the nearest name as `hint`."""
        for field in self.fields:
            if field.name == name:
                return field
        near = difflib.get_close_matches(name, [field.name for field in self.fields], n=1)
        hint = f"Did you mean {near[0]}?" if near else ""
        raise UnknownField(f"Unknown field: {name[:100]}.", next_step=hint, field=name[:100], hint=hint)

    def without(self, names: frozenset[str]) -> Schema:
        return replace(self, fields=tuple(field for field in self.fields if field.name not in names))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def facets(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_facet)

    @property
    def keys(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.is_key)

    def first(self, *types: FieldType) -> Field | None:
        """The first field of one of these types, or None."""
        return next((field for field in self.fields if field.type in types), None)
