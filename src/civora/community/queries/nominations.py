"""Datasets that people miss: the list, one, how long answers take, and what is similar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from civora.community.errors import UnknownNomination
from civora.community.models import Backing, Nomination
from civora.community.queries.reuses import dataset_names
from civora.community.rules import nominations as rules
from civora.community.types import NominationCard, NominationCounts, NominationState
from civora.core.policy.types import Reader
from civora.voices import queries as voices
from civora.voices.rules import may_moderate

MOST, SIMILAR = 500, 5
SORTS = {"backed": ("-supports", "-at"), "new": ("-at",), "old": ("at",)}


def nominations(
    reader: Reader, *, state: str = "", text: str = "", sort: str = "backed", lang: str = "en", limit: int = MOST
) -> tuple[NominationCard, ...]:
    """What everyone sees, most backed first."""
    rows = visible()
    rows = rows.filter(state=state) if state else rows
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return cards(backed(rows).order_by(*SORTS.get(sort, SORTS["backed"]))[:limit], reader, lang)


def visible() -> QuerySet[Nomination]:
    hidden = [target.removeprefix("nomination:") for target in voices.hidden_of("nomination")]
    return Nomination.objects.filter(state__in=[one.value for one in rules.ALIVE]).exclude(key__in=hidden)


def backed(rows: QuerySet[Nomination]) -> QuerySet[Nomination]:
    return rows.annotate(supports=Count("backings"))


def nomination(key: str, reader: Reader, lang: str = "en") -> NominationCard:
    """One; hidden ones only for author and moderators. Raises UnknownNomination."""
    found = cards(backed(Nomination.objects.filter(key=key)), reader, lang)
    is_there = bool(found) and found[0].state is not NominationState.WITHDRAWN
    if not is_there or (found[0].is_hidden and not (found[0].is_mine or may_moderate(reader))):
        raise UnknownNomination(
            gettext("Nobody has asked for this."), next_step=gettext("See what others have asked for.")
        )
    return found[0]


def nominations_by(email: str, lang: str = "en") -> tuple[NominationCard, ...]:
    """What an account asked for or backs, newest first."""
    mine = Q(by=email) | Q(pk__in=Backing.objects.filter(by=email).values("nomination"))
    rows = (
        Nomination.objects.filter(mine).exclude(state=NominationState.WITHDRAWN.value)
        if email
        else Nomination.objects.none()
    )
    return cards(backed(rows).order_by("-at"), Reader(email), lang)


def cards(rows: Iterable[Nomination], reader: Reader, lang: str = "en") -> tuple[NominationCard, ...]:
    found = list(rows)
    names = dataset_names({row.dataset for row in found if row.dataset}, reader, lang)
    hidden = voices.decisions_on([f"nomination:{row.key}" for row in found])
    person = reader.person
    mine = (
        set(Backing.objects.filter(nomination__in=found, by=person).values_list("nomination", flat=True))
        if person
        else set()
    )
    return tuple(
        NominationCard(
            row.key, row.title, row.text, row.use, row.author, row.lang, row.at, NominationState(row.state), getattr(row, "supports", 0),
            row.answer, row.answer_lang, row.answered_at, row.first_answered_at, row.planned_for, names.get(row.dataset), row.is_example,
            bool(person) and row.by == person, row.pk in mine, f"nomination:{row.key}" in hidden, hidden.get(f"nomination:{row.key}", ""),
        )
        for row in found
    )  # fmt: skip


def nomination_counts(today: date) -> NominationCounts:
    """How the city answers, over all that can be seen."""
    rows = visible()
    states = dict(rows.values_list("state").annotate(count=Count("id")).order_by())
    answered = list(rows.exclude(first_answered_at=None).values_list("at", "first_answered_at"))
    waiting = rows.filter(state=NominationState.OPEN.value).order_by("at").values_list("at", flat=True).first()
    late = rows.filter(state=NominationState.PLANNED.value, planned_for__lt=today).count()
    return NominationCounts(
        states, len(answered), rules.typical_days((after - asked).days for asked, after in answered), waiting, late
    )


def similar_nominations(title: str, text: str, reader: Reader, lang: str = "en") -> tuple[NominationCard, ...]:
    """Earlier ones that say something like this, best first: by pieces of words, so that a typing error does no harm."""
    rows = visible().values_list("pk", "title", "text")
    scored = [
        (max(rules.likeness(title, other), rules.likeness(f"{title} {text}", f"{other} {more}") * 0.8), pk)
        for pk, other, more in rows
    ]
    best = [pk for score, pk in sorted(scored, reverse=True) if score >= rules.LIKE][:SIMILAR]
    found = {row.pk: row for row in backed(Nomination.objects.filter(pk__in=best))}
    return cards([found[pk] for pk in best], reader, lang)
