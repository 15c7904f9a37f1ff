"""One call down for each address of the standard. Keys come as the standard says; cookies mean nothing here."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE, Reader
from civora.people import actions as people_actions
from civora.people import queries as people
from civora.protocols.open311 import dialect, shapes
from civora.protocols.open311.errors import (
    BROKEN,
    BadParameter,
    KeyNeeded,
    NoSuchAddress,
    WrongMethod,
    body_of,
    status_of,
)
from civora.protocols.shared import access
from civora.protocols.shared.clock import now
from civora.reports import actions, queries
from civora.reports.errors import UnknownReport
from civora.reports.types import Channel, Filter, ReportCard
from civora.voices import queries as said

log = logging.getLogger(__name__)
MOST_BYTES = 70_000_000
Found = tuple[str, Any]


def answering(*methods: str) -> Callable[[Callable[..., Found]], Callable[..., HttpResponse]]:
    """The view gives (root, value); errors and forms are written here, once."""

    def decorate(view: Callable[..., Found]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def wrapped(request: HttpRequest, form: str = "json", **path: str) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise WrongMethod(
                        f"{request.method} is not allowed here.", next_step=f"Use {' or '.join(methods)}."
                    )
                root, found, status = *view(request, **path), 200
            except CivoraError as error:
                root, found, status = "errors", body_of(error), status_of(error)
            except (RequestDataTooBig, TooManyFilesSent):
                root, found, status = (
                    "errors",
                    [{"code": 413, "description": "The request is too large. Send less at once."}],
                    413,
                )
            except (MultiPartParserError, BadRequest, SuspiciousOperation, UnicodeDecodeError):
                root, found, status = (
                    "errors",
                    [{"code": 400, "description": "The body cannot be read. Send it as a form."}],
                    400,
                )
            except Exception:  # a client must get an error of the standard, not a page
                log.exception("open311 broke")
                root, found, status = "errors", BROKEN, 500
            response = HttpResponse(shapes.written(root, found, form), content_type=shapes.MEDIA[form], status=status)
            if status == 405:  # noqa: PLR2004 (method not allowed)
                response["Allow"] = ", ".join(methods)
            response["Cache-Control"] = "no-store" if request.method == "POST" or status != 200 else "no-cache"  # noqa: PLR2004 (OK)
            return response

        return wrapped

    return decorate


def params(request: HttpRequest) -> dict[str, list[str]]:
    """Address and form. Raises BadParameter for a body that is larger than photos are."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise BadParameter("The request is larger than 70 MB.", next_step="Send smaller pictures.")
    found = {name: list(map(str, values)) for name, values in request.GET.lists()}
    if request.method == "POST":
        found |= {name: list(map(str, values)) for name, values in request.POST.lists()}
    return found


def language(given: dict[str, list[str]]) -> str:
    wanted = dialect.text(given, "lang") or dialect.text(given, "locale")
    return wanted if wanted in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


def reader_of(request: HttpRequest, given: dict[str, list[str]]) -> Reader:
    """Who asks, by key only. Raises UnknownKey."""
    key = dialect.text(given, "api_key") or access.key_of(request)
    if not key:
        return ANYONE
    found = people_actions.use_api_key(secret=key, at=now()) if access.is_lawful(key) else None
    if found is None:
        raise access.UnknownKey("This api_key is not known.", next_step="Copy it once more, or make a new one.")
    return found


@answering("GET", "HEAD")
def discovery(request: HttpRequest) -> Found:
    base = request.build_absolute_uri("/").rstrip("/")
    return "discovery", shapes.discovery(base, str(settings.DEFAULT_FROM_EMAIL))


@answering("GET", "HEAD")
def services(request: HttpRequest) -> Found:
    given = params(request)
    place = dialect.coordinates(given)
    found = queries.offered(*place) if place else queries.categories()
    is_realtime = not settings.CIVORA_REPORTS_ANONYMOUS or bool(dialect.text(given, "api_key"))
    return "services", [shapes.service(one, language(given), is_realtime=is_realtime) for one in found]


@answering("GET", "HEAD")
def definition(request: HttpRequest, code: str) -> Found:
    return "service_definition", shapes.definition(queries.category(code), language(params(request)))


@answering("GET", "HEAD", "POST")
def requests(request: HttpRequest) -> Found:
    given = params(request)
    if request.method == "POST":
        return "service_requests", [sent(request, given)]
    wanted = dialect.asked(given, now())
    cards = queries.reports(wanted.filter, limit=wanted.limit, offset=wanted.offset)
    return "service_requests", rows(request, cards, given, is_extended=wanted.is_extended)


@answering("GET", "HEAD")
def one(request: HttpRequest, number: str) -> Found:
    given = params(request)
    is_extended = dialect.text(given, "extensions") in dialect.TRUE
    return "service_requests", rows(request, (queries.report(number),), given, is_extended=is_extended)


@answering("GET", "HEAD")
def token(request: HttpRequest, token: str) -> Found:
    found = queries.by_code(token)
    return "service_requests", [{"service_request_id": found.key, "token": token}]


def sent(request: HttpRequest, given: dict[str, list[str]]) -> dict[str, Any]:
    """With a key the number at once; without, a token, where the city takes reports of anybody."""
    reader = reader_of(request, given)
    if not reader.person and not settings.CIVORA_REPORTS_ANONYMOUS:
        raise KeyNeeded
    code = dialect.text(given, "service_code")
    if not code:
        raise BadParameter("service_code is missing.", next_step="Send one of those that services lists.")
    once = dialect.text(given, "idempotency_key") or request.headers.get("Idempotency-Key", "")
    photos, notice = pictures(request, given)
    done = actions.report(
        category=code, place=dialect.place(given), description=dialect.text(given, "description"),
        sent=hashlib.sha256(f"{reader.person}|{once}".encode()).hexdigest() if once else secrets.token_urlsafe(32), at=now(),
        answers=dialect.answers(given), contact=dialect.contact(given), photos=photos, channel=Channel.OPEN311,
        address="" if reader.person else access.address_of(request), lang=language(given), by=reader.person,
    )  # fmt: skip
    who = {"service_request_id": done.key} if reader.person else {"token": done.code}
    return who | {"service_notice": notice or None, "account_id": None}


def pictures(request: HttpRequest, given: dict[str, list[str]]) -> tuple[list[bytes], str]:
    """Uploads in `media`, and what lies at `media_url`; what cannot be fetched is said, and the report goes on."""
    from civora.intake.actions.fetch import fetched  # noqa: PLC0415 (only where something is fetched)

    found = [file.read() for name in ("media", "media[]") for file in request.FILES.getlist(name)]
    missing = ""
    for address in [*given.get("media_url", ()), *given.get("media_url[]", ())]:
        if not address.strip() or len(found) >= 3:  # noqa: PLR2004 (photos of a report)
            continue
        try:
            found.append(up_to(fetched(address.strip())))
        except CivoraError as error:
            missing = f"The picture at media_url was left out: {error.message}"
    return found, missing


def up_to(chunks: Any, most: int = 20_000_000) -> bytes:
    """Raises BadParameter beyond what a picture may have."""
    data = b""
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            raise BadParameter("It is larger than 20 MB.", next_step="Send a smaller one.")
    return data


def rows(
    request: HttpRequest, cards: tuple[ReportCard, ...], given: dict[str, list[str]], *, is_extended: bool
) -> list[dict[str, Any]]:
    lang = language(given)
    known = {one.key: one for one in queries.categories(with_retired=True)}
    bodies = {one.key: one.name for one in people.organisations()}
    areas = queries.area_names() if is_extended else {}
    lines = queries.updates([card.key for card in cards])
    shown = said.pictures_of([card.subject for card in cards])
    found = []
    for card in cards:
        photos = [
            request.build_absolute_uri(f"/reports/photos/{photo.key}.jpg") for photo in shown.get(card.subject, ())
        ]
        told = lines.get(card.key, ())
        notes = next((line.text for line in reversed(told) if line.who.value == "body" and line.text), "")
        row = shapes.request(
            card, known[card.category], body=bodies.get(card.body, card.body), notes=notes, photos=photos, lang=lang
        )
        if is_extended:
            area = areas.get(card.area, "")
            row |= shapes.extended(card, known[card.category], area=area, photos=photos, lines=told, lang=lang)
        found.append(row)
    return found


@answering("GET", "HEAD", "POST")
def updates(request: HttpRequest) -> Found:
    given = params(request)
    if request.method != "POST":
        found = queries.updates_between(*dialect.updates(given, now()))
        return "service_request_updates", [shapes.update(line) for line in found]
    reader = reader_of(request, given)
    if not reader.person:
        raise KeyNeeded
    number = dialect.text(given, "service_request_id")
    if not number or not queries.count(Filter(keys=(number,), private=True)):
        raise UnknownReport("There is no such report.", next_step="Send its service_request_id.")
    key = actions.take_update(
        key=number, update=dialect.text(given, "update_id"), status=dialect.status(given), text=dialect.text(given, "description"),
        reader=reader, at=min(dialect.moment(given, "updated_datetime") or now(), now()),
    )  # fmt: skip
    return "service_request_updates", [{"update_id": key, "account_id": None}]


@answering("GET", "HEAD", "POST")
def nothing(request: HttpRequest) -> Found:
    raise NoSuchAddress(
        "There is nothing at this address.", next_step="discovery.json says what there is; end it with .json or .xml."
    )
