"""A question and a schema, narrowed to what a decision allows.

A hidden field is taken out of the schema, so that every later step (check, compile, facets, errors) treats it as unknown.
The row filter is kept apart from the question's own condition, because it may name fields that the reader cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

from civora.core.policy.types import Decision
from civora.core.query.ast import Expr, Query
from civora.core.schema import Schema


@dataclass(frozen=True, slots=True)
class Narrowed:
    """`schema` is what the reader may name; `guard` is the condition every row must meet, in terms of `whole`."""

    query: Query
    schema: Schema
    whole: Schema
    guard: Expr | None


def narrow(query: Query, schema: Schema, decision: Decision) -> Narrowed:
    """What remains of the question for this reader."""
    return Narrowed(query, schema.without(decision.hidden), schema, decision.where)
