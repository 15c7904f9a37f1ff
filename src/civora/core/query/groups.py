"""What may stand in group_by: fields, date parts, date_format, ifnull, lower, range() and geo_cluster()."""

from __future__ import annotations

from itertools import pairwise

from civora.core.query.ast import Call, DateValue, Expr, Name, Quantity, Star, Value
from civora.core.query.bounds import RANGE_BOUNDS
from civora.core.query.dates import interval
from civora.core.query.functions import Kind
from civora.core.query.infer import function_of, value
from civora.core.query.scope import Scope, Typed, said
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType

UNITS = {
    "ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "M": "month", "q": "quarter",
    "y": "year",
}  # fmt: skip
LONG = {name: name for name in UNITS.values()} | {f"{name}s": name for name in UNITS.values()}
ONE_ONLY = frozenset({"week", "month", "quarter", "year"})
KEPT_AT_MOST = 100
MAX_STEPS = 1_000_000
CLUSTER_RADIUS = 40
NOT_GROUPED = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}


def group(expr: Expr, scope: Scope) -> Typed:
    """A grouping key in normal form. Raises ODSQLError.

    `range(f, N unit)` has its unit as a long singular word, such as `1 month`, and gives the start of the span;
    `range(f, width)` and `range(f, bounds…)` give texts such as `[0, 14]`; geo_cluster is (field, zoom, radius).
    """
    if isinstance(expr, Name):
        return _field(expr, scope)
    if not isinstance(expr, Call):
        raise scope.error(
            "group_by takes fields and functions", "Give a field, range(), a date part, lower() or ifnull()."
        )
    if function_of(expr, scope).kind is not Kind.GROUP:
        return value(expr, scope)
    return {"range": _range, "keep": _keep}.get(expr.name, _geo_cluster)(expr, scope)


def _field(expr: Name, scope: Scope) -> Typed:
    found = scope.name(expr.name)
    if found.type in GEOGRAPHIC:
        raise scope.error(
            f"{expr.name[:60]} is of type {said(found.type)}", "Group places by geo_cluster(field, zoom)."
        )
    if found.type in NOT_GROUPED:
        raise scope.error(f"fields of type {said(found.type)} cannot be grouped")
    return found


# ---- range -----------------------------------------------------------------------------------------------------


def _range(call: Call, scope: Scope) -> Typed:
    if len(call.args) < 2 or not isinstance(call.args[0], Name):
        raise scope.error(
            "range() takes a field and a width or bounds", "Write range(field, 10) or range(field, *, 10, 20, *)."
        )
    field = scope.name(call.args[0].name)
    if field.type not in NUMERIC | TEMPORAL:
        raise scope.error(f"range() takes numbers or dates, {call.args[0].name[:60]} is of type {said(field.type)}")
    limits = call.args[1:]
    if len(limits) > 1:
        _check_bounds(limits, field, scope)
        return Typed(Call("range", (field.expr, *limits)), FieldType.TEXT)
    if field.type in TEMPORAL:
        return Typed(Call("range", (field.expr, _step(limits[0], scope))), FieldType.DATETIME)
    width = limits[0]
    if not isinstance(width, Value) or type(width.value) not in (int, float) or float(width.value or 0) <= 0:
        raise scope.error("range() takes a width above 0")
    return Typed(Call("range", (field.expr, width)), FieldType.TEXT)


def _step(expr: Expr, scope: Scope) -> Quantity:
    unit = (UNITS.get(expr.unit) or LONG.get(expr.unit, "")) if isinstance(expr, Quantity) else ""
    if not isinstance(expr, Quantity) or not unit:
        raise scope.error("range() over dates takes a number and a unit", f"Use one of {', '.join(UNITS.values())}.")
    if not isinstance(expr.number, int) or not 1 <= expr.number <= MAX_STEPS:
        raise scope.error(f"range() takes a whole number of {unit}s from 1 to {MAX_STEPS}")
    if expr.number > 1 and unit in ONE_ONLY:
        raise scope.error(f"range() takes 1 {unit} only", "Use days for longer spans.")
    return Quantity(expr.number, unit)


def _check_bounds(limits: tuple[Expr, ...], field: Typed, scope: Scope) -> None:
    """Open ends at the ends only, ascending literals of the field's type between them."""
    if len(limits) > RANGE_BOUNDS:
        raise scope.too_large(f"range() has more than {RANGE_BOUNDS} bounds")
    inner = limits[isinstance(limits[0], Star) : len(limits) - isinstance(limits[-1], Star)]
    keys = [_bound(bound, field, scope) for bound in inner]
    if not keys or any(low >= high for low, high in pairwise(keys)):
        raise scope.error("range() takes bounds in ascending order")


def _bound(expr: Expr, field: Typed, scope: Scope) -> float:
    if field.type in NUMERIC and isinstance(expr, Value) and type(expr.value) in (int, float):
        return expr.value or 0  # type: ignore[return-value]  # a number, as the line above says
    if field.type in TEMPORAL and isinstance(expr, DateValue):
        value(expr, scope)
        start = interval(expr.text).start.replace(tzinfo=None)
        return start.toordinal() * 86400.0 + start.hour * 3600 + start.minute * 60 + start.second
    due = "date literals" if field.type in TEMPORAL else "numbers"
    raise scope.error(f"range() takes {due} as bounds of this field")


# ---- geo_cluster -----------------------------------------------------------------------------------------------


def _geo_cluster(call: Call, scope: Scope) -> Typed:
    if not 2 <= len(call.args) <= 3 or not isinstance(call.args[0], Name):
        raise scope.error("geo_cluster() takes a point field, a zoom and, at will, a radius")
    field = scope.name(call.args[0].name)
    if field.type is not FieldType.GEO_POINT:
        raise scope.error(f"geo_cluster() takes a geo_point_2d, {call.args[0].name[:60]} is of type {said(field.type)}")
    zoom = call.args[1]
    if not isinstance(zoom, Value) or type(zoom.value) is not int or not 0 <= zoom.value <= 25:
        raise scope.error("geo_cluster() takes a zoom from 0 to 25")
    radius = call.args[2] if len(call.args) == 3 else Value(CLUSTER_RADIUS)
    if (
        not isinstance(radius, Value)
        or type(radius.value) not in (int, float)
        or not 0 < float(radius.value or 0) <= 256
    ):
        raise scope.error("geo_cluster() takes a radius above 0 and up to 256 pixels")
    return Typed(Call("geo_cluster", (field.expr, zoom, radius)), None)


# ---- keep ------------------------------------------------------------------------------------------------------


def _keep(call: Call, scope: Scope) -> Typed:
    """keep(field, value…): these values as they are, all others together as null."""
    if len(call.args) < 2 or not isinstance(call.args[0], Name):
        raise scope.error("keep() takes a field and the values to keep", 'Write keep(kind, "oak", "lime").')
    if len(call.args) > KEPT_AT_MOST + 1:
        raise scope.too_large(f"keep() has more than {KEPT_AT_MOST} values")
    field = _field(call.args[0], scope)
    kinds = {FieldType.TEXT: str, FieldType.INT: int, FieldType.BOOLEAN: bool}
    due = kinds.get(field.type) if field.type else None
    if due is None or (field.field is not None and field.field.is_multivalued):
        raise scope.error(f"keep() takes texts, whole numbers and booleans, not {said(field.type)}")
    if not all(isinstance(one, Value) and type(one.value) is due for one in call.args[1:]):
        raise scope.error(f"keep() takes values of type {said(field.type)}, as the field is")
    return Typed(Call("keep", (field.expr, *call.args[1:])), field.type)
