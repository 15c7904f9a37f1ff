"""Counters on the map, the sentence above it, and the city's pulse: now against the same hours of the weeks before.

`[home.counts]` in pack.toml:

    dataset, time, value, site     the counts: dataset and its columns; `where` narrows
    weeks = 9                      how many weeks make "usual"
    sites, sites_key, sites_name, sites_point    the dataset of places and its columns
    sentence.en = "{n} bikes in the last hour, {change}."     {n} and {change} are filled in
    noun.en = "bikes"              for the key and for the title of each point
    labels = 7                     how many names the map shows
    summary.en, pulse_title.en     the line under "pulse": {n} and {usual} are filled in
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from civora.core.query.ast import Query
from civora.www import drawing, formats
from civora.www.city import in_language
from civora.www.home import numbers, questions
from civora.www.home.asking import Asker, rows_url
from civora.www.home.pages import Mark, Pulse, Spot
from civora.www.home.sites import Site, places
from civora.www.parts import Provenance

HOUR = timedelta(hours=1)
STALE = timedelta(hours=3)
PLOT = (1000.0, 1000.0)
HEADROOM = 1.12


@dataclass(frozen=True, slots=True)
class Counts:
    """The last hour. `until` is its end: now, or the end of the data where they are older."""

    until: datetime
    total: numbers.Compared
    sites: Mapping[Any, numbers.Compared]
    places: Mapping[Any, Site]
    source: Provenance
    url: str
    is_stale: bool


def last_hour(ask: Asker, said: Mapping[str, Any]) -> Counts:
    """Raises KeyError or a CivoraError where pack and data do not fit."""
    until = ended(ask, said)
    spans = questions.same_weekdays(until - HOUR, until, int(said.get("weeks", 9)))
    site, time = str(said["site"]), str(said["time"])
    query = questions.sums(said, spans, (time, site), ask.city.zone)
    answer = ask.rows(query)
    sums: dict[Any, list[float]] = {}
    for at, key, total in answer.rows:
        week = next((n for n, (start, end) in enumerate(spans) if start <= at < end), None)
        if week is not None and total is not None:
            sums.setdefault(key, [0.0] * len(spans))[week] += total
    now_only = questions.sums(said, spans[:1], (site,), ask.city.zone)
    whole = [sum(weeks) for weeks in zip(*sums.values(), strict=True)]
    if not whole:
        raise ValueError(f"{said['dataset']} counts nothing in this hour or the weeks before")
    return Counts(
        until,
        numbers.compared(whole[0], [total for total in whole[1:] if total]),
        {key: numbers.compared(weeks[0], [one for one in weeks[1:] if one]) for key, weeks in sums.items()},
        places(ask, said),
        ask.source(now_only, answer.card),
        rows_url(now_only),
        ask.now - until > STALE,
    )


def ended(ask: Asker, said: Mapping[str, Any]) -> datetime:
    """Now, or the end of the last quarter of an hour that the data know."""
    last = ask.rows(questions.latest(said, ask.now)).rows[0][0]
    if last is None:
        raise ValueError(f"{said['dataset']} has no times yet")
    end = last.astimezone(ask.city.tz) + timedelta(minutes=numbers.SLOT_MINUTES)
    return min(ask.now, end)


def change_words(compared: numbers.Compared) -> str:
    """`20% more than usual`, as it stands in a sentence."""
    if compared.change is None:
        return gettext("as far as counted")
    if abs(compared.change) <= numbers.ALIKE:
        return gettext("about as many as usual")
    share = formats.percent(abs(compared.change) * 100)
    more, fewer = (gettext("{share} more than usual"), gettext("{share} fewer than usual"))
    return (more if compared.change > 0 else fewer).format(share=share)


def spots(
    counts: Counts, window: drawing.Window, noun: str, site_url: str
) -> tuple[tuple[Spot, ...], list[drawing.Disc]]:
    """The counters that have a place, largest first, so that small ones stay on top of large ones when drawn."""
    top = max((one.now for one in counts.sites.values()), default=0)
    drawn, discs = [], []
    for key, one in sorted(counts.sites.items(), key=lambda item: -item[1].now):
        site = counts.places.get(key)
        if site is None or not window.shows(window.place(site.lon, site.lat)):
            continue
        x, y = window.place(site.lon, site.lat)
        r, n = drawing.radius(one.now, top), formats.number(round(one.now))
        usual_r = drawing.radius(one.usual, top) if one.usual else 0
        title = gettext("{place}: {n} {noun} in the last hour").format(place=site.name, n=n, noun=noun)
        if one.usual:
            title += gettext(", usually {n}").format(n=formats.number(round(one.usual)))
        drawn.append(Spot(x, y, r, usual_r, one.kind, title, site_url))
        discs.append(drawing.Disc(x, y, r, site.name.split("(")[0].strip(), n))
    return tuple(drawn), discs


# ---- the day ---------------------------------------------------------------------------------------------------


def pulse(ask: Asker, said: Mapping[str, Any]) -> Pulse:
    """Today per quarter of an hour against the usual day of the week."""
    until = ended(ask, said)
    start = until.replace(hour=0, minute=0, second=0, microsecond=0)
    if until == start:  # the day has just ended
        start -= timedelta(days=1)
    spans = questions.same_weekdays(start, start + timedelta(days=1), int(said.get("weeks", 9)))
    query = questions.sums(said, spans, (str(said["time"]),), ask.city.zone)
    answer = ask.rows(query)
    days = numbers.by_day(((at, total) for at, total in answer.rows if total is not None), ask.city.tz)
    today = days.pop(start.date().isoformat(), [None] * numbers.SLOTS)
    if not days:
        raise ValueError(f"{said['dataset']} has no earlier weeks to compare with")
    done = today[: _slots_until(until, start)]
    shown_query = questions.sums(said, [(start, until)], (str(said["time"]),), ask.city.zone)
    return _pulse(said, until, done, numbers.usual(days.values()), shown_query, ask.source(shown_query, answer.card))


def _slots_until(until: datetime, start: datetime) -> int:
    return min(numbers.SLOTS, round((until - start) / timedelta(minutes=numbers.SLOT_MINUTES)))


def _pulse(
    said: Mapping[str, Any],
    until: datetime,
    done: list[float | None],
    usual: numbers.Usual,
    query: Query,
    source: Provenance,
) -> Pulse:
    known = [value or 0.0 for value in done]
    plot = drawing.Plot(*PLOT, 0, HEADROOM * max([*usual.high, *known, 1.0]), numbers.SLOTS)
    so_far, by_now = sum(known), sum(usual.middle[: len(done)])
    words = {
        "n": formats.number(round(so_far)),
        "usual": formats.number(round(by_now)),
        "noun": in_language(said.get("noun")),
    }
    weekday = formats.weekday_name(until)
    summary = in_language(said.get("summary")) or gettext(
        "{n} {noun} so far today; the usual {weekday} brings {usual} by now."
    )
    return Pulse(
        title=in_language(said.get("pulse_title")) or gettext("The city’s pulse"),
        summary=summary.format(weekday=weekday, **words),
        alt=gettext("{noun} per quarter of an hour today against the usual {weekday}").format(
            weekday=weekday, noun=words["noun"]
        ),
        band=plot.band(usual.low, usual.high),
        usual=plot.line(list(usual.middle)),
        ground=plot.ground(known),
        today=plot.line(done),
        dot=_mark(plot, len(known) - 1, known[-1] if known else 0),
        now=_mark(plot, len(done), plot.high * 0.95, formats.clock(until)),
        peak=_peak(plot, known),
        usual_peak=_later_peak(plot, usual, len(known)),
        ticks=tuple(Mark(100 * hour / 24, 0, f"{hour:02}:00") for hour in range(3, 24, 3)),
        key_today=gettext("today, per quarter of an hour"),
        key_usual=gettext("usual {weekday} (median of {n})").format(weekday=weekday, n=int(said.get("weeks", 9))),
        key_band=gettext("8 in 10 such days"),
        source=source,
        url=rows_url(query),
    )


def _mark(plot: drawing.Plot, n: int, value: float, text: str = "") -> Mark:
    return Mark(round(100 * n / plot.steps, 1), round(plot.up(value) / plot.height * 100, 1), text)


def _peak(plot: drawing.Plot, known: list[float]) -> Mark | None:
    """The highest quarter so far, named."""
    if not any(known):
        return None
    n = max(range(len(known)), key=lambda place: known[place])
    text = gettext("{n} at {time}").format(n=formats.number(round(known[n])), time=_time(n))
    return _mark(plot, n, known[n], text)


def _later_peak(plot: drawing.Plot, usual: numbers.Usual, done: int) -> Mark | None:
    """The highest usual quarter still to come, where there is room to name it."""
    ahead = range(done + 12, numbers.SLOTS - 8)
    if not ahead:
        return None
    n = max(ahead, key=lambda place: usual.high[place])
    return _mark(plot, n, usual.high[n], gettext("usual peak, {time}").format(time=_time(n)))


def _time(n: int) -> str:
    return f"{n // 4:02}:{n % 4 * numbers.SLOT_MINUTES:02}"
