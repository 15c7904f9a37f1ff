"""`/api/v1/exhibits/`: read, create and change charts and maps, as the builder does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from civora.core.errors import Refused
from civora.core.keys import split_version
from civora.exhibits import actions
from civora.exhibits import queries as exhibits
from civora.exhibits.rules import written
from civora.exhibits.types import ExhibitCard, Status
from civora.protocols.own.api import api
from civora.protocols.own.views import asks, changes


class ExhibitIn(BaseModel):
    """`queries` hold ODSQL by name (one to eight); `spec` is Vega-Lite over their answers, or a map spec. Texts are strings or by
    language."""

    model_config = ConfigDict(extra="forbid")

    key: str = ""
    kind: str | None = None
    owner: str = ""
    status: str | None = None
    note: str = Field("", max_length=300)
    queries: dict[str, Any] | None = None
    spec: dict[str, Any] | None = None
    title: str | dict[str, str] | None = None
    takeaway: str | dict[str, str] | None = None
    about: str | dict[str, str] | None = None
    alt: str | dict[str, str] | None = None
    labels: dict[str, Any] | None = None


class ExhibitOf(BaseModel):
    key: str
    version: int
    kind: str
    status: str
    owner: str
    example: bool
    changed_at: datetime
    title: dict[str, str]
    takeaway: dict[str, str]
    about: dict[str, str]
    alt: dict[str, str]
    labels: dict[str, dict[str, str]]
    queries: dict[str, dict[str, Any]]
    spec: dict[str, Any]


class ExhibitsOf(BaseModel):
    total: int
    exhibits: list[ExhibitOf]


class UnknownStatus(Refused):
    """A state that an exhibit cannot be in."""

    code = "protocols.unknown_status"


def shape(card: ExhibitCard) -> ExhibitOf:
    kept = written.as_kept(card.content)
    return ExhibitOf(
        key=card.key, version=card.version, status=card.status.value, owner=card.owner, example=card.is_example,
        changed_at=card.at, **kept,
    )  # fmt: skip


def status_of(text: str | None) -> Status | None:
    if text is None:
        return None
    if text not in set(Status):
        raise UnknownStatus(f"{text[:30]!r} is no state.", next_step=f"Choose one of {', '.join(Status)}.")
    return Status(text)


def given(body: ExhibitIn) -> dict[str, Any]:
    words = ("kind", "queries", "spec", "title", "takeaway", "about", "alt", "labels")
    return {name: getattr(body, name) for name in words if getattr(body, name) is not None}


@api.get("/exhibits", response=ExhibitsOf, include_in_schema=False)
@api.get("/exhibits/", response=ExhibitsOf, summary="Charts and maps that are shown", operation_id="exhibits")
def listed(request: HttpRequest, dataset: str = "") -> ExhibitsOf:
    """With `dataset`: those that ask it."""
    reader = asks(request)
    found = exhibits.by_dataset(dataset, reader) if dataset else exhibits.exhibits(reader)
    shown = [shape(card) for card in found if exhibits.is_known(card, reader)]
    return ExhibitsOf(total=len(shown), exhibits=shown)


@api.get("/exhibits/{key}", response=ExhibitOf, summary="One chart or map", operation_id="exhibit")
def read(request: HttpRequest, key: str) -> ExhibitOf:
    """`key` or `key@version`. Its figures: `/exhibits/KEY.json`, `.csv`, `.svg`, `.png`, `.pdf`."""
    bare, version = split_version(key)
    reader = asks(request)
    return shape(exhibits.known(bare, reader, version=version))


@api.post("/exhibits", response=ExhibitOf, include_in_schema=False)
@api.post("/exhibits/", response=ExhibitOf, summary="Keep a chart or map", operation_id="exhibit_create")
def create(request: HttpRequest, body: ExhibitIn) -> ExhibitOf:
    """With the key of a publisher. A draft unless `status` says published."""
    reader = changes(request)
    content = written.content(given(body), settings.CITY_ZONE)
    actions.save(
        key=body.key, content=content, owner=body.owner, reader=reader, at=timezone.now(), status=status_of(body.status),
        note=body.note, is_new=True,
    )  # fmt: skip
    return shape(exhibits.exhibit(body.key, reader))


@api.put("/exhibits/{key}", response=ExhibitOf, summary="Change a chart or map", operation_id="exhibit_change")
def change(request: HttpRequest, key: str, body: ExhibitIn) -> ExhibitOf:
    """What is named is changed, the rest stays. A change of content is a new version."""
    reader = changes(request)
    card = exhibits.exhibit(key, reader)
    changed = given(body)
    if changed:
        content = written.content(written.as_kept(card.content) | changed, settings.CITY_ZONE)
        actions.save(key=key, content=content, reader=reader, at=timezone.now(), note=body.note)
    status = status_of(body.status)
    if status is not None and status is not card.status:
        actions.set_status(key=key, status=status, reader=reader, at=timezone.now())
    return shape(exhibits.exhibit(key, reader))
