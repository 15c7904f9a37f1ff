"""Proposals: lists, and one with all that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from civora.assembly.errors import UnknownProposal
from civora.assembly.models import Amendment, Merge, MergeConsent, Proposal, Support
from civora.assembly.queries.processes import answer_card, news_card
from civora.assembly.queries.texts import texts
from civora.assembly.types import (
    AmendmentCard,
    Decision,
    EvidenceCard,
    MergeCard,
    Order,
    ProposalCard,
    ProposalLine,
    ProposalState,
    RevisionCard,
)
from civora.people.models import Organisation

LINE = ("pk", "number", "title", "language", "place", "lon", "lat", "cost", "at", "state", "decision", "supports")
ORDERS = {Order.BACKED: ("-supports", "number"), Order.NEWEST: ("-number",), Order.OLDEST: ("number",)}
SIZE = 20


def line(process: str, row: dict[str, Any]) -> ProposalLine:
    point = (row["lon"], row["lat"]) if row["lon"] is not None else None
    decision = Decision(row["decision"]) if row["decision"] else None
    return ProposalLine(
        process, row["number"], row["title"], row["language"], row["place"], point, row["cost"], row["at"],
        ProposalState(row["state"]), decision, row["supports"],
    )  # fmt: skip


def proposals(
    process: str, *, order: Order = Order.BACKED, decision: str = "", page: int = 1, size: int = SIZE
) -> tuple[tuple[ProposalLine, ...], int]:
    """One page of those that stand, and how many there are. Two queries, whatever their number."""
    rows = Proposal.objects.filter(process__key=process, state="open")
    if decision:
        rows = rows.filter(decision="" if decision == "open" else decision)
    start = (page - 1) * size
    found = rows.order_by(*ORDERS[order]).values(*LINE)[start : start + size]
    return tuple(line(process, row) for row in found), rows.count()


def lines(process: str, numbers: Sequence[int]) -> tuple[ProposalLine, ...]:
    """Those of these numbers, in that order."""
    rows = {
        row["number"]: row for row in Proposal.objects.filter(process__key=process, number__in=numbers).values(*LINE)
    }
    return tuple(line(process, rows[number]) for number in numbers if number in rows)


def points(process: str) -> tuple[tuple[float, float], ...]:
    """Where those stand that have a place."""
    rows = Proposal.objects.filter(process__key=process, state="open").exclude(lon=None)
    return tuple(rows.values_list("lon", "lat"))


def backed_by(process: str, person: str, numbers: Sequence[int]) -> frozenset[int]:
    """Which of these this person backs."""
    if not person:
        return frozenset()
    rows = Support.objects.filter(person__email=person, proposal__process__key=process, proposal__number__in=numbers)
    return frozenset(rows.values_list("proposal__number", flat=True))


def author_of(process: str, number: int) -> str:
    """The account that wrote it, for moderation; empty where it has none any more."""
    return (
        Proposal.objects.filter(process__key=process, number=number).values_list("author__email", flat=True).first()
        or ""
    )


def proposals_of(person: str) -> tuple[ProposalLine, ...]:
    """All that an account proposed, newest first."""
    rows = Proposal.objects.filter(author__email=person).order_by("-at", "-pk").values(*LINE, "process__key")[:500]
    return tuple(line(row["process__key"], row) for row in rows)


def proposal(process: str, number: int, lang: str, reader: str = "") -> ProposalCard:
    """One proposal, as this account sees it. Raises UnknownProposal."""
    row = Proposal.objects.select_related("author", "merged_into").filter(process__key=process, number=number).first()
    if row is None:
        raise UnknownProposal(f"{process[:60]} has no proposal {number}.", next_step="See the list of proposals.")
    answers = list(row.answers.order_by("at", "pk"))
    news = list(row.news.order_by("-at", "-pk"))
    known = texts([f"answer:{one.pk}" for one in answers] + [f"news:{one.pk}" for one in news])
    merged = tuple(Proposal.objects.filter(merged_into=row).order_by("number").values(*LINE))
    return ProposalCard(
        line=line(process, {name: row.pk if name == "pk" else getattr(row, name) for name in LINE}), text=row.text,
        signature=row.signature, changed_at=row.changed_at, revision=row.revision,
        evidence=tuple(EvidenceCard(e.pk, e.dataset, e.version, e.view, e.params, e.caption) for e in row.evidence.order_by("pk")),
        revisions=tuple(RevisionCard(r.number, r.at, r.title, r.text, r.why) for r in row.revisions.order_by("-number")),
        amendments=tuple(amendment_card(one, reader) for one in row.amendments.select_related("author").order_by("-number")),
        merges=merge_cards(row, reader), answer=answer_card(answers[-1], lang, known, organisations()) if answers else None,
        news=tuple(news_card(one, lang, known) for one in news), merged_into=row.merged_into.number if row.merged_into else 0,
        merged_from=tuple(line(process, one) for one in merged), merged_backers=backers(row, [one["pk"] for one in merged]),
        is_mine=bool(reader) and row.author is not None and row.author.email == reader,
        is_backed_by_me=bool(backed_by(process, reader, [number])),
    )  # fmt: skip


def organisations() -> dict[str, str]:
    return dict(Organisation.objects.values_list("key", "name"))


def backers(row: Proposal, merged: Sequence[int]) -> int:
    """People who backed a part of it and have not backed the whole (yet)."""
    if not merged:
        return 0
    here = Support.objects.filter(proposal=row).exclude(person=None).values("person")
    rows = Support.objects.filter(proposal__in=merged).exclude(person__in=here)
    return rows.exclude(person=None).values("person").distinct().count() + rows.filter(person=None).count()


def amendment_card(row: Amendment, reader: str) -> AmendmentCard:
    is_mine = bool(reader) and row.author is not None and row.author.email == reader
    return AmendmentCard(row.number, row.at, row.language, row.text, row.reason, row.state, row.answer, is_mine)


def merge_cards(row: Proposal, reader: str) -> tuple[MergeCard, ...]:
    """Offers that wait, of which this proposal is a part."""
    mine = MergeConsent.objects.filter(proposal=row).values("merge")
    offers = Merge.objects.filter(pk__in=mine, done_at=None, refused_at=None).order_by("pk").select_related("into")
    return tuple(merge_card(one, reader) for one in offers)


def merge_card(made: Merge, reader: str) -> MergeCard:
    parts = list(made.consents.select_related("proposal__author").order_by("proposal__number"))
    missing = [one for one in parts if one.given_at is None]
    asks_me = bool(reader) and any(one.proposal.author and one.proposal.author.email == reader for one in missing)
    return MergeCard(
        made.pk, made.into.number, tuple(one.proposal.number for one in parts),
        tuple(one.proposal.number for one in missing), made.title, made.text, made.at, asks_me,
    )  # fmt: skip
