"""`/datasets/<key>/talk/`: what people say about the dataset, and which of its rows they say are wrong.

`?find=WORDS` lists rows, `?row=ID` opens the form for one of them, with what it says now; sending it proposes a correction. Signed in for comments; a wrong row
may be reported by anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.core.query.ast import Query, Text
from civora.core.schema import Field
from civora.intake.rules import corrections
from civora.people import queries as people
from civora.reading import queries as reading
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices import rules
from civora.voices.types import CorrectionCard
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.assembly.pages import Talk
from civora.www.assembly.talk import notice_url
from civora.www.datasets.pages import Frame
from civora.www.datasets.views.framing import Seen, frame, view
from civora.www.pages import page, reader_of
from civora.www.reports.caller import address_of

SHOWN, ROWS_FOUND = 20, 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row in the form: `text` is what it says now."""

    name: str
    label: str
    unit: str
    text: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """A correction as everyone may read it."""

    key: str
    at: Any
    text: str
    row: str
    changes: tuple[Change, ...]
    state: str
    answer: str
    version_url: str


@dataclass(frozen=True, slots=True)
class TalkPage:
    """`cells` is set where a row is open in the form, `found` (label, address) where rows were looked for."""

    frame: Frame
    talk: Talk
    said: tuple[Said, ...]
    cells: tuple[Cell, ...]
    record_id: str
    find: str
    found: tuple[tuple[str, str], ...]
    send_url: str
    is_signed_in: bool


@view
def talk(seen: Seen) -> HttpResponse:
    record_id = seen.request.GET.get("row", "")
    cells = row_cells(seen, record_id) if record_id else ()
    find = "" if cells else seen.request.GET.get("find", "").strip()[:200]
    made = TalkPage(
        frame(seen, "talk"), thread(seen), said(seen), cells, record_id, find, rows_found(seen, find) if find else (),
        reverse("datasets:talk-row", args=[seen.card.key]), bool(seen.reader.person),
    )  # fmt: skip
    return page(seen.request, "datasets/talk.html", made)


def said(seen: Seen) -> tuple[Said, ...]:
    found = voices.corrections(seen.card.key, limit=SHOWN)
    return tuple(shown(seen, one) for one in found if may_read(seen, one))


def rows_found(seen: Seen, words: str) -> tuple[tuple[str, str], ...]:
    """The first rows in which all the words occur, each with the address of its form."""
    query = Query(seen.card.key, where=Text(words), limit=ROWS_FOUND, lang=formats.language())
    answer = reading.rows(query, seen.reader, total=False, record_ids=True, door="talk")
    return tuple(
        (" · ".join(plain(cell) for cell in row if cell not in (None, ""))[:200], with_params({"row": record_id}))
        for row, record_id in zip(answer.rows, answer.ids, strict=True)
    )


def thread(seen: Seen) -> Talk:
    subject, by = f"dataset:{seen.card.key}", seen.reader.person
    found = voices.thread(subject, by, is_moderator=rules.may_moderate(seen.reader))
    return Talk(
        found, reverse("datasets:talk-say", args=[seen.card.key]), bool(by), gettext("Sign in to say something."), False, notice_url(),
        voices.is_following(subject, by), reverse("datasets:talk-follow", args=[seen.card.key]), subject, (), formats.language(),
    )  # fmt: skip


def row_cells(seen: Seen, record_id: str) -> tuple[Cell, ...]:
    """Raises UnknownRecord for a row that this reader does not see."""
    found = record(seen.card.key, record_id, seen.reader)
    return tuple(
        Cell(field.name, field.label or field.name, field.unit, plain(found.get(field.name)), len(plain(found.get(field.name))) > 60)
        for field in corrections.correctable(seen.card.schema)
    )  # fmt: skip


def record(key: str, record_id: str, reader: Reader) -> dict[str, Any]:
    answer = reading.record(Query(key, limit=1), record_id, reader, door="talk")
    return dict(zip([column.name for column in answer.columns], answer.rows[0], strict=False))


def plain(value: Any) -> str:
    """A cell as its form field shows and takes it."""
    if isinstance(value, dict) and {"lon", "lat"} <= set(value):
        return f"{value['lat']}, {value['lon']}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return "" if value is None else str(value)


def may_read(seen: Seen, one: CorrectionCard) -> bool:
    """Values of columns that are hidden from this reader are not shown to her here either."""
    return set(one.changes) <= set(seen.card.schema.names)


def shown(seen: Seen, one: CorrectionCard) -> Said:
    names = {field.name: field.label or field.name for field in seen.card.schema.fields}
    changes = tuple(Change(names[name], plain(one.row.get(name)), plain(value)) for name, value in one.changes.items())
    words = " · ".join(plain(value) for name, value in one.row.items() if name in names and value not in (None, ""))[
        :160
    ]
    url = reverse("datasets:dataset", args=[f"{one.dataset}@{one.result}"]) if one.result else ""
    return Said(one.key, one.at, one.text, words, changes, one.state.value, one.answer, url)


# ---- sent ----------------------------------------------------------------------------------------------------------


def about(made: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the dataset's card as this reader sees it. Raises UnknownDataset."""

    @require_POST
    @wraps(made)
    def wrapped(request: HttpRequest, key: str) -> HttpResponse:
        bare, _ = split_version(key)
        reader = reader_of(request)
        return made(request, reader, reading.card(bare, reader, None, formats.language()))

    return wrapped


@about
def say(request: HttpRequest, reader: Reader, card: Any) -> HttpResponse:
    here = reverse("datasets:talk", args=[card.key])
    if not reader.person:
        return redirect_to_login(here)
    key = voices_actions.comment(
        subject=f"dataset:{card.key}", text=request.POST.get("text", ""), parent=request.POST.get("parent", ""), by=reader.person,
        name=people.person(reader.person).name, lang=formats.language(), at=timezone.now(),
    )  # fmt: skip
    facts = {"dataset": card.key, "title": card.title}
    voices_actions.announce(
        subject=f"dataset:{card.key}", turn=f"comment-{key}", facts=facts, at=timezone.now(), by=reader.person
    )
    return redirect(f"{here}#c-{key}")


@about
def follow(request: HttpRequest, reader: Reader, card: Any) -> HttpResponse:
    here = reverse("datasets:talk", args=[card.key])
    if not reader.person:
        return redirect_to_login(here)
    act = voices_actions.unfollow if request.POST.get("do") == "unfollow" else voices_actions.follow
    act(subject=f"dataset:{card.key}", follower=reader.person, at=timezone.now())
    return redirect(here)


@about
def row(request: HttpRequest, reader: Reader, card: Any) -> HttpResponse:
    """A row is wrong, and perhaps what it should say. Only what differs from the row as it is now is a change."""
    record_id = request.POST.get("row", "")
    now = record(card.key, record_id, reader)
    fields = {field.name: field for field in corrections.correctable(card.schema)}
    given = {name: request.POST[f"c.{name}"] for name in fields if f"c.{name}" in request.POST}
    differing = {name: text for name, text in given.items() if text.strip() != plain(now.get(name)).strip()}
    voices_actions.propose_correction(
        dataset=card.key, version=card.version, record_id=record_id, row=kept(now, fields), changes=corrections.changes(card.schema, differing),
        text=request.POST.get("text", ""), by=reader.person, at=timezone.now(), address=address_of(request),
    )  # fmt: skip
    messages.success(request, gettext("Thank you. Those who keep the data decide about it; the answer stands below."))
    return redirect(reverse("datasets:talk", args=[card.key]) + "#rows")


def kept(row: dict[str, Any], fields: dict[str, Field]) -> dict[str, Any]:
    """The row as it was seen, in JSON's own types."""
    return {
        name: value if isinstance(value, int | float | bool | dict | None) else plain(value)
        for name, value in row.items()
        if name in fields
    }
