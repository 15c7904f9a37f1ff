"""GeoReport v2 as clients meet it: real clients over HTTP, JSON Schemas, and the traps of the standard."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import chicagorequests
import georeport
import httpx
import jsonschema_rs
import pytest
from django.core.wsgi import get_wsgi_application
from PIL import Image

from civora.people import actions as people
from civora.reports import actions, models, queries
from civora.reports.types import Contact, Filter, Place, Status
from tests.factories import reports as make
from tests.factories.reports import AT, HERE, WORKER, category

pytestmark = pytest.mark.django_db

TEXT = {"type": ["string", "null"]}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
REQUESTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["service_request_id", "status", "service_code", "requested_datetime"],
        "additionalProperties": False,
        "properties": {
            "service_request_id": {"type": "string"}, "status": {"enum": ["open", "closed"]}, "status_notes": TEXT, "service_name": TEXT,
            "service_code": {"type": "string"}, "description": {"type": ["string", "null"], "maxLength": 4000}, "agency_responsible": TEXT,
            "service_notice": TEXT, "requested_datetime": MOMENT, "updated_datetime": MOMENT,
            "expected_datetime": {"anyOf": [MOMENT, {"type": "null"}]}, "address": TEXT, "address_id": TEXT, "zipcode": TEXT,
            "lat": {"type": ["number", "null"]}, "long": {"type": ["number", "null"]}, "media_url": {"type": ["string", "null"], "pattern": "^https?://"},
        },
    },
}  # fmt: skip
SERVICES = {
    "type": "array",
    "items": {
        "required": ["service_code", "service_name", "metadata", "type"],
        "properties": {
            "service_code": {"type": "string"}, "service_name": {"type": "string"}, "description": TEXT, "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]}, "keywords": TEXT, "group": TEXT,
        },
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _city(settings: Any, tmp_path: Path) -> None:
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"
    settings.CIVORA_OWN_ORGANISATION = "city"
    settings.ALLOWED_HOSTS = ["*"]
    settings.CITY = {"clock": {"at": AT}}
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    make.city()


@pytest.fixture
def root() -> str:
    """The portal in this process: `requests` below goes to it."""
    return "http://testserver/open311/v2"


@pytest.fixture
def served(live_server: Any) -> str:
    """The portal over a socket, for clients that bring their own HTTP."""
    return f"{live_server.url}/open311/v2"


class Portal:
    """The calls of `requests` that these tests make, answered by the application itself."""

    def __init__(self) -> None:
        self.client = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))

    def get(self, url: str, **given: Any) -> httpx.Response:
        return self.client.get(url, **given)

    def post(self, url: str, *, data: Any = None, **given: Any) -> httpx.Response:
        body = {"content": data} if isinstance(data, bytes) else {"data": data}
        return self.client.post(url, **body, **given)

    def delete(self, url: str, **given: Any) -> httpx.Response:
        return self.client.delete(url, **given)


requests = Portal()


@pytest.fixture
def key() -> str:
    people.add_person(email=WORKER.person, role="case-worker", organisation="lights", by="test", at=AT)
    return people.add_api_key(email=WORKER.person, by="test", at=AT)


def photo() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "SECRET"
    Image.new("RGB", (60, 40), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.django_db(transaction=True)
def test_georeport_walks_services_definitions_and_requests(served: str, key: str, form: str) -> None:
    client = georeport.GeoReport(served, api_key=key, output_format=form)
    listed = client.get_service_list()
    assert {one["service_code"] for one in listed} == {"light", "road", "harbour"}
    found = client.get_service_definition("road")
    attributes = found["attributes"] if form == "json" else [found["attributes"]["attribute"]]
    assert (attributes[0]["code"], attributes[0]["datatype"]) == ("state", "singlevaluelist")
    done = make.sent()
    make.sent(place=Place(address="Salzstraße 1"), at=AT - timedelta(days=200))
    rows = client.get_service_requests(
        start_date="2025-05-01T00:00:00Z", end_date="2025-06-01T00:00:00Z", status="open,closed"
    )
    row = rows[0] if form == "json" else rows  # one element alone is no list in XML by xmltodict
    assert (row["service_request_id"], row["status"], row["service_code"]) == (done.key, "open", "light")
    assert client.get_service_request(done.key)["agency_responsible"] == "Street lighting"


@pytest.mark.django_db(transaction=True)
def test_chicagorequests_walks_pages(served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chicagorequests.Downloader, "BASE_URL", f"{served}/requests.json")
    for number in range(405):
        make.sent(f"Lamp {number}", at=AT - timedelta(minutes=number))
    day = (AT.replace(hour=0, minute=0), AT.replace(hour=23, minute=59))
    found = chicagorequests.Downloader(["light"])(day)
    assert len({one["service_request_id"] for one in found}) == 405
    assert found[0]["extended_attributes"]["area"] == "Old town"
    changed = chicagorequests.Downloader(updated_start_date=AT - timedelta(minutes=9), updated_end_date=AT)(day)
    assert len(changed) == 10


def test_answers_fit_the_json_schemas(root: str) -> None:
    make.sent(photos=[photo()])
    make.sent(place=Place(address="Salzstraße 1"))
    closed = make.sent()
    actions.change_status(key=closed.key, status=Status.FIXED, text="New lamp.", reader=WORKER, at=AT)
    jsonschema_rs.validate(SERVICES, requests.get(f"{root}/services.json", timeout=20).json())
    rows = requests.get(f"{root}/requests.json", timeout=20).json()
    assert len(rows) == 3
    jsonschema_rs.validate(REQUESTS, rows)
    done = next(row for row in rows if row["status"] == "closed")
    assert (done["status_notes"], done["updated_datetime"]) == ("New lamp.", "2025-05-15T07:15:00Z")


@pytest.mark.parametrize(
    ("form", "media"), [("json", "application/json; charset=utf-8"), ("xml", "text/xml; charset=utf-8")]
)
def test_every_address_has_both_forms(root: str, form: str, media: str) -> None:
    done = make.sent()
    for path in (
        "discovery",
        "services",
        "services/road",
        "requests",
        f"requests/{done.key}",
        f"tokens/{done.code}",
        "servicerequestupdates",
    ):
        answer = requests.get(f"{root}/{path}.{form}", timeout=20)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media), path
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        if form == "xml":
            assert ElementTree.fromstring(answer.content).tag


def test_with_a_key_a_request_has_its_number_at_once(root: str, key: str) -> None:
    given = {"api_key": key, "service_code": "light", "lat": "51.96", "long": "7.62", "description": "Dark", "attribute[number]": "4412",
             "email": "eva@example.org", "phone": "0251 123456", "first_name": "Eva", "device_id": "d1"}  # fmt: skip
    row = requests.post(f"{root}/requests.json", data=given, timeout=20).json()[0]
    assert set(row) >= {"service_request_id"}
    assert "token" not in row
    back = requests.get(f"{root}/requests/{row['service_request_id']}.json", params={"extensions": "true"}, timeout=20)
    assert back.json()[0]["attributes"][0]["value"] == "4412"
    for secret in ("eva@", "123456", "Eva", "d1"):
        assert secret not in back.text.replace("duplicate", "")
    assert models.Contact.objects.get().email == "eva@example.org"


def test_without_a_key_it_has_a_token_that_becomes_its_number(root: str, settings: Any) -> None:
    given = {"service_code": "light", "address_string": "Salzstraße 1", "description": "Dark"}
    answer = requests.post(f"{root}/requests.xml", data=given, timeout=20)
    token = ElementTree.fromstring(answer.content).findtext("request/token") or ""
    assert ElementTree.fromstring(answer.content).find("request/service_request_id") is None
    found = requests.get(f"{root}/tokens/{token}.json", timeout=20).json()
    assert found == [{"service_request_id": queries.reports(Filter())[0].key, "token": token}]
    settings.CIVORA_REPORTS_ANONYMOUS = False
    assert requests.post(f"{root}/requests.json", data=given, timeout=20).status_code == 403


def test_a_request_with_a_key_of_its_own_is_sent_once(root: str, key: str) -> None:
    given = {"api_key": key, "service_code": "light", "lat": "51.96", "long": "7.62", "description": "Dark"}
    numbers = {
        requests.post(f"{root}/requests.json", data=given, headers={"Idempotency-Key": "abc"}, timeout=20).json()[0][
            "service_request_id"
        ]
        for _ in range(3)
    }
    assert len(numbers) == 1
    assert queries.count(Filter()) == 1


def test_pictures_come_along_and_lose_what_they_hide(root: str, key: str) -> None:
    given = {"api_key": key, "service_code": "light", "lat": "51.96", "long": "7.62", "description": "Dark"}
    row = requests.post(
        f"{root}/requests.json", data=given, files={"media": ("a.jpg", photo(), "image/jpeg")}, timeout=20
    ).json()[0]
    shown = requests.get(f"{root}/requests/{row['service_request_id']}.json", timeout=20).json()[0]["media_url"]
    picture = requests.get(shown, timeout=20)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"SECRET" not in picture.content
    bad = requests.post(
        f"{root}/requests.json",
        data=given,
        files={"media": ("a.jpg", b"<svg onload=alert(1)>", "image/jpeg")},
        timeout=20,
    )
    assert (bad.status_code, bad.json()[0]["code"]) == (400, 400)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/x.jpg", "http://169.254.169.254/latest/", "file:///etc/passwd", "gopher://x", "x"]
)
def test_no_address_of_a_picture_reaches_inside(root: str, key: str, address: str) -> None:
    given = {
        "api_key": key,
        "service_code": "light",
        "lat": "51.96",
        "long": "7.62",
        "description": "Dark",
        "media_url": address,
    }
    row = requests.post(f"{root}/requests.json", data=given, timeout=20).json()[0]
    assert "left out" in row["service_notice"]
    assert row["service_request_id"]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"api_key": "wrong"}, 403),
        ({"service_code": ""}, 400),
        ({"service_code": "nothing"}, 404),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "54.0", "long": "7.0"}, 400),
        ({"lat": "x"}, 400),
        ({"description": "a" * 4001}, 400),
        ({"service_code": "road"}, 400),
        ({"service_code": "road", "attribute[state]": "burns"}, 400),
        ({"service_code": "'; drop table reports_report; --"}, 404),
        ({"email": "nobody"}, 400),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_errors_are_those_of_the_standard(root: str, key: str, given: dict[str, str], status: int, form: str) -> None:
    sent = {"api_key": key, "service_code": "light", "lat": "51.96", "long": "7.62", "description": "Dark"} | given
    answer = requests.post(f"{root}/requests.{form}", data=sent, timeout=20)
    assert answer.status_code == status
    if form == "json":
        assert set(answer.json()[0]) == {"code", "description"}
    else:
        assert ElementTree.fromstring(answer.content).findtext("error/code") == str(status)
    assert not models.Report.objects.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services/nothing.json", 404), ("requests/nothing.json", 404), ("tokens/nothing.xml", 404), ("nothing.json", 404), ("", 404),
        ("requests.json?start_date=2025-05-01", 400), ("requests.json?page=0", 400), ("requests.json?page=99", 200), ("requests.csv", 404),
        ("servicerequestupdates.json?start_date=x", 400), ("services.json?lat=54&long=7", 400),
    ],
)  # fmt: skip
def test_what_is_not_there_says_so(root: str, path: str, status: int) -> None:
    answer = requests.get(f"{root}/{path}", timeout=20)
    assert answer.status_code == status
    if status == 200:
        assert answer.json() == []


@pytest.mark.django_db(transaction=True)
def test_service_codes_survive_their_address(served: str) -> None:
    name = "Straße/Weg & more"
    actions.set_category(category=category(name, questions=(make.NUMBER,)), by="test", at=AT)
    found = httpx.get(f"{served}/services/{quote(name, safe='')}.json", timeout=20)
    assert found.json()["service_code"] == name
    done = make.sent(category=name)
    rows = httpx.get(f"{served}/requests.json", params={"service_code": name}, timeout=20).json()
    assert [row["service_request_id"] for row in rows] == [done.key]


def test_services_and_requests_near_a_place(root: str) -> None:
    done = make.sent()
    make.sent(place=Place(51.99, 7.62))
    near = requests.get(f"{root}/requests.json", params={"lat": "51.9601", "long": "7.62"}, timeout=20).json()
    assert [row["service_request_id"] for row in near] == [done.key]
    assert len(requests.get(f"{root}/services.json", params={"lat": "51.96", "long": "7.64"}, timeout=20).json()) == 3
    assert len(requests.get(f"{root}/services.json", params={"lat": "51.96", "long": "7.62"}, timeout=20).json()) == 2


def test_updates_go_both_ways(root: str, key: str) -> None:
    done = make.sent(contact=Contact("eva@example.org"))
    given = {
        "api_key": key,
        "service_request_id": done.key,
        "update_id": "u1",
        "status": "FIXED",
        "description": "New lamp.",
        "updated_datetime": "2025-05-15T07:10:00Z",
    }
    first = requests.post(f"{root}/servicerequestupdates.json", data=given, timeout=20).json()
    assert requests.post(f"{root}/servicerequestupdates.json", data=given, timeout=20).json() == first
    rows = requests.get(f"{root}/servicerequestupdates.json", timeout=20).json()
    assert [(row["service_request_id"], row["status"], row["description"]) for row in rows] == [
        (done.key, "FIXED", "New lamp.")
    ]
    assert (
        requests.post(f"{root}/servicerequestupdates.json", data=given | {"api_key": ""}, timeout=20).status_code == 403
    )
    people.add_person(email="x@example.org", by="test", at=AT)
    other = people.add_api_key(email="x@example.org", by="test", at=AT)
    assert (
        requests.post(
            f"{root}/servicerequestupdates.json", data=given | {"api_key": other, "update_id": "u2"}, timeout=20
        ).status_code
        == 403
    )
    assert (
        requests.post(
            f"{root}/servicerequestupdates.json", data=given | {"service_request_id": "x"}, timeout=20
        ).status_code
        == 404
    )


def test_private_reports_are_in_no_answer(root: str) -> None:
    done = make.sent(is_public=False)
    actions.say(code=done.code, text="Secret", at=AT)
    assert requests.get(f"{root}/requests.json", timeout=20).json() == []
    assert requests.get(f"{root}/requests.json", params={"service_request_id": done.key}, timeout=20).json() == []
    assert requests.get(f"{root}/requests/{done.key}.json", timeout=20).status_code == 404
    assert requests.get(f"{root}/servicerequestupdates.json", timeout=20).json() == []


def test_cookies_mean_nothing_here(client: Any) -> None:
    """A page of another site cannot report in somebody's name: without a key the report is nobody's."""
    people.add_person(email="eva@example.org", by="test", at=AT)
    client.get(f"/account/link/{people.make_sign_in_link(email='eva@example.org', by='test', at=AT)}/")
    client.post(
        "/open311/v2/requests.json", {"service_code": "light", "lat": "51.96", "long": "7.62", "description": "Dark"}
    )
    assert queries.mine("eva@example.org") == ()
    assert queries.count(Filter()) == 1


def test_other_methods_and_bodies_are_refused(root: str) -> None:
    assert requests.delete(f"{root}/requests.json", timeout=20).status_code == 405
    assert requests.post(f"{root}/services.json", timeout=20).status_code == 405
    for body, kind in (
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"--x", "multipart/form-data"),
        (b"{}", "application/json"),
    ):
        answer = requests.post(f"{root}/requests.json", data=body, headers={"Content-Type": kind}, timeout=20)
        assert answer.status_code == 400, (body, answer.text)
        assert answer.json()[0]["description"]


def test_discovery_names_the_endpoint(root: str) -> None:
    found = requests.get(f"{root}/discovery.json", timeout=20).json()
    assert found["endpoints"][0]["url"] == root
    assert all(found[name] for name in ("changeset", "contact", "key_service"))
    assert (
        ElementTree.fromstring(requests.get(f"{root}/discovery.xml", timeout=20).content).findtext(
            "endpoints/endpoint/formats/format"
        )
        == "text/xml"
    )


def test_the_place_is_where_it_was_sent() -> None:
    assert queries.report(make.sent().key).lat == HERE.lat
