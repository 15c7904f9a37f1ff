"""The hero's sentence and the pulse, from answers as the lake gives them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from civora.core.query.ast import Call, Query
from civora.www.city import City
from civora.www.drawing import Window
from civora.www.home import counts
from civora.www.home.asking import Answer, Asker
from civora.www.home.sites import Site
from civora.www.parts import Provenance

NOW = datetime(2025, 5, 15, 9, 15, tzinfo=ZoneInfo("Europe/Berlin"))
SAID = {"dataset": "bikes", "time": "at", "value": "n", "site": "site", "weeks": 4, "noun": {"en": "bikes"}}


class Quarters(Asker):
    """Every quarter of an hour 10 bikes at each of two sites, today 12."""

    def source(self, query: Query, card: object) -> Provenance:
        return Provenance("Bikes")


def asker(last: datetime = NOW) -> Asker:
    def rows(query: Query) -> Answer:
        if isinstance(query.select[0].expr, Call) and query.select[0].expr.name == "max":
            return Answer([(last.astimezone(UTC) - timedelta(minutes=15),)], None)
        times = [
            NOW.replace(hour=0, minute=0) - timedelta(weeks=week) + timedelta(minutes=15 * n)
            for week in range(5)
            for n in range(96)
        ]
        made = [(at.astimezone(UTC), 12 if at.date() == NOW.date() else 10) for at in times if at < last]
        if len(query.groups) == 1:
            return Answer([(at, 2 * n) for at, n in made], None)
        return Answer([(at, site, n) for at, n in made for site in ("a", "b")], None)

    return Quarters(City(zone="Europe/Berlin"), NOW, rows)


def test_the_last_hour_against_the_weeks_before(monkeypatch):
    monkeypatch.setattr(counts, "rows_url", lambda query: "/rows")
    found = counts.last_hour(asker(), SAID)
    assert found.total.now == 96
    assert found.total.usual == 80
    assert found.sites["a"].now == 48
    assert not found.is_stale
    with translation.override("en"):
        assert counts.change_words(found.total) == "20% more than usual"
    with translation.override("fr"):
        assert counts.change_words(found.total) == "20\u202f% de plus que d’habitude"


def test_old_data_say_so(monkeypatch):
    monkeypatch.setattr(counts, "rows_url", lambda query: "/rows")
    found = counts.last_hour(asker(NOW - timedelta(hours=5)), SAID)
    assert found.is_stale
    assert found.until == NOW - timedelta(hours=5)


def test_the_pulse_counts_up_to_now(monkeypatch):
    monkeypatch.setattr(counts, "rows_url", lambda query: "/rows")
    with translation.override("en"):
        pulse = counts.pulse(asker(), SAID)
    assert pulse.summary == "888 bikes so far today; the usual Thursday brings 740 by now."
    assert pulse.now.text == "09:15"
    assert pulse.now.left == 38.5
    assert pulse.peak.text == "24 at 00:00"
    assert pulse.today.count("L") == 36


def test_a_dataset_without_times_is_refused(monkeypatch):
    with pytest.raises(ValueError, match="no times"):
        counts.ended(Quarters(City(), NOW, lambda query: Answer([(None,)], None)), SAID)


def test_small_points_lie_on_large_ones(monkeypatch):
    monkeypatch.setattr(counts, "rows_url", lambda query: "/rows")
    said = SAID
    found = counts.last_hour(asker(), said)
    places = {"a": Site("Neutor (north)", 7.6, 51.9), "b": Site("Far away", 8.9, 51.9)}
    shown = Window(7.6, 51.9, 100, 1440, 800, 700, 400)
    with translation.override("en"):
        spots, discs = counts.spots(replace(found, places=places), shown, "bikes", "/rows")
    assert [spot.title for spot in spots] == ["Neutor (north): 48 bikes in the last hour, usually 40"]
    assert discs[0].name == "Neutor"
