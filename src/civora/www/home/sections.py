"""The home page as a whole: which parts there are, and how long they are kept.

`[home]` in pack.toml says where each part comes from: `[home.map]` and `[home.gauges]` (see `ground.py`),
`[home.counts]` (`counts.py`), `[home.promises]` (`promises.py`), `[[home.facts]]` (`ground.py`),
`[[home.try]]` with `label.en` and `q` or `url`. Every part may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from civora.catalog import queries as catalog
from civora.core.policy.types import ANYONE
from civora.impact import queries as impact
from civora.reading import queries as reading
from civora.www import drawing, formats
from civora.www.addresses import with_params
from civora.www.city import City, in_language
from civora.www.datasets import changes as data_changes
from civora.www.home import counts, ground, promises
from civora.www.home.asking import Asker, asker, section
from civora.www.home.counts import Counts
from civora.www.home.ground import Filled
from civora.www.home.pages import Change, CityMap, Heading, Hero, HomePage, Newcomer
from civora.www.parts import Empty, Provenance

KEPT_SECONDS = 60
KEPT_SECONDS_EXAMPLE = 24 * 3600
CHANGES = 6
WORDS_END = 760  # names on the map begin right of the page's words


def home_page(city: City) -> HomePage:
    """The page as everyone may see it: the same for all readers of one language, so it is made once per change of the
    catalogue or of the indicators, and once a minute where the city lives today."""
    lang = formats.language()
    key = f"www.home.{lang}.{catalog.revision()}.{impact.revision()}.{city.digest}"
    page: HomePage | None = cache.get(key)
    if page is None:
        page = made(asker(city))
        cache.set(key, page, KEPT_SECONDS_EXAMPLE if city.at else KEPT_SECONDS)
    return page


def made(ask: Asker) -> HomePage:
    home = ask.city.home
    found = reading.catalogue_search("", {}, None, "-modified", 1, ANYONE, lang=formats.language())
    if not found.total:
        return HomePage(ask.city.name, _heading(ask.city, 0), None, None, None, (), (), (), (), 0, empty=_nothing_yet())
    said = home.get("counts", {})
    counted = section("counts", lambda: counts.last_hour(ask, home["counts"]), None)
    known = section("gauges", lambda: ground.filled(ask, home["gauges"]), None)
    chosen = section("promises", lambda: promises.promises(ask, home.get("promises", {})), ())
    return HomePage(
        city=ask.city.name,
        heading=_heading(ask.city, found.total),
        hero=_hero(ask, said, counted, known) if counted else None,
        map=section("map", lambda: _map(ask, home, counted, known), None),
        pulse=section("pulse", lambda: counts.pulse(ask, home["counts"]), None),
        promises=chosen,
        promise_sources=_once(tuple(one.source for one in chosen)),
        changes=section("changes", lambda: _changes(ask), ()),
        tries=_tries(home.get("try", [])),
        datasets=found.total,
        newcomers=tuple(_newcomer(card) for card in found.cards[:CHANGES]),
    )


def _heading(city: City, datasets: int) -> Heading:
    if not datasets:
        words = (
            gettext("The data of {city}, open to everyone.") if city.is_named else gettext("Open data, for everyone.")
        )
        return Heading(words.format(city=city.name), "", "")
    if city.is_named:
        words = ngettext("{n} dataset about {city}, open to you.", "{n} datasets about {city}, open to you.", datasets)
    else:
        words = ngettext("{n} dataset, open to you.", "{n} datasets, open to you.", datasets)
    before, _, after = words.replace("{city}", city.name).partition("{n}")
    return Heading(before, formats.number(datasets), after)


def _nothing_yet() -> Empty:
    return Empty(
        gettext("This portal holds no data yet."),
        gettext("Publish a first file at the desk, or on the command line: civora publish FILE."),
        ((gettext("Sign in and publish"), reverse("account_login") + "?next=/desk/"),),
    )


def _hero(ask: Asker, said: Mapping[str, Any], counted: Counts, known: Filled | None) -> Hero:
    sentence = in_language(said["sentence"]).replace("{change}", counts.change_words(counted.total))
    before, _, after = sentence.partition("{n}")
    until = counted.until
    return Hero(
        when=f"{formats.weekday(until)}, {formats.clock(until)}",
        number=formats.number(round(counted.total.now)),
        sentence_before=before,
        sentence_after=after,
        number_url=counted.url,
        age=formats.age((ask.now - until).total_seconds()) if not counted.is_stale else "",
        is_stale=counted.is_stale,
        facts=ground.facts(ask, ask.city.home.get("facts", []), known),
        source=counted.source,
    )


def _map(ask: Asker, home: Mapping[str, Any], counted: Counts | None, known: Filled | None) -> CityMap:
    """Raises KeyError where the pack has no map."""
    said = home.get("counts", {})
    shown = ground.window(home["map"])
    drawn = ground.ground(ask, home["map"])
    gauges = ground.gauges(known, shown) if known else ()
    if counted is None:
        return replace(drawn, gauges=gauges)
    noun = in_language(said.get("noun"))
    spots, discs = counts.spots(counted, shown, noun, counted.url)
    boxes = [(one.x - 8, one.y - 14, one.x + 8, one.y + 14) for one in gauges]
    named = drawing.labels(discs, shown, int(said.get("labels", 7)), keep_left=WORDS_END, taken=boxes)
    return replace(
        drawn, spots=spots, gauges=gauges, labels=named, noun=noun, weekday=formats.weekday_name(counted.until)
    )


def _changes(ask: Asker) -> tuple[Change, ...]:
    zone = ask.city.tz
    return tuple(
        Change(
            when=formats.short_day(one.at.astimezone(zone)),
            iso=one.at.isoformat(),
            title=one.title,
            url=one.url,
            what=one.what,
            note=one.note,
            history_url=one.history_url,
        )
        for one in data_changes.changes(ANYONE, CHANGES)
    )


def _tries(said: list[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    catalogue = reverse("datasets:catalogue")
    return tuple(
        (in_language(one["label"]), str(one.get("url") or catalogue + with_params({"q": in_language(one.get("q"))})))
        for one in said
    )


def _newcomer(card: Any) -> Newcomer:
    return Newcomer(card.title, reverse("datasets:dataset", args=[card.key]), card.description)


def _once(sources: tuple[Provenance, ...]) -> tuple[Provenance, ...]:
    """Each dataset once, in order."""
    return tuple({source.source_url: source for source in reversed(sources)}.values())[::-1]
