"""A resident reports a lamp from a phone, with and without script; others join; the city answers; everything by keyboard and axe."""

from __future__ import annotations

from typing import Any

import httpx

from tests.journeys.conftest import City


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
