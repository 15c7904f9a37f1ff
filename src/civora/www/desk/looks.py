"""A file before it is published, in the words of the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy, ngettext

from civora.core.errors import CivoraError
from civora.core.schema import FieldType
from civora.intake import queries as intake
from civora.intake.types import ColumnProfile, DeliveryCard, FieldOverride, Preview
from civora.www import drawing, formats
from civora.www.datasets import cells
from civora.www.desk import forms
from civora.www.desk.pages import ColumnLine
from civora.www.parts import Alert

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


def seen(delivery: DeliveryCard, post: QueryDict) -> Preview:
    """The preview with what was mended so far. Raises FileRefused, BadForm, BadOverride."""
    first = intake.look(delivery, {}, settings.CITY_ZONE)
    changes = forms.overrides(post, sources(first)) if post else {}
    return intake.look(delivery, changes, settings.CITY_ZONE) if changes else first


def plain(delivery: DeliveryCard) -> Preview | None:
    """The preview as proposed; None where the file cannot be read at all."""
    try:
        return intake.look(delivery, {}, settings.CITY_ZONE)
    except CivoraError:
        return None


def sources(found: Preview) -> tuple[str, ...]:
    """The columns of the file, less the point that two of them make."""
    return tuple(one.name for one in found.columns if one.name != "geo_point" or not found.place_from)


def summary(found: Preview) -> str:
    return gettext("{rows} rows, {columns} columns, {size}. {note} Read in {seconds} seconds.").format(
        rows=formats.number(found.rows), columns=formats.number(len(found.columns)), size=formats.size(found.bytes), note=found.note,
        seconds=formats.number(round(found.seconds, 1)),
    )  # fmt: skip


def alerts(found: Preview) -> tuple[Alert, ...]:
    made = []
    personal = [one for one in found.columns if one.personal]
    if personal:
        count = sum(one.personal for one in personal)
        title = ngettext("{n} cell may name a person", "{n} cells may name a person", count).format(
            n=formats.number(count)
        )
        names = ", ".join(one.label for one in personal)
        made.append(
            Alert(
                title,
                gettext("Columns: {names}. Leave them out unless you may publish them.").format(names=names),
                "bad",
            )
        )
    if found.rows_set_aside:
        title = ngettext("{n} row set aside", "{n} rows set aside", found.rows_set_aside).format(
            n=formats.number(found.rows_set_aside)
        )
        made.append(Alert(title, gettext("They are kept with their reason, below, and not lost."), "warn"))
    if found.place_from:
        made.append(
            Alert(
                gettext("This pair is a place"),
                gettext("{names} become points on a map.").format(names=" + ".join(found.place_from)),
                "good",
            )
        )
    return tuple(made)


def lines(found: Preview, post: QueryDict) -> tuple[ColumnLine, ...]:
    return tuple(line(one, post) for one in found.columns if one.name in sources(found))


def line(one: ColumnProfile, post: QueryDict) -> ColumnLine:
    given = forms.override(post, one.name) if post else FieldOverride()
    types = tuple((kind.value, str(label), kind is one.type) for kind, label in TYPES)
    text, tone = remark(one)
    return ColumnLine(one, one.name, types, text, tone, bool(given.is_key), given.is_left_out)


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


def step_words(step: str) -> str:
    return str(STEPS.get(step, step))
