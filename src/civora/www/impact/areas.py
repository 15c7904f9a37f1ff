"""Places side by side: rates per head with what chance alone would do, and the profile of one place."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext

from civora.core.appraisal.rates import Verdict
from civora.core.policy.types import Reader
from civora.impact import queries as impact
from civora.impact.types import Area, Areas, IndicatorCard
from civora.www import formats
from civora.www.datasets.provenance import provenance
from civora.www.impact import lines, words
from civora.www.impact.pages import AreaLine, AreaPage, AreaTable
from civora.www.parts import Crumb

SHOWN = 25
TONES = {Verdict.ABOVE: "d2", Verdict.BELOW: "d4", Verdict.ALIKE: "ink-3", Verdict.UNKNOWN: "ink-3"}


def table(card: IndicatorCard, reader: Reader, *, everything: bool = False) -> AreaTable | None:
    """The places in the order of their drawn rates: the first and last ones, or all."""
    found = impact.areas(card, reader, formats.language())
    if found is None or not found.areas:
        return None
    widest = max(one.rate.interval.high for one in found.areas)
    chosen = found.areas if everything or len(found.areas) <= 2 * SHOWN else (*found.areas[:SHOWN], *found.areas[-SHOWN:])  # fmt: skip
    counted = Counter(one.rate.verdict for one in found.areas)
    return AreaTable(
        card.title, what(found), number(found, found.common), round(100 * found.common / widest, 2),
        tuple(line(one, found, widest) for one in chosen), found.without_people, counted[Verdict.ABOVE], counted[Verdict.BELOW],
        counted[Verdict.ALIKE], provenance(found.dataset) if found.dataset else None,
        provenance(found.people_dataset) if found.people_dataset else None, "?places=all#places" if len(chosen) < len(found.areas) else "",
    )  # fmt: skip


def what(found: Areas) -> str:
    return found.per_unit or gettext("per {n}").format(n=formats.number(found.per))


def number(found: Areas, rate: float) -> str:
    scaled = rate * found.per
    return formats.number(scaled, 1 if abs(scaled) < 100 else 0)  # noqa: PLR2004 (three digits say enough)


def line(one: Area, found: Areas, widest: float) -> AreaLine:
    rate, scale = one.rate, 100 / (widest or 1)
    span = gettext("{low} to {high}").format(
        low=number(found, rate.interval.low), high=number(found, rate.interval.high)
    )
    return AreaLine(
        one.name, reverse("impact:area", args=[one.name]), formats.number(rate.count), formats.number(rate.exposure),
        number(found, rate.rate), span, number(found, rate.drawn), formats.percent(100 * rate.own_weight),
        str(words.VERDICTS[rate.verdict]), TONES[rate.verdict], round(rate.interval.low * scale, 2),
        round((rate.interval.high - rate.interval.low) * scale, 2), round(rate.rate * scale, 2), round(rate.drawn * scale, 2),
    )  # fmt: skip


def profile(name: str, reader: Reader, now: datetime) -> AreaPage:
    """Everything that is known of one place. Raises Http404 for a place that no indicator knows."""
    lang = formats.language()
    own = impact.overview(reader, now, lang, area=name)
    compared, people, sources = [], "", []
    names: set[str] = set()
    for card in impact.indicators(lang):
        found = impact.areas(card, reader, lang)
        if found is None:
            continue
        names.update(one.name for one in found.areas)
        mine = next((one for one in found.areas if one.name == name), None)
        if mine:
            widest = max(one.rate.interval.high for one in found.areas)
            title = f"{card.title}, {what(found)}"
            compared.append(
                (title, lines.url(card.key) + "#places", line(mine, found, widest), number(found, found.common))
            )
            people = formats.number(mine.rate.exposure)
            sources += [provenance(one) for one in (found.dataset, found.people_dataset) if one]
    if not own and not compared:
        raise Http404
    return AreaPage(
        (Crumb(gettext("Indicators"), reverse("impact:overview")), Crumb(name)), name, lines.by_theme(own, now.date(), None, None),
        tuple(compared), people, tuple((one, reverse("impact:area", args=[one])) for one in sorted(names)) if name in names else (),
        tuple({one.source_url: one for one in (*sources, *lines.sources(own))}.values()),
    )  # fmt: skip
