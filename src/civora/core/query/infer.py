"""Types of expressions and their normal form: values here, conditions in `conditions`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from civora.core.query.ast import (
    Arithmetic,
    Call,
    DateValue,
    Expr,
    GeoValue,
    Name,
    Negative,
    Prefix,
    Quantity,
    Star,
    Value,
)
from civora.core.query.date_format import BadDateFormat, parts
from civora.core.query.dates import BadDate, check_now, interval
from civora.core.query.errors import UnknownFunction
from civora.core.query.functions import FUNCTIONS, GROUP_BY, Arg, Form, Function, Kind, Same
from civora.core.query.geometry import BadGeometry, geometry
from civora.core.query.odsql import print_expression
from civora.core.query.scope import Scope, Typed, said
from civora.core.query.walk import every, has_aggregate
from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType

INT, DOUBLE, TEXT = FieldType.INT, FieldType.DOUBLE, FieldType.TEXT
WINDOW = 1000
COMPARABLE = (NUMERIC, TEMPORAL, frozenset({TEXT}), frozenset({FieldType.BOOLEAN}))


def comparable(left: FieldType | None, right: FieldType | None) -> bool:
    """Null compares with all; numbers with numbers, dates with dates, texts with texts, booleans with booleans."""
    if left is None or right is None:
        return True
    return any(left in family and right in family for family in COMPARABLE)


def value(expr: Expr, scope: Scope) -> Typed:
    """A value of a row, or of a group if it holds aggregates. Raises ODSQLError."""
    rule = _RULES.get(type(expr))
    if rule is None:
        raise scope.error(f"a value is due, not the condition {_shown(expr)}")
    return rule(expr, scope)


def _shown(expr: Expr) -> str:
    try:
        return print_expression(expr)[:100]
    except ValueError:
        return type(expr).__name__.lower()


def _literal(expr: Value, _scope: Scope) -> Typed:
    kinds: dict[type, FieldType] = {str: TEXT, bool: FieldType.BOOLEAN, int: INT, float: DOUBLE}
    return Typed(expr, kinds.get(type(expr.value)))


def _date(expr: DateValue, scope: Scope) -> Typed:
    try:
        interval(expr.text)
    except BadDate as error:
        raise scope.caused_by(error) from None
    return Typed(expr, FieldType.DATETIME)


def _geometry(expr: GeoValue, scope: Scope) -> Typed:
    """In normal form: WKT."""
    try:
        found = geometry(expr.text)
    except BadGeometry as error:
        raise scope.caused_by(error) from None
    return Typed(GeoValue(found.wkt), FieldType.GEO_POINT if found.kind == "POINT" else FieldType.GEO_SHAPE)


def _misplaced(expr: Star | Prefix | Quantity, scope: Scope) -> Typed:
    raise scope.error(f"{_shown(expr)} has no meaning here")


def _number(expr: Expr, scope: Scope) -> Typed:
    found = value(expr, scope)
    if found.type is not None and found.type not in NUMERIC:
        raise scope.error(f"arithmetic takes numbers, {_shown(expr)} is of type {said(found.type)}")
    return found


def _arithmetic(expr: Arithmetic, scope: Scope) -> Typed:
    left, right = _number(expr.left, scope), _number(expr.right, scope)
    is_int = left.type in (INT, None) and right.type in (INT, None) and expr.op != "/"
    aggregate = left.is_aggregate or right.is_aggregate
    return Typed(Arithmetic(expr.op, left.expr, right.expr), INT if is_int else DOUBLE, aggregate)


def _negative(expr: Negative, scope: Scope) -> Typed:
    found = _number(expr.operand, scope)
    return Typed(Negative(found.expr), found.type, found.is_aggregate)


# ---- calls -----------------------------------------------------------------------------------------------------


def function_of(call: Call, scope: Scope) -> Function:
    """The row of the table, if this clause may call it. Raises UnknownFunction, ODSQLError."""
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise UnknownFunction(
            f"{call.name[:60]}()", clause=scope.clause, next_step=f"There is no function {call.name[:60]}."
        )
    if scope.clause not in function.clauses:
        lawful = ", ".join(sorted(function.clauses))
        raise scope.error(f"{call.name}() is not allowed in {scope.clause}", f"Use {call.name}() in {lawful}.")
    if call.is_distinct and call.name != "count":
        raise scope.error(f"distinct has no meaning in {call.name}()", "Write count(distinct field).")
    if call.named and call.name != "now":
        raise scope.error(f"{call.name}() takes no named arguments")
    return function


def _call(expr: Call, scope: Scope) -> Typed:
    function = function_of(expr, scope)
    if function.kind in (Kind.PREDICATE, Kind.WILDCARD):
        raise scope.error(f"{expr.name}() gives no value")
    if function.kind is Kind.AGGREGATE:
        scope = replace(scope, aliases={})  # inside an aggregate stand fields, whatever the columns are called
    rule = _OWN_RULES.get(expr.name)
    if rule is not None:
        return rule(expr, scope)
    found = arguments(expr, function.args or (), scope)
    kind = found[0].type if isinstance(function.result, Same) else function.result
    call = Call(expr.name, tuple(one.expr for one in found))
    if function.kind is Kind.AGGREGATE:
        refuse_nested(expr, scope)
        return Typed(call, kind, is_aggregate=True)
    return Typed(call, kind, any(one.is_aggregate for one in found))


def arguments(call: Call, wanted: tuple[Arg, ...], scope: Scope) -> list[Typed]:
    """The arguments, checked against the table. Raises ODSQLError."""
    least = sum(not arg.is_optional for arg in wanted)
    if not least <= len(call.args) <= len(wanted):
        due = str(least) if least == len(wanted) else f"{least} to {len(wanted)}"
        raise scope.error(f"{call.name}() takes {due} argument(s), {len(call.args)} found")
    found = [_argument(call, given, arg, scope) for given, arg in zip(call.args, wanted, strict=False)]
    _check_details(call, found, scope)
    return found


def _argument(call: Call, given: Expr, arg: Arg, scope: Scope) -> Typed:
    if arg.form is Form.FIELD and not isinstance(given, Name):
        raise scope.error(f"{call.name}() takes a field here, not {_shown(given)}")
    if arg.form is Form.LITERAL and not isinstance(given, (Value, GeoValue, DateValue)):
        raise scope.error(f"{call.name}() takes a literal here, not {_shown(given)}")
    found = value(given, scope)
    if found.field is not None and found.field.is_multivalued:
        raise scope.error(f"{call.name}() does not take the multivalued field {_shown(given)}")
    if found.type in arg.types or (found.type is None and arg.form is Form.EXPRESSION):
        return found
    function = FUNCTIONS[call.name]
    if function.kind is Kind.AGGREGATE and arg.types <= NUMERIC | TEMPORAL:
        raise scope.error("StatAggregation only supports numeric or date expression")
    lawful = ", ".join(sorted(kind.value for kind in arg.types))
    raise scope.error(f"{call.name}() takes {lawful}, {_shown(given)} is of type {said(found.type)}")


def _check_details(call: Call, found: list[Typed], scope: Scope) -> None:
    if call.name == "date_format":
        _check_format(found[1].expr, scope)
    elif call.name == "percentile":
        number = found[1].expr
        if not (isinstance(number, Value) and isinstance(number.value, (int, float)) and 0 <= number.value <= 100):
            raise scope.error("percentile() takes a number from 0 to 100")


def _check_format(expr: Expr, scope: Scope) -> None:
    try:
        parts(str(expr.value) if isinstance(expr, Value) else "")
    except BadDateFormat as error:
        raise scope.caused_by(error) from None


def refuse_nested(call: Call, scope: Scope) -> None:
    if any(has_aggregate(arg) for arg in call.args):
        raise scope.error(f"{call.name}() holds another aggregate")


def _ifnull(call: Call, scope: Scope) -> Typed:
    if len(call.args) != 2:
        raise scope.error(f"ifnull() takes 2 argument(s), {len(call.args)} found")
    if scope.clause == GROUP_BY and not all(isinstance(arg, (Name, Value, DateValue)) for arg in call.args):
        raise scope.error("ifnull() takes fields and literals only in group_by")
    first, second = (value(arg, scope) for arg in call.args)
    if not comparable(first.type, second.type) or {first.type, second.type} & GEOGRAPHIC:
        raise scope.error(f"ifnull() takes two values of one type, not {said(first.type)} and {said(second.type)}")
    kinds = {first.type, second.type}
    kind = DOUBLE if kinds == {INT, DOUBLE} else first.type or second.type
    return Typed(Call("ifnull", (first.expr, second.expr)), kind, first.is_aggregate or second.is_aggregate)


def _now(call: Call, scope: Scope) -> Typed:
    if call.args:
        raise scope.error(f"now() takes arguments such as days=-1, not {_shown(call.args[0])}")
    try:
        check_now((name, one.value if isinstance(one, Value) else None) for name, one in call.named)
    except BadDate as error:
        raise scope.caused_by(error) from None
    return Typed(call, FieldType.DATETIME)


def _json_format(call: Call, scope: Scope) -> Typed:
    if not 1 <= len(call.args) <= 2 or not isinstance(call.args[0], Name):
        raise scope.error("json_format() takes a text field and, at will, a fallback")
    found = value(call.args[0], scope)
    fallback = call.args[1] if len(call.args) == 2 else None
    is_lawful = fallback is None or (isinstance(fallback, Value) and isinstance(fallback.value, (str, type(None))))
    if found.type is not TEXT or not is_lawful:
        raise scope.error("json_format() takes a text field and, at will, a fallback: a text or null")
    return Typed(Call("json_format", (found.expr, *call.args[1:])), FieldType.JSON)


def _random(call: Call, scope: Scope) -> Typed:
    seed = call.args[0] if len(call.args) == 1 else None
    if not isinstance(seed, Value) or type(seed.value) is not int or abs(seed.value) >= 2**63:
        raise scope.error("random() takes one integer, which fixes the order")
    return Typed(call, DOUBLE)


def _count(call: Call, scope: Scope) -> Typed:
    refuse_nested(call, scope)
    if len(call.args) != 1:
        raise scope.error(f"count() takes 1 argument, {len(call.args)} found", "Write count(*) or count(field).")
    if isinstance(call.args[0], Star):
        return Typed(call, INT, is_aggregate=True)
    found = value(call.args[0], scope)
    if call.is_distinct and found.type in GEOGRAPHIC | {FieldType.JSON}:
        raise scope.error(f"count(distinct …) does not take {said(found.type)}")
    return Typed(Call("count", (found.expr,), is_distinct=call.is_distinct), INT, is_aggregate=True)


def _moving_avg(call: Call, scope: Scope) -> Typed:
    """moving_avg(aggregate, n): the mean of this group and the n - 1 before it, along the first key of group_by."""
    if len(call.args) != 2:
        raise scope.error(f"moving_avg() takes 2 arguments, {len(call.args)} found", "Write moving_avg(avg(field), 7).")
    width = call.args[1]
    if not isinstance(width, Value) or type(width.value) is not int or not 2 <= width.value <= WINDOW:
        raise scope.error(f"moving_avg() takes a whole number of steps from 2 to {WINDOW}")
    found = _number(call.args[0], scope)
    if not has_aggregate(found.expr) or any(
        isinstance(one, Call) and one.name == "moving_avg" for one, _ in every(found.expr)
    ):
        raise scope.error("moving_avg() is taken of an aggregate", "Write moving_avg(avg(field), 7) and group_by.")
    return Typed(Call("moving_avg", (found.expr, width)), DOUBLE, is_aggregate=True)


_OWN_RULES: dict[str, Callable[[Call, Scope], Typed]] = {
    "ifnull": _ifnull,
    "now": _now,
    "json_format": _json_format,
    "random": _random,
    "count": _count,
    "moving_avg": _moving_avg,
}
_RULES: dict[type, Callable[[Any, Scope], Typed]] = {
    Name: lambda expr, scope: scope.name(expr.name),
    Value: _literal,
    DateValue: _date,
    GeoValue: _geometry,
    Star: _misplaced,
    Prefix: _misplaced,
    Quantity: _misplaced,
    Arithmetic: _arithmetic,
    Negative: _negative,
    Call: _call,
}
