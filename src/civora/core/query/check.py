"""The semantic pass: a `Query` held against a schema, before any SQL.

`check` raises errors of `core.query.errors` or gives a `CheckedQuery`, in normal form:

- `outputs` are all columns of the answer, in order; `*`, include() and exclude() are already expanded. In a grouped
  query the keys that select does not name come first, then what select names.
- Names in select, order_by and having that mean an alias are replaced by the expression behind it.
- In `where` and `having` every position that needs a condition holds one: a bare boolean is `Is(x, "true")`, a bare string
  is `Text`. Old spellings are gone: `geometry(f, g, MODE)` is intersects/disjoint/within, `polygon(f, "…")` is
  `within(f, GeoValue)`, `distance(f, g, r)` is within_distance, whose third argument is `Value` in metres.
  search, suggest and startswith are `(Star or Name…, Value text)`.
- `literal in multivalued_field` is `InList(literal, (Name,))`; of other fields it is `=`. In comparisons a literal stands on
  the right; a `DateValue` is never the operand that is compared, and means its whole interval (`dates.interval`).
- A `GeoValue` holds WKT. In select and groups too: `range(f, N unit)` has a long singular unit, geo_cluster all arguments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from civora.core.query.ast import Call, Expr, Name, Order, Output, Prefix, Query, Star
from civora.core.query.bounds import check_bounds, check_expression
from civora.core.query.conditions import condition
from civora.core.query.dates import time_zone
from civora.core.query.facets import TypedFacet, TypedRefinement, check_facet, check_refinement
from civora.core.query.functions import GROUP_BY, HAVING, ORDER_BY, SELECT, WHERE
from civora.core.query.groups import NOT_GROUPED, group
from civora.core.query.infer import value
from civora.core.query.scope import Scope, Typed, said
from civora.core.query.walk import children, has_aggregate, is_aggregate
from civora.core.schema import Field, FieldType, Schema

__all__ = [
    "CheckedQuery",
    "TypedFacet",
    "TypedGroup",
    "TypedOrder",
    "TypedOutput",
    "TypedRefinement",
    "check",
    "check_condition",
]


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


def check(query: Query, schema: Schema) -> CheckedQuery:
    """Raises ODSQLError and its kin (each with `.clause`), UnknownZone."""
    check_bounds(query)
    time_zone(query.zone)
    if query.offset < 0 or (query.limit is not None and query.limit < 0):
        raise Scope(schema, "limit").error("limit and offset are not negative")
    is_grouped = query.groups is not None or any(_aggregates(output) for output in query.select)
    answer = _groups(query, schema) if is_grouped else _rows(query, schema)
    return CheckedQuery(
        query=query,
        schema=schema,
        outputs=answer.outputs,
        where=None if query.where is None else condition(query.where, Scope(schema, WHERE)),
        groups=answer.groups if is_grouped else None,
        having=_having(query, answer, is_grouped),
        order_by=_order_by(query, answer, is_grouped),
        refine=tuple(check_refinement(one, schema) for one in query.refine),
        facets=tuple(check_facet(request, schema) for request in query.facets),
    )


def check_condition(expr: Expr, schema: Schema, clause: str = WHERE) -> Expr:
    """A condition by itself, such as a policy's row filter, in normal form. Raises ODSQLError and its kin."""
    check_expression(expr, clause)
    return condition(expr, Scope(schema, clause))


@dataclass(slots=True)
class _Answer:
    """What the other clauses may name: the columns, the keys, and the keys as written."""

    schema: Schema
    outputs: tuple[TypedOutput, ...]
    groups: tuple[TypedGroup, ...] = ()
    written: dict[Expr, int] = field(default_factory=dict)

    def scope(self, clause: str) -> Scope:
        aliases = {one.name: Typed(one.expr, one.type, field=one.field) for one in self.groups}
        aliases |= {one.name: Typed(one.expr, one.type, one.is_aggregate, one.field) for one in self.outputs}
        return Scope(self.schema, clause, aliases)


def _aggregates(output: Output | Star) -> bool:
    return isinstance(output, Output) and has_aggregate(output.expr)


# ---- rows ------------------------------------------------------------------------------------------------------


def _rows(query: Query, schema: Schema) -> _Answer:
    scope = Scope(schema, SELECT)
    hidden = frozenset(
        one.name
        for output in query.select
        if _is_call(output, "exclude")
        for one in _matched(output.expr, scope)  # type: ignore[union-attr]  # it is an Output, as _is_call says
    )
    found = [typed for output in query.select or (Star(),) for typed in _columns(output, hidden, scope)]
    if not found:
        raise scope.error("no field is selected")
    return _Answer(schema, _by_heading(found))


def _columns(output: Output | Star, hidden: frozenset[str], scope: Scope) -> list[TypedOutput]:
    if isinstance(output, Star) or _is_call(output, "exclude"):
        return [_column(one) for one in scope.schema.fields if one.name not in hidden]
    if _is_call(output, "include"):
        return [_column(one) for one in _matched(output.expr, scope)]
    found = value(output.expr, scope)
    return [TypedOutput(found.expr, output.name, found.type, field=found.field)]


def _column(one: Field) -> TypedOutput:
    return TypedOutput(Name(one.name), one.name, one.type, field=one)


def _is_call(output: Output | Star, name: str) -> bool:
    return isinstance(output, Output) and isinstance(output.expr, Call) and output.expr.name == name


def _matched(expr: Expr, scope: Scope) -> list[Field]:
    """The fields that include(…) or exclude(…) means."""
    found: list[Field] = []
    for arg in expr.args if isinstance(expr, Call) else ():
        if isinstance(arg, Prefix):
            found += [one for one in scope.schema.fields if one.name.lower().startswith(arg.prefix.lower())]
        elif isinstance(arg, Name):
            found.append(scope.field(arg.name))
        elif isinstance(arg, Star):
            found += scope.schema.fields
        else:
            raise scope.error("include() and exclude() take fields, or beginnings such as pop*")
    return found


def _by_heading(found: list[TypedOutput]) -> tuple[TypedOutput, ...]:
    """One column for each heading; of two, the later one at the place of the first."""
    return tuple({one.name: one for one in found}.values())


# ---- groups ----------------------------------------------------------------------------------------------------


def _groups(query: Query, schema: Schema) -> _Answer:
    scope = Scope(schema, GROUP_BY)
    keys: list[TypedGroup] = []
    written: dict[Expr, int] = {}
    for one in query.groups or ():
        found = group(one.expr, scope)
        written.setdefault(one.expr, len(keys))
        keys.append(TypedGroup(found.expr, one.name, found.type, found.field))
    answer = _Answer(schema, (), tuple(keys), written)
    selected = [_grouped_column(output, answer) for output in query.select]
    shown = {one.group for one in selected}
    unselected = [_key(index, answer) for index in range(len(keys)) if index not in shown]
    if not unselected and not selected:
        raise answer.scope(SELECT).error("nothing is selected", "Select an aggregate such as count(*).")
    answer.outputs = _by_heading([*unselected, *selected])
    return answer


def _key(index: int, answer: _Answer, name: str = "") -> TypedOutput:
    one = answer.groups[index]
    return TypedOutput(one.expr, name or one.name, one.type, group=index, field=one.field)


def _grouped_column(output: Output | Star, answer: _Answer) -> TypedOutput:
    scope = answer.scope(SELECT)
    if isinstance(output, Star):
        raise scope.error("selected field must be in group_by: *", "Select keys of group_by and aggregates.")
    index = answer.written.get(output.expr)
    if index is not None:
        return _key(index, answer, output.name)
    found = _of_groups(value(output.expr, scope), answer, scope)
    for index, one in enumerate(answer.groups):
        if one.expr == found.expr:
            return _key(index, answer, output.name)
    return TypedOutput(found.expr, output.name, found.type, is_aggregate=has_aggregate(found.expr))


def _of_groups(found: Typed, answer: _Answer, scope: Scope) -> Typed:
    """Unchanged, if it is made of keys, aggregates and literals only."""
    name = _ungrouped(found.expr, frozenset(one.expr for one in answer.groups))
    if name:
        step = f"Add {name[:60]} to group_by, or put it into an aggregate such as count({name[:60]})."
        raise scope.error(f"selected field must be in group_by: {name[:60]}", step)
    return found


def _ungrouped(expr: Expr, keys: frozenset[Expr]) -> str:
    """A field outside keys and aggregates; empty if there is none."""
    if expr in keys or is_aggregate(expr):
        return ""
    if isinstance(expr, Name):
        return expr.name
    return next((name for child in children(expr) if (name := _ungrouped(child, keys))), "")


# ---- having, order_by ------------------------------------------------------------------------------------------


def _having(query: Query, answer: _Answer, is_grouped: bool) -> Expr | None:
    if query.having is None:
        return None
    scope = answer.scope(HAVING)
    if not is_grouped:
        raise scope.error("having needs group_by", "Use where for conditions on rows.")
    found = condition(query.having, scope)
    _of_groups(Typed(found, None), answer, scope)
    return found


def _order_by(query: Query, answer: _Answer, is_grouped: bool) -> tuple[TypedOrder, ...]:
    scope = answer.scope(ORDER_BY)
    found = tuple(_order(one, answer, scope, is_grouped) for one in query.order_by)
    for before, after in pairwise(found):
        if after.is_aggregate and not before.is_aggregate:
            raise scope.error("aggregates must stand before fields in order_by")
    return found


def _order(order: Order, answer: _Answer, scope: Scope, is_grouped: bool) -> TypedOrder:
    index = answer.written.get(order.expr)
    key = None if index is None else answer.groups[index]
    found = Typed(key.expr, key.type) if key else value(order.expr, scope)
    if found.type in NOT_GROUPED or (isinstance(found.expr, Call) and found.expr.name == "geo_cluster"):
        raise scope.error(f"values of type {said(found.type)} have no order")
    aggregates = has_aggregate(found.expr)
    if is_grouped:
        _of_groups(found, answer, scope)
    elif aggregates:
        raise scope.error("aggregates in order_by need group_by")
    output = next((place for place, one in enumerate(answer.outputs) if one.expr == found.expr), None)
    return TypedOrder(found.expr, order.is_descending, found.type, aggregates, output)
