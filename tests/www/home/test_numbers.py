"""The sums of the home page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

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


CO2 = {1990: 2618.2, 2020: 1809.5, 2024: 1616.8}


def test_way_along_promised_steps():
    way = numbers.way(CO2, base=1990, target=(2030, 130.9), path={1990: 2517, 2020: 1510.2})
    assert round(way.change) == -38
    assert round(way.path_change, 1) == -63.4
    assert round(way.target_change) == -95
    assert way.tone == "bad"


def test_way_without_steps_is_a_straight_line():
    way = numbers.way({1990: 100, 2010: 50}, base=1990, target=(2030, 0))
    assert (way.done, way.path_done, way.tone) == (0.5, 0.5, "good")


def test_way_nearly_kept_needs_attention():
    assert numbers.way({1990: 100, 2010: 52}, base=1990, target=(2030, 0)).tone == "warn"


def test_way_needs_its_base_year():
    with pytest.raises(KeyError):
        numbers.way({2000: 1}, base=1990, target=(2030, 0))


@pytest.mark.parametrize(("year", "value"), [(1980, 10), (1990, 10), (1995, 15), (2000, 20), (2050, 20)])
def test_between(year, value):
    assert numbers.between({1990: 10, 2000: 20}, year) == value
