"""Calls for reuse, their entries, and how far those reached."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from civora.community.errors import UnknownCall
from civora.community.models import Award, Call, Entry
from civora.community.queries.reuses import dataset_names, visible
from civora.community.types import Award as AwardCard
from civora.community.types import CallCard, DatasetName, Reach
from civora.core.policy.types import Reader
from civora.ledger import queries as ledger

PAGE, OUT = "page", "out"  # doors under which the ledger counts: a page was opened, somebody went on from it
FURNITURE = ("page", "shell", "story", "embed", "chart", "talk", "places", "desk")  # reads by this portal's own pages


def call(key: str, reader: Reader, lang: str = "en") -> CallCard:
    """Raises UnknownCall."""
    found = cards(Call.objects.filter(key=key), reader, lang)
    if not found:
        raise UnknownCall(gettext("There is no such call."), next_step=gettext("See the list of calls."))
    return found[0]


def calls(reader: Reader, lang: str = "en", *, dataset: str = "") -> tuple[CallCard, ...]:
    """Newest first. `dataset`: those that ask for reuses of it."""
    found = cards(Call.objects.order_by("-opens_at", "key"), reader, lang)
    return tuple(one for one in found if not dataset or any(each.key == dataset for each in one.datasets))


def cards(rows: QuerySet[Call], reader: Reader, lang: str) -> tuple[CallCard, ...]:
    found = list(rows)
    names = dataset_names({key for row in found for key in row.datasets}, reader, lang)
    shown = Entry.objects.filter(call__in=found, reuse__in=visible())
    counts = dict(shown.values_list("call").annotate(count=Count("id")).order_by())
    return tuple(card(row, names, counts.get(row.pk, 0)) for row in found)


def card(row: Call, names: dict[str, DatasetName], entries: int) -> CallCard:
    won = (
        Award.objects.filter(entry__call=row, entry__reuse__in=visible()).select_related("entry__reuse")
        if row.decided_at
        else ()
    )
    return CallCard(
        row.key, row.owner, row.title, row.text, row.rules, row.prize, row.jury, tuple(names[key] for key in row.datasets if key in names),
        row.opens_at, row.closes_at, row.decides_at, row.decided_at, row.result,
        tuple(AwardCard(one.entry.reuse.key, one.place, one.reasons) for one in won), row.is_example, entries,
    )  # fmt: skip


def reach(subjects: Iterable[str], since: datetime | None = None, until: datetime | None = None) -> dict[str, Reach]:
    """How often the pages of these things were opened and left for what they show. By the hour, without persons."""
    wanted = list(subjects)
    counted = ledger.reads_by_door(wanted, since, until)
    return {one: Reach(counted.get((one, PAGE), 0), counted.get((one, OUT), 0)) for one in wanted}


def reads_of(datasets: Iterable[str], since: datetime, until: datetime) -> dict[str, int]:
    """How often programs and people read these datasets through APIs and downloads in a time; pages of this portal aside."""
    found: dict[str, int] = {}
    for (key, door), count in ledger.reads_by_door(datasets, since, until).items():
        if door not in FURNITURE:
            found[key] = found.get(key, 0) + count
    return found
