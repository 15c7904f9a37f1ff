"""Targets, projects and one's own page in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

PAGES = (
    "/indicators/", "/indicators/co2-total/", "/indicators/nyc-animal-abuse/", "/indicators/areas/Brooklyn/", "/indicators/projects/",
    "/indicators/projects/example-cycle-street/", "/indicators/rule/",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_indicators_are_accessible(barriers: Any, path: str) -> None:
    assert barriers(path) == {}


@pytest.mark.parametrize("path", ["/me/", "/me/delete/"])
def test_my_pages_are_accessible(barriers: Any, path: str) -> None:
    assert barriers(path, as_="resident") == {}


@pytest.mark.parametrize("path", ["/desk/impact/", "/desk/impact/new/", "/desk/impact/projects/example-cycle-street/"])
def test_the_desk_of_indicators_is_accessible(barriers: Any, path: str) -> None:
    assert barriers(path, as_="administrator") == {}


def test_a_number_is_the_same_on_every_page(open_page: Any) -> None:
    """Home, overview, its own page and its JSON say one number for the city's CO₂."""
    said = []
    for path in ("/", "/indicators/", "/indicators/co2-total/"):
        page = open_page(path, javascript=False)
        said.append("1,617" in page.inner_text("main"))
    value = open_page("/indicators/co2-total.json").evaluate("JSON.parse(document.body.innerText).value")
    assert said == [True, True, True]
    assert round(value) == 1617


def test_following_a_project_without_a_script_and_hearing_how(open_page: Any) -> None:
    page = open_page("/indicators/projects/example-cycle-street/", as_="resident", javascript=False)
    page.click("text=Follow")
    assert page.is_visible("text=Stop following")
    page.goto(page.url.split("/indicators")[0] + "/me/")
    assert page.is_visible("text=What I follow")
    page.click("text=Once a week, on Friday")
    page.click("button:has-text('Keep')")
    assert page.is_checked("input[value=weekly]")
    followed = page.locator("button:has-text('Stop')").count()  # the example's resident follows something already
    page.click("button:has-text('Stop')")
    assert page.locator("button:has-text('Stop')").count() == followed - 1
