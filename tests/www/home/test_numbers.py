"""The sums of the home page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from civora.www.home import numbers

BERLIN = ZoneInfo("Europe/Berlin")


def test_quantile_lies_between_the_nearest_values():
    assert numbers.quantile([1, 2, 3, 4], 0.5) == 2.5
    assert numbers.quantile([5], 0.9) == 5


def test_compared_says_how_unusual():
    weeks = [100, 102, 98, 101, 99, 100, 103, 97, 100]
    assert numbers.compared(120, weeks) == numbers.Compared(120, 100, 0.2, "high")
    assert numbers.compared(100, weeks).kind == ""
    assert numbers.compared(50, weeks).kind == "low"


def test_few_weeks_are_not_called_unusual():
    assert numbers.compared(200, [100, 100]).kind == ""
    assert numbers.compared(200, []).change is None


def test_quarters_of_the_local_day():
    assert numbers.slot(datetime(2025, 5, 15, 7, 15, tzinfo=UTC), BERLIN) == 37
    assert numbers.slot(datetime(2025, 1, 15, 23, 0, tzinfo=UTC), BERLIN) == 0


def test_by_day_keeps_missing_quarters_missing():
    days = numbers.by_day(
        [(datetime(2025, 5, 14, 22, 0, tzinfo=UTC), 5), (datetime(2025, 5, 14, 22, 0, tzinfo=UTC), 2)], BERLIN
    )
    assert list(days) == ["2025-05-15"]
    assert days["2025-05-15"][:2] == [7, None]


def test_usual_is_the_median_of_the_days_that_have_a_value():
    made = numbers.usual([[1, None], [3, None], [8, 4]])
    assert made.middle == [3, 4]
    assert made.low[0] < made.middle[0] < made.high[0]
