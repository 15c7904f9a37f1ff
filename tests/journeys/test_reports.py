"""A resident reports a lamp from a phone, with and without script; others join; the city answers; everything by keyboard and axe."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import httpx

from tests.journeys.conftest import City


def test_a_report_is_sent_without_script_and_followed_by_its_address(city: City, open_page: Any) -> None:
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
    page.get_by_text("It is out now.").first.wait_for()
    key = page.locator("code").inner_text()
    deadline = time.monotonic() + 60  # ten seconds on a machine that does nothing else
    asked = f"{city.url}/api/explore/v2.1/catalog/datasets/service-requests/records"
    while time.monotonic() < deadline:
        found = httpx.get(asked, params={"where": f"service_request_id = '{key}'"}, timeout=30).json()
        if found.get("total_count") == 1:
            break
        time.sleep(1)
    assert found["total_count"] == 1
    assert "1234567" not in json.dumps(found)
    open311 = httpx.get(f"{city.url}/open311/v2/requests/{key}.json", timeout=30).json()
    assert open311[0]["service_request_id"] == key


def test_with_script_the_map_moves_by_click_and_key_and_the_draft_stays(city: City, open_page: Any) -> None:
    page = open_page("/reports/new/", width=390)
    page.get_by_label("Describe it").fill("A draft that stays")
    page.locator("#around-map").click(position={"x": 60, "y": 60})
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    before = page.locator("[name=lat]").input_value()
    page.get_by_role("button", name="Map to the north").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => document.querySelector('[name=lat]').value !== '{before}'")
    page.reload()
    page.wait_for_function("() => document.querySelector('[name=description]').value === 'A draft that stays'")


def test_without_a_connection_the_report_waits_and_is_sent_later(city: City, open_page: Any) -> None:
    page = open_page("/reports/new/", width=390)
    page.locator("#around-map").click(position={"x": 150, "y": 130})
    page.wait_for_function("() => document.querySelector('[name=lat]').value !== ''")
    page.locator("label.choice", has_text="Road, path").click()
    page.get_by_label("Describe it").fill("Deep hole, written in a tunnel")
    page.context.set_offline(True)
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Your report is kept on this device").wait_for()
    page.context.set_offline(False)
    page.locator("a.mine").wait_for(timeout=30_000)
    found = httpx.get(f"{city.url}/reports.json", params={"q": "written in a tunnel"}, timeout=30).json()
    assert found["total"] == 1


def test_pages_of_reports_are_accessible(city: City, accessible: Any) -> None:
    key = httpx.get(f"{city.url}/reports.json", timeout=30).json()["results"][0]["service_request_id"]
    for path in (
        "/reports/",
        "/reports/new/",
        f"/reports/{key}/",
        "/reports/overview/",
        "/trust/moderation/",
        f"/voices/flag/?target=report:{key}",
    ):
        accessible(path)
    for path in ("/desk/reports/", f"/desk/reports/{key}/", "/desk/voices/"):
        accessible(path, as_="administrator")
