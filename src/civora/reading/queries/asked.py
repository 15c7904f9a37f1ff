"""From a question and a reader to what may be asked: the card, the decision, the narrowed and checked query.

Cards and policies are kept per revision of the catalogue, which is looked up at most twice a second: a publish by another
process is seen within half a second.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownDataset
from civora.catalog.types import DatasetCard
from civora.core.policy import decide, narrow
from civora.core.policy.types import Decision, Policy, Reader
from civora.core.query.ast import Call, Expr, Query
from civora.core.query.check import CheckedQuery, check
from civora.core.query.near import asks_near
from civora.core.query.walk import every
from civora.core.schema import Schema
from civora.lake import compile as compiled
from civora.lake.types import TableRef
from civora.ledger import actions as ledger
from civora.reading import CATALOGUE
from civora.reading.errors import RowsNotOpen
from civora.reading.queries import narrowed
from civora.reading.queries.engine import lake, limits
from civora.reading.types import Access
from civora.stewardship import queries as stewardship

FRESH_SECONDS = 0.5
KEPT_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that may be answered. `guard` is the policy's row filter in normal form, over the `whole` schema."""

    card: DatasetCard
    decision: Decision
    checked: CheckedQuery
    whole: Schema
    guard: Expr | None
    table: TableRef
    now: datetime
    etag: str
    is_near: bool = False  # asks for places of another dataset, whose policy may change

    @property
    def is_immutable(self) -> bool:
        """The same question to the same version, by everyone, for ever."""
        return (
            not self.is_near
            and self.decision.is_open
            and self.checked.query.version is not None
            and not asks_for_now(self.checked.query)
        )


class Kept:
    """What was read of the catalogue, until its revision moves on. Safe for threads."""

    def __init__(self) -> None:
        self.revision = -1
        self.looked_at = 0.0
        self.values: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def fresh(self) -> int:
        now = time.monotonic()
        if now - self.looked_at > FRESH_SECONDS:
            self.looked_at = now
            current = catalog.revision()
            with self._lock:
                if current != self.revision:
                    self.revision = current
                    self.values.clear()
        return self.revision

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        revision = self.fresh()
        found = self.values.get(key, NOTHING)
        if found is NOTHING:
            found = make()
            self.keep(revision, {key: found})
        return found

    def keep(self, revision: int, found: Mapping[Any, Any]) -> None:
        """What was read while `revision` was current; dropped where the catalogue has moved on meanwhile, since it may
        have been read before the change."""
        with self._lock:
            if revision == self.revision:
                self.values.update(found)
            while len(self.values) > KEPT_AT_MOST:
                self.values.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self.revision, self.looked_at = -1, 0.0
            self.values.clear()


NOTHING = object()
kept = Kept()


def known_card(key: str, version: int | None, lang: str) -> DatasetCard:
    found: DatasetCard = kept.get(("card", key, version, lang), lambda: catalog.dataset(key, version, lang))
    return found


def policy(key: str) -> Policy:
    found: Policy = kept.get(("policy", key), lambda: stewardship.policy(key))
    return found


def read_ahead(keys: Iterable[str], lang: str) -> None:
    """Read the cards and policies of several datasets in a handful of queries, where they are not at hand."""
    revision = kept.fresh()
    missing = [key for key in keys if ("card", key, None, lang) not in kept.values]
    if len(missing) > 1:
        cards = {card.key: card for card in catalog.cards(lang, missing)}
        policies = stewardship.policies()
        kept.keep(revision, {("card", key, None, lang): card for key, card in cards.items()})
        kept.keep(
            revision,
            {("policy", key): policies.get(key) or Policy(owner=card.publisher.key) for key, card in cards.items()},
        )


def card(key: str, reader: Reader, version: int | None = None, lang: str = "en") -> DatasetCard:
    """The card as this reader may see it: without hidden fields, with the number of the rows she sees.

    Raises UnknownDataset, UnknownVersion, and the lake's errors where rows must be counted.
    """
    found, decision = seen(key, reader, version, lang)
    return as_seen(found, decision)


def as_seen(found: DatasetCard, decision: Decision) -> DatasetCard:
    if decision.where is None and not decision.hidden:
        return found
    is_whole = decision.where is None
    rows = found.rows if is_whole else rows_seen(found, decision)
    return narrowed.stripped(found, decision.hidden, is_whole=is_whole, rows=rows)


def rows_seen(found: DatasetCard, decision: Decision) -> int:
    """How many rows the row filter lets through; none where it does not fit this version.

    Kept until the catalogue changes; for a minute where the filter asks for now().
    """
    minute = int(time.time() // 60) if asks_for_now(Query("", where=decision.where)) else 0

    def counted() -> int:
        try:
            guard = narrowed.guard(decision, found.schema)
        except RowsNotOpen:
            return 0
        everything = check(Query(found.key, limit=None), found.schema)
        table = TableRef(found.table, found.snapshot)
        statement = compiled.count(everything, table, whole=found.schema, guard=guard, now=timezone.now())
        return int(lake().ask(statement, limits()).rows[0][0])

    name = ("rows", found.uid, found.version, narrowed.named(decision), minute)
    return int(kept.get(name, counted))


def seen(key: str, reader: Reader, version: int | None, lang: str) -> tuple[DatasetCard, Decision]:
    """Raises UnknownDataset, also where the reader may not know that it exists."""
    decision = decide(policy(key), reader)
    if not decision.sees_card:  # decided first: "there is no such version" would tell that there is a dataset
        raise UnknownDataset(key)
    return known_card(key, version, lang), decision


def access(key: str, reader: Reader) -> Access:
    """How the dataset may be read, for its page."""
    _, decision = seen(key, reader, None, "en")
    return Access(policy_words(policy(key)), decision.is_open, decision.sees_rows)


def policy_words(found: Policy) -> str:
    return "open" if "open" in found.rows else ", ".join(sorted(found.rows))


def asked(query: Query, reader: Reader, *, lang: str = "") -> Asked:
    """Raises UnknownDataset, RowsNotOpen, and the errors of ODSQL (which name only what the reader may see)."""
    if query.dataset == CATALOGUE:
        from civora.reading.queries.catalogue import asked_catalogue  # noqa: PLC0415 (it asks through here itself)

        return asked_catalogue(query, reader)
    found, decision = seen(query.dataset, reader, query.version, lang or query.lang)
    if not decision.sees_rows:
        raise RowsNotOpen(
            "You don't have permission to access the requested resource",
            next_step="Sign in with an account that may see it, or ask its publisher.",
        )
    is_near = asks_near(query.where)
    query = with_places(query, reader)
    shown = as_seen(found, decision)
    mine = narrow(query, found.schema, decision)
    guard = narrowed.guard(decision, mine.whole)
    table = TableRef(found.table, found.snapshot)
    tag = digest(query, found, decision)
    return Asked(
        shown, decision, check(mine.query, mine.schema), mine.whole, guard, table, timezone.now(), tag, is_near
    )


def with_places(query: Query, reader: Reader) -> Query:
    """near() answered, with the places of the other dataset as this reader may see them."""
    if not asks_near(query.where):
        return query
    from civora.reading.queries.nearby import resolved  # noqa: PLC0415 (it asks through here itself)

    return resolved(query, reader)


def asks_for_now(query: Query) -> bool:
    roots = [query.where, query.having, *(one.expr for one in query.order_by)]
    roots += [one.expr for one in query.select if hasattr(one, "expr")] + [one.expr for one in query.groups or ()]
    return any(
        isinstance(node, Call) and node.name == "now" for root in roots if root is not None for node, _ in every(root)
    )


def digest(query: Query, found: DatasetCard, decision: Decision) -> str:
    """Names the answer: version, question, decision, language. A question with now() is new every second."""
    moment = int(time.time()) if asks_for_now(query) else 0
    words = (found.uid, found.version, found.snapshot, query, decision.digest, moment, found.metadata_modified_at)
    return named(words)


def named(words: tuple[object, ...]) -> str:
    return '"' + hashlib.sha256(repr(words).encode()).hexdigest()[:24] + '"'


def etag(query: Query, reader: Reader) -> str:
    """The answer's name, without asking the lake. Raises what `asked` raises, less the errors of the question itself."""
    if query.dataset == CATALOGUE:
        moment = int(time.time()) if asks_for_now(query) else 0
        return named((kept.fresh(), query, sorted(reader.audiences), moment))
    found, decision = seen(query.dataset, reader, query.version, query.lang)
    if not decision.sees_rows:
        raise RowsNotOpen("You don't have permission to access the requested resource")
    query = with_places(query, reader)
    return digest(query, found, decision)


def counted_read(found: Asked, reader: Reader, door: str) -> None:
    """Open reads are only counted; others are written down with who read."""
    if found.decision.is_open or found.card.key == CATALOGUE:
        ledger.count_read(dataset=found.card.key, door=door, at=found.now)
    else:
        ledger.record_access(
            by=reader.person, dataset=found.card.key, version=found.card.version, door=door, at=found.now
        )
