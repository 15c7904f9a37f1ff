"""`/api/v1/`: each operation one call."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, UploadedFile
from ninja import Query as Given
from pydantic import Field

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import Metadata
from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.intake import actions as intake
from civora.protocols.own import dialect, shapes
from civora.protocols.own.api import api
from civora.protocols.own.errors import KeyNeeded
from civora.protocols.shared import access
from civora.reading import queries as reading
from civora.stewardship import rules as stewardship

MOST_ROWS = 10_000
DOOR = "own"
Whole = Annotated[int, Field(ge=0, le=2**53)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
Page = Annotated[int, Field(ge=1, le=10_000)]
Limit = Annotated[int, Field(ge=0, le=MOST_ROWS)]
Words = Annotated[str, Field(max_length=20_000)]
Zone = Annotated[str, Given(alias="timezone")]


def asks(request: HttpRequest) -> Reader:
    """Who asks; the call is counted. Raises UnknownKey, QuotaSpent."""
    reader, allowance = access.enter(request)
    request.allowance = allowance  # type: ignore[attr-defined]  # the answer's headers tell of it
    return reader


def changes(request: HttpRequest) -> Reader:
    """Who changes something: with a key always, never with the cookie of a browser that another site may lead here."""
    if not access.key_of(request):
        raise KeyNeeded
    return asks(request)


@api.get("/me", response=shapes.Me, summary="Who the portal thinks you are", operation_id="me")
def me(request: HttpRequest) -> shapes.Me:
    return shapes.me(asks(request))


@api.get("/datasets", response=shapes.Datasets, summary="Find datasets", operation_id="datasets")
def datasets(
    request: HttpRequest, q: Words = "", theme: str = "", publisher: str = "", licence: str = "", page: Page = 1
) -> shapes.Datasets:
    """Best match first; typing errors are forgiven."""
    given = {"theme": theme, "publisher": publisher, "licence": licence}
    filters = {name: [value] for name, value in given.items() if value}
    found = reading.catalogue_search(q[:200], filters, None, "", page, asks(request), lang=settings.LANGUAGE_CODE)
    return shapes.datasets(found)


@api.get("/datasets/{key}", response=shapes.Dataset, summary="One dataset", operation_id="dataset")
def dataset(request: HttpRequest, key: str) -> shapes.Dataset:
    bare, version = split_version(key)
    return shapes.dataset(reading.card(bare, asks(request), version, settings.LANGUAGE_CODE))


@api.get(
    "/datasets/{key}/versions", response=shapes.Versions, summary="Its versions, newest first", operation_id="versions"
)
def versions(request: HttpRequest, key: str) -> shapes.Versions:
    found = reading.versions(key, asks(request))
    return shapes.Versions(dataset=key, versions=[shapes.version(one) for one in found])


@api.get(
    "/datasets/{key}/diff",
    response=shapes.Differences,
    summary="What changed between two versions",
    operation_id="diff",
)
def diff(
    request: HttpRequest, key: str, old: Number, new: Number, limit: Annotated[int, Field(ge=0, le=1000)] = 100
) -> shapes.Differences:
    found = reading.diff(key, old, new, asks(request), limit)
    return shapes.difference(key, found, ZoneInfo("UTC"))


@api.get("/datasets/{key}/rows", response=shapes.RowsOf, summary="Its rows, or groups of them", operation_id="rows")
def rows(
    request: HttpRequest, key: str, select: str = "", where: str = "", group_by: str = "", order_by: str = "",
    limit: Limit = 100, offset: Whole = 0, after: str = "", zone: Zone = "UTC",
) -> shapes.RowsOf:  # fmt: skip
    """ODSQL in each clause. `next` goes on after the last row."""
    reader = asks(request)
    query = dialect.query(
        *split_version(key), select=select, where=where, group_by=group_by, order_by=order_by, limit=limit, offset=offset,
        after=after, zone=zone,
    )  # fmt: skip
    return shapes.rows(reading.rows(query, reader, door=DOOR), ZoneInfo(query.zone))


@api.get("/datasets/{key}/facets", response=shapes.Facets, summary="The values of its columns", operation_id="facets")
def facets(request: HttpRequest, key: str, field: Annotated[list[str], Given()] = [], where: str = "") -> shapes.Facets:  # noqa: B006 (ninja copies it)
    """The facets of the schema, or the fields that are named."""
    reader = asks(request)
    query = dialect.facets(*split_version(key), fields=field, where=where)
    return shapes.Facets(dataset=key, facets=[shapes.facet(one) for one in reading.facets(query, reader, door=DOOR)])


@api.post(
    "/datasets/{key}", response=shapes.Published, summary="Publish a file as its newest version", operation_id="publish"
)
def publish(
    request: HttpRequest, key: str, file: File[UploadedFile], title: Form[str] = "", licence: Form[str] = "", publisher: Form[str] = "",
    note: Form[str] = "", mode: Form[str] = "replace",
) -> shapes.Published:  # fmt: skip
    """With the key of a publisher. What does not fit is set aside with its reason, never dropped."""
    reader, at, lawful = changes(request), now(), dialect.mode(mode)
    check_may_publish(reader, key, publisher)
    delivery = intake.receive(name=file.name or "upload", chunks=file.chunks(), by=reader.person, at=at)
    metadata = Metadata(title={"en": title} if title else None, licence=licence or None, publisher=publisher or None)
    done: Any = intake.publish(
        delivery=delivery, key=key, metadata=metadata, mode=lawful, note=note, by=reader.person, at=at
    )
    return shapes.Published(
        dataset=done.dataset, version=done.version, rows=done.rows, rows_set_aside=done.rows_set_aside, reasons=list(done.reasons)
    )  # fmt: skip


@api.post(
    "/datasets/{key}/rollback",
    response=shapes.RolledBack,
    summary="Make an older version current again",
    operation_id="rollback",
)
def roll_back(request: HttpRequest, key: str, version: Number) -> shapes.RolledBack:
    reader = steward(request, key)
    number = catalog_actions.roll_back(key=key, to=version, by=reader.person, at=now())
    return shapes.RolledBack(dataset=key, version=number)


@api.get(
    "/datasets/{key}/attachments",
    response=shapes.Attachments,
    summary="Files beside its rows",
    operation_id="attachments",
)
def attachments(request: HttpRequest, key: str) -> shapes.Attachments:
    reader = asks(request)
    bare, version = split_version(key)
    card = reading.card(bare, reader, version)
    return shapes.Attachments(dataset=card.key, attachments=[shapes.attachment(card, one) for one in card.attachments])


@api.post(
    "/datasets/{key}/attachments",
    response=shapes.Attachment,
    summary="Put a file beside its rows",
    operation_id="attach",
)
def attach(request: HttpRequest, key: str, file: File[UploadedFile], title: Form[str] = "") -> shapes.Attachment:
    """With the key of a publisher; a file of the same name is replaced. It is as open as the dataset's rows."""
    reader = steward(request, key)
    made = intake.attach(
        key=key, name=file.name or "upload", chunks=file.chunks(), title=title, by=reader.person, at=now()
    )
    return shapes.attachment(reading.card(key, reader), made)


@api.delete(
    "/datasets/{key}/attachments/{name}", response=shapes.Detached, summary="Take a file away", operation_id="detach"
)
def detach(request: HttpRequest, key: str, name: str) -> shapes.Detached:
    reader = steward(request, key)
    intake.detach(key=key, name=name, by=reader.person, at=now())
    return shapes.Detached(dataset=key, removed=name)


def steward(request: HttpRequest, key: str) -> Reader:
    """Who may change this dataset. Raises KeyNeeded, UnknownDataset, NotSteward."""
    reader = changes(request)
    reading.card(key, reader)
    stewardship.check_is_steward(reader, catalog.owner(key))
    return reader


def check_may_publish(reader: Reader, key: str, publisher: str) -> None:
    """Staff of the owner for a known dataset; of the named organisation for a new one. Raises NotSteward."""
    if catalog.exists(key):
        stewardship.check_is_steward(reader, catalog.owner(key))
    else:
        stewardship.check_may_publish(reader)
    if publisher:
        stewardship.check_is_steward(reader, publisher)


def now() -> datetime:
    return timezone.now()
