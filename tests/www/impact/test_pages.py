"""`/indicators/` as readers and programs see it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.impact import actions
from civora.reading import queries as reading
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from tests.factories.impact import ADMINISTRATOR, AT, emissions, indicator, places, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.fixture(autouse=True)
def _city(settings: Any) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-15T09:15"}}


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_page_says_the_finding_the_rule_and_the_question(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    page = text(client, "/indicators/co2/")
    assert "10 kilotonnes above the path, but the gap closes" in page
    assert "Needs attention" in page
    assert "The path to 2030 asks for 40 kilotonnes by now." in page
    assert "SDG 11.6: Clean air, less waste" in page
    assert "where=target = false" in page
    assert "/datasets/emissions/table/?where=target" in page
    assert "CO₂ gesamt" in text(client, "/de/indicators/co2/")


def test_the_json_holds_what_the_contract_names(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    found = client.get("/indicators/co2.json").json()
    assert (found["value"], found["unit"], found["status"], found["version"]) == (
        50,
        "kilotonnes",
        "needs-attention",
        1,
    )
    assert found["target"] == {"at": "2030-01-01", "value": 0.0, "kind": "by"}
    assert found["rule"]["name"] == "path-1"
    assert found["rule"]["behind"] == pytest.approx(0.1)
    assert [one["value"] for one in found["series"]] == [100, 90, 80, 50]
    assert client.get("/indicators/co2/.json").json()["value"] == 50


def test_the_query_in_the_json_gives_the_same_numbers(client: Client, tmp_path: Path) -> None:
    """One number is one number: the question as it is published, asked of `reading`."""
    saved(tmp_path)
    found = client.get("/indicators/co2.json").json()
    asked_again = Query(
        found["query"]["dataset"], select=odsql.parse_select(found["query"]["select"]), where=odsql.parse_where(found["query"]["where"]),
        order_by=odsql.parse_order_by(found["query"]["order_by"]), limit=None,
    )  # fmt: skip
    rows = reading.rows(asked_again, ANYONE).rows
    assert sorted(value * 0.001 for _, value in rows) == pytest.approx(sorted(one["value"] for one in found["series"]))


def test_the_csv_holds_the_series(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    rows = list(csv.DictReader(io.StringIO(text(client, "/indicators/co2.csv"))))
    assert [(row["period"], float(row["value"])) for row in rows][-1] == ("2024-01-01", 50.0)
    overview = list(csv.DictReader(io.StringIO(text(client, "/indicators.csv"))))
    assert overview[0]["status"] == "needs-attention"
    assert client.get("/indicators.json").json()["total"] == 1


def test_a_spreadsheet_runs_nothing(client: Client, tmp_path: Path) -> None:
    saved(tmp_path, title={"en": "=cmd|' /C calc'!A0"}, unit={"en": "@x"})
    row = next(csv.DictReader(io.StringIO(text(client, "/indicators.csv"))))
    assert row["title"].startswith("'=")
    assert row["unit"].startswith("'@")


def test_the_overview_groups_by_theme_and_counts_each_status(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    places(tmp_path)
    page = text(client, "/indicators/")
    assert "2 numbers of the city, 1 with a target" in page
    assert "1 need attention" in page
    assert page.index("Environment") < page.index("Transport")
    assert "/indicators/holes/" not in text(client, "/indicators/?theme=ENVI")
    assert "/indicators/holes/" not in text(client, "/indicators/themes/ENVI/")
    assert "/indicators/co2/" not in text(client, "/indicators/?status=no-target").partition("<table")[2]
    assert client.get("/indicators/themes/NONE/").status_code == 404


def test_the_years_narrow_what_is_compared(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    assert "↓ 10 since 2018." in text(client, "/indicators/?since=2018&until=2021")
    assert text(client, "/indicators/?since=abc&until=99999")


def test_nothing_yet_and_nothing_that_fits(client: Client, tmp_path: Path) -> None:
    assert "This city has no indicators yet." in text(client, "/indicators/")
    saved(tmp_path)
    assert "No indicator fits." in text(client, "/indicators/?area=Nowhere")


def test_places_are_compared_and_each_has_its_profile(client: Client, tmp_path: Path) -> None:
    places(tmp_path)
    page = text(client, "/indicators/holes/")
    assert "1 places surely above" in page or "surely above" in page
    assert "per 1,000 residents" in page
    profile = text(client, "/indicators/areas/north/")
    assert "10,000 residents" in profile
    assert "more than all together" in profile
    found = client.get("/indicators/holes.json").json()["areas"]
    assert {one["name"] for one in found} == {"north", "south", "islet"}
    assert client.get("/indicators/areas/nowhere/").status_code == 404


def test_a_deleted_or_hidden_dataset_leaves_a_clear_note(client: Client, tmp_path: Path) -> None:
    saved(tmp_path)
    stewardship.set_access(key="emissions", access="org:parks", by="t", at=AT)
    asked.kept.forget()
    page = text(client, "/indicators/co2/")
    assert "The data behind this indicator are not here" in page
    assert "50" not in client.get("/indicators/co2.csv").content.decode()
    found = client.get("/indicators/co2.json").json()
    assert (found["value"], found["series"], found["version"]) == (None, [], None)
    assert text(client, "/indicators/")


def test_words_of_others_are_only_words(client: Client, tmp_path: Path) -> None:
    saved(tmp_path, title={"en": "<script>alert(1)</script>"}, description={"en": "<img src=x onerror=alert(1)>"})
    page = text(client, "/indicators/co2/")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "path", ["/indicators/nothing/", "/indicators/nothing.json", "/indicators/projects/nothing/", "/indicators/%00/", "/indicators/../x/"]
)  # fmt: skip
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "rows",
    [
        "2024;all;false;5",  # one row
        "2024;all;false;",  # a null
        "1950;all;false;-5\n1969;all;false;0\n2024;all;false;1e15",  # negative, before 1970, huge
        "2023;all;false;0.0000001\n2024;all;false;0.0000002",  # tiny
        "\n".join(f"{year};all;false;{year}" for year in range(1950, 2025)),  # many years
        "2024;all;true;5",  # nothing but a target
    ],
)
def test_odd_data_have_a_page(client: Client, tmp_path: Path, rows: str) -> None:
    emissions(tmp_path, f"year;sector;target;tonnes\n{rows}\n2030;all;true;1\n")
    actions.save_indicator(given=indicator(), reader=ADMINISTRATOR, at=AT)
    page = text(client, "/indicators/co2/")
    assert "nan" not in page.lower().replace("finance", "")
    assert text(client, "/indicators/")
    assert client.get("/indicators/co2.json").status_code == 200


PROJECT = {
    "key": "street", "title": {"en": "Cycle street"}, "owner": "parks", "promised_on": "2023-01-10", "promised_by": "2024-06-30",
    "promised_cost": "100000", "stage": "done", "done_on": "2024-08-01", "kind": "ballot-winner", "indicators": ["co2"],
}  # fmt: skip


def test_a_project_says_promised_and_real(client: Client, tmp_path: Path) -> None:
    from datetime import date

    saved(tmp_path)
    actions.save_project(given=PROJECT, reader=ADMINISTRATOR, at=AT)
    actions.enter_money(
        project="street", kind="spent", amount="120000", on=date(2024, 8, 1), reader=ADMINISTRATOR, at=AT
    )
    page = text(client, "/indicators/projects/street/")
    assert "Done 32 days late" in page
    assert "20% over the promised cost" in page
    assert "Chosen by residents" in page
    assert "/indicators/co2/" in page
    found = client.get("/indicators/projects/street.json").json()
    assert (found["promised_cost"], found["spent"]) == ("100000.00", "120000.00")
    assert "Cycle street" in text(client, "/indicators/projects/")
    assert "No project fits." in text(client, "/indicators/projects/?stage=planned")
    assert "Cycle street" in text(client, "/indicators/co2/")


def test_the_rule_is_published(client: Client) -> None:
    assert "Nobody can set a status by hand." in text(client, "/indicators/rule/")
