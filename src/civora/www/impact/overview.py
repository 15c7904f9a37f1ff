"""`/indicators/` and its views by theme, area and frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog import queries as catalog
from civora.core.policy.types import Reader
from civora.impact import queries as impact
from civora.impact.rules import frames as known_frames
from civora.impact.types import Kind, Measured, Status
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.impact import figure, lines, words
from civora.www.impact.pages import Count, LeadFigure, OverviewPage, Shares
from civora.www.parts import Chosen, Crumb, Empty, FacetGroup, facet_group

COUNTED = (Status.ON_TRACK, Status.NEEDS_ATTENTION, Status.OFF_TRACK, Status.TOO_LITTLE_DATA, Status.NO_TARGET)
KEPT = ("theme", "area", "frame", "status")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader asks for in the address. A year that is none is left out."""

    theme: str = ""
    area: str = ""
    frame: str = ""
    status: str = ""
    since: int | None = None
    until: int | None = None

    @classmethod
    def of(cls, params: QueryDict, theme: str = "") -> Wanted:
        return cls(
            theme or params.get("theme", "")[:40], params.get("area", "")[:100], params.get("frame", "")[:100],
            params.get("status", "")[:40], year(params.get("since", "")), year(params.get("until", "")),
        )  # fmt: skip

    def fits(self, made: Measured) -> bool:
        card = made.card
        return (
            (not self.theme or card.theme == self.theme)
            and (not self.area or card.area == self.area)
            and (not self.frame or self.frame in card.draft.frames)
            and (not self.status or made.standing.status == self.status)
        )


def year(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 4 else None  # noqa: PLR2004 (a year)


def overview(params: QueryDict, reader: Reader, now: datetime, *, theme: str = "") -> OverviewPage:
    wanted = Wanted.of(params, theme)
    everything = impact.overview(reader, now, formats.language())
    made = [one for one in everything if wanted.fits(one)]
    label = {one.key: one.label for one in catalog.themes(formats.language())}.get(theme, "")
    wholes = [one for one in made if not one.card.draft.part_of] or made
    return OverviewPage(
        crumbs=crumbs(label),
        title=gettext("{theme}: promised, and done").format(theme=label) if label else gettext("Promised, and done"),
        lede=lede(made),
        counts=counts(everything, wanted, params),
        lead=lead(wholes),
        groups=lines.by_theme(made, now.date(), wanted.since, wanted.until),
        sources=lines.sources(made),
        facets=facets(everything, params, theme),
        chosen=chosen(wanted, params, theme),
        clear_url=reverse("impact:theme", args=[theme]) if theme else reverse("impact:overview"),
        since=str(wanted.since or ""),
        until=str(wanted.until or ""),
        hidden=tuple((name, value) for name in KEPT for value in params.getlist(name)[:1] if value),
        projects=measures(theme),
        empty=None if made else nothing(bool(everything)),
    )


def crumbs(label: str) -> tuple[Crumb, ...]:
    first = Crumb(gettext("Indicators"), reverse("impact:overview") if label else "")
    return (first, Crumb(label)) if label else (first,)


def lede(made: Sequence[Measured]) -> str:
    steered = sum(one.standing.status not in (Status.NO_TARGET, Status.TOO_LITTLE_DATA) for one in made)
    said = ngettext("{n} number of the city", "{n} numbers of the city", len(made)).format(n=formats.number(len(made)))
    if not steered:
        return said + ". " + gettext("Each opens the rows it was made from.")
    targets = ngettext("{n} with a target", "{n} with a target", steered).format(n=formats.number(steered))
    return gettext("{said}, {targets}. Every target is here, kept or not, with the rows behind it.").format(
        said=said, targets=targets
    )


def counts(made: Sequence[Measured], wanted: Wanted, params: QueryDict) -> tuple[Count, ...]:
    """How many of each status among those that the other filters leave; each links to them."""
    other = Wanted(wanted.theme, wanted.area, wanted.frame)
    seen = Counter(one.standing.status for one in made if other.fits(one))
    names = {
        Status.ON_TRACK: gettext("{n} kept or on track"), Status.NEEDS_ATTENTION: gettext("{n} need attention"),
        Status.OFF_TRACK: gettext("{n} off track or missed"), Status.TOO_LITTLE_DATA: gettext("{n} with too little data"),
        Status.NO_TARGET: gettext("{n} without target"),
    }  # fmt: skip
    return tuple(
        Count(
            names[one].format(n=formats.number(seen[one])), words.TONES[one],
            with_params(params, status=None if wanted.status == one else one.value), wanted.status == one,
        )
        for one in COUNTED if seen[one]
    )  # fmt: skip


def lead(made: Sequence[Measured]) -> LeadFigure | None:
    """The first indicator that has a way to go, else the first with values."""
    found = next((one for one in made if one.standing.reason == "path" and len(one.series) > 2), None)  # noqa: PLR2004 (a line)
    found = found or next((one for one in made if len(one.series) > 2), None)  # noqa: PLR2004 (a line)
    drawn = figure.figure(found) if found else None
    if found is None or drawn is None:
        return None
    return LeadFigure(
        found.card.title, lines.url(found.card.key), words.headline(found), with_unit(found), drawn, lines.said(found.card.statement)
    )  # fmt: skip


def with_unit(made: Measured) -> str:
    return f"{made.card.title}, {made.card.unit}".rstrip(", ")


def facets(made: Sequence[Measured], params: QueryDict, theme: str) -> tuple[FacetGroup, ...]:
    themes = {one.key: one.label for one in catalog.themes(formats.language())}
    by_theme = Counter(one.card.theme for one in made if one.card.theme in themes)
    by_area = Counter(one.card.area for one in made if one.card.area)
    by_frame = Counter(frame for one in made for frame in one.card.draft.frames)
    lang = formats.language()

    def framed(one: str) -> str:
        return " · ".join(known_frames.words(one, settings.CITY, lang))

    found = []
    if not theme:
        values = tuple((key, themes[key], n) for key, n in by_theme.most_common())
        found.append(facet_group(params, name="theme", label=gettext("Theme"), counts=values, is_single=True))
    areas = tuple((key, key, n) for key, n in by_area.most_common())
    goals = tuple((key, framed(key), n) for key, n in by_frame.most_common())
    found.append(facet_group(params, name="area", label=gettext("Place"), counts=areas, is_single=True))
    found.append(
        facet_group(params, name="frame", label=gettext("Goal or frame"), counts=goals, is_single=True, limit=6)
    )
    return tuple(one for one in found if one.items)


def chosen(wanted: Wanted, params: QueryDict, theme: str) -> tuple[Chosen, ...]:
    themes = {one.key: one.label for one in catalog.themes(formats.language())}
    found = []
    if wanted.theme and not theme:
        found.append(Chosen(themes.get(wanted.theme, wanted.theme), with_params(params, theme=None)))
    if wanted.area:
        found.append(Chosen(wanted.area, with_params(params, area=None)))
    if wanted.frame:
        said = " · ".join(known_frames.words(wanted.frame, settings.CITY, formats.language()))
        found.append(Chosen(said, with_params(params, frame=None)))
    if wanted.status in set(Status):
        found.append(Chosen(str(words.STATUS[Status(wanted.status)]), with_params(params, status=None)))
    for name, value in (("since", wanted.since), ("until", wanted.until)):
        if value:
            text = gettext("since {year}") if name == "since" else gettext("until {year}")
            found.append(Chosen(text.format(year=value), with_params(params, **{name: None})))
    return tuple(found)


def measures(theme: str) -> Shares | None:
    """The promises of this theme and how they stand."""
    found = impact.projects(formats.language(), theme=theme, kind=Kind.PROMISE.value)
    title = ngettext("{n} promise, and how it stands", "{n} promises, and how they stand", len(found))
    link = reverse("impact:projects") + with_params({"kind": Kind.PROMISE.value, "theme": theme})
    return lines.shares(found, title.format(n=formats.number(len(found))), link)


def nothing(has_any: bool) -> Empty:
    if has_any:
        return Empty(
            gettext("No indicator fits."), gettext("Take a filter away to see more."),
            ((gettext("See all indicators"), reverse("impact:overview")),),
        )  # fmt: skip
    return Empty(
        gettext("This city has no indicators yet."),
        gettext("An indicator is a question to a dataset with a unit and, where one is set, a target."),
        ((gettext("Make one at the desk"), "/desk/impact/new/"),),
    )
