"""Exhibits as cards."""

from __future__ import annotations

from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.exhibits.errors import UnknownExhibit
from civora.exhibits.models import Exhibit, ExhibitVersion
from civora.exhibits.rules import keeping, written
from civora.exhibits.types import ExhibitCard, Kind, Status
from civora.reading import queries as reading


def exhibit(key: str, reader: Reader, *, version: int | None = None, lang: str = "en") -> ExhibitCard:
    """Drafts and withdrawn ones are there for their stewards only. Raises UnknownExhibit."""
    row = Exhibit.objects.filter(key=key[:100]).first()
    if row is None or not may_see(row, reader):
        raise unknown(key)
    found = ExhibitVersion.objects.filter(exhibit=row, number=version or row.current).first()
    if found is None:
        raise unknown(f"{key}@{version}")
    return card(row, found, lang)


def exhibits(
    reader: Reader, *, lang: str = "en", mine: bool = False, kind: str = "", limit: int = 500
) -> tuple[ExhibitCard, ...]:
    """The newest first. `mine`: those that this reader keeps, in every state; else those that are shown to all."""
    rows = Exhibit.objects.order_by("-changed_at")
    rows = rows if mine else rows.filter(status=Status.PUBLISHED)
    rows = rows.filter(kind=kind) if kind else rows
    seen = [row for row in rows[:limit] if not mine or keeping.may_keep(reader, row.owner)]
    current = {
        (one.exhibit_id, one.number): one
        for one in ExhibitVersion.objects.filter(exhibit_id__in=[row.pk for row in seen])
    }
    return tuple(card(row, current[row.pk, row.current], lang) for row in seen if (row.pk, row.current) in current)


def by_dataset(dataset: str, reader: Reader, *, lang: str = "en") -> tuple[ExhibitCard, ...]:
    """Exhibits shown to all that ask this dataset."""
    return tuple(one for one in exhibits(reader, lang=lang) if dataset in one.content.datasets)


def is_known(one: ExhibitCard, reader: Reader) -> bool:
    """Every dataset of the exhibit may be seen by this reader."""
    try:
        return all(reading.access(key, reader).sees_rows for key in one.content.datasets)
    except CivoraError:
        return False


def known(key: str, reader: Reader, *, version: int | None = None, lang: str = "en") -> ExhibitCard:
    """As `exhibit`, and its data may be seen: else neither its texts nor its questions are told. Raises UnknownExhibit."""
    found = exhibit(key, reader, version=version, lang=lang)
    if not is_known(found, reader) and not keeping.may_keep(reader, found.owner):
        raise unknown(key)
    return found


def versions(key: str, reader: Reader, *, lang: str = "en") -> tuple[ExhibitCard, ...]:
    """Newest first. Raises UnknownExhibit."""
    row = Exhibit.objects.filter(key=key[:100]).first()
    if row is None or not may_see(row, reader):
        raise unknown(key)
    return tuple(card(row, one, lang) for one in ExhibitVersion.objects.filter(exhibit=row).order_by("-number")[:200])


def may_see(row: Exhibit, reader: Reader) -> bool:
    return row.status == Status.PUBLISHED or keeping.may_keep(reader, row.owner)


def unknown(key: str) -> UnknownExhibit:
    return UnknownExhibit(f"There is no exhibit {key[:100]}.", next_step="The gallery lists them all: /exhibits/.")


def card(row: Exhibit, version: ExhibitVersion, lang: str) -> ExhibitCard:
    content = written.content(version.content, "UTC")
    return ExhibitCard(
        row.key, version.number, row.current, Kind(row.kind), Status(row.status), row.owner, row.is_example, version.at, row.changed_at,
        written.said(content.title, lang), written.said(content.takeaway, lang), written.said(content.about, lang),
        written.said(content.alt, lang), content, version.note,
    )  # fmt: skip
