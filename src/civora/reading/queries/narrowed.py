"""Cards without what a reader may not see: hidden fields, and everything that was measured over hidden fields or rows."""

from __future__ import annotations

from dataclasses import replace

from civora.catalog import queries as catalog
from civora.catalog.types import DatasetCard
from civora.core.errors import CivoraError
from civora.core.policy.decide import digest
from civora.core.policy.types import Decision, Policy
from civora.core.query.ast import Expr
from civora.core.query.check import check_condition
from civora.core.schema import GEOGRAPHIC, TEMPORAL, Schema
from civora.reading.errors import RowsNotOpen

NEEDS = {"geo": GEOGRAPHIC, "timeserie": TEMPORAL}


def guard(decision: Decision, whole: Schema) -> Expr | None:
    """The row filter in normal form. Raises RowsNotOpen where this version lacks a field that the filter names:
    then nobody knows which rows may be seen, so none is, and the message does not name the field."""
    if decision.where is None:
        return None
    try:
        return check_condition(decision.where, whole)
    except CivoraError as error:
        raise RowsNotOpen(
            "The rule of access does not fit the columns of this version.", next_step="Ask the publisher to mend it."
        ) from error


def named(decision: Decision) -> str:
    """Names the row filter, also of a decision that shows no rows."""
    return digest(frozenset(), decision.where)


def stripped(card: DatasetCard, hidden: frozenset[str], *, is_whole: bool, rows: int) -> DatasetCard:
    """`is_whole`: all rows are seen; else their number is `rows`, and where and when they lie is not said."""
    schema = card.schema.without(hidden)
    gone = frozenset(field.type for field in card.schema.fields if field.name in hidden)
    return replace(
        card,
        schema=schema,
        formats=catalog.formats(schema),
        features=tuple(one for one in card.features if one not in NEEDS or schema.first(*NEEDS[one]) is not None),
        bbox=card.bbox if is_whole and not gone & GEOGRAPHIC else None,
        temporal=card.temporal if is_whole and not gone & TEMPORAL else None,
        rows=card.rows if is_whole else rows,
        bytes=card.bytes if is_whole and not hidden else 0,
        words=tuple((name, values) for name, values in card.words if is_whole and name not in hidden),
    )


def least(card: DatasetCard, policy: Policy) -> DatasetCard:
    """What everyone may know who may know of the card at all: for search and for the catalogue as a table."""
    rules = (policy.default, *(rule for _, rule in policy.rules))
    hidden = frozenset[str]().union(*(rule.hidden for rule in rules))
    is_whole = all(rule.where is None for rule in rules)
    return card if is_whole and not hidden else stripped(card, hidden, is_whole=is_whole, rows=0)


def filters_rows(policy: Policy) -> bool:
    return any(rule.where is not None for rule in (policy.default, *(rule for _, rule in policy.rules)))
