"""The decision: what one reader may see of one dataset.

A reader to whom several rules apply sees their union: a field is hidden only if every one of them hides it, a row is shown
if any of them shows it. Staff of the publishing organisation and administrators see everything.
"""

from __future__ import annotations

import hashlib

from civora.core.policy.types import ANYONE, Decision, Policy, Reader, Rule
from civora.core.query.ast import Expr, Or

STAFF = frozenset({"administrator", "publisher", "reviewer"})


def decide(policy: Policy, reader: Reader) -> Decision:
    """What `reader` may see under `policy`."""
    made = _decided(policy, reader)
    return made if made != _decided(policy, ANYONE) else Decision(
        made.sees_card, made.sees_rows, made.hidden, made.where, is_open=made.sees_rows, digest=made.digest
    )  # fmt: skip


def _decided(policy: Policy, reader: Reader) -> Decision:
    if is_staff(policy, reader):
        return Decision(sees_card=True, sees_rows=True, digest="all")
    sees_rows = bool(policy.rows & reader.audiences)
    sees_card = sees_rows or bool(policy.cards & reader.audiences)
    if not sees_rows:
        return Decision(sees_card, sees_rows=False, digest="none")
    hidden, where = union([rule for audience, rule in policy.rules if audience in reader.audiences] or [policy.default])
    return Decision(sees_card, sees_rows, hidden, where, digest=digest(hidden, where))


def is_staff(policy: Policy, reader: Reader) -> bool:
    return reader.is_administrator or any((policy.owner, role) in reader.roles for role in STAFF if policy.owner)


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
