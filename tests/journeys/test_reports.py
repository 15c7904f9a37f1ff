"""A resident reports a lamp from a phone, with and without script; others join; the city answers; everything by keyboard and axe."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import httpx

from tests.journeys.conftest import City


def in_the_data(city: City, key: str) -> Any:
    """The report as a row of `service-requests`, which follows within ten seconds; a busy machine gets a minute."""
    asked = f"{city.url}/api/explore/v2.1/catalog/datasets/service-requests/records"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = httpx.get(asked, params={"where": f"service_request_id = '{key}'"}, timeout=30).json()
        if found.get("total_count") == 1:
            return found["results"][0]
        time.sleep(1)
    raise AssertionError(found)


def test_without_script_a_report_is_sent_followed_and_answered(city: City, open_page: Any) -> None:
    page = open_page("/reports/new/", width=390, javascript=False)
    page.get_by_label("Place", exact=True).fill("Promenade")
    page.get_by_role("button", name="Map to the north").click()
    page.locator("label.choice", has_text="Light").click()
    page.get_by_label("It flickers").check()
    page.get_by_label("Describe it").fill("Lamp flickers; ask Mr Miller, 0251 1234567.")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("This will be covered before others read it").is_visible()
    page.get_by_role("button", name="Send the report").click()
    mine = page.locator("a.mine").get_attribute("href")
    assert re.search(r"/reports/mine/\w{27}/$", mine)
    page.goto(mine)
    assert "▇▇▇" in page.locator("main").inner_text()
    page.get_by_label("Message, for everybody to read").fill("It is out now.")
    page.get_by_role("button", name="Add the message").click()
    page.locator(".timeline", has_text="It is out now.").wait_for()
    assert page.url == mine
    key = page.locator("code").inner_text()
    assert "1234567" not in json.dumps(in_the_data(city, key))
    assert httpx.get(f"{city.url}/open311/v2/requests/{key}.json", timeout=30).json()[0]["service_request_id"] == key


def test_on_a_phone_a_report_is_sent_by_keys_alone(city: City, open_page: Any) -> None:
    page = open_page("/reports/new/", width=390)

    def reach(words: str) -> None:
        """Press Tab until the focus stands on what has this name."""
        name = (
            "() => { const e = document.activeElement; return e.labels?.[0]?.innerText || e.ariaLabel || e.innerText }"
        )
        for _ in range(80):
            page.keyboard.press("Tab")
            if words in (page.evaluate(name) or ""):
                return
        raise AssertionError(f"Tab never comes to {words}")

    reach("Map to the north")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    before = page.locator("[name=lat]").input_value()
    page.keyboard.press("Enter")  # the focus is still there
    page.wait_for_function(f"() => document.querySelector('[name=lat]').value !== '{before}'")
    reach("Place")
    page.keyboard.type("By the bridge")
    page.locator("[name=category]").first.focus()
    page.keyboard.press("Space")
    for _ in range(20):
        if page.locator("label.choice:has(:checked)").inner_text().startswith("Light"):
            break
        page.keyboard.press("ArrowDown")
    reach("It is out")
    page.keyboard.press("Space")
    reach("Describe it")
    page.keyboard.type("Sent with keys alone")
    reach("Send the report")
    page.keyboard.press("Enter")
    page.locator("a.mine").wait_for()
    found = httpx.get(f"{city.url}/reports.json", params={"q": "with keys alone"}, timeout=30).json()
    assert found["total"] == 1


def test_the_draft_stays_on_the_device(open_page: Any) -> None:
    page = open_page("/reports/new/", width=390)
    page.get_by_label("Describe it").fill("A draft that stays")
    page.locator("#around-map").click(position={"x": 60, "y": 60})
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    page.reload()
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    assert page.get_by_label("Describe it").input_value() == "A draft that stays"


def test_without_a_connection_the_report_waits_and_is_sent_later(city: City, open_page: Any) -> None:
    page = open_page("/reports/new/", width=390)
    page.locator("#around-map").click(position={"x": 150, "y": 130})
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    page.locator("label.choice", has_text="Light").click()
    page.get_by_label("Describe it").fill("Dark, written in a tunnel")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report is kept on this device").wait_for()
    page.context.set_offline(False)
    page.get_by_text(
        "What does it do?: there is no answer yet"
    ).wait_for()  # refused in words, with all that was written
    assert page.get_by_label("Describe it").input_value() == "Dark, written in a tunnel"
    page.context.set_offline(True)
    page.get_by_label("It is out").check()
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report is kept on this device").wait_for()
    page.context.set_offline(False)
    page.locator("a.mine").wait_for()
    found = httpx.get(f"{city.url}/reports.json", params={"q": "written in a tunnel"}, timeout=30).json()
    assert found["total"] == 1


def test_pages_of_reports_are_accessible(city: City, barriers: Any) -> None:
    key = httpx.get(f"{city.url}/reports.json", timeout=30).json()["results"][0]["service_request_id"]
    for path in (
        "/reports/",
        "/reports/new/",
        f"/reports/{key}/",
        "/reports/overview/",
        "/trust/moderation/",
        f"/voices/flag/?target=report:{key}",
    ):
        assert barriers(path) == {}
    for path in ("/desk/reports/", f"/desk/reports/{key}/", "/desk/voices/"):
        assert barriers(path, as_="administrator") == {}
