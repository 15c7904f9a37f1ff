"""Showing what one made and asking for data, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "path",
    [
        "/reuses/",
        "/de/reuses/?q=nothing-is-called-so",
        "/nominations/",
        "/fr/nominations/?state=planned",
        "/contribute/",
        "/neighbourhoods/",
        "/de/neighbourhoods/kreuzviertel/",
        "/fr/neighbourhoods/kreuzviertel/?q=nothing-is-called-so",
    ],
)
def test_pages_of_what_people_give_are_accessible(barriers: Any, path: str) -> None:
    assert barriers(path) == {}


@pytest.mark.parametrize("path", ["/reuses/new/", "/de/nominations/new/", "/me/?show=data"])
def test_forms_are_accessible(barriers: Any, path: str) -> None:
    assert barriers(path, as_="resident") == {}


def test_the_form_of_a_call_is_accessible(barriers: Any) -> None:
    assert barriers("/reuses/calls/new/", as_="administrator") == {}


def test_one_of_each_is_accessible_for_staff_too(barriers: Any, open_page: Any) -> None:
    for path in ("/reuses/", "/nominations/"):
        page = open_page(path)
        found = page.locator("ul.list a[href^='" + path + "']").first.get_attribute("href")
        assert barriers(found) == {}
        assert barriers(found, as_="administrator") == {}


def test_showing_what_one_made_without_a_script(open_page: Any) -> None:
    page = open_page("/reuses/new/?dataset=bike-counts", as_="resident", javascript=False)
    assert page.input_value("input[name=datasets]") == "bike-counts"
    page.fill("input[name=title]", "Rain and bikes")
    page.fill("input[name=url]", "https://rain.example.org/")
    page.fill("textarea[name=text]", f"What rain does to cycling. {HOSTILE}")
    page.click("main form button:has-text('Show it')")
    assert page.is_visible("h1:has-text('Rain and bikes')")
    assert page.is_visible("text=onerror=alert(1)")
    page.goto(page.url.split("/reuses/")[0] + "/datasets/bike-counts/")
    page.click("dl.facts a:has-text('reuses')")
    assert page.is_visible("a:has-text('Rain and bikes')")


def test_a_similar_wish_appears_while_typing_and_is_backed(open_page: Any) -> None:
    page = open_page("/nominations/new/", as_="resident")
    page.type("input[name=title]", "opening hour of public toilets")
    page.wait_for_selector("#similar a:has-text('Opening hours of public toilets')")
    address = page.get_attribute("#similar a", "href")
    page.goto(page.url.split("/nominations/")[0] + address)
    page.click("button:has-text('I need it too')")
    assert page.is_visible("text=You need it too, and hear what becomes of it.")


def test_a_neighbour_joins_offers_and_ends_it_on_a_phone_without_a_script(open_page: Any, barriers: Any) -> None:
    page = open_page("/neighbourhoods/gievenbeck/", as_="resident", javascript=False, width=390)
    page.fill("aside input[name=name]", "Robin")
    page.click("aside button:has-text('Join')")
    assert page.is_visible("text=You belong here as Robin")
    page.click("a:has-text('Invite to a meeting')")
    page.click("main form button:has-text('Post it')")
    assert page.is_visible("h1:has-text('Invite to a meeting')")  # the browser itself asks for what is missing
    page.goto(page.url.replace("kind=meeting", "kind=offer"))
    page.fill("input[name=title]", "A ladder")
    page.fill("textarea[name=text]", f"Five metres. {HOSTILE}")
    page.click("main form button:has-text('Post it')")
    assert page.is_visible("h1:has-text('A ladder')")
    assert page.is_visible("text=onerror=alert(1)")
    assert barriers("/" + page.url.split("/", 3)[3], as_="resident") == {}
    page.click("button:has-text('It is done: end it')")
    assert page.is_visible("h2:has-text('Over')")
    page.goto(page.url.split("/neighbourhoods/")[0] + "/me/?show=near")
    assert page.is_visible("a:has-text('A ladder')")


def test_forms_and_messages_of_a_neighbourhood_are_accessible(barriers: Any) -> None:
    assert barriers("/neighbourhoods/set/", as_="administrator") == {}
    assert barriers("/neighbourhoods/messages/", as_="resident") == {}
