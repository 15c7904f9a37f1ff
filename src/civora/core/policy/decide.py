"""The decision: what one reader may see of one dataset.

A reader to whom several rules apply sees their union: a field is hidden only if every one of them hides it, a row is shown
if any of them shows it. Staff of the publishing organisation and administrators see everything.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from civora.core.policy.types import ANYONE, Decision, Policy, Reader, Rule
from civora.core.query.ast import Expr, Or

EVERYTHING = Decision(sees_card=True, sees_rows=True, digest="all")


def decide(policy: Policy, reader: Reader) -> Decision:
    """What `reader` may see under `policy`."""
    made = decided(policy, reader)
    return replace(made, is_open=made.sees_rows and made == decided(policy, ANYONE))


def decided(policy: Policy, reader: Reader) -> Decision:
    if is_staff(policy, reader):
        return EVERYTHING
    audiences = reader.audiences
    sees_rows = bool(policy.rows & audiences)
    sees_card = sees_rows or bool(policy.cards & audiences)
    hidden, where = union([rule for audience, rule in policy.rules if audience in audiences] or [policy.default])
    return Decision(sees_card, sees_rows, hidden, where, digest=digest(hidden, where) if sees_rows else "none")


def is_staff(policy: Policy, reader: Reader) -> bool:
    return reader.is_administrator or bool(policy.owner and f"staff:{policy.owner}" in reader.audiences)


def union(rules: list[Rule]) -> tuple[frozenset[str], Expr | None]:
    """Hidden by all; shown by any. A rule without condition shows every row."""
    hidden = frozenset.intersection(*(rule.hidden for rule in rules))
    conditions = list(dict.fromkeys(rule.where for rule in rules))
    if None in conditions:
        return hidden, None
    shown = tuple(condition for condition in conditions if condition is not None)
    return hidden, shown[0] if len(shown) == 1 else Or(shown)


def digest(hidden: frozenset[str], where: Expr | None) -> str:
    if not hidden and where is None:
        return "all"
    return hashlib.sha256(repr((sorted(hidden), where)).encode()).hexdigest()[:16]
