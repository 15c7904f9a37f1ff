"""The first page on real rows, published as a publisher would: its numbers lead to the rows they were made from."""

import html
import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from civora.catalog.types import Metadata
from civora.intake import actions as intake

NOON = datetime(2025, 5, 15, 12, 0)
COUNTS = {
    "dataset": "bikes", "time": "time", "value": "n", "site": "site", "weeks": 6, "sites": "sites", "sites_key": "site",
    "sites_name": "name", "sites_point": "geo_point", "noun": {"en": "bikes"}, "sentence": {"en": "{n} bikes, {change}."},
}  # fmt: skip
CITY = {
    "city": {"name": "Testburg", "timezone": "Europe/Berlin"},
    "clock": {"at": "2025-05-15T12:00"},
    "home": {"map": {"centre": [7.6, 51.95], "width_km": 5, "dots": "sites"}, "counts": COUNTS},
}


def published(folder, key, lines):
    path = folder / f"{key}.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    delivery = intake.receive(name=path.name, path=path, by="test", at=timezone.now())
    title = {"en": key.title()}
    intake.publish(
        delivery=delivery, key=key, metadata=Metadata(title=title), zone="Europe/Berlin", by="test", at=timezone.now()
    )


@pytest.fixture
def city(portal, tmp_path, settings, client):
    """Two counters, six earlier weeks with 10 bikes a quarter of an hour, today 15."""
    hours = [NOON - timedelta(weeks=week, minutes=15 * n) for week in range(7) for n in range(1, 9)]
    rows = [
        f"{site},{at:%Y-%m-%dT%H:%M:%S},{15 if at.date() == NOON.date() else 10}" for at in hours for site in (101, 102)
    ]
    published(tmp_path, "bikes", ["site,time,n", *rows])
    published(
        tmp_path, "sites", ["site,name,latitude,longitude", "101,Neutor,51.951,7.601", "102,Promenade,51.949,7.602"]
    )
    settings.CITY, settings.CITY_ZONE, settings.ALLOWED_HOSTS = CITY, "Europe/Berlin", ["testserver"]
    return client


def test_the_sentence_counts_the_last_hour(city):
    text = city.get("/").content.decode()
    assert "<b>120</b> bikes, 50% more than usual." in text
    assert "Neutor: 60 bikes in the last hour, usually 40" in text
    assert "240 bikes so far today; the usual Thursday brings 160 by now." in text
    assert "Example city: Testburg." in text


def test_each_number_leads_to_its_rows(city):
    text = city.get("/").content.decode()
    address = html.unescape(re.search(r'class="acts"><a href="([^"]+)"', text)[1])
    rows = city.get(address)
    assert address.startswith("/datasets/bikes/table/?where=")
    assert rows.status_code == 200
    assert "8 of 112 rows" in rows.content.decode()


def test_the_catalogue_finds_what_was_published(city):
    text = city.get("/datasets/?q=promenad").content.decode()
    assert 'href="/datasets/sites/"' in text
    assert city.get("/datasets/sites@1/thumb.svg").content.count(b"h0") == 2
    assert city.get("/datasets/bikes@1/thumb.svg").status_code == 200
