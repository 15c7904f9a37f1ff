"""Votes as everyone may see them. No query here knows how many ballots there are before the result is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from civora.assembly.errors import UnknownBox
from civora.assembly.models import Ballot, BallotBox, BallotItem, Turnout
from civora.assembly.queries.texts import ByField, said, texts
from civora.assembly.rules import identity
from civora.assembly.types import Place
from civora.assembly.types.ballots import BallotForm, BoxCard, ItemCard, Scope, Way


def boxes(process: str, at: datetime, lang: str) -> tuple[BoxCard, ...]:
    """The votes of a process, without their projects."""
    rows = list(BallotBox.objects.filter(process__key=process).select_related("process").order_by("opens_at", "key"))
    known = texts(f"box:{row.pk}" for row in rows)
    return tuple(_card(row, at, lang, known) for row in rows)


def box(process: str, key: str, at: datetime, lang: str) -> BoxCard:
    """One vote with its projects. Raises UnknownBox."""
    row = BallotBox.objects.filter(process__key=process, key=key).select_related("process").first()
    if row is None:
        raise UnknownBox(f"{process[:60]} has no vote {key[:40]}.", next_step="See the page of the process.")
    items = list(BallotItem.objects.filter(box=row))
    known = texts([f"box:{row.pk}", *(f"item:{one.pk}" for one in items)])
    return _card(row, at, lang, known, items)


def _card(
    row: BallotBox, at: datetime, lang: str, known: dict[str, ByField], items: Sequence[BallotItem] = ()
) -> BoxCard:
    original = row.process.language
    if at < row.opens_at:
        place = Place.BEFORE
    else:
        place = Place.NOW if at < row.closes_at and row.counted_at is None else Place.AFTER
    return BoxCard(
        id=row.pk, process=row.process.key, process_id=row.process_id, key=row.key,
        title=said(known, f"box:{row.pk}", "title", lang, original), form=BallotForm(row.form), rule=row.rule,
        budget=row.budget, currency=row.currency, threshold=row.threshold, least=row.least, most=row.most, top=row.top,
        scope=Scope(row.scope), district=row.district, ways=tuple(Way(one) for one in row.ways), group=row.group,
        may_change=row.may_change, opens_at=row.opens_at, closes_at=row.closes_at, place=place,
        is_counted=row.counted_at is not None, is_published=row.published_at is not None,
        items=tuple(_item(one, lang, original, known) for one in items),
    )  # fmt: skip


def _item(row: BallotItem, lang: str, original: str, known: dict[str, ByField]) -> ItemCard:
    mine = f"item:{row.pk}"
    return ItemCard(
        row.number, said(known, mine, "title", lang, original), said(known, mine, "about", lang, original), row.cost,
        row.category, row.place, row.proposal, row.is_withdrawn,
    )  # fmt: skip


def votes_of(person: str) -> tuple[tuple[str, str, str], ...]:
    """(process, vote, day) of each vote that an account took part in. Never how."""
    rows = Turnout.objects.filter(person__email=person.lower()).select_related("box__process").order_by("-day")
    return tuple((row.box.process.key, row.box.key, row.day.isoformat()) for row in rows)


def is_included(card: BoxCard, receipt: str) -> bool | None:
    """Whether the ballot with this receipt was counted. None before the result is public."""
    if not card.is_published:
        return None
    hashed = identity.receipt_hash(card.id, identity.plain_receipt(receipt))
    return Ballot.objects.filter(box=card.id, receipt=hashed).exists()


def receipts(card: BoxCard) -> Iterable[str]:
    """The hashes of all receipts, sorted; nothing before the result is public."""
    if not card.is_published:
        return ()
    found = Ballot.objects.filter(box=card.id).exclude(receipt=None).order_by("receipt")
    return found.values_list("receipt", flat=True)
