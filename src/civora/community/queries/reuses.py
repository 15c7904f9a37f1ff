"""Reuses: the gallery, one, those of a dataset, those of an account."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext

from civora.community.errors import UnknownReuse
from civora.community.models import Award, Entry, Reuse, ReuseDataset
from civora.community.rules import reuses as rules
from civora.community.types import Award as AwardCard
from civora.community.types import DatasetName, ReuseCard, ReuseKind, ReusePage, ShownState
from civora.core.errors import NotFound
from civora.core.policy.types import ANYONE, Reader
from civora.reading import queries as reading
from civora.voices import queries as voices
from civora.voices.rules import may_moderate

SIZE, MOST = 24, 5_000
SORTS = {"new": ("-at", "-pk"), "title": ("title", "pk")}


def reuses(
    reader: Reader, *, text: str = "", kind: str = "", theme: str = "", dataset: str = "", call: str = "", sort: str = "new",
    page: int = 1, size: int = SIZE, lang: str = "en",
) -> ReusePage:  # fmt: skip
    """A page of the gallery: what the city highlights first, then by `sort`. Counts for a filter leave that filter aside."""
    found = searched(visible(), text, dataset, call)
    kinds = counted(narrowed(found, "", theme), "kind")
    themes = counted(narrowed(found, kind, ""), "theme")
    rows = narrowed(found, kind, theme).order_by(
        F("highlighted_at").desc(nulls_last=True), *SORTS.get(sort, SORTS["new"])
    )
    total = rows.count()
    pages = max(1, math.ceil(total / size))
    at = min(max(1, page), pages) - 1
    return ReusePage(cards(rows[at * size : (at + 1) * size], reader, lang), total, pages, kinds, themes)


def visible() -> QuerySet[Reuse]:
    """What everyone sees: neither held, withdrawn nor hidden by a moderator."""
    shown = Reuse.objects.filter(state=ShownState.VISIBLE.value)
    hidden = hidden_keys()
    return shown.exclude(key__in=hidden) if hidden else shown


def hidden_keys() -> list[str]:
    """Reuses that a moderator hides now."""
    return [target.removeprefix("reuse:") for target in voices.hidden_of("reuse")]


def searched(rows: QuerySet[Reuse], text: str, dataset: str, call: str) -> QuerySet[Reuse]:
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(author__icontains=word))
    rows = rows.filter(made_of__dataset=dataset) if dataset else rows
    return rows.filter(entries__call__key=call) if call else rows


def narrowed(rows: QuerySet[Reuse], kind: str, theme: str) -> QuerySet[Reuse]:
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(theme=theme) if theme else rows


def counted(rows: QuerySet[Reuse], name: str) -> tuple[tuple[str, int], ...]:
    pairs = rows.exclude(**{name: ""}).values_list(name).annotate(count=Count("id")).order_by("-count", name)
    return tuple((str(value), int(count)) for value, count in pairs)


def reuse(key: str, reader: Reader, lang: str = "en") -> ReuseCard:
    """One reuse; hidden and held ones only for author and moderators. Raises UnknownReuse."""
    row = Reuse.objects.filter(key=key).exclude(state=ShownState.WITHDRAWN.value).first()
    found = cards([row], reader, lang)[0] if row else None
    if found is None or not (may_see(found) or may_moderate(reader)):
        raise UnknownReuse(gettext("There is no such reuse."), next_step=gettext("See the gallery of reuses."))
    return found


def may_see(card: ReuseCard) -> bool:
    return card.is_mine or (card.state is ShownState.VISIBLE and not card.is_hidden)


def reuses_of(dataset: str, reader: Reader, *, limit: int = 3, lang: str = "en") -> tuple[tuple[ReuseCard, ...], int]:
    """(those to show first, how many there are) of one dataset."""
    rows = searched(visible(), "", dataset, "")
    shown = rows.order_by(F("highlighted_at").desc(nulls_last=True), "-at")[:limit]
    return cards(shown, reader, lang), rows.count()


def highlighted(reader: Reader, *, limit: int = 3, lang: str = "en") -> tuple[ReuseCard, ...]:
    """What the city shows first."""
    return cards(visible().exclude(highlighted_at=None).order_by("-highlighted_at")[:limit], reader, lang)


def reuses_by(email: str, lang: str = "en") -> tuple[ReuseCard, ...]:
    """All that an account shows, newest first, also what is hidden or waits."""
    rows = Reuse.objects.filter(by=email).exclude(state=ShownState.WITHDRAWN.value).order_by("-at") if email else ()
    return cards(rows, Reader(email), lang)


def held_reuses(reader: Reader, lang: str = "en") -> tuple[ReuseCard, ...]:
    """What waits for a moderator, oldest first."""
    return (
        cards(Reuse.objects.filter(state=ShownState.HELD.value).order_by("at"), reader, lang)
        if may_moderate(reader)
        else ()
    )


# ---- cards ----------------------------------------------------------------------------------------------------------


def cards(rows: Iterable[Reuse], reader: Reader, lang: str = "en") -> tuple[ReuseCard, ...]:
    """In six queries whatever their number; titles of datasets once each."""
    found = list(rows)
    ids = [row.pk for row in found]
    subjects = [f"reuse:{row.key}" for row in found]
    pictures, hidden = voices.pictures_of(subjects), voices.decisions_on(subjects)
    covered = voices.hidden(f"picture:{one.key}" for each in pictures.values() for one in each)
    made_of = grouped(ReuseDataset.objects.filter(reuse__in=ids).values_list("reuse", "dataset"))
    names = dataset_names({key for keys in made_of.values() for key in keys}, reader, lang)
    calls = grouped(Entry.objects.filter(reuse__in=ids).values_list("reuse", "call__key"))
    awards = {one.entry.reuse_id: one for one in Award.objects.filter(entry__reuse__in=ids).select_related("entry")}

    def card(row: Reuse) -> ReuseCard:
        subject = f"reuse:{row.key}"
        picture = next((one for one in pictures.get(subject, ()) if f"picture:{one.key}" not in covered), None)
        award = awards.get(row.pk)
        return ReuseCard(
            row.key, row.title, row.text, ReuseKind(row.kind), row.theme, row.url, rules.host(row.url), row.author, row.organisation, row.lang,
            row.at, row.changed_at, ShownState(row.state), row.highlighted_at, row.is_example,
            tuple(names[key] for key in made_of.get(row.pk, ()) if key in names), picture.key if picture else "",
            picture.alt if picture else "", picture.width if picture else 0, picture.height if picture else 0, tuple(calls.get(row.pk, ())),
            AwardCard(row.key, award.place, award.reasons) if award else None, bool(reader.person) and row.by == reader.person,
            subject in hidden, hidden.get(subject, ""),
        )  # fmt: skip

    return tuple(card(row) for row in found)


def grouped(pairs: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def dataset_names(keys: Iterable[str], reader: Reader, lang: str = "en") -> dict[str, DatasetName]:
    """Those of the datasets that this reader may see, with their titles."""
    found = {}
    for key in keys:
        try:
            found[key] = DatasetName(key, reading.card(key, reader, None, lang).title)
        except NotFound:
            continue
    return found


def rows_of_all() -> Sequence[dict[str, Any]]:
    """Every visible reuse as a row of the dataset `reuses`, without names of persons: old versions of a dataset stay."""
    return [
        {
            "reuse": one.key, "title": one.title, "text": one.text, "kind": one.kind.value, "theme": one.theme or None, "url": one.url,
            "organisation": one.organisation or None, "language": one.lang,
            "datasets": ";".join(each.key for each in one.datasets), "calls": ";".join(one.calls) or None,
            "highlighted": one.highlighted_at is not None, "shown": one.at.date(), "changed": one.changed_at.date(), "example": one.is_example,
        }
        for one in cards(visible().order_by("at", "pk")[:MOST], ANYONE)
    ]  # fmt: skip
