"""One who writes script into every field of every form, and every page that shows what she wrote."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from civora.people import actions as people
from tests.factories.assembly import AT
from tests.www.me import test_forgotten as everything
from tests.www.me.test_forgotten import city  # noqa: F401 (the same small city)

WORDS = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
PAGES = (
    "/take-part/trees/", "/take-part/trees/proposals/", "/take-part/trees/proposals/1/", "/reports/", "/datasets/trees/talk/",
    "/contribute/taps/", "/nominations/", "/reuses/", "/neighbourhoods/kreuz/", "/me/", "/trust/moderation/", "/datasets/?q={}",
    "/reports/?q={}", "/reuses/?q={}", "/take-part/trees/proposals/?q={}", "/datasets/trees/table/?q={}", "/no/{}/",
)  # fmt: skip
DESK = (
    "/desk/", "/desk/assembly/trees/", "/desk/voices/", "/desk/contribute/", "/desk/reports/", "/desk/people/", "/desk/people/?q={}"
)  # fmt: skip


class Elements(HTMLParser):
    """Counts what a browser would run: scripts with words inside, handlers in attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if (tag == "img" and given.get("src") == "x") or any(name.startswith("on") for name in given):
            self.found.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "alert(1)" in data and "\\u003C" not in data:
            self.found.append(data[:200])


def run_by(page: str) -> list[str]:
    reader = Elements()
    reader.feed(page)
    return reader.found


def test_the_reader_of_pages_sees_what_a_browser_would_run() -> None:
    assert run_by(f'<p title="{WORDS}">')
    assert len(run_by(WORDS)) == 2
    assert run_by("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>") == []


def test_script_in_every_field_stays_words_on_every_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, portal: Path
) -> None:
    people.add_person(email="eve@example.org", name=WORDS, by="t", at=AT)
    people.add_person(email="root@example.org", role="administrator", by="t", at=AT)
    client.force_login(
        get_user_model().objects.get(email="eve@example.org"), "django.contrib.auth.backends.ModelBackend"
    )
    monkeypatch.setattr(everything, "sent", hostile)
    monkeypatch.setattr(everything, "NAME", WORDS[:60])
    monkeypatch.setattr(everything, "EMAIL", "eve@example.org")
    everything.takes_part_in_everything(client)
    root = Client()
    root.force_login(
        get_user_model().objects.get(email="root@example.org"), "django.contrib.auth.backends.ModelBackend"
    )
    shown = 0
    for visit, pages in ((client, PAGES), (Client(), PAGES), (root, PAGES + DESK)):
        for path in pages:
            page = visit.get(path.format(WORDS)).content.decode()
            assert run_by(page) == [], path
            shown += "&lt;script&gt;" in page or "&lt;img" in page
    assert shown > 12  # her words do stand on the pages


def hostile(client: Client, path: str, form: dict[str, Any]) -> str:
    """Sends the form with script after the words of each free field."""
    free = {"text", "title", "description", "address", "kind", "use", "explanation", "label", "c.kind"}
    kept = {"/neighbourhoods/kreuz/new/?kind=offer", "/reuses/new/"}
    said = {
        name: f"{value} {WORDS}" if name in free and not (name == "kind" and path in kept) else value
        for name, value in form.items()
    }
    answer = client.post(path, said)
    assert answer.status_code in {200, 302}, f"{path}: {answer.status_code}"
    assert run_by(answer.content.decode()) == [], path
    return answer.headers.get("Location", "")
