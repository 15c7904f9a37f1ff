"""The question that the city is asking this week: the running process whose phase ends next, as `assembly` knows it.

Read anew for each visit, for a process opens and closes without a change of the data. A portal without a process, or one that
does not serve `/take-part/`, shows no question.
"""

from __future__ import annotations

from datetime import timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from civora.assembly import queries as assembly
from civora.assembly.types import Place, ProcessCard
from civora.www import drawing, formats
from civora.www.city import City
from civora.www.home import ground
from civora.www.home.asking import section
from civora.www.home.pages import CityMap, Question

POINTS = 600


def question(city: City, drawn: CityMap | None) -> Question | None:
    """The band of the home page, or None where nothing is being asked."""
    return section("question", lambda: asked(city, drawn), None)


def asked(city: City, drawn: CityMap | None) -> Question | None:
    running = (one for one in assembly.processes(city.now(), formats.language()) if one.place is Place.NOW and one.now)
    card = next(running, None)
    if card is None:
        return None
    try:
        url = reverse("assembly:process", args=[card.key])
    except NoReverseMatch:
        return None
    return Question(
        title=card.title.text, title_lang=card.title.lang, text=card.summary.text, text_lang=card.summary.lang, url=url,
        facts=facts(city, card), is_example=card.is_example, points=points(city, card, drawn),
    )  # fmt: skip


def facts(city: City, card: ProcessCard) -> tuple[tuple[str, str], ...]:
    """Until when, how many so far, and who decides: what is not known is left out."""
    phase = card.now or card.phases[0]
    end = phase.ends_at.astimezone(city.tz)
    if not (end.hour or end.minute):
        end -= timedelta(minutes=1)  # midnight is said as the last minute of the day that it ends
    found = [
        (gettext("Now"), phase.title.text),
        (gettext("Open until"), f"{formats.weekday(end)}, {formats.clock(end)}"),
    ]
    if card.people:
        found.append(
            (gettext("So far"), ngettext("{n} person", "{n} people", card.people).format(n=formats.number(card.people)))
        )
    if card.decides.text:
        found.append((gettext("Decision"), card.decides.text))
    return tuple(found)


def points(city: City, card: ProcessCard, drawn: CityMap | None) -> str:
    """The proposals that have a place, on the ground of the page's own map."""
    places = assembly.points(card.key)[:POINTS] if drawn else ()
    return drawing.specks(places, ground.window(city.home["map"])) if places else ""
