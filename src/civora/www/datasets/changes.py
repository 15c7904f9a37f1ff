"""What changed in the data: the newest versions of all datasets that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog.types import DatasetCard, VersionCard
from civora.core.policy.types import Reader
from civora.reading import queries as reading
from civora.www.datasets.results import shortened
from civora.www.formats import language, number

NEWEST = 60


@dataclass(frozen=True, slots=True)
class Changed:
    """One version. `what` is a short phrase, `note` what the publisher said."""

    key: str
    version: int
    at: datetime
    title: str
    publisher: str
    what: str
    note: str
    url: str
    history_url: str


def changes(reader: Reader, limit: int) -> tuple[Changed, ...]:
    """Newest first, of one moment the largest. Only versions of the datasets that changed last are looked at, so its cost does not grow."""
    newest = reading.catalogue_search("", {}, None, "-modified", 1, reader, lang=language(), size=NEWEST).cards
    cards = sorted(newest, key=lambda card: (card.modified_at, card.rows), reverse=True)[:limit]
    found = [changed for card in cards for changed in _of(card, reader, limit)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:limit])


def _of(card: DatasetCard, reader: Reader, limit: int) -> list[Changed]:
    versions = reading.versions(card.key, reader)
    before = {version.number: version for version in versions}
    return [_changed(card, version, before.get(version.number - 1)) for version in versions[:limit]]


def _changed(card: DatasetCard, version: VersionCard, before: VersionCard | None) -> Changed:
    return Changed(
        key=card.key,
        version=version.number,
        at=version.at,
        title=card.title,
        publisher=card.publisher.name,
        what=what(version, before),
        note=version.note or aside(version) or shortened(card.description, 90),
        url=reverse("datasets:dataset", args=[f"{card.key}@{version.number}"]),
        history_url=reverse("datasets:history", args=[card.key]),
    )


def aside(version: VersionCard) -> str:
    """Rows that did not fit are worth knowing about."""
    if not version.set_aside:
        return ""
    return ngettext("{n} row set aside", "{n} rows set aside", version.set_aside).format(n=number(version.set_aside))


def what(version: VersionCard, before: VersionCard | None) -> str:
    """How many rows came or went."""
    if before is None:
        return ngettext("Published, {n} row", "Published, {n} rows", version.rows).format(n=number(version.rows))
    more = version.rows - before.rows
    if more > 0:
        return ngettext("{n} row added", "{n} rows added", more).format(n=number(more))
    if more < 0:
        return ngettext("{n} row removed", "{n} rows removed", -more).format(n=number(-more))
    return gettext("Same number of rows")
