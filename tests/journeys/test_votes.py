"""Scenario 10: report, vote and explained result by keys alone and by the roles that a screen reader reads out, in every language.

From right to left too. Who votes here has an account made for this test; what is chosen stays with the example city.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.conftest import City
from tests.journeys.mirror import cut

BUDGET = "/take-part/residents-budget-2025/vote/city/"
RESULT = "/take-part/residents-budget-2024/result/city/"
FOCUSED = "() => { const e = document.activeElement; return { tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || '' } }"
LANGUAGES = ("en", "fr", "de", "ar")


def root(city: City, mirrored: str, lang: str) -> str:
    return {"en": city.url, "ar": f"{mirrored}/ar"}.get(lang, f"{city.url}/{lang}")


def tab_to(page: Any, wanted: Callable[[dict[str, str]], bool], most: int = 150) -> None:
    """Press Tab until the focus stands on it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if wanted(page.evaluate(FOCUSED)):
            return
    raise AssertionError("Tab never comes to it")


def landmarks(page: Any) -> dict[str, int]:
    """How many of the roles that people jump between the page has; hidden ones do not count."""
    return {role: page.get_by_role(role).count() for role in ("banner", "main", "contentinfo", "navigation")}


def unnamed(page: Any) -> list[str]:
    """Controls of the page that a screen reader could not name."""
    return page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, a[href], input:not([type=hidden]), select, textarea, summary, [role=img])")]
        .filter(e => e.checkVisibility())
        .filter(e => !(e.innerText || "").trim() && !e.ariaLabel && !e.labels?.length && !e.getAttribute("aria-labelledby")
          && !e.title && !e.querySelector("img[alt]:not([alt=''])"))
        .map(e => e.outerHTML.slice(0, 120))"""
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ballot_is_cast_by_keys_alone(
    city: City, mirrored: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], lang: str
) -> None:
    voter = f"voter-{secrets.token_hex(4)}@example.org"
    city.civora("user", "add", voter)
    page = open_page(root(city, mirrored, lang) + BUDGET, width=390, as_=voter, lang=lang)
    assert page.locator("html").get_attribute("lang") == lang
    assert landmarks(page)["main"] == landmarks(page)["banner"] == landmarks(page)["contentinfo"] == 1
    assert unnamed(page) == []
    tab_to(page, lambda at: at["type"] == "checkbox" and at["name"] == "p")
    first = page.evaluate(FOCUSED)["value"]
    before = page.get_by_role("status").first.inner_text()
    page.keyboard.press("Space")
    page.wait_for_function("before => document.querySelector('[data-purse]').innerText !== before", arg=before)
    tab_to(page, lambda at: (at["name"], at["value"]) == ("do", "check"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(f"input[name=p][value='{first}']").count() == 1
    assert unnamed(page) == []
    assert axe(page) == []
    tab_to(page, lambda at: (at["name"], at["value"]) == ("do", "cast"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    receipt = page.locator("#receipt").inner_text().replace("-", "").strip()
    assert len(receipt) == 32
    assert page.get_by_role("heading", level=1).count() == 1
    assert axe(page) == []
    assert cut(page) == []


@pytest.mark.parametrize("lang", ("de", "ar"))
def test_an_explained_result_is_read_by_keys_alone(
    city: City, mirrored: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], lang: str
) -> None:
    page = open_page(root(city, mirrored, lang) + RESULT, width=390, lang=lang)
    assert page.get_by_role("heading", level=1).count() == 1
    assert unnamed(page) == []
    levels = page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    tab_to(page, lambda at: at["tag"] == "SUMMARY")
    tables = page.get_by_role("table").count()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "before => [...document.querySelectorAll('table')].filter(t => t.checkVisibility()).length > before",
        arg=tables - 1,
    )
    assert axe(page) == []
    tab_to(page, lambda at: at["name"] == "receipt")
    page.keyboard.type("0" * 32)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("status").locator(".status.bad").is_visible()  # no ballot has this receipt
    assert axe(page) == []
    assert cut(page) == []


@pytest.mark.parametrize("lang", ("en", "ar"))
def test_a_report_is_reached_and_checked_by_keys_alone(
    city: City, mirrored: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], lang: str
) -> None:
    page = open_page(root(city, mirrored, lang) + "/reports/new/", width=390, javascript=False, lang=lang)
    assert unnamed(page) == []
    page.keyboard.press("Tab")
    assert (
        page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    )  # the first stop skips to the content
    tab_to(page, lambda at: at["value"] == "north")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, lambda at: at["name"] == "address")
    page.keyboard.type("Promenade 4")
    tab_to(page, lambda at: at["tag"] == "TEXTAREA")
    page.keyboard.type("Sent with keys alone")
    tab_to(page, lambda at: (at["name"], at["value"]) == ("do", "send"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("alert").count() == 1  # no category: said in words, with all that was written
    assert page.locator("textarea[name=description]").input_value() == "Sent with keys alone"
    assert cut(page) == []
