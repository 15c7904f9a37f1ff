"""Refinements and facet requests held against the schema."""

from __future__ import annotations

from dataclasses import dataclass

from civora.core.query.ast import FacetRequest, Refinement
from civora.core.query.dates import BadDate, interval
from civora.core.query.scope import Scope, said
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, Field, FieldType, Schema

VALUE_LENGTH = 1_000
MOST_VALUES = 20_000
SORTS = {
    "count": frozenset(FieldType),
    "alphanum": TEMPORAL | {FieldType.TEXT},
    "num": NUMERIC,
}  # fmt: skip
WITHOUT = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}


@dataclass(frozen=True, slots=True)
class TypedRefinement:
    """A checked refine or exclude. Values of dates are dates of any precision, with `/` or `-`."""

    field: Field
    value: str
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class TypedFacet:
    """`is_disjunctive` and `hierarchy` are settled: the request's word, else the schema's."""

    field: Field
    is_disjunctive: bool
    hierarchy: str
    sort: str
    limit: int


def check_refinement(asked: Refinement, schema: Schema) -> TypedRefinement:
    """Raises ODSQLError with clause refine or exclude."""
    scope = Scope(schema, "exclude" if asked.is_excluded else "refine")
    field = _faceted(asked.field, scope)
    if len(asked.value) > VALUE_LENGTH:
        raise scope.too_large(f"the value has more than {VALUE_LENGTH} characters")
    if field.type in TEMPORAL:
        try:
            interval(asked.value)
        except BadDate as error:
            raise scope.caused_by(error) from None
    return TypedRefinement(field, asked.value, asked.is_excluded)


def check_facet(asked: FacetRequest, schema: Schema) -> TypedFacet:
    """Raises ODSQLError with clause facet."""
    scope = Scope(schema, "facet")
    field = _faceted(asked.field, scope)
    if field.type not in SORTS.get(asked.sort.removeprefix("-"), frozenset()):
        lawful = ", ".join(f"{name}, -{name}" for name, kinds in SORTS.items() if field.type in kinds)
        raise scope.error(f"sort={asked.sort[:40]!r} does not fit the field {field.name}", f"Use one of {lawful}.")
    if not 0 <= asked.limit <= MOST_VALUES:
        raise scope.error(f"a facet shows at most {MOST_VALUES} values")
    is_disjunctive = field.is_disjunctive if asked.is_disjunctive is None else asked.is_disjunctive
    return TypedFacet(field, is_disjunctive, asked.hierarchy or field.hierarchy, asked.sort, asked.limit)


def _faceted(name: str, scope: Scope) -> Field:
    field = scope.field(name)
    if field.type in WITHOUT:
        raise scope.error(f"{field.name} is of type {said(field.type)}, which has no facet")
    return field
