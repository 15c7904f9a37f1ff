"""The gallery, an exhibit with its twins, saving a chart at the desk, the API, and the command, through real requests."""

from __future__ import annotations

import json

import pytest

from civora.ops.commands import render
from civora.people import actions as people
from civora.people.models import Person
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from tests.factories.publishing import AT, published

BODY = {
    "key": "trees-by-kind", "status": "published", "title": {"en": "Trees by kind", "de": "Bäume nach Art"}, "takeaway": "Oaks <b>lead</b>.",
    "queries": {"main": {"dataset": "trees", "select": "kind as along, count(*) as value", "group_by": "kind as along", "order_by": "count(*) desc"}},
    "spec": {"data": {"name": "main"}, "mark": {"type": "bar", "color": "@d1"},
             "encoding": {"y": {"field": "along", "type": "nominal"}, "x": {"field": "value", "type": "quantitative"}}},
}  # fmt: skip


@pytest.fixture
def key(portal, tmp_path):
    published(tmp_path)
    people.add_person(email="eva@example.org", role="administrator", organisation="", by="t", at=AT)
    return people.add_api_key(email="eva@example.org", label="test", by="t", at=AT)


def send(client, key, body, method="post", path=""):
    call = getattr(client, method)
    headers = {"Authorization": f"Apikey {key}"} if key else {}
    return call(f"/api/v1/exhibits/{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_the_api_creates_reads_and_changes(client, key):
    assert send(client, "", BODY).status_code == 401
    made = send(client, key, BODY)
    assert made.status_code == 200, made.content
    assert made.json()["version"] == 1
    assert send(client, key, BODY).status_code == 409
    changed = send(client, key, {"title": "Trees"}, "put", "trees-by-kind").json()
    assert (changed["version"], changed["title"], changed["takeaway"]) == (
        2,
        {"en": "Trees"},
        {"en": "Oaks <b>lead</b>."},
    )
    assert client.get("/api/v1/exhibits/").json()["total"] == 1
    assert client.get("/api/v1/exhibits/trees-by-kind@1").json()["title"]["de"] == "Bäume nach Art"
    assert client.get("/api/v1/exhibits/nothing").status_code == 404
    bad = send(client, key, BODY | {"key": "bad", "spec": BODY["spec"] | {"transform": []}})
    assert (bad.status_code, bad.json()["code"]) == (400, "exhibits.bad_spec")


def test_an_exhibit_has_its_twins(client, key):
    send(client, key, BODY)
    page = client.get("/exhibits/trees-by-kind/").content.decode()
    assert "<h1>Oaks &lt;b&gt;lead&lt;/b&gt;.</h1>" in page
    assert "<svg" in page
    assert "Bäume nach Art" in client.get("/de/exhibits/trees-by-kind/").content.decode()
    kinds = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "csv": "\ufeffalong,value\noak,2".encode()}
    for form, begin in kinds.items():
        answer = client.get(f"/exhibits/trees-by-kind.{form}")
        assert answer.content.startswith(begin), form
        assert client.get(f"/exhibits/trees-by-kind.{form}", headers={"If-None-Match": answer["ETag"]}).status_code in (
            200,
            304,
        )
    body = client.get("/exhibits/trees-by-kind.json").json()
    assert body["queries"]["main"]["rows"] == [{"along": "oak", "value": 2}, {"along": "lime", "value": 1}]
    assert body["vega"]["data"]
    assert "trees-by-kind" in client.get("/exhibits/").content.decode()
    assert "frame-ancestors *" in client.get("/exhibits/trees-by-kind/?embed=1")["Content-Security-Policy"]


def test_hidden_data_leaves_a_note_everywhere(client, key):
    send(client, key, BODY)
    stewardship.set_policy(key="trees", policy={"access": "org:parks"}, by="eva", at=AT)
    asked.kept.forget()
    for path in ("trees-by-kind/", "trees-by-kind.svg", "trees-by-kind.json", "trees-by-kind/?embed=1"):
        answer = client.get(f"/exhibits/{path}")
        assert answer.status_code == 200
        assert "cannot be shown" in answer.content.decode()
        assert "Oaks" not in answer.content.decode()
    assert client.get("/exhibits/trees-by-kind.csv").status_code == 404
    assert "trees-by-kind" not in client.get("/exhibits/").content.decode()
    assert client.get("/api/v1/exhibits/trees-by-kind").status_code == 404


def test_a_publisher_saves_the_chart_of_the_chart_tab(client, key):
    client.force_login(Person.objects.get(email="eva@example.org"), backend="django.contrib.auth.backends.ModelBackend")
    assert "/desk/exhibits/new/?dataset=trees" in client.get("/datasets/trees/chart/").content.decode()
    address = "/desk/exhibits/new/?dataset=trees&along=kind&show=avg:height&form=bar"
    form = client.get(address).content.decode()
    assert "<svg" in form
    sent = client.post(
        address,
        {
            "title-en": "Height by kind",
            "title-de": "Höhe nach Art",
            "alt-en": "Bars",
            "status": "published",
            "owner": "city",
        },
    )
    assert sent.status_code == 302, sent.content
    assert client.get("/exhibits/height-by-kind.json").json()["name"] == "Height by kind"
    edit = client.post("/desk/exhibits/height-by-kind/", {"title-en": "", "do": "save"})
    assert edit.status_code == 400
    client.post("/desk/exhibits/height-by-kind/", {"do": "status", "status": "withdrawn"})
    client.logout()
    assert client.get("/exhibits/height-by-kind/").status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        "along=nothing",
        "along=kind&form=globe",
        "along=kind&smooth=x",
        "along=kind&target=nan",
        "along=planted:year&also=nothing:avg:x",
    ],
)
def test_a_chart_that_cannot_be_read_is_a_sentence(client, key, words):
    assert client.get(f"/datasets/trees/chart/?{words}").status_code in (400, 404)


def test_the_command_draws(client, key, monkeypatch):
    import argparse

    send(client, key, BODY)
    monkeypatch.setattr("civora.ops.boot.boot", lambda: None)
    given = argparse.Namespace(exhibit="trees-by-kind", format="svg", out="", lang="de", theme="print", width=600)
    assert "Oaks" in render.drawn(given).decode()
    given.format = "csv"
    assert render.drawn(given) == b"along,value\noak,2\nlime,1\n"
