"""Numbers, sizes and dates as each language writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from civora.www import formats


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "1,617.5"), ("fr", "1\u202f617,5"), ("de", "1.617,5"), ("xx", "1,617.5")]
)
def test_number_groups_and_points(lang, text):
    assert formats.number(1617.5, lang=lang) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, None, "0"),
        (1000, None, "1,000"),
        (2.50, None, "2.5"),
        (2, 1, "2.0"),
        (-3, None, "−3"),
        (-0.001, 1, "0.0"),
        (100, None, "100"),
    ],
)
def test_number_digits(value, digits, text):
    assert formats.number(value, digits, lang="en") == text


@pytest.mark.parametrize(("lang", "text"), [("en", "20%"), ("fr", "20\u202f%"), ("de", "20\u202f%")])
def test_percent_is_spaced_where_the_language_wants_it(lang, text):
    assert formats.percent(20.4, lang=lang) == text


@pytest.mark.parametrize(
    ("count", "lang", "text"),
    [
        (0, "en", "0 B"),
        (999, "en", "999 B"),
        (4_200, "en", "4 KB"),
        (1_250_000, "en", "1.2 MB"),
        (4_200, "fr", "4 Ko"),
        (999_999, "de", "1.0 MB"),
        (12_345_678_901, "de", "12 GB"),
    ],
)
def test_size(count, lang, text):
    assert formats.size(count, lang=lang).replace("1,0", "1.0") == text


@pytest.mark.parametrize(
    ("lang", "day", "weekday"),
    [
        ("en", "15 May 2025", "Thursday 15 May"),
        ("fr", "15 mai 2025", "jeudi 15 mai"),
        ("de", "15. Mai 2025", "Donnerstag, 15. Mai"),
    ],
)
def test_days(lang, day, weekday):
    with translation.override(lang):
        assert formats.day(date(2025, 5, 15)) == day
        assert formats.weekday(date(2025, 5, 15)) == weekday


def test_age_is_one_unit():
    with translation.override("en"):
        assert formats.age(30) == "just now"
        assert formats.age(120) == "2 minutes old"
        assert formats.age(3 * 3600) == "3 hours old"
        assert formats.age(3 * 86400) == "3 days old"


def test_short_number_keeps_small_counts_exact():
    with translation.override("en"):
        assert formats.short_number(99_999) == "99,999"
        assert formats.short_number(123_456) == "123,000"
        assert formats.short_number(2_612_345) == "2.6 million"


def test_recently_names_clock_weekday_or_day():
    now = datetime(2025, 5, 15, 9, 15, tzinfo=UTC)
    with translation.override("en"):
        assert formats.recently(now - timedelta(hours=1), now) == "08:15"
        assert formats.recently(now - timedelta(days=2), now) == "Tuesday"
        assert formats.recently(now - timedelta(days=30), now) == "15 Apr 2025"
