"""Every page of the portal: accessible in light and dark, on a phone and a wide screen, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

POINTS, SHAPES = "/datasets/charging-points/", "/datasets/cambridge-neighborhoods/"
PAGES = (
    "/", "/de/", "/datasets/", "/fr/datasets/?q=bus", "/datasets/?q=nothing-is-called-so", POINTS + "table/", "/de" + POINTS + "table/",
    "/fr/datasets/budget/table/?sort=-year", POINTS + "map/", "/de" + SHAPES + "map/", POINTS + "chart/", "/fr/datasets/air-quality/chart/",
    POINTS + "export/", POINTS + "api/", POINTS + "history/", "/datasets/no-such-dataset/", "/api/", "/account/login/", "/de/account/signup/",
    "/fr/account/password/reset/",
)  # fmt: skip
DESK = ("/desk/", "/de/desk/datasets/", "/desk/datasets/bus-stops/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(barriers: Callable[..., dict[str, list[str]]], path: str) -> None:
    assert barriers(path) == {}


@pytest.mark.parametrize("path", DESK)
def test_the_desk_is_accessible(barriers: Callable[..., dict[str, list[str]]], path: str) -> None:
    assert barriers(path, as_="publisher") == {}
