"""Maps in a real browser: put together at the desk, then used with hand and keyboard."""

from __future__ import annotations

from typing import Any

NEW = "/desk/exhibits/maps/new/?dataset=schools"


def test_the_form_of_a_map_is_accessible(accessible: Any) -> None:
    accessible(NEW, as_="administrator")


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
