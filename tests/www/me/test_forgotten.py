"""An account that is deleted while a vote runs: the count stays as it is, and the name and the address are gone everywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from civora.assembly.models import Ballot, Turnout
from civora.community import actions as community
from civora.core.policy.types import ANYONE, Reader
from civora.people import actions as people
from civora.reading import queries as reading
from civora.voices import actions as voices
from civora.voices.types import Review
from tests.factories import reports as make
from tests.factories.assembly import AT, process
from tests.factories.publishing import published
from tests.factories.votes import cast, vote

EMAIL, NAME = "quetzalina@example.org", "Quetzalina"
STAFF = Reader("staff@example.org", is_administrator=True)
FORM = [{"name": "kind", "kind": "text", "label": {"en": "What is it?"}}, {"kind": "place"}]
BALLOT = "/take-part/budget/vote/parks/"


@pytest.fixture(autouse=True)
def city(portal: Path, settings: Any, tmp_path: Path) -> None:
    """Something of everything to take part in, on 15 May 2025."""
    cache.clear()
    settings.CIVORA_OWN_ORGANISATION = "city"
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    make.city()
    published(tmp_path)
    settings.CITY = {"city": {"name": "Münster", "timezone": "Europe/Berlin"}, "clock": {"at": "2025-05-15T09:15"}}
    process("trees")
    vote()
    community.set_neighbourhood(key="kreuz", district="Kreuz", text={"en": "Hello."}, reader=STAFF, at=AT)
    voices.set_campaign(
        key="taps", dataset="taps", owner="parks", title={"en": "Taps"}, text={"en": "Find them."}, form=FORM,
        review=Review.STAFF, opens_at=AT, reader=STAFF, at=AT,
    )  # fmt: skip


@pytest.fixture
def she(client: Client) -> Client:
    people.add_person(email=EMAIL, name=NAME, by="t", at=AT)
    client.force_login(get_user_model().objects.get(email=EMAIL), "django.contrib.auth.backends.ModelBackend")
    return client


def hidden(client: Client, path: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', client.get(path).content.decode())
    assert found, f"{path} has no {name}"
    return found[1]


def sent(client: Client, path: str, form: dict[str, Any]) -> str:
    answer = client.post(path, form)
    assert answer.status_code in {200, 302}, f"{path}: {answer.status_code} {answer.content.decode()[:3000]}"
    return answer.headers.get("Location", "")


def takes_part_in_everything(client: Client) -> None:
    page = client.post(BALLOT, {"p": ["1", "3"], "do": "check"}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    sent(client, BALLOT, {"p": ["1", "3"], "do": "cast", "token": token[1]})
    new = "/take-part/trees/proposals/new/"
    said = {
        "title": "Shade",
        "text": "More.",
        "signature": NAME,
        "language": "en",
        "token": hidden(client, new, "token"),
    }
    assert sent(client, new, said)
    sent(client, "/take-part/trees/proposals/1/comments/", {"text": "I mean it.", "signature": NAME, "side": ""})
    sent(client, "/take-part/trees/follow/", {"subject": "process:trees"})
    report = {
        "category": "light", "lat": "51.96", "lon": "7.62", "km": "1", "address": "Promenade", "description": "Dark.",
        "public": "1", "name": NAME, "email": EMAIL, "phone": "0251 1234567", "do": "send",
    }  # fmt: skip
    sent(client, "/reports/new/", report | {"sent": hidden(client, "/reports/new/", "sent")})
    sent(client, "/datasets/trees/talk/say/", {"text": "Nice trees."})
    row = reading.rows(reading_query(), ANYONE, record_ids=True).ids[0]
    sent(client, "/datasets/trees/talk/row/", {"row": row, "c.kind": "linden", "text": "It is one."})
    sent(client, "/contribute/taps/send/", {"sent": "s1", "kind": "tap", "lat": "51.96", "lon": "7.62"})
    wish = {"title": "Hours of toilets", "text": "Each.", "use": "A map.", "author": NAME, "lang": "en", "sent": "n1"}
    sent(client, "/nominations/new/", wish)
    reuse = {
        "title": "Shady ways", "kind": "application", "url": "https://shade.example.org/", "lang": "en", "theme": "ENVI",
        "text": "Shade.", "datasets": "/datasets/trees/", "author": NAME, "sent": "r1",
    }  # fmt: skip
    sent(client, "/reuses/new/", reuse)
    sent(client, "/neighbourhoods/kreuz/join/", {"name": NAME})
    offer = {"title": "Drill", "text": "I lend it.", "days": "30", "lang": "en", "sent": "l1"}
    sent(client, "/neighbourhoods/kreuz/new/?kind=offer", offer)
    notice = {
        "target": "proposal:trees/1", "reason": "spam", "explanation": "It is mine.", "name": NAME, "email": EMAIL, "faith": "1"
    }  # fmt: skip
    sent(client, "/voices/flag/", notice)
    sent(client, "/account/keys/", {"make": "1", "label": "nightly"})
    people.make_sign_in_link(email=EMAIL, by="t", at=timezone.now())


def reading_query() -> Any:
    from civora.core.query.ast import Query  # noqa: PLC0415

    return Query("trees", limit=1)


def where(words: str) -> list[str]:
    """Tables and files that still hold the words, in letters of any size."""
    found = []
    for kind in apps.get_models():
        for row in kind.objects.values():
            cells = {name: value for name, value in row.items() if words.lower() in str(value).lower()}
            if cells:
                found.append(f"{kind._meta.label} {cells}")
    return found


def test_the_count_stays_and_the_name_is_gone_everywhere(she: Client, portal: Path) -> None:
    takes_part_in_everything(she)
    cast(2, (1,))
    assert len({one.split(" ")[0] for one in where(EMAIL)}) > 8  # she is in many tables now
    before = (Ballot.objects.count(), Turnout.objects.count(), sorted(Ballot.objects.values_list("choices", flat=True)))
    sent(she, "/me/delete/", {"email": EMAIL})
    assert (
        Ballot.objects.count(),
        Turnout.objects.count(),
        sorted(Ballot.objects.values_list("choices", flat=True)),
    ) == before
    assert where(EMAIL) == []
    assert where(NAME) == []
    left = [str(path) for path in portal.rglob("*") if path.is_file() and EMAIL.encode() in path.read_bytes()]
    assert left == []
    for path in (
        "/take-part/trees/proposals/1/", "/take-part/trees/proposals.json", "/take-part/trees/proposals.csv", "/datasets/trees/talk/",
        "/nominations/", "/nominations.json", "/reuses/", "/reuses.json", "/neighbourhoods/kreuz.json", "/trust/moderation.json",
    ):  # fmt: skip
        answer = Client().get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # streams have it
        assert NAME.lower() not in content.decode().lower(), path


def test_who_votes_deletes_and_comes_back_has_no_second_vote(she: Client) -> None:
    """The address is the same person to the box, though nobody can say whose ballot it was."""
    takes_part_in_everything(she)
    sent(she, "/me/delete/", {"email": EMAIL})
    people.add_person(email=EMAIL, by="t", at=AT)
    she.force_login(get_user_model().objects.get(email=EMAIL), "django.contrib.auth.backends.ModelBackend")
    page = she.post(BALLOT, {"p": ["2"], "do": "check"}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    answer = she.post(BALLOT, {"p": ["2"], "do": "cast", "token": token[1] if token else ""})
    assert answer.status_code == 409
    assert Ballot.objects.count() == 1
