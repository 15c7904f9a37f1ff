"""Reports sent on to a second Civora over HTTP, and its answer brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from civora.ops import forward
from civora.ops.forward import ServerRefused
from civora.people import actions as people
from civora.reports import actions, models, queries
from civora.reports.types import Contact, Endpoint, Status, Turn
from tests.factories import reports as make
from tests.factories.reports import AT, WORKER, category


@pytest.fixture(autouse=True)
def _city(settings: Any) -> None:
    cache.clear()
    settings.CIVORA_OWN_ORGANISATION = "city"
    settings.CIVORA_INTAKE_ALLOW_PRIVATE = True
    settings.ALLOWED_HOSTS = ["*"]
    settings.CITY = {"clock": {"at": AT}}


@pytest.mark.django_db(transaction=True)
def test_a_report_goes_to_a_second_civora_and_comes_back_fixed(live_server: Any) -> None:
    """Both portals are this one: what arrives for `theirs` is another report, of another body."""
    make.city()
    actions.set_category(category=category("theirs", body="roads", questions=(make.NUMBER,)), by="test", at=AT)
    people.add_person(email="partner@example.org", by="test", at=AT)
    key = people.add_api_key(email="partner@example.org", by="test", at=AT)
    endpoint = Endpoint("lights", f"{live_server.url}/open311/v2", "", key, {"light": "theirs"}, True)
    actions.set_endpoint(endpoint=endpoint, by="test", at=AT)
    done = make.sent("Lamp out & dark", answers={"number": ["4412"]}, contact=Contact("eva@example.org", "Eva"))
    assert forward.send(by="operator", at=AT) == 1
    assert forward.send(by="operator", at=AT) == 0
    there = models.Report.objects.get(category__key="theirs")
    assert (there.text, there.answers, there.owner) == ("Lamp out & dark", {"number": ["4412"]}, "partner@example.org")
    assert not models.Contact.objects.filter(report=there).exists()
    here = queries.report(done.key)
    assert here.external == there.key
    assert queries.timeline(done.key)[-1].turn is Turn.FORWARDED
    models.Report.objects.filter(key=done.key).update(forwarded_at=None)  # as if we had died before writing it down
    assert forward.send(by="operator", at=AT) == 1
    assert models.Report.objects.filter(category__key="theirs").count() == 1
    assert forward.fetch(by="operator", at=AT) == 0
    actions.change_status(
        key=there.key, status=Status.FIXED, text="New lamp.", reader=make.STRANGER, at=AT + timedelta(hours=1)
    )
    assert forward.fetch(by="operator", at=AT + timedelta(days=1)) == 1
    back = queries.report(done.key)
    assert back.status is Status.FIXED
    assert queries.timeline(done.key)[-1].text == "New lamp."
    assert WORKER.person not in str(queries.timeline(done.key))


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/open311/v2", "file:///etc/passwd", "nowhere"])
def test_a_server_that_does_not_answer_leaves_the_report_waiting(url: str) -> None:
    make.city()
    actions.set_endpoint(endpoint=Endpoint("lights", url, "", "", {}, True), by="test", at=AT)
    done = make.sent()
    assert forward.send(by="operator", at=AT) == 0
    assert [one.key for one in queries.to_forward("lights")] == [done.key]


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>", b"{}", b'<!DOCTYPE x [<!ENTITY a "b">]><errors/>', b"\xff\xfe"],
)
def test_an_answer_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ServerRefused):
        forward.read(data, 200)


def test_an_error_of_the_server_is_told_in_its_words() -> None:
    with pytest.raises(ServerRefused, match="service_code"):
        forward.read(
            b"<errors><error><code>404</code><description>service_code unknown</description></error></errors>", 404
        )
