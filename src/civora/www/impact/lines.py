"""Indicators as lines of tables, groups of them, and the sources below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from civora.catalog import queries as catalog
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.impact.rules import frames as known
from civora.impact.types import IndicatorCard, Measured, Period, ProjectCard, StatementCard
from civora.www import drawing, formats
from civora.www.addresses import with_params
from civora.www.datasets.provenance import provenance
from civora.www.impact import words
from civora.www.impact.pages import Group, Line, Said, Shares
from civora.www.parts import Provenance

COLOURS = {"good": "d1", "none": "d1", "warn": "d2", "bad": "d3"}


def url(key: str) -> str:
    return reverse("impact:indicator", args=[key])


def line(made: Measured, today: date, shown: Sequence[Period] | None = None) -> Line:
    series = made.series if shown is None else tuple(shown)
    values = [one.value for one in series]
    spark = drawing.plot(values, 200, 40)
    latest = series[-1] if series else None
    return Line(
        made.card.title, url(made.card.key), words.value(made, latest.value) if latest else "–", made.card.unit,
        words.period(latest.at, made.card.draft.frequency) if latest else "",
        words.direction(made) if shown is None else over_period(made, series), spark.line(values), spark.ground(values),
        COLOURS[words.tone(made.standing)], words.target(made), words.status(made.standing), words.tone(made.standing),
        made.dataset.modified_at if made.dataset else None, words.late(made, today), made.card.area,
    )  # fmt: skip


def over_period(made: Measured, series: Sequence[Period]) -> str:
    """The change over the years that the reader chose."""
    if len(series) < 2:  # noqa: PLR2004 (a change needs two)
        return ""
    change = series[-1].value - series[0].value
    since = words.period(series[0].at, made.card.draft.frequency)
    arrow = words.DOWN if change < 0 else words.UP
    return gettext("{arrow} {n} since {year}.").format(arrow=arrow, n=words.value(made, abs(change)), year=since)


def by_theme(made: Iterable[Measured], today: date, since: int | None, until: int | None) -> tuple[Group, ...]:
    """One group for each theme, in the order in which themes come."""
    themes = {one.key: one.label for one in catalog.themes(formats.language())}
    groups: dict[str, list[Line]] = {}
    for one in made:
        groups.setdefault(one.card.theme, []).append(line(one, today, within(one, since, until)))
    return tuple(
        Group(
            themes.get(theme, gettext("Other")), reverse("impact:theme", args=[theme]) if theme in themes else "", tuple(lines)
        )
        for theme, lines in groups.items()
    )  # fmt: skip


def within(made: Measured, since: int | None, until: int | None) -> tuple[Period, ...] | None:
    """The values of the chosen years; None where all are shown."""
    if since is None and until is None:
        return None
    return tuple(one for one in made.series if (since or 0) <= one.at.year <= (until or 9999))


def rows_url(query: Query) -> str:
    """The rows that a question was asked of."""
    key = query.dataset if query.version is None else f"{query.dataset}@{query.version}"
    where = odsql.print_where(query.where) if query.where is not None else ""
    return reverse("datasets:table", args=[key]) + (with_params({"where": where}) if where else "")


def source(made: Measured) -> Provenance | None:
    if made.dataset is None:
        return None
    return provenance(made.dataset, table_url=rows_url(made.query))


def sources(made: Iterable[Measured]) -> tuple[Provenance, ...]:
    """Each dataset once, in order."""
    found = [source(one) for one in made]
    return tuple({one.source_url: one for one in reversed(found) if one}.values())[::-1]


def said(card: StatementCard | None) -> Said | None:
    return Said(card.text, card.lang, card.name, card.said_on, card.is_example) if card else None


def assessed(project: ProjectCard) -> str:
    """The tone of its assessment, else of its stage."""
    return project.assessment or words.STAGES[project.stage][1]


def shares(projects: Sequence[ProjectCard], title: str, link: str) -> Shares | None:
    """How many are done or on schedule, partly, not."""
    counted = {tone: sum(assessed(one) == tone for one in projects) for tone in ("good", "warn", "bad", "none")}
    total = sum(counted.values())
    if not total:
        return None
    names = {
        "good": gettext("done or on schedule"), "warn": gettext("partly"), "bad": gettext("not"), "none": gettext("not assessed"),
    }  # fmt: skip
    parts = tuple((n, names[tone], tone, round(100 * n / total, 2)) for tone, n in counted.items() if n)
    return Shares(title, link, parts)


def frames(card: IndicatorCard) -> tuple[tuple[str, str, str], ...]:
    lang = formats.language()
    return tuple(
        (*known.words(one, settings.CITY, lang), reverse("impact:overview") + with_params({"frame": one}))
        for one in card.draft.frames
    )
