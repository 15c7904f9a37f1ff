"""A file before it is published, in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy, ngettext

from civora.core.errors import CivoraError
from civora.core.schema import FieldType
from civora.intake import queries as intake
from civora.intake.types import ColumnProfile, DeliveryCard, FieldOverride, Preview, SetAside
from civora.www import drawing, formats
from civora.www.datasets import cells
from civora.www.desk import forms
from civora.www.desk.pages import ColumnLine
from civora.www.parts import Alert
from civora.www.said import said

TYPES: tuple[tuple[FieldType, Any], ...] = (
    (FieldType.TEXT, gettext_lazy("text")), (FieldType.INT, gettext_lazy("whole number")), (FieldType.DOUBLE, gettext_lazy("number")),
    (FieldType.BOOLEAN, gettext_lazy("yes or no")), (FieldType.DATE, gettext_lazy("date")), (FieldType.DATETIME, gettext_lazy("date and time")),
    (FieldType.GEO_POINT, gettext_lazy("latitude, longitude")), (FieldType.GEO_SHAPE, gettext_lazy("shape")),
)  # fmt: skip
STEPS: dict[str, Any] = {
    "receive": gettext_lazy("Keeping the file"), "recognise": gettext_lazy("Recognising the file"), "read": gettext_lazy("Reading rows"),
    "store": gettext_lazy("Storing rows"), "publish": gettext_lazy("Publishing"),
}  # fmt: skip
MAP = (640.0, 300.0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as proposed, and as mended. `changes` are by the column's name in the file; `is_repeated` if they come
    from the version before and nobody has touched them yet."""

    proposed: Preview
    mended: Preview
    changes: Mapping[str, FieldOverride]
    is_repeated: bool = False

    @property
    def undecided(self) -> tuple[str, ...]:
        """Columns that may name persons and that nobody has decided about."""
        shown = {one.name: one for one in self.mended.columns}
        given = ((one, self.changes.get(one.name, FieldOverride())) for one in self.proposed.columns)
        found = (one for one, said in given if not said.is_left_out and shown.get(said.name or one.name, one).personal)
        return tuple(one.name for one in found)


def seen(delivery: DeliveryCard, post: QueryDict, key: str = "") -> Seen:
    """The preview with what was mended so far; a new version begins with what was decided for the one before.

    Raises FileRefused, BadForm, BadOverride.
    """
    first = intake.look(delivery, {}, settings.CITY_ZONE)
    names = sources(first)
    is_new = not any(name.startswith("seen-") for name in post)
    changes = {name: one for name, one in intake.recipe(key).items() if name in names} if is_new and key else {}
    changes = forms.overrides(post, names) if not is_new else changes
    mended = intake.look(delivery, changes, settings.CITY_ZONE) if changes else first
    return Seen(first, mended, changes, is_new and bool(changes))


def plain(delivery: DeliveryCard) -> Seen | None:
    """The preview as proposed; None where the file cannot be read at all."""
    try:
        first = intake.look(delivery, {}, settings.CITY_ZONE)
    except CivoraError:
        return None
    return Seen(first, first, {})


def sources(found: Preview) -> tuple[str, ...]:
    """The columns of the file, less the point that two of them make."""
    return tuple(one.name for one in found.columns if one.name != "geo_point" or not found.place_from)


def summary(found: Preview) -> str:
    return gettext("{rows} rows, {columns} columns, {size}. {note} Read in {seconds} seconds.").format(
        rows=formats.number(found.rows), columns=formats.number(len(found.columns)), size=formats.size(found.bytes), note=note(found.note),
        seconds=formats.number(round(found.seconds, 1)),
    )  # fmt: skip


def note(text: str) -> str:
    """How the file was read: a list of words and sentences, each in the page's language."""
    sentences = (part for part in text.rstrip(".").split(". "))
    words = (", ".join(word_said(word) for word in one.split(", ")) for one in sentences)
    return ". ".join(words) + "." if text else ""


def word_said(word: str) -> str:
    """One word of a note: it may begin with a capital there and not where it was translated."""
    small = word[:1].lower() + word[1:]
    tries = (said(f"{word}.").rstrip("."), said(word), said(small))
    return next((one for one in tries if one not in (word, small)), word)


def alerts(found: Preview) -> tuple[Alert, ...]:
    made = (personal_alert(found), aside_alert(found), far_alert(found), place_alert(found))
    return tuple(one for one in made if one)


def personal_alert(found: Preview) -> Alert | None:
    columns = [one for one in found.columns if one.personal]
    if not columns:
        return None
    count = sum(one.personal for one in columns)
    title = ngettext("{n} cell may name a person", "{n} cells may name a person", count)
    text = gettext("Columns: {names}. Decide below before you publish.").format(
        names=", ".join(one.label for one in columns)
    )
    return Alert(title.format(n=formats.number(count)), text, "bad", ((gettext("Decide now"), "#personal"),))


def aside_alert(found: Preview) -> Alert | None:
    count = found.rows_set_aside
    if not count:
        return None
    title = ngettext("{n} row set aside", "{n} rows set aside", count).format(n=formats.number(count))
    text = gettext("They are kept with their reason, below, and not lost.")
    return Alert(title, text, "warn", ((gettext("Look at them"), "#aside"),))


def far_alert(found: Preview) -> Alert | None:
    if not found.far:
        return None
    title = ngettext("{n} place lies far away", "{n} places lie far away", len(found.far))
    text = gettext("Row {row} lies {km} km from the others. It is published all the same.")
    first = found.far[0]
    return Alert(
        title.format(n=formats.number(len(found.far))),
        text.format(row=formats.number(first.row), km=formats.number(first.km)),
        "warn",
        ((gettext("See the map"), "#places"),),
    )


def place_alert(found: Preview) -> Alert | None:
    if not found.place_from:
        return None
    text = gettext("{names} become points on a map.").format(names=" + ".join(found.place_from))
    return Alert(gettext("This pair is a place"), text, "good")


def lines(found: Seen) -> tuple[ColumnLine, ...]:
    """One line for each column of the file, those left out too, so that they can be taken in again."""
    mended = {one.name: one for one in found.mended.columns}
    return tuple(
        line(one.name, mended.get(given.name or one.name, one), given)
        for one in found.proposed.columns
        if one.name in sources(found.proposed)
        for given in (found.changes.get(one.name, FieldOverride()),)
    )


def line(source: str, one: ColumnProfile, given: FieldOverride) -> ColumnLine:
    types = tuple((kind.value, str(label), kind is one.type) for kind, label in TYPES)
    text, tone = remark(one)
    return ColumnLine(
        one,
        source,
        given.name or source,
        types,
        text,
        tone,
        bool(given.is_key),
        given.is_left_out,
        bars(one),
        said(one.why),
    )


def bars(one: ColumnProfile) -> str:
    """The values' shape as path data in a box of 140 × 24."""
    width = 140 / max(len(one.bars), 14)
    return "".join(
        f"M{n * width:.1f} 24v{-max(1.0, 24 * height):.1f}h{width - 1.5:.1f}V24z"
        for n, height in enumerate(one.bars)
        if height
    )


def remark(one: ColumnProfile) -> tuple[str, str]:
    if one.personal:
        return ngettext("{n} value looks personal", "{n} values look personal", one.personal).format(
            n=formats.number(one.personal)
        ), "bad"
    if one.lowest and one.highest:
        return gettext("{low} to {high}").format(low=one.lowest[:19], high=one.highest[:19]), ""
    if one.top:
        return gettext("Most often: {value}, {n}").format(value=one.top[0][0], n=formats.number(one.top[0][1])), ""
    return "", ""


def sample(found: Preview) -> tuple[tuple[str, ...], ...]:
    fields = [found.schema.field(one.name) for one in found.columns]
    return tuple(
        tuple("" if value is None else cells.words(value, field) for value, field in zip(row, fields, strict=True))
        for row in found.sample
    )


def points(found: Preview) -> str:
    """The rows' places as a small drawing."""
    if found.bbox is None or not found.points:
        return ""
    return drawing.specks(found.points, drawing.around(found.bbox, *MAP, pad=16))


def personal(found: Seen, post: QueryDict) -> tuple[tuple[str, str, int, str], ...]:
    """(source, label, cells, what was decided) of the columns that may name persons."""
    return tuple(
        (one.name, one.label, one.personal, post.get(f"personal-{one.name}", ""))
        for one in found.proposed.columns
        if one.personal
    )


def set_aside(found: Preview) -> tuple[SetAside, ...]:
    return tuple(replace(one, reason=said(one.reason)) for one in found.set_aside)


def step_words(step: str) -> str:
    return str(STEPS.get(step, step))
