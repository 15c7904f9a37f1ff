"""`near(field, "dataset@n", 300m)`: within so many metres of any place of another dataset.

Only `reading` can answer it, since the other dataset has a policy of its own: it puts the places themselves into the
question, as a literal, before `check` sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from civora.core.keys import split_version
from civora.core.query.ast import And, Call, Expr, Name, Not, Or, Quantity, Value
from civora.core.query.bounds import DEPTH
from civora.core.query.errors import ODSQLError
from civora.core.query.walk import every

MOST_NEAR = 4
METRES = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048}
MOST_METRES = 50_000


@dataclass(frozen=True, slots=True)
class Near:
    """Whose places, at which version (None: the current one), and how far."""

    field: Name
    dataset: str
    version: int | None
    metres: float


def asks_near(expr: Expr | None) -> bool:
    return expr is not None and any(isinstance(one, Call) and one.name == "near" for one, _ in every(expr))


def near_of(call: Call) -> Near:
    """Raises ODSQLError."""
    field = call.args[0] if len(call.args) == 3 else None  # noqa: PLR2004 (place, dataset, distance)
    if not isinstance(field, Name):
        raise bad("near() takes a place, a dataset and a distance")
    dataset, far = call.args[1], call.args[2]
    if not isinstance(dataset, Value) or not isinstance(dataset.value, str) or len(dataset.value) > 150:  # noqa: PLR2004
        raise bad("near() takes the key of a dataset, with or without its version")
    metres = far.number * METRES.get(far.unit, 0) if isinstance(far, Quantity) else 0
    if isinstance(far, Value) and type(far.value) in (int, float):
        metres = float(far.value or 0)
    if not 0 < metres <= MOST_METRES:
        raise bad(f"near() takes a distance above 0 and up to {MOST_METRES} m")
    return Near(field, *split_version(dataset.value), metres)


def without_near(expr: Expr, answered: Callable[[Near], Expr]) -> Expr:
    """The condition with each near() answered. Raises ODSQLError; a condition nested too deep is left to `check`."""
    found = list(every(expr))
    if any(depth > DEPTH for _, depth in found):
        return expr
    if sum(isinstance(one, Call) and one.name == "near" for one, _ in found) > MOST_NEAR:
        raise bad(f"there are more than {MOST_NEAR} near()")
    return _turned(expr, answered)


def _turned(expr: Expr, answered: Callable[[Near], Expr]) -> Expr:
    match expr:
        case And(items) | Or(items):
            return replace(expr, items=tuple(_turned(one, answered) for one in items))
        case Not(operand):
            return Not(_turned(operand, answered))
        case Call("near"):
            return answered(near_of(expr))
        case _:
            return expr


def bad(reason: str) -> ODSQLError:
    return ODSQLError(reason, clause="where", next_step='Write near(place, "bus-stops", 300m).')
