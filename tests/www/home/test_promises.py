"""A promise in words."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from civora.www.city import City
from civora.www.home import promises
from civora.www.home.asking import Answer, Asker
from civora.www.parts import Provenance

SAID = {"dataset": "kpi", "year": "year", "value": "value", "title": {"en": "CO₂"}, "unit": {"en": "kt"}, "digits": 0}


class Known(Asker):
    def source(self, query, card):
        return Provenance("KPI")


def asker(rows, target=()):
    def answer(query):
        return Answer(list(target if query.where is not None else rows), None)

    return Known(City(), datetime(2025, 5, 15, tzinfo=UTC), answer)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setattr(promises, "rows_url", lambda query: "/rows")
    with translation.override("en"):
        yield


def test_a_promise_that_is_missed():
    said = {**SAID, "base": 1990, "target_where": "kind = 'target'"}
    made = promises.promise(asker([(1990, 2618), (2024, 1617)], [(2030, 131)]), said)
    assert (made.value, made.unit, made.status, made.tone) == ("1,617", "kt, 2024", "Off track", "bad")
    assert made.direction == "↓ 38% since 1990. The path to 2030 asks for 81% by now."
    assert made.track.right_label == "−95% by 2030"


def test_a_limit_that_is_kept():
    said = {**SAID, "limit": 40, "next_limit": 20, "next_year": 2030, "digits": 1}
    made = promises.promise(asker([(2022, 24.1), (2023, 21.1)]), said)
    assert (made.status, made.track.fill, made.track.mark) == ("Kept", 52.8, 50.0)
    assert made.direction == "↓ 3.0 since 2022. Limit today 40. From 2030 it is 20."


def test_without_a_target_the_page_says_so():
    made = promises.promise(asker([(1982, 29.2), (2022, 46.8)]), {**SAID, "digits": 1})
    assert (made.status, made.tone, made.track) == ("No target set", "none", None)
    assert made.direction == "↑ 17.6 since 1982."
    assert made.spark.startswith("M0 ")


def test_a_promise_without_rows_is_left_out():
    assert promises.promises(asker([]), [SAID]) == ()
