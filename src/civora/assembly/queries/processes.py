"""Processes: what is asked, and where each stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count

from civora.assembly.errors import UnknownProcess
from civora.assembly.models import Answer, News, Phase, Process, Proposal, Voice
from civora.assembly.queries.texts import ByField, said, texts
from civora.assembly.rules.clock import place, place_of_all
from civora.assembly.types import Act, AnswerCard, Decision, Kind, NewsCard, PhaseCard, Place, ProcessCard
from civora.people.models import Organisation


def process(key: str, at: datetime, lang: str, *, with_drafts: bool = False) -> ProcessCard:
    """One process. What is not public yet is not there, unless drafts are asked for. Raises UnknownProcess."""
    rows = list(_rows().filter(key=key))
    if not rows or (rows[0].opened_at is None and not with_drafts):
        raise UnknownProcess(f"There is no process {key[:60]}.", next_step="See all of them at /take-part/.")
    return _cards(rows, at, lang)[0]


def processes(at: datetime, lang: str, *, with_drafts: bool = False) -> tuple[ProcessCard, ...]:
    """All of them, running ones first (the next to end leads), then coming, then past, newest first."""
    rows = _rows() if with_drafts else _rows().exclude(opened_at=None)
    return tuple(sorted(_cards(list(rows), at, lang), key=_rank))


def processes_of(organisations: Iterable[str], at: datetime, lang: str) -> tuple[ProcessCard, ...]:
    """Those that these organisations run, drafts too."""
    kept = set(organisations)
    return tuple(one for one in processes(at, lang, with_drafts=True) if one.organisation in kept)


def _rank(card: ProcessCard) -> tuple[int, float]:
    last = max(one.ends_at for one in card.phases).timestamp()
    if card.place is Place.NOW:
        return 0, (card.now.ends_at if card.now else card.phases[-1].ends_at).timestamp()
    return (1, card.phases[0].starts_at.timestamp()) if card.place is Place.BEFORE else (2, -last)


def _rows() -> Any:
    return Process.objects.order_by("key").prefetch_related("phases")


def _cards(rows: Sequence[Process], at: datetime, lang: str) -> list[ProcessCard]:
    """In a handful of queries whatever their number."""
    ids = [row.pk for row in rows]
    answers = list(Answer.objects.filter(process__in=ids, proposal=None).order_by("at", "pk"))
    news = list(News.objects.filter(process__in=ids, proposal=None).order_by("-at", "-pk"))
    subjects = [f"process:{row.pk}" for row in rows]
    subjects += [f"phase:{one.pk}" for row in rows for one in row.phases.all()]
    subjects += [f"answer:{one.pk}" for one in answers] + [f"news:{one.pk}" for one in news]
    known = texts(subjects)
    names = dict(Organisation.objects.values_list("key", "name"))
    proposals, people = counted(ids)
    return [
        _card(row, at, lang, known, names, (proposals[row.pk], people[row.pk]), answers, news) for row in rows
    ]  # fmt: skip


def counted(ids: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
    """(proposals, voices and supporters) by process: each person counts once in each, the forgotten too."""
    shown = Proposal.objects.filter(process__in=ids).exclude(state__in=("hidden", "withdrawn"))
    proposals = Counter(dict(shown.values_list("process").annotate(n=Count("pk")).order_by()))
    people = Counter(
        dict(Voice.objects.filter(process__in=ids).values_list("process").annotate(n=Count("pk")).order_by())
    )
    return proposals, people


def _card(
    row: Process, at: datetime, lang: str, known: dict[str, ByField], names: dict[str, str], counts: tuple[int, int],
    answers: list[Answer], news: list[News],
) -> ProcessCard:  # fmt: skip
    mine = f"process:{row.pk}"
    phases = tuple(phase_card(one, at, lang, row.language, known) for one in row.phases.all())
    answered = [one for one in answers if one.process_id == row.pk]
    return ProcessCard(
        key=row.key, kind=Kind(row.kind), title=said(known, mine, "title", lang, row.language),
        summary=said(known, mine, "summary", lang, row.language), about=said(known, mine, "about", lang, row.language),
        decides=said(known, mine, "decides", lang, row.language), organisation=row.organisation,
        organisation_name=names.get(row.organisation, row.organisation), phases=phases,
        place=place_of_all(phases, at), is_public=row.opened_at is not None, is_example=row.is_example,
        proposals=counts[0], people=counts[1], dataset=row.evidence_dataset,
        answer=answer_card(answered[-1], lang, known, names) if answered else None,
        news=tuple(news_card(one, lang, known) for one in news if one.process_id == row.pk),
    )  # fmt: skip


def phase_card(row: Phase, at: datetime, lang: str, original: str, known: dict[str, ByField]) -> PhaseCard:
    mine = f"phase:{row.pk}"
    return PhaseCard(
        row.number, said(known, mine, "title", lang, original), said(known, mine, "about", lang, original),
        row.starts_at, row.ends_at, frozenset(Act(act) for act in row.acts), place(row, at),
    )  # fmt: skip


def answer_card(row: Answer, lang: str, known: dict[str, ByField], names: dict[str, str]) -> AnswerCard:
    return AnswerCard(
        row.at, names.get(row.organisation, row.organisation), Decision(row.decision),
        said(known, f"answer:{row.pk}", "reasons", lang, row.language), row.project,
    )  # fmt: skip


def news_card(row: News, lang: str, known: dict[str, ByField]) -> NewsCard:
    return NewsCard(row.at, said(known, f"news:{row.pk}", "text", lang, row.language))
