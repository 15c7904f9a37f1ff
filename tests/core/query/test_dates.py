"""Date literals and their precision, now() with the reference's golden examples, time zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.query.dates import ADD, SET, WEEKDAYS, BadDate, Interval, UnknownZone, in_utc, interval, now, time_zone

THURSDAY = datetime(2021, 5, 6, 13, 14, 15, 678, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017", datetime(2017, 1, 1), datetime(2018, 1, 1)),
        ("2017-04", datetime(2017, 4, 1), datetime(2017, 5, 1)),
        ("2017/04", datetime(2017, 4, 1), datetime(2017, 5, 1)),
        ("2017-12", datetime(2017, 12, 1), datetime(2018, 1, 1)),
        ("2017/04/01", datetime(2017, 4, 1), datetime(2017, 4, 2)),
        ("2017-4-1", datetime(2017, 4, 1), datetime(2017, 4, 2)),
        ("2017-04-01T10", datetime(2017, 4, 1, 10), datetime(2017, 4, 1, 11)),
        ("2017-04-01 10:30", datetime(2017, 4, 1, 10, 30), datetime(2017, 4, 1, 10, 31)),
        ("2017-04-01T10:30:59", datetime(2017, 4, 1, 10, 30, 59), datetime(2017, 4, 1, 10, 31)),
        (
            "2017-04-01T10:30:59.250",
            datetime(2017, 4, 1, 10, 30, 59, 250_000),
            datetime(2017, 4, 1, 10, 30, 59, 251_000),
        ),
        ("9999", datetime(9999, 1, 1), datetime.max),
        (" 2017 ", datetime(2017, 1, 1), datetime(2018, 1, 1)),
    ],
)
def test_a_literal_covers_what_its_precision_says(text: str, start: datetime, end: datetime) -> None:
    assert interval(text) == Interval(start, end)
    assert not interval(text).is_instant


def test_a_literal_with_its_own_offset_is_an_instant() -> None:
    zone = timezone(timedelta(hours=2))
    assert interval("2017-04-01T10:30:00+02:00").start == datetime(2017, 4, 1, 10, 30, tzinfo=zone)
    assert interval("2017-04-01T10:30:00-0330").start == datetime(2017, 4, 1, 14, 0, tzinfo=UTC)
    assert interval("2017-04-01T10:30:00Z").is_instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "banana",
        "17",
        "20170401",
        "2017-13",
        "2017-02-29",
        "2017-04/01",
        "2017-04-01T25",
        "0000",
        "2017" + " " * 80,
        "٢٠١٧",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match="is not a date"):
        interval(text)


def test_local_times_become_instants_in_the_zone_of_the_question() -> None:
    assert in_utc(interval("2021-07-01"), "Europe/Berlin") == Interval(
        datetime(2021, 6, 30, 22, tzinfo=UTC), datetime(2021, 7, 1, 22, tzinfo=UTC)
    )
    summer = in_utc(interval("2021-03-28"), "Europe/Berlin")
    assert summer.end - summer.start == timedelta(hours=23)
    assert in_utc(interval("2021-07-01T00:00Z"), "Europe/Berlin").start == datetime(2021, 7, 1, tzinfo=UTC)
    assert in_utc(interval("9999"), "America/New_York").end.tzinfo is UTC


@given(
    st.datetimes(), st.sampled_from(["%m", "%m-%d", "%m-%dT%H", "%m-%dT%H:%M", "%m-%dT%H:%M:%S", "%m-%dT%H:%M:%S.%f"])
)
def test_a_moment_lies_in_the_interval_of_its_own_text(moment: datetime, form: str) -> None:
    found = interval(f"{moment.year:04}-{moment.strftime(form)}")
    assert found.start <= moment < found.end or found.end == datetime.max


# ---- now(…) ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((), "2021-05-06 13:14:15.000678"),
        ((("weekday", 0),), "2021-05-10 13:14:15.000678"),
        ((("mondays", 1),), "2021-05-10 13:14:15.000678"),
        ((("mondays", -1),), "2021-05-03 13:14:15.000678"),
        ((("mondays", 2),), "2021-05-17 13:14:15.000678"),
        ((("mondays", -2),), "2021-04-26 13:14:15.000678"),
        ((("thursdays", 1),), "2021-05-06 13:14:15.000678"),
        ((("sundays", -1),), "2021-05-02 13:14:15.000678"),
        ((("day", 31), ("month", 2)), "2021-02-28 13:14:15.000678"),
        ((("month", 2), ("day", 31)), "2021-02-28 13:14:15.000678"),
        ((("year", 2001), ("months", -1)), "2001-04-06 13:14:15.000678"),
        ((("months", -5),), "2020-12-06 13:14:15.000678"),
        ((("years", 1), ("months", 20)), "2024-01-06 13:14:15.000678"),
        ((("days", -7),), "2021-04-29 13:14:15.000678"),
        ((("weeks", 1), ("hours", 12)), "2021-05-14 01:14:15.000678"),
        ((("hour", 0), ("minute", 0), ("second", 0), ("microsecond", 0)), "2021-05-06 00:00:00"),
        ((("day", 1), ("day", 2)), "2021-05-02 13:14:15.000678"),
        ((("minutes", -15), ("seconds", 45), ("microseconds", -678)), "2021-05-06 13:00:00"),
    ],
)
def test_now(named: tuple[tuple[str, int], ...], expected: str) -> None:
    assert now(named, THURSDAY) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_now_moves_on_the_wall_clock_of_the_zone() -> None:
    late = datetime(2021, 5, 6, 23, 30, tzinfo=UTC)
    assert now((("hour", 0), ("minute", 0)), late, "Europe/Berlin") == datetime(2021, 5, 6, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("year", 0), ("year", 10_000), ("month", 13), ("day", 0), ("hour", 24), ("minute", 60), ("second", -1),
        ("microsecond", 1_000_000), ("weekday", 7), ("mondays", 0), ("years", 10**13), ("years", 9000), ("days", 10**9),
        ("jahr", 1), ("days", True), ("days", 1.5),
    ],
)  # fmt: skip
def test_arguments_out_of_range_are_refused(name: str, value: int) -> None:
    with pytest.raises(BadDate, match="now"):
        now(((name, value),), THURSDAY)


@given(
    st.lists(
        st.tuples(st.sampled_from([*SET, *ADD, *WEEKDAYS]), st.integers(-(10**13), 10**13) | st.integers(-30, 30)),
        max_size=5,
    ),
    st.datetimes(timezones=st.just(UTC)),
)
def test_now_gives_a_moment_or_a_clear_refusal(named: list[tuple[str, int]], at: datetime) -> None:
    try:
        assert now(named, at).tzinfo is UTC
    except BadDate as error:
        assert "now(" in str(error)


# ---- zones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Mars/Base", "", "../etc/passwd", "/etc/localtime", "europe/berlin", "UTC\x00"])
def test_only_published_zones_are_known(name: str) -> None:
    with pytest.raises(UnknownZone):
        time_zone(name)


def test_published_zones() -> None:
    assert time_zone("Europe/Berlin").key == "Europe/Berlin"
    assert time_zone("UTC").key == "UTC"
