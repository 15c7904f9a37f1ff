"""What every endpoint does with errors, methods and quotas. The lake is not asked."""

from __future__ import annotations

import pytest

from civora.core.errors import Busy
from civora.reading import queries as reading
from civora.stewardship import actions as stewardship

ROOT = "/api/explore/v2.1/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    stewardship._spent.clear()
    yield
    stewardship._spent.clear()
    stewardship._unwritten.clear()


def failing(error):
    def card(*_args, **_words):
        raise error

    return card


def test_a_fault_of_ours_is_json_and_tells_nothing(client, monkeypatch, caplog):
    monkeypatch.setattr(reading, "card", failing(RuntimeError("secret place")))
    found = client.get(f"{ROOT}catalog/datasets/trees")
    assert found.status_code == 500 and found.json()["error_code"] == "InternalError"
    assert "secret place" not in found.content.decode() and "secret place" in caplog.text


def test_busy_says_when_to_come_back(client, monkeypatch):
    monkeypatch.setattr(reading, "card", failing(Busy("All places are taken.")))
    found = client.get(f"{ROOT}catalog/datasets/trees")
    assert (found.status_code, found.headers["Retry-After"]) == (503, "2")


def test_a_day_used_up(client, settings):
    settings.CIVORA_API_CALLS_ANONYMOUS = 2
    seen = [client.get(ROOT, REMOTE_ADDR="192.0.2.7") for _ in range(3)]
    assert [one.status_code for one in seen] == [200, 200, 429]
    body = seen[2].json()
    assert (body["errorcode"], body["call_limit"], body["limit_time_unit"]) == (10002, 2, "day")
    assert int(seen[2].headers["Retry-After"]) > 0 and seen[2].headers["X-RateLimit-Remaining"] == "0"
    assert client.get(ROOT, REMOTE_ADDR="192.0.2.8").status_code == 200


def test_made_up_keys_spend_their_address(client, settings):
    settings.CIVORA_API_CALLS_ANONYMOUS = 3
    seen = [client.get(ROOT, REMOTE_ADDR="192.0.2.9", HTTP_AUTHORIZATION=f"Apikey guess{n}") for n in range(4)]
    assert [one.status_code for one in seen] == [401, 401, 401, 429]


def test_the_document_resolves_inside_itself(client):
    body = client.get(f"{ROOT}openapi.json").json()
    text = client.get(f"{ROOT}openapi.json").content.decode()
    for reference in {part.split('"')[0] for part in text.split('"$ref":"#/')[1:]}:
        place = body
        for name in reference.split("/"):
            place = place[name]
        assert place
    assert len(body["paths"]) >= 11
