"""Taking part in a real browser: propose with evidence, back, vote on statements, register; by keyboard, in three languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

PROCESS = "/take-part/charging-points/"
PAGES = (
    "/take-part/", PROCESS, f"{PROCESS}proposals/", f"{PROCESS}proposals/3/", f"{PROCESS}opinions/", f"{PROCESS}opinions/groups/",
    f"{PROCESS}surveys/charging-today/", f"{PROCESS}meetings/1/", f"{PROCESS}debates/1/", "/take-part/station-bicycles/",
    "/take-part/residents-budget-2025/vote/city/rule/", "/de/take-part/charging-points/", "/fr/take-part/charging-points/opinions/groups/",
)  # fmt: skip
SIGNED = (f"{PROCESS}proposals/new/", f"{PROCESS}opinions/", "/take-part/station-bicycles/proposals/1/")
DESK = (
    "/desk/assembly/",
    "/desk/assembly/charging-points/",
    "/desk/assembly/charging-points/edit/",
    "/desk/assembly/charging-points/answer/1/",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible(barriers: Callable[..., dict[str, list[str]]], path: str) -> None:
    assert barriers(path) == {}


@pytest.mark.parametrize("path", SIGNED)
def test_a_page_of_a_resident_is_accessible(barriers: Callable[..., dict[str, list[str]]], path: str) -> None:
    assert barriers(path, as_="resident") == {}


@pytest.mark.parametrize("path", DESK)
def test_a_screen_of_the_desk_is_accessible(barriers: Callable[..., dict[str, list[str]]], path: str) -> None:
    assert barriers(path, as_="administrator") == {}


def test_a_resident_proposes_with_evidence_and_is_answered(
    open_page: Callable[..., Any], axe: Callable[..., Any]
) -> None:
    """Scenario 6, as far as the proposal: from a resident's idea with the city's own data to the city's answer."""
    page = open_page(f"{PROCESS}proposals/new/", as_="resident")
    page.get_by_label("Title").press_sequentially("Ladesäulen in Gievenbek")
    page.get_by_text("Similar already exists").wait_for()  # while typing, with a typing error
    assert page.locator("#similar a").first.inner_text().startswith("Ladesäulen für Gievenbeck")
    page.get_by_label("What, why, for whom").fill("Two more at the school.")
    page.get_by_text("Put a point on the map", exact=True).click()
    page.locator("#put svg").click(position={"x": 200, "y": 150})
    assert float(page.get_by_label("Latitude").input_value()) > 51
    page.get_by_role("button", name="Send the proposal").click()
    again, stands = page.get_by_role("button", name="Send mine all the same"), page.get_by_text("It stands.")
    again.or_(stands).first.wait_for()  # who has seen the similar ones while typing is not asked again
    if again.is_visible():
        again.click()
    stands.wait_for()
    page.get_by_role("link", name="Add evidence from the city’s data").click()
    page.get_by_label("Address of a table, map or chart").fill(
        "/datasets/charging-points/chart/?along=postal_area&show=count"
    )
    page.get_by_label("What it shows").fill("Few stations here")
    page.get_by_role("button", name="Add this view").click()
    page.locator("figure.evidence svg").first.wait_for()
    assert axe(page) == []
    address = page.url.partition("#")[0]
    staff = open_page("/desk/assembly/charging-points/", as_="administrator")
    staff.get_by_role("link", name="Answer #7").click()
    staff.get_by_label("Followed in part").check()
    staff.get_by_label("Reasons (en)").fill("One of the two.")
    staff.get_by_role("button", name="Answer, with these reasons").click()
    page.goto(address)
    assert page.get_by_text("One of the two.").is_visible()


def test_statements_are_voted_on_by_keyboard_without_script(open_page: Callable[..., Any]) -> None:
    """Scenarios 7 and 10: one at a time, no mouse, no JavaScript; then the groups."""
    page = open_page(f"{PROCESS}opinions/", as_="resident", javascript=False, width=390)
    for number in range(3):
        assert f"{number} of 12 answered" in page.content()
        page.get_by_role("button", name="I agree", exact=True).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    page.goto(page.url.partition("#")[0] + "groups/")
    assert page.get_by_role("img").first.get_attribute("aria-label")
    assert "Group A" in page.content()


def test_a_resident_takes_a_seat_and_a_survey(open_page: Callable[..., Any]) -> None:
    page = open_page(f"{PROCESS}meetings/1/", as_="resident")
    page.get_by_role("button", name="I am coming").click()
    page.get_by_text("You have a seat").wait_for()
    page.goto(page.url.replace("meetings/1/", "surveys/charging-today/"))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("How many minutes would you walk").fill("7,5")
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your answers are kept.").wait_for()
    assert page.get_by_label("How many minutes would you walk").count() == 0


def test_a_forgotten_account_is_gone_while_everything_stays_counted(city: Any, open_page: Callable[..., Any]) -> None:
    """Scenario 9."""
    city.civora("user", "add", "gone@example.org")
    page = open_page("/take-part/cooler-school-yards/proposals/2/", as_="gone@example.org")
    before = backers(page)
    page.get_by_role("button", name="Back it").click()
    page.get_by_label("Your comment").fill("A lovely yard.")
    page.get_by_role("button", name="Comment", exact=True).click()
    city.civora("user", "forget", "gone@example.org")
    after = open_page("/take-part/cooler-school-yards/proposals/2/")
    assert backers(after) == before + 1
    assert "gone@" not in after.content()
    assert "A lovely yard." in after.content()


def backers(page: Any) -> int:
    found = re.match(r"\d+", page.locator(".kpi .value").first.inner_text())
    return int(found.group()) if found else 0
