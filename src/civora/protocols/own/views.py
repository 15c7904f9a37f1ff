"""`/api/v1/`: each operation one call."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, NinjaAPI, UploadedFile
from ninja import Query as Given
from pydantic import Field

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import Metadata
from civora.core.errors import CivoraError, Refused
from civora.core.keys import split_version
from civora.core.policy.types import Reader
from civora.core.query.dates import time_zone
from civora.intake import actions as intake
from civora.protocols.own import dialect, shapes
from civora.protocols.own.errors import problem, status_of
from civora.protocols.shared import access
from civora.reading import queries as reading
from civora.stewardship import rules as stewardship

MOST_ROWS = 10_000
api = NinjaAPI(
    title="Civora", version="1", description="Civora's own API: read, publish and manage datasets.", urls_namespace="own",
    docs_url=None, openapi_url="openapi.json",
)  # fmt: skip
Whole = Annotated[int, Field(ge=0, le=2**53)]
PROBLEMS = frozenset({400, 401, 403, 404, 409, 413, 422, 429, 503})
Answers = {200: dict[str, Any], PROBLEMS: dict[str, Any]}


@api.exception_handler(CivoraError)
def failed(request: HttpRequest, error: CivoraError) -> HttpResponse:
    response = api.create_response(request, problem(error), status=status_of(error))
    response["Content-Type"] = "application/problem+json"
    return access.with_way_out(response, error)


def asks(request: HttpRequest) -> Reader:
    """Who asks; the call is counted. Raises UnknownKey, QuotaSpent."""
    reader, allowance = access.enter(request)
    request.allowance = allowance  # type: ignore[attr-defined]  # `answered` puts it into the headers
    return reader


@api.get("/datasets", response=Answers, summary="Find datasets")
def datasets(request: HttpRequest, q: str = "", page: Annotated[int, Field(ge=1, le=10_000)] = 1) -> dict[str, Any]:
    """Best match first; typing errors are forgiven."""
    found = reading.catalogue_search(q[:200], {}, None, "", page, asks(request))
    return {"total": found.total, "similar": found.similar, "datasets": [shapes.dataset(card) for card in found.cards]}


@api.get("/datasets/{key}", response=Answers, summary="One dataset")
def dataset(request: HttpRequest, key: str) -> dict[str, Any]:
    bare, version = split_version(key)
    return shapes.dataset(reading.card(bare, asks(request), version))


@api.get("/datasets/{key}/versions", response=Answers, summary="Its versions, newest first")
def versions(request: HttpRequest, key: str) -> dict[str, Any]:
    return {"dataset": key, "versions": [shapes.version(one) for one in reading.versions(key, asks(request))]}


@api.get("/datasets/{key}/rows", response=Answers, summary="Its rows, or groups of them")
def rows(
    request: HttpRequest, key: str, select: str = "", where: str = "", group_by: str = "", order_by: str = "",
    limit: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 100, offset: Whole = 0, after: str = "",
    zone: Annotated[str, Given(alias="timezone")] = "UTC",
) -> dict[str, Any]:  # fmt: skip
    """ODSQL in each clause. `next` goes on after the last row."""
    reader = asks(request)
    time_zone(zone)
    query = dialect.query(
        *split_version(key), select=select, where=where, group_by=group_by, order_by=order_by, limit=limit, offset=offset,
        after=after, zone=zone,
    )  # fmt: skip
    return shapes.rows(reading.rows(query, reader, door="own"), ZoneInfo(zone))


@api.post("/datasets/{key}", response=Answers, summary="Publish a file as its newest version")
def publish(
    request: HttpRequest, key: str, file: File[UploadedFile], title: Form[str] = "", licence: Form[str] = "", publisher: Form[str] = "",
    note: Form[str] = "", mode: Form[str] = "replace",
) -> dict[str, Any]:  # fmt: skip
    """With the key of a publisher. What does not fit is set aside with its reason, never dropped."""
    reader, at = asks(request), now()
    check_may_publish(reader, key, publisher)
    delivery = intake.receive(name=file.name or "upload", chunks=file.chunks(), by=reader.person, at=at)
    metadata = Metadata(title={"en": title} if title else None, licence=licence or None, publisher=publisher or None)
    done = intake.publish(
        delivery=delivery, key=key, metadata=metadata, mode=checked_mode(mode), note=note, by=reader.person, at=at
    )
    return {
        "dataset": done.dataset,
        "version": done.version,
        "rows": done.rows,
        "rows_set_aside": done.rows_set_aside,
        "reasons": list(done.reasons),
    }


@api.post("/datasets/{key}/rollback", response=Answers, summary="Make an older version current again")
def roll_back(request: HttpRequest, key: str, version: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> dict[str, Any]:
    reader = asks(request)
    reading.card(key, reader)
    stewardship.check_is_steward(reader, catalog.owner(key))
    return {"dataset": key, "version": catalog_actions.roll_back(key=key, to=version, by=reader.person, at=now())}


def check_may_publish(reader: Reader, key: str, publisher: str) -> None:
    """Staff of the owner for a known dataset; of the named organisation for a new one. Raises NotSteward."""
    if catalog.exists(key):
        stewardship.check_is_steward(reader, catalog.owner(key))
    else:
        stewardship.check_may_publish(reader)
    if publisher:
        stewardship.check_is_steward(reader, publisher)


def checked_mode(mode: str) -> Any:
    if mode not in ("replace", "append", "upsert"):
        raise Refused(f"{mode[:30]!r} is no mode.", next_step="Choose replace, append or upsert.")
    return mode


def now() -> datetime:
    return timezone.now()
