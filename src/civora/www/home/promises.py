"""What the city promised: chosen indicators of `/indicators/`, so that each number exists once.

`[home.promises] indicators = [KEY, …]` in pack.toml names them; without it the first four that have a target are shown,
then others. A number, where it should be by now, and the word for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from civora.core.policy.types import ANYONE
from civora.impact import queries as impact
from civora.impact.types import Measured, Status
from civora.www import drawing, formats
from civora.www.home.asking import Asker, section
from civora.www.home.pages import Promise, Track
from civora.www.impact import lines, words

SHOWN = 4


def promises(ask: Asker, said: Mapping[str, Any]) -> tuple[Promise, ...]:
    """Those that have values; what a pack names and the city has not is left out, and said in the log."""
    lang, keys = formats.language(), said.get("indicators") if isinstance(said, Mapping) else None
    cards = impact.indicators(lang, keys=[str(key) for key in keys] if keys else None)
    made = [impact.measured(card, ANYONE, ask.now, lang) for card in cards]
    if not keys:
        made = sorted(made, key=lambda one: one.standing.status in (Status.NO_TARGET, Status.TOO_LITTLE_DATA))[:SHOWN]
    found = (section(f"promise {one.card.key}", partial(promise, one), None) for one in made)
    return tuple(one for one in found if one)


def promise(made: Measured) -> Promise | None:
    source = lines.source(made)
    if made.latest is None or source is None:
        return None
    values = [one.value for one in made.series]
    line, drawn = drawing.plot(values, 200, 40), track(made)
    period = words.period(made.latest.at, made.card.draft.frequency)
    return Promise(
        title=made.card.title,
        url=reverse("impact:indicator", args=[made.card.key]),
        value=words.value(made, made.latest.value),
        unit=gettext("{unit}, {year}").format(unit=made.card.unit, year=period).lstrip(", "),
        direction=" ".join(part for part in (words.direction(made), asked(made)) if part),
        track=drawn,
        spark="" if drawn else line.line(values),
        spark_ground="" if drawn else line.ground(values),
        status=words.status(made.standing),
        tone=words.tone(made.standing),
        source=source,
    )


def asked(made: Measured) -> str:
    """What the path or the law asks for."""
    found, base = made.standing, made.baseline
    if found.limit:
        limit = gettext("Limit today {n}.").format(n=words.value(made, found.limit.value))
        if not found.target:
            return limit
        coming = gettext("From {year} it is {n}.").format(
            year=words.day(found.target.at), n=words.value(made, found.target.value)
        )
        return f"{limit} {coming}"
    if found.reason == "path" and found.target and found.expected is not None and base and base.value:
        share = formats.percent(abs(100 * (found.expected - base.value) / base.value))
        return gettext("The path to {year} asks for {share} by now.").format(
            year=words.day(found.target.at), share=share
        )
    return ""


def track(made: Measured) -> Track | None:
    """How far on the way, or how near to the limit; None without a target."""
    found = made.standing
    if found.limit and found.value is not None:
        return below_a_limit(made)
    if found.reason == "path":
        return on_the_way(made)
    return None


def on_the_way(made: Measured) -> Track | None:
    found, base = made.standing, made.baseline
    if not (found.target and base and found.value is not None and found.expected is not None):
        return None
    way = (found.target.value - base.value) or 1.0

    def done(value: float) -> float:
        return round(100 * max(0.0, min(1.0, (value - base.value) / way)), 1)

    change = 100 * (found.target.value - base.value) / base.value if base.value else 0.0
    period = words.period(found.at, made.card.draft.frequency) if found.at else ""
    return Track(
        done(found.value),
        done(found.expected),
        gettext("where {year} should be").format(year=period),
        words.period(base.at, made.card.draft.frequency),
        gettext("{change} by {year}").format(change=signed(change), year=words.day(found.target.at)),
        words.tone(found),
    )


def below_a_limit(made: Measured) -> Track | None:
    found = made.standing
    if not found.limit or found.value is None or not found.limit.value:
        return None
    limit, mark, label = found.limit.value, 100.0, gettext("limit")
    if found.target:
        mark = 100 * found.target.value / limit
        label = gettext("limit {year}").format(year=words.day(found.target.at))
    right = gettext("limit {n}").format(n=words.value(made, limit))
    fill = round(max(0.0, min(100.0, 100 * found.value / limit)), 1)
    return Track(fill, round(mark, 1), label, formats.number(0), right, words.tone(found))


def signed(change: float) -> str:
    return ("+" if change > 0 else "") + formats.percent(change)
