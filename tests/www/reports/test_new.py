"""The form of a report, by its own buttons, without script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from civora.reports import models, queries
from civora.reports.types import Filter, Status
from civora.voices import queries as voices
from tests.factories import reports as make

GIVEN = {
    "category": "light",
    "lat": "51.96",
    "lon": "7.62",
    "km": "1.2",
    "address": "Promenade",
    "description": "Dark here.",
    "public": "1",
    "do": "send",
}
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def key_of(page: str) -> str:
    found = re.search(r'name="sent" value="([\w-]+)"', page)
    assert found
    return found[1]


def sent(client: Client, **more: Any) -> Any:
    given = GIVEN | {"sent": key_of(client.get("/reports/new/").content.decode())} | more
    return client.post("/reports/new/", given)


def test_a_report_is_sent_and_its_address_shown_once(client: Client) -> None:
    answer = sent(client)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    text = answer.content.decode()
    code = re.search(r"/reports/mine/([\w]+)/", text)
    assert code
    card = queries.by_code(code[1])
    assert (card.text, card.category, card.body) == ("Dark here.", "light", "lights")
    assert client.get(f"/reports/mine/{code[1]}").status_code == 200
    assert client.get(f"/reports/mine/{code[1]}/")["Referrer-Policy"] == "same-origin"
    assert (
        code[1] not in client.get("/reports/").content.decode() + client.get(f"/reports/{card.key}/").content.decode()
    )


def test_sent_twice_it_is_one_report(client: Client) -> None:
    key = make.key()
    one, two = sent(client, sent=key), sent(client, sent=key)
    assert re.findall(r"/reports/mine/\w+/", one.content.decode()) == re.findall(
        r"/reports/mine/\w+/", two.content.decode()
    )
    assert queries.count(Filter()) == 1


def test_a_cross_site_request_sends_nothing(settings: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/reports/new/", GIVEN | {"sent": make.key()}).status_code == 403
    assert not models.Report.objects.exists()


def test_script_in_every_field_stays_words(client: Client) -> None:
    answer = sent(
        client,
        address=SCRIPT,
        description=SCRIPT,
        name=SCRIPT,
        **{"answer-light-number": SCRIPT, "km": SCRIPT, "asset": SCRIPT},
    )
    assert answer.status_code == 200
    key = queries.reports(Filter())[0].key
    for page in (
        answer,
        client.get(f"/reports/{key}/"),
        client.get("/reports/"),
        client.get("/reports/?q=" + SCRIPT),
        client.post("/reports/new/", GIVEN | {"do": "check", "description": SCRIPT, "sent": SCRIPT, "address": SCRIPT}),
    ):
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"lat": "54.0", "lon": "7.0"}, "outside the city"),
        ({"lat": "", "lon": "", "address": ""}, "no place"),
        ({"lat": "nan", "lon": "inf", "address": ""}, "no place"),
        ({"category": ""}, "category"),
        ({"category": "road"}, "What does it do?"),
        ({"email": "nobody"}, "e-mail"),
        ({"sent": "x"}, "key of its own"),
        ({"description": "x" * 4001}, "4,001"),
    ],
)
def test_what_is_wrong_is_said_above_the_filled_form(client: Client, more: dict[str, str], words: str) -> None:
    answer = sent(client, **more)
    assert answer.status_code in (400, 404)
    text = answer.content.decode()
    assert words in text
    assert 'role="alert"' in text
    assert not models.Report.objects.exists()
    if "description" not in more:
        assert "Dark here." in text


def test_similar_reports_close_by_are_shown_before_sending(client: Client) -> None:
    near = make.sent("Lamp out at the bridge", place=make.Place(51.9602, 7.62))
    make.sent("Far away", place=make.Place(51.99, 7.62))
    answer = client.post("/reports/new/", GIVEN | {"do": "check", "sent": make.key()})
    text = answer.content.decode()
    assert "Lamp out at the bridge" in text
    assert f"/reports/{near.key}/#join" in text
    assert "Far away" not in text
    assert "Everything is there" in text
    part = client.get(
        "/reports/new/near/", {"lat": "51.96", "lon": "7.62", "km": "1", "category": "light"}
    ).content.decode()
    assert "Lamp out at the bridge" in part


def test_the_buttons_move_and_zoom_the_map(client: Client) -> None:
    page = client.post("/reports/new/", GIVEN | {"do": "north", "sent": make.key()}).content.decode()
    lat = re.search(r'name="lat" value="([\d.]+)"', page)
    assert lat
    assert float(lat[1]) > 51.96
    page = client.post("/reports/new/", GIVEN | {"do": "in", "sent": make.key()}).content.decode()
    assert 'name="km" value="0.600"' in page


def test_personal_data_is_shown_before_it_is_sent(client: Client) -> None:
    page = client.post(
        "/reports/new/", GIVEN | {"do": "check", "description": "Mr Miller, 0251 1234567", "sent": make.key()}
    ).content.decode()
    assert "telephone number" in page
    assert "Miller" in page
    sent(client, description="Mr Miller, 0251 1234567")
    key = queries.reports(Filter())[0].key
    assert (
        "1234567"
        not in client.get(f"/reports/{key}/").content.decode() + client.get(f"/reports/{key}.json").content.decode()
    )


def test_photos_of_an_earlier_step_come_along(client: Client, photo: bytes) -> None:
    key = make.key()
    file = SimpleUploadedFile("a.jpg", photo, "image/jpeg")
    page = client.post("/reports/new/", GIVEN | {"do": "check", "sent": key, "photo": file}).content.decode()
    assert "/reports/photos/" in page
    assert len(voices.pictures(f"draft:{key}")) == 1
    sent(client, sent=key)
    card = queries.reports(Filter())[0]
    shown = voices.pictures(card.subject)
    assert len(shown) == 1
    assert voices.pictures(f"draft:{key}") == ()
    picture = client.get(f"/reports/photos/{shown[0].key}.jpg")
    assert picture["Content-Type"] == "image/jpeg"
    assert "sandbox" in picture["Content-Security-Policy"]
    assert b"SECRET" not in picture.content


@pytest.mark.parametrize(
    "data",
    [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"GIF89a/*<script>*/", b"\xff\xd8\xff not really"],
)
def test_a_file_that_is_no_picture_is_refused_and_the_words_kept(client: Client, data: bytes) -> None:
    answer = sent(client, photo=SimpleUploadedFile("photo.jpg", data, "image/jpeg"))
    assert answer.status_code == 400
    assert "no picture" in answer.content.decode()
    assert "Dark here." in answer.content.decode()
    assert not models.Report.objects.exists()


def test_photos_of_one_address_are_counted(client: Client, photo: bytes) -> None:
    statuses = {
        client.post(
            "/reports/new/", GIVEN | {"do": "check", "sent": make.key(), "photo": SimpleUploadedFile("a.jpg", photo)}
        ).status_code
        for _ in range(62)
    }
    assert statuses == {200, 400}


def test_a_flood_from_one_address_ends_at_twenty(client: Client) -> None:
    statuses = [sent(client).status_code for _ in range(25)]
    assert statuses.count(200) == 20
    assert queries.count(Filter()) == 20


@pytest.mark.parametrize(
    "path",
    [
        "/reports/mine/x/",
        "/reports/mine/" + "2" * 27 + "/",
        "/reports/nothing/",
        "/reports/nothing.json",
        "/reports/photos/nothing-at-all.jpg",
        "/reports/?page=99999999",
        "/reports/?bbox=x",
        "/reports/?bbox=1,2,3",
        "/reports/?page=-1",
        "/reports/overview/",
        "/fr/reports/new/",
        "/de/reports/",
        "/reports.json?category='",
        "/reports.csv",
    ],
)
def test_odd_addresses_are_answered_in_words(client: Client, path: str) -> None:
    make.sent()
    assert client.get(path).status_code in (200, 404)


def test_a_private_report_is_found_by_its_code_only(client: Client) -> None:
    text = sent(client, public="").content.decode()
    report = models.Report.objects.get()
    assert report.is_public  # a field that is there counts
    given = {name: value for name, value in GIVEN.items() if name != "public"} | {
        "sent": make.key(),
        "description": "Secret words",
    }
    text = client.post("/reports/new/", given).content.decode()
    code = re.search(r"/reports/mine/(\w+)/", text)
    assert code
    hidden = queries.by_code(code[1])
    assert client.get(f"/reports/{hidden.key}/").status_code == 404
    for path in (
        "/reports/?state=all",
        "/reports.json?state=all",
        "/reports.csv",
        "/reports/new/near/?lat=51.96&lon=7.62",
    ):
        body = client.get(path)
        content = b"".join(body.streaming_content) if body.streaming else body.content  # type: ignore[attr-defined]  # streams have it
        assert b"Secret words" not in content


def test_the_reporter_reopens_writes_and_takes_back(client: Client) -> None:
    done = make.sent()
    from civora.reports import actions  # noqa: PLC0415

    actions.change_status(key=done.key, status=Status.FIXED, text="", reader=make.WORKER, at=make.AT)
    mine = f"/reports/mine/{done.code}/"
    assert "It is not fixed" in client.get(mine).content.decode()
    assert client.post(mine, {"do": "reopen", "text": "Still dark"}).status_code == 302
    assert queries.report(done.key).is_open
    assert "Still dark" in client.get(f"/reports/{done.key}/").content.decode()
    assert client.post(mine, {"do": "reopen"}).status_code == 400
    assert client.post(mine, {"do": "nonsense"}).status_code == 400
    assert client.post(mine, {"do": "say", "text": ""}).status_code == 400
    assert client.post(mine, {"do": "erase"}).status_code == 200
    assert client.get(mine).status_code == 404
    assert client.get(f"/reports/{done.key}/").status_code == 404


def test_others_join_instead_of_sending(client: Client) -> None:
    done = make.sent()
    key = make.key()
    for _ in range(2):
        assert client.post(f"/reports/{done.key}/join/", {"sent": key, "email": "eva@example.org"}).status_code == 200
    assert queries.report(done.key).joined == 1
    assert client.post(f"/reports/{done.key}/join/", {"sent": "x"}).status_code == 400
    assert client.get(f"/reports/{done.key}/join/").status_code == 405
