"""Maps in a real browser: put together at the desk, then used with hand and keyboard."""

from __future__ import annotations

import json
from typing import Any

import pytest

NEW = "/desk/exhibits/maps/new/?dataset=schools"


def test_the_form_of_a_map_is_accessible(barriers: Any) -> None:
    assert barriers(NEW, as_="administrator") == {}


def test_a_map_of_two_datasets_is_put_together_without_a_script(open_page: Any) -> None:
    page = open_page(NEW, as_="administrator", javascript=False, width=390)
    page.select_option("#add", "bus-stops")
    page.click("button[value=add]")
    assert page.locator("fieldset.layer").count() == 2
    page.fill("[name=layer-0-label]", "Where children learn")
    page.fill("[name=layer-0-popup]", "{{name}}")
    page.click("button[value=up-1]")
    assert page.input_value("[name=layer-1-label]") == "Where children learn"
    page.fill("[name=title-en]", "Schools and stops")
    page.click("button[value=save]")
    assert page.url.endswith("/exhibits/schools-and-stops/")
    assert page.is_visible("text=Where children learn")


def drawn(open_page: Any, path: str = "/exhibits/charging-map/", **how: Any) -> Any:
    """The page with its map and tools there."""
    page = open_page(path, **how)
    page.wait_for_selector(".map-live canvas")
    page.wait_for_selector(".map-tools")
    return page


def until(page: Any, condition: str) -> None:
    """Waits for a condition in JavaScript. (The browser's own waiting evaluates text, which the pages' policy forbids.)"""
    for _ in range(80):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(250)
    raise AssertionError(condition)


def inside(page: Any) -> list[tuple[str, int]]:
    """(condition, rows) of each layer, as the map says them; then the rows that the API counts for that condition."""
    until(page, "document.querySelectorAll('.map-inside p').length === 2")
    said = page.locator(".map-inside p").all_inner_texts()
    conditions = page.locator(".map-inside code").all_text_contents()
    counted = page.evaluate(
        """conditions => Promise.all(conditions.map((where, at) => fetch("/api/explore/v2.1/catalog/datasets/"
          + ["bus-stops", "charging-points"][at] + "/records?limit=0&where=" + encodeURIComponent(where))
          .then(reply => reply.json()).then(found => found.total_count)))""",
        conditions,
    )
    for text, number in zip(said, counted, strict=True):
        assert f"{number:,}" in text, (text, number)
    return list(zip(conditions, counted, strict=True))


@pytest.mark.parametrize(
    ("kind", "start", "corners"),
    [
        ("Rectangle", "in_bbox(", [(0.3, 0.3), (0.7, 0.7)]),
        ("Circle", "within_distance(", [(0.5, 0.5), (0.7, 0.5)]),
        ("Polygon", "within(", [(0.3, 0.3), (0.7, 0.3), (0.5, 0.7)]),
    ],
)
def test_an_area_is_drawn_and_the_rows_inside_are_counted(
    open_page: Any, kind: str, start: str, corners: list[tuple[float, float]]
) -> None:
    page = drawn(open_page)
    page.click(f".map-area button:has-text('{kind}')")
    canvas = page.locator(".map-live canvas").first
    size = canvas.bounding_box()
    for across, down in corners:
        canvas.click(position={"x": size["width"] * across, "y": size["height"] * down})
        page.wait_for_timeout(400)  # sooner, the second click would be a double click
    if kind == "Polygon":
        page.click(".map-area button:has-text('Close the polygon')")
    found = inside(page)
    assert all(condition.startswith(start) for condition, _ in found)
    assert any(number for _, number in found)


def test_near_the_places_of_another_layer_needs_the_keyboard_alone(open_page: Any) -> None:
    page = drawn(open_page)
    page.focus(".map-area input[type=number]")
    page.keyboard.press("Control+A")
    page.keyboard.type("150")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    found = inside(page)
    assert all("near(" in condition and "150m" in condition for condition, _ in found)


def test_time_is_stepped_by_keys_and_played(open_page: Any) -> None:
    page = drawn(open_page)
    with page.expect_request(lambda one: "/tiles/charging-points" in one.url and "where=" in one.url):
        page.focus(".map-tools input[type=range]")
        page.keyboard.press("ArrowRight")
    first = page.locator(".map-tools output").inner_text()
    assert page.get_attribute(".map-tools input[type=range]", "aria-valuetext") == first
    page.click(".map-tools button:has-text('Play')")
    until(page, f"document.querySelector('.map-tools output').textContent !== {json.dumps(first)}")


def test_a_place_of_the_city_is_found_and_shown(open_page: Any) -> None:
    page = drawn(open_page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.fill(".map-search input", "Hauptbahnhof")
    page.wait_for_selector(".map-search datalist option", state="attached")
    name = page.locator(".map-search datalist option").first.get_attribute("value")
    page.fill(".map-search input", name)
    page.wait_for_selector(".maplibregl-marker")
    assert {one.split("/")[2] for one in asked if one.startswith("http")} == {page.url.split("/")[2]}


def test_my_position_is_shown_where_the_person_allows_it(open_page: Any) -> None:
    page = open_page("/-/health")
    page.context.grant_permissions(["geolocation"], origin="/".join(page.url.split("/")[:3]))
    page.context.set_geolocation({"latitude": 51.96, "longitude": 7.62})
    page.goto(page.url.replace("/-/health", "/exhibits/charging-map/"))
    page.click("button[aria-label='My position']")
    page.wait_for_selector(".maplibregl-user-location-dot")
    assert page.locator("button[aria-label='My position']").count() == 1


def test_two_sides_are_compared_by_hand_and_key(open_page: Any) -> None:
    page = open_page(NEW, as_="administrator", javascript=False)
    page.select_option("#add", "bus-stops")
    page.click("button[value=add]")
    for layer, side in ((0, "left"), (1, "right")):
        page.locator("fieldset.layer details summary").nth(layer).click()
        page.select_option(f"[name=layer-{layer}-side]", side)
    page.fill("[name=title-en]", "Two sides")
    page.click("button[value=save]")
    page = drawn(open_page, "/exhibits/two-sides/")
    page.wait_for_selector(".map-over canvas")
    page.focus("input.map-swipe")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.querySelector('.map-over').style.clipPath").startswith("inset(0px 0px 0px 51%")


def test_what_is_in_view_is_a_list_that_follows_the_map(open_page: Any) -> None:
    page = open_page("/datasets/schools/map/")
    page.wait_for_selector(".map-live canvas")
    before = page.locator("#map-count").inner_text()
    page.locator(".map-live canvas").focus()
    for _ in range(3):
        page.keyboard.press("+")
        page.wait_for_timeout(400)
    until(page, f"document.querySelector('#map-count').innerText !== {json.dumps(before)}")
    assert "bbox=" in page.url
