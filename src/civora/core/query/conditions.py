"""Conditions in normal form: comparisons between types that compare, predicates with their arguments settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from civora.core.query.ast import (
    And,
    Call,
    Compare,
    DateValue,
    Expr,
    GeoValue,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Not,
    Or,
    Quantity,
    Star,
    Text,
    Value,
)
from civora.core.query.functions import FUNCTIONS, WHERE, Arg, Form, Kind
from civora.core.query.geometry import BadGeometry, Geometry, geometry
from civora.core.query.infer import arguments, comparable, function_of, value
from civora.core.query.scope import Scope, Typed, said
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType

METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "ft": 0.3048, "yd": 0.9144, "mi": 1609.344}
MODES = ("intersects", "disjoint", "within")
PLACE = Arg(GEOGRAPHIC, Form.FIELD)
GEOMETRY = Arg(GEOGRAPHIC, Form.LITERAL)
TEXT = FieldType.TEXT


def condition(expr: Expr, scope: Scope) -> Expr:
    """The condition in normal form. Raises ODSQLError."""
    rule = _RULES.get(type(expr))
    if rule is None:
        raise scope.error("a condition is due, not a value", "Compare the value with another one.")
    return rule(expr, scope)


def _field(expr: Name, scope: Scope) -> Expr:
    found = scope.name(expr.name)
    if found.type is not FieldType.BOOLEAN:
        raise scope.error(
            f"{expr.name[:60]} is of type {said(found.type)}, a condition is due", "Compare it with a value."
        )
    return Is(found.expr, "true")


def _literal(expr: Value, scope: Scope) -> Expr:
    if isinstance(expr.value, bool):
        return expr
    if isinstance(expr.value, str):
        return _text(Text(expr.value), scope)
    raise scope.error(f"a condition is due, not {expr.value}")


def _text(expr: Text, scope: Scope) -> Expr:
    if scope.clause != WHERE:
        raise scope.error("a full-text search stands in where only")
    return expr


# ---- comparisons -----------------------------------------------------------------------------------------------


FLIPPED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def _compare(expr: Compare, scope: Scope) -> Expr:
    """A literal stands on the right."""
    if isinstance(expr.left, (Value, DateValue)) and not isinstance(expr.right, (Value, DateValue)):
        expr = Compare(cast(Any, FLIPPED[expr.op]), expr.right, expr.left)
    left, right = value(expr.left, scope), value(expr.right, scope)
    _check_comparable(left, right, scope)
    _refuse_literal_date(expr.left, scope)
    if {left.type, right.type} == {FieldType.BOOLEAN} and expr.op not in ("=", "!="):
        raise scope.error(f"booleans have no order for {expr.op}", "Use =, != or IS TRUE.")
    if (_is_multivalued(left) or _is_multivalued(right)) and expr.op not in ("=", "!="):
        raise scope.error(f"a multivalued field has no order for {expr.op}", "Use =, != or IN.")
    return Compare(expr.op, left.expr, right.expr)


def _refuse_literal_date(operand: Expr, scope: Scope) -> None:
    """A date literal is a span of time, so it is what something is compared with."""
    if isinstance(operand, DateValue):
        raise scope.error(f"date'{operand.text}' is compared with nothing", "Compare a date field with the literal.")


def _is_multivalued(found: Typed) -> bool:
    return found.field is not None and found.field.is_multivalued


def _check_comparable(left: Typed, right: Typed, scope: Scope) -> None:
    if comparable(left.type, right.type) and not {left.type, right.type} & (
        GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}
    ):
        return
    raise scope.incompatible(left.type, right.type, _remedy(left.type, right.type))


def _remedy(left: FieldType | None, right: FieldType | None) -> str:
    kinds = {left, right}
    if kinds & TEMPORAL and kinds & (NUMERIC | {TEXT}):
        return "Write a date as date'2024-05-31', or compare year(field) with a number."
    if kinds & NUMERIC and TEXT in kinds:
        return "Write numbers without quotes, and texts in quotes."
    if kinds & GEOGRAPHIC:
        return "Use within_distance(), in_bbox() or intersects() with places."
    return ""


def _like(expr: Like, scope: Scope) -> Expr:
    left, right = value(expr.operand, scope), value(expr.text, scope)
    if left.type not in (TEXT, None) or right.type not in (TEXT, None):
        raise scope.incompatible(left.type, right.type, "LIKE compares texts.")
    return Like(left.expr, right.expr)


def _is(expr: Is, scope: Scope) -> Expr:
    if expr.what == "null":
        return Is(value(expr.operand, scope).expr, "null", expr.negated)
    found = value(expr.operand, scope)
    if found.type not in (FieldType.BOOLEAN, None):
        raise scope.incompatible(found.type, FieldType.BOOLEAN, "IS TRUE and IS FALSE ask of boolean fields.")
    return Is(found.expr, expr.what, expr.negated)


def _in_list(expr: InList, scope: Scope) -> Expr:
    """`literal in (field)` asks for an element: the field stays the only item if it is multivalued, else it is `=`."""
    if not expr.items:
        raise scope.error("IN takes at least one value")
    operand = value(expr.operand, scope)
    items = [value(item, scope) for item in expr.items]
    for item in items:
        _check_comparable(operand, item, scope)
    literals = (Value, DateValue)
    is_element = len(items) == 1 and isinstance(expr.operand, literals) and not isinstance(expr.items[0], literals)
    if is_element and not _is_multivalued(items[0]):
        return Compare("=", items[0].expr, operand.expr)
    _refuse_literal_date(expr.operand, scope)
    return InList(operand.expr, tuple(item.expr for item in items))


def _in_range(expr: InRange, scope: Scope) -> Expr:
    operand, low, high = (value(part, scope) for part in (expr.operand, expr.low, expr.high))
    if operand.type not in NUMERIC | TEMPORAL | {None}:
        raise scope.incompatible(operand.type, low.type, "Ranges are of numbers or dates.")
    _refuse_literal_date(expr.operand, scope)
    _check_comparable(operand, low, scope)
    _check_comparable(operand, high, scope)
    return InRange(operand.expr, low.expr, high.expr, expr.low_closed, expr.high_closed)


# ---- predicates ------------------------------------------------------------------------------------------------


def _call(expr: Call, scope: Scope) -> Expr:
    if expr.name == "distance" and len(expr.args) == 3:
        return _within_distance(expr, scope)
    function = function_of(expr, scope)
    if function.kind is not Kind.PREDICATE:
        raise scope.error(f"{expr.name}() gives a value, a condition is due", "Compare it with a value.")
    rule = _PREDICATES.get(expr.name)
    if rule is not None:
        return rule(expr, scope)
    return Call(expr.name, tuple(found.expr for found in arguments(expr, function.args or (), scope)))


def _search(call: Call, scope: Scope) -> Expr:
    """search, suggest, startswith: (fields or nothing or *, text)."""
    if not call.args or not isinstance(call.args[-1], Value) or not isinstance(call.args[-1].value, str):
        raise scope.error(f"{call.name}() takes fields (or *) and a text", f'Write {call.name}(field, "text").')
    *fields, text = call.args
    if not fields or fields == [Star()]:
        return Call(call.name, (Star(), text))
    return Call(call.name, (*(_text_field(call, given, scope) for given in fields), text))


def _near(call: Call, scope: Scope) -> Expr:
    """The places of another dataset are put in by `reading`, before; elsewhere nobody has asked its policy."""
    raise scope.error("near() cannot be asked here", "Ask it in where, of a dataset of this portal.")


def _text_field(call: Call, given: Expr, scope: Scope) -> Expr:
    if not isinstance(given, Name):
        raise scope.error(f"{call.name}() takes fields (or *) and a text")
    found = scope.name(given.name)
    if found.type is not TEXT:
        raise scope.error(f"{call.name}() searches text fields, {given.name[:60]} is of type {said(found.type)}")
    return found.expr


def _within_distance(call: Call, scope: Scope) -> Expr:
    """(field, point, metres)."""
    if len(call.args) != 3:
        raise scope.error(f"{call.name}() takes a field, a point and a distance", _DISTANCE)
    place, point = arguments(Call("within", call.args[:2]), FUNCTIONS["within"].args or (), scope)
    is_many = isinstance(point.expr, GeoValue) and point.expr.text.startswith("MULTIPOINT")  # as near() is answered
    if point.type is not FieldType.GEO_POINT and not is_many:
        raise scope.error(f"{call.name}() takes a point", _DISTANCE)
    return Call("within_distance", (place.expr, point.expr, Value(_metres(call, scope))))


_DISTANCE = "Write within_distance(field, geom'POINT(7.63 51.96)', 10km)."


def _metres(call: Call, scope: Scope) -> float:
    far = call.args[2]
    if isinstance(far, Quantity) and far.unit in METRES and far.number >= 0:
        return far.number * METRES[far.unit]
    if isinstance(far, Value) and type(far.value) in (int, float) and float(far.value or 0) >= 0:
        return float(far.value or 0)
    raise scope.error(f"{call.name}() takes a distance in {', '.join(METRES)}", _DISTANCE)


def _in_bbox(call: Call, scope: Scope) -> Expr:
    """(field, south, west, north, east), from any two opposite corners."""
    numbers = [arg.value for arg in call.args[1:] if isinstance(arg, Value) and type(arg.value) in (int, float)]
    if len(call.args) != 5 or len(numbers) != 4:
        raise scope.error("in_bbox() takes a field and four numbers", "Write in_bbox(field, lat1, lon1, lat2, lon2).")
    (place,) = arguments(Call("in_bbox", call.args[:1]), (PLACE,), scope)
    lat1, lon1, lat2, lon2 = (float(number or 0) for number in numbers)
    corners = (min(lat1, lat2), min(lon1, lon2), max(lat1, lat2), max(lon1, lon2))
    return Call("in_bbox", (place.expr, *map(Value, corners)))


def _geometry(call: Call, scope: Scope) -> Expr:
    """The old `geometry(f, g, MODE)`, MODE by default INTERSECTS."""
    mode = call.args[2] if len(call.args) == 3 else Name("intersects")
    word = mode.name if isinstance(mode, Name) else mode.value if isinstance(mode, Value) else ""
    name = str(word).lower()
    if name not in MODES or not 2 <= len(call.args) <= 3:
        raise scope.error("geometry() takes a field, a geometry and INTERSECTS, DISJOINT or WITHIN")
    found = arguments(Call(name, call.args[:2]), FUNCTIONS[name].args or (), scope)
    return Call(name, tuple(one.expr for one in found))


def _polygon(call: Call, scope: Scope) -> Expr:
    """The old `polygon(f, "(lat,lon),(lat,lon),…")`: latitude first."""
    text = call.args[1] if len(call.args) == 2 else None
    if not isinstance(text, Value) or not isinstance(text.value, str):
        raise scope.error(
            "polygon() takes a field and a text", 'Write polygon(field, "(lat,lon),(lat,lon),(lat,lon)").'
        )
    (place,) = arguments(Call("polygon", call.args[:1]), (PLACE,), scope)
    return Call("within", (place.expr, GeoValue(_ring(text.value, scope).wkt)))


def _ring(text: str, scope: Scope) -> Geometry:
    pairs = [part.replace("(", " ").replace(")", " ").split(",") for part in text.split("),")]
    try:
        ring = ", ".join(f"{float(lon)} {float(lat)}" for lat, lon in pairs)
        return geometry(f"POLYGON(({ring}))")
    except (ValueError, BadGeometry):
        raise scope.error(f"{text[:60]!r} is not a polygon", 'Write "(lat,lon),(lat,lon),(lat,lon)".') from None


_PREDICATES: dict[str, Callable[[Call, Scope], Expr]] = {
    "near": _near,
    "search": _search,
    "suggest": _search,
    "startswith": _search,
    "within_distance": _within_distance,
    "in_bbox": _in_bbox,
    "geometry": _geometry,
    "polygon": _polygon,
}
_RULES: dict[type, Callable[[Any, Scope], Expr]] = {
    Name: _field,
    Value: _literal,
    Text: _text,
    Compare: _compare,
    Like: _like,
    Is: _is,
    InList: _in_list,
    InRange: _in_range,
    And: lambda expr, scope: And(tuple(condition(item, scope) for item in expr.items)),
    Or: lambda expr, scope: Or(tuple(condition(item, scope) for item in expr.items)),
    Not: lambda expr, scope: Not(condition(expr.operand, scope)),
    Call: _call,
}
