"""`/indicators/<key>/`: one indicator with its history, its parts, its places and the rule applied to it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from civora.catalog import queries as catalog
from civora.core.policy.types import Reader
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.impact import queries as impact
from civora.impact.rules import keepers
from civora.impact.types import IndicatorCard, Measured, Period, Status, TargetKind
from civora.voices import queries as voices
from civora.www import formats
from civora.www.impact import areas, figure, lines, words
from civora.www.impact.pages import HistoryLine, IndicatorPage, Small
from civora.www.parts import Alert, Crumb

HISTORY = 60  # the newest periods that the page lists; the twins hold all


def page_of(card: IndicatorCard, reader: Reader, now: datetime, *, places: str = "") -> IndicatorPage:
    lang = formats.language()
    made = impact.measured(card, reader, now, lang)
    themes = {one.key: one.label for one in catalog.themes(lang)}
    drawn, latest = figure.figure(made), made.latest
    return IndicatorPage(
        crumbs=(Crumb(gettext("Indicators"), reverse("impact:overview")), Crumb(card.title)),
        key=card.key, title=card.title, description=card.description, unit=card.unit,
        value=words.value(made, latest.value) if latest else "", period=words.period(latest.at, card.draft.frequency) if latest else "",
        headline=words.headline(made), status=words.status(made.standing), tone=words.tone(made.standing), why=words.why(made),
        direction=words.direction(made), trend=trend(made), late=words.late(made, now.date()), figure=drawn,
        figure_what=f"{card.title}, {card.unit}".rstrip(", "), statement=lines.said(card.statement), owner=card.owner_name,
        theme=themes.get(card.theme, ""), theme_url=reverse("impact:theme", args=[card.theme]) if card.theme in themes else "",
        frequency=str(words.FREQUENCIES[card.draft.frequency]), updated=made.dataset.modified_at if made.dataset else None,
        next_update=words.coming(made.next_update_on), frames=lines.frames(card), targets=targets(made),
        projects=tuple((title, reverse("impact:project", args=[key])) for key, title in card.projects),
        parts=parts(card, reader, now), whole=whole(card, lang), history=history(made), areas=areas.table(card, reader, everything=places == "all"),
        definitions=tuple((number, at) for number, at, _ in impact.definitions(card.key)), source=lines.source(made),
        query=asked(made.query), json_url=reverse("impact:indicator-json", args=[card.key]),
        csv_url=reverse("impact:indicator-csv", args=[card.key]), edit_url=edit_url(card, reader),
        subject=f"indicator:{card.key}", is_following=voices.is_following(f"indicator:{card.key}", reader.person), is_example=card.draft.is_example, alert=alert(made),
    )  # fmt: skip


def alert(made: Measured) -> Alert | None:
    """A dataset that is gone, hidden or changed leaves a note in every place that used it."""
    if not made.problem:
        return None
    return Alert(
        gettext("The data behind this indicator are not here"),
        gettext("Their dataset was withdrawn, changed, or is not open to you. The targets below still stand."), "warn",
    )  # fmt: skip


def trend(made: Measured) -> str:
    found = made.trend
    if found.p is None:
        return str(words.COURSES[found.course])
    return gettext("{course} over the last {n} values").format(course=words.COURSES[found.course], n=found.values)


def targets(made: Measured) -> tuple[str, ...]:
    said = []
    for one in made.targets:
        text = words.with_unit(words.value(made, one.value), made.card.unit)
        pattern = gettext("{n} from {year} on") if one.kind is TargetKind.FROM else gettext("{n} by {year}")
        said.append(pattern.format(n=text, year=words.day(one.at)))
    return tuple(said)


def history(made: Measured) -> tuple[HistoryLine, ...]:
    """Newest first. Where there is no target, there is no status to remember."""
    is_steered = bool(made.targets)

    def one(period: Period) -> HistoryLine:
        status = str(words.STATUS[period.status]) if is_steered and period.status is not Status.NO_TARGET else ""
        return HistoryLine(
            words.period(period.at, made.card.draft.frequency), words.value(made, period.value),
            words.value(made, period.expected) if period.expected is not None else "", status, words.TONES[period.status],
        )  # fmt: skip

    return tuple(one(period) for period in reversed(made.series[-HISTORY:]))


def parts(card: IndicatorCard, reader: Reader, now: datetime) -> tuple[Small, ...]:
    """The indicators that this is the whole of, with one scale."""
    lang = formats.language()
    made = [impact.measured(one, reader, now, lang) for one in impact.indicators(lang) if one.draft.part_of == card.key]
    top = max((point.value for one in made for point in one.series), default=0.0)
    found = []
    for one in made:
        drawn, latest = figure.figure(one, top=top), one.latest
        if drawn and latest:
            found.append(
                Small(
                    one.card.title, lines.url(one.card.key), words.direction(one), words.value(one, latest.value), drawn
                )
            )
    return tuple(found)


def whole(card: IndicatorCard, lang: str) -> tuple[str, str] | None:
    key = card.draft.part_of
    found = impact.indicators(lang, keys=[key]) if key else ()
    return (found[0].title, lines.url(key)) if found else None


def asked(query: Query) -> str:
    """The question in words that one can paste into the API console."""
    parts = [f"select={odsql.print_select(query.select)}"]
    if query.where is not None:
        parts.append(f"where={odsql.print_where(query.where)}")
    if query.groups:
        parts.append(f"group_by={odsql.print_group_by(query.groups)}")
    return "\n".join(parts)


def edit_url(card: IndicatorCard, reader: Reader) -> str:
    return f"/desk/impact/{card.key}/" if keepers.may_change(reader, card.owner) else ""
