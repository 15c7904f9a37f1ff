"""Policies, readers and rows drawn at random, and what a decision shows of rows: the plainest reading of its words."""

from __future__ import annotations

import operator
from typing import Any

from hypothesis import strategies as st

from civora.core.policy.types import Decision, Policy, Reader, Rule
from civora.core.query.ast import And, Compare, Expr, Name, Not, Or, Value

FIELDS = ("a", "b", "c")
WORDS = ("open", "signed-in", "org:parks", "org:roads", "group:interns", "group:press")
OPS = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

Row = dict[str, int]
rows = st.lists(st.fixed_dictionaries({name: st.integers(0, 4) for name in FIELDS}), max_size=8)
compares = st.builds(
    Compare, st.sampled_from(tuple(OPS)), st.builds(Name, st.sampled_from(FIELDS)), st.builds(Value, st.integers(0, 4))
)
conditions: st.SearchStrategy[Expr] = st.recursive(
    compares,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.tuples(inner, inner)),
        st.builds(Or, st.tuples(inner, inner)),
    ),
    max_leaves=4,
)
rules = st.builds(Rule, st.frozensets(st.sampled_from(FIELDS), max_size=2), st.none() | conditions)
audiences = st.frozensets(st.sampled_from(WORDS), min_size=1, max_size=3)
policies = st.builds(
    Policy,
    owner=st.sampled_from(("", "parks")),
    cards=audiences,
    rows=audiences,
    default=rules,
    rules=st.lists(st.tuples(st.sampled_from(WORDS), rules), max_size=4, unique_by=lambda pair: pair[0]).map(tuple),
)
readers = st.builds(
    Reader,
    person=st.just("eva@example.org"),
    organisations=st.frozensets(st.sampled_from(("parks", "roads"))),
    groups=st.frozensets(st.sampled_from(("interns", "press"))),
)


def holds(condition: Expr | None, row: Row) -> bool:
    match condition:
        case None:
            return True
        case Compare(op, Name(name), Value(value)):
            return bool(OPS[op](row[name], value))
        case And(items):
            return all(holds(one, row) for one in items)
        case Or(items):
            return any(holds(one, row) for one in items)
        case Not(operand):
            return not holds(operand, row)
    raise AssertionError(f"{condition} is not drawn here")


def cells(decision: Decision, table: list[Row]) -> set[tuple[int, str, Any]]:
    """Each value that is shown, with the number of its row."""
    if not decision.sees_rows:
        return set()
    return {
        (number, name, row[name])
        for number, row in enumerate(table)
        if holds(decision.where, row)
        for name in FIELDS
        if name not in decision.hidden
    }
