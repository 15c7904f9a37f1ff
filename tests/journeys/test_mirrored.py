"""Scenario 10, from right to left: a pseudo locale in Arabic letters. Pages stand in the mirror, cut nothing off, and pass axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import HEIGHTS
from tests.journeys.mirror import cut, stands

BUDGET = "/take-part/residents-budget-2025/vote/city/"
RESULT = "/take-part/residents-budget-2024/result/city/"
PAGES = (  # one of each kind of layout
    "/", "/datasets/charging-points/table/", "/datasets/air-quality/chart/", "/take-part/charging-points/opinions/", BUDGET, RESULT,
    "/reports/new/", "/indicators/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_in_the_mirror_and_nothing_is_cut_off(
    mirrored: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], path: str
) -> None:
    page = open_page(f"{mirrored}/ar{path}", width=390)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        found = stands(page)
        assert found["direction"] == "rtl"
        assert found["city"] > 0.5 > found["other"], found
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        assert cut(page) == []
        scheme = "dark" if width == 1440 else "light"  # the other pairs are held from left to right
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == [], f"{width} {scheme}"


@pytest.mark.parametrize("path", ["/take-part/", "/reports/new/", BUDGET])
def test_the_heading_begins_on_the_side_where_reading_begins(
    mirrored: str, open_page: Callable[..., Any], path: str
) -> None:
    there, here = open_page(f"{mirrored}/ar{path}", width=390), open_page(f"{mirrored}{path}", width=390)
    assert stands(there)["right"] <= stands(there)["left"] + 1
    assert stands(here)["left"] <= stands(here)["right"] + 1
    assert stands(here)["direction"] == "ltr"


@pytest.mark.parametrize("lang", ["/de"])  # the longest words
@pytest.mark.parametrize("path", ["/", "/take-part/", "/reports/new/", BUDGET, RESULT, "/indicators/"])
def test_nothing_is_cut_off_in_the_other_languages(open_page: Callable[..., Any], lang: str, path: str) -> None:
    page = open_page(lang + path, width=390)
    assert cut(page) == []


def test_a_report_is_sent_from_right_to_left_without_a_script(mirrored: str, open_page: Callable[..., Any]) -> None:
    page = open_page(f"{mirrored}/ar/reports/new/", width=390, javascript=False)
    west, east = (page.locator(f"button[value={way}]").bounding_box()["x"] for way in ("west", "east"))
    assert west < east  # the compass does not turn
    page.locator("[name=address]").fill("Promenade")
    page.locator("button[value=north]").click()
    page.locator("label.choice", has_text="Light").click()
    page.get_by_label("It flickers").check()
    page.locator("textarea[name=description]").fill("ضوء معطل, Promenade 4.")
    page.locator("button[value=send]").last.click()
    page.goto(page.locator("a.mine").get_attribute("href"))
    assert page.url.startswith(f"{mirrored}/ar/reports/mine/")
    assert "ضوء معطل, Promenade 4." in page.locator("main").inner_text()
    assert cut(page) == []


def test_the_measure_finds_what_is_cut_off(open_page: Callable[..., Any]) -> None:
    page = open_page("/no-such-page/", width=390)
    assert cut(page) == []
    for style in (
        "position:absolute;left:-40px",
        "position:relative;left:380px;white-space:nowrap",
        "width:20px;overflow:hidden;white-space:nowrap",
    ):
        page.evaluate("style => { document.querySelector('main h1').style = style }", style)
        assert len(cut(page)) == 1, style
