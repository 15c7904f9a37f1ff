"""`/datasets/<key>/history/`: versions, what changed from one to another, how to cite one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from civora.catalog.types import VersionCard
from civora.core.errors import CivoraError
from civora.reading import queries as reading
from civora.reading.types import ColumnOut, Difference
from civora.www import formats
from civora.www.city import city
from civora.www.datasets import cells
from civora.www.datasets.changes import what
from civora.www.datasets.forms import BadState
from civora.www.datasets.pages import Comparison, DiffCell, DiffLine, HistoryPage, VersionLine
from civora.www.datasets.views.framing import Seen, frame, source, view
from civora.www.pages import page
from civora.www.said import said

SHOWN = 100
COLUMNS = 8
STYLES = {"+": "a", "-": "d", "~": "c"}


@view
def history(seen: Seen) -> HttpResponse:
    found = reading.versions(seen.card.key, seen.reader)
    old, new = pair(seen, found)
    note, compared = "", None
    if old is not None and new is not None:
        try:
            compared = comparison(reading.diff(seen.card.key, old, new, seen.reader, SHOWN, formats.language()))
        except CivoraError as error:
            note = said(error.message)
    context = HistoryPage(
        frame=frame(seen, "history"), versions=tuple(line(seen, one, found) for one in found), options=tuple(one.number for one in found),
        comparison=compared, comparison_note=note, citation=citation(seen), feed_url=reverse("datasets:feed"), source=source(seen, embed=False),
    )  # fmt: skip
    return page(seen.request, "datasets/history.html", context)


def pair(seen: Seen, found: tuple[VersionCard, ...]) -> tuple[int | None, int | None]:
    """Which two versions to compare: as asked, else the newest with the one before it. Raises BadState."""
    params = seen.request.GET
    if params.get("from") or params.get("to"):
        try:
            return int(params.get("from", "")), int(params.get("to", ""))
        except ValueError as error:
            raise BadState(
                gettext("from and to are numbers of versions."), next_step=gettext("Choose them from the lists.")
            ) from error
    numbers = [one.number for one in found]
    return (numbers[1], numbers[0]) if len(numbers) > 1 else (None, None)


def line(seen: Seen, version: VersionCard, found: tuple[VersionCard, ...]) -> VersionLine:
    before = next((one for one in found if one.number == version.number - 1), None)
    aside = gettext("{n} rows set aside").format(n=formats.number(version.set_aside)) if version.set_aside else ""
    at = version.at.astimezone(city().tz)
    compare = f"?from={before.number}&to={version.number}" if before else ""
    pinned = reverse("datasets:dataset", args=[f"{seen.card.key}@{version.number}"])
    notes = ". ".join(part for part in (version.note, version.file_name, aside) if part)
    return VersionLine(
        version.number,
        formats.moment(at),
        at.isoformat(),
        what(version, before),
        notes,
        pinned,
        compare,
        version.number == seen.card.version,
    )


def comparison(found: Difference) -> Comparison:
    columns = shown(found)
    headings = tuple(one.field.label if one.field and one.field.label else one.name for _, one in columns)
    words = []
    if found.columns_added:
        words.append(gettext("New columns: {names}.").format(names=", ".join(found.columns_added)))
    if found.columns_removed:
        words.append(gettext("Columns gone: {names}.").format(names=", ".join(found.columns_removed)))
    number = formats.number
    return Comparison(
        found.old, found.new, number(found.added), number(found.removed), number(found.changed), number(found.same), headings,
        tuple(DiffLine("−" if sign == "-" else sign, STYLES[sign], diff_cells(row, newer, columns)) for sign, row, newer in found.rows),
        " ".join(words), found.added + found.removed + found.changed > len(found.rows),
    )  # fmt: skip


def shown(found: Difference) -> list[tuple[int, ColumnOut]]:
    """Eight columns: those that differ somewhere first, in the order of the table."""
    differing = {
        index for sign, row, newer in found.rows if newer for index in range(len(row)) if row[index] != newer[index]
    }
    order = sorted(
        range(len(found.columns)),
        key=lambda index: (
            index not in differing and not (found.columns[index].field and found.columns[index].field.is_key),
            index,
        ),
    )[:COLUMNS]
    return [(index, found.columns[index]) for index in sorted(order)]


def diff_cells(
    row: tuple[Any, ...], newer: tuple[Any, ...] | None, columns: list[tuple[int, ColumnOut]]
) -> tuple[DiffCell, ...]:
    made = []
    for index, column in columns:
        cell = DiffCell(words(row[index], column))
        if newer is not None and newer[index] != row[index]:
            cell = replace(cell, text=words(newer[index], column), was=cell.text or "∅", is_changed=True)
        made.append(cell)
    return tuple(made)


def words(value: Any, column: ColumnOut) -> str:
    return "" if value is None else cells.words(value, column.field)


def citation(seen: Seen) -> str:
    """Publisher (year). Title, version. Portal. Address."""
    card = seen.card
    address = seen.request.build_absolute_uri(reverse("datasets:dataset", args=[f"{card.key}@{card.version}"]))
    return f"{card.publisher.name or city().name} ({card.modified_at:%Y}). {card.title}, @{card.version}. {city().name}. {address}"
