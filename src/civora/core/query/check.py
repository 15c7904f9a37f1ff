"""The semantic pass: a `Query` held against a schema, before any SQL.

`check` raises errors of `core.query.errors` or gives a `CheckedQuery`, in normal form:

- `outputs` are all columns of the answer, in order; `*`, include() and exclude() are already expanded. In a grouped
  query the keys that select does not name come first, then what select names.
- Names in select, order_by and having that mean an alias are replaced by the expression behind it.
- In `where` and `having` every position that needs a condition holds one: a bare boolean is `Is(x, "true")`, a bare string
  is `Text`. Old spellings are gone: `geometry(f, g, MODE)` is intersects/disjoint/within, `polygon(f, "…")` is
  `within(f, GeoValue)`, `distance(f, g, r)` is within_distance, whose third argument is `Value` in metres.
  search, suggest and startswith are `(Star or Name…, Value text)`.
- `value in field` is `InList(value, (Name,))`.
"""

from __future__ import annotations

from dataclasses import dataclass

from civora.core.query.ast import Expr, FacetRequest, Query
from civora.core.schema import Field, FieldType, Schema


@dataclass(frozen=True, slots=True)
class TypedOutput:
    """One column of the answer. `group` is the index in `groups` whose key this column shows; `field` is set where the
    column is a field as it stands (its label, unit and separator hold)."""

    expr: Expr
    name: str
    type: FieldType | None
    is_aggregate: bool = False
    group: int | None = None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """One grouping key; type None for geo_cluster, whose value is {"cluster_centroid": {"lat", "lon"}}."""

    expr: Expr
    name: str
    type: FieldType | None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class TypedOrder:
    """`output` is the index in `outputs` that this orders by, where there is one."""

    expr: Expr
    is_descending: bool
    type: FieldType | None
    is_aggregate: bool = False
    output: int | None = None


@dataclass(frozen=True, slots=True)
class TypedRefinement:
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


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that can be compiled. `groups` None: rows; (): one group over everything, one row."""

    query: Query
    schema: Schema
    outputs: tuple[TypedOutput, ...]
    where: Expr | None = None
    groups: tuple[TypedGroup, ...] | None = None
    having: Expr | None = None
    order_by: tuple[TypedOrder, ...] = ()
    refine: tuple[TypedRefinement, ...] = ()
    facets: tuple[TypedFacet, ...] = ()

    @property
    def is_grouped(self) -> bool:
        return self.groups is not None


__all__ = [
    "CheckedQuery",
    "FacetRequest",
    "TypedFacet",
    "TypedGroup",
    "TypedOrder",
    "TypedOutput",
    "TypedRefinement",
]
