"""Reports sent on to another Open311 server, and what it says of them brought back.

XML, because every server has it. A report is sent with a key of its own, so that a server which knows such keys makes one request
of it however often it is sent. Nothing of the reporter goes along. Addresses inside private networks are refused (`intake.fetch`).
"""

from __future__ import annotations

import hashlib
import http.client
import logging
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

from django.conf import settings

from civora.core.errors import CivoraError, Refused
from civora.core.policy.types import Reader
from civora.intake.actions.fetch import checked_place, connected
from civora.reports import actions, queries
from civora.reports.types import Endpoint, ReportCard, Status

log = logging.getLogger(__name__)
MOST_BYTES = 2_000_000


class ServerRefused(Refused):
    """The other server did not take it, or what it said cannot be read."""

    code = "ops.open311_refused"


def send(*, by: str, at: datetime) -> int:
    """Send what waits; what cannot be sent now waits for the next time. Returns how many went."""
    sent = 0
    for endpoint in queries.endpoints():
        for card in queries.to_forward(endpoint.body):
            try:
                number = posted(endpoint, card)
            except CivoraError as error:
                log.warning("report %s stays here: %s", card.key, error.message)
                break  # the server rather than the report is at fault: the others wait too
            if number:
                actions.mark_forwarded(key=card.key, external=number, by=by, at=at)
                sent += 1
    return sent


def posted(endpoint: Endpoint, card: ReportCard) -> str:
    """The number that the server gives; empty where its token has none yet. Raises ServerRefused, SourceRefused."""
    given = {
        "service_code": endpoint.services.get(card.category, card.category), "description": card.text, "address_string": card.address,
        "lat": "" if card.lat is None else str(card.lat), "long": "" if card.lon is None else str(card.lon),
        "api_key": endpoint.api_key, "jurisdiction_id": endpoint.jurisdiction,
    }  # fmt: skip
    pairs = [(name, value) for name, value in given.items() if value]
    for code, values in card.answers:
        pairs += [(f"attribute[{code}]" if len(values) == 1 else f"attribute[{code}][]", value) for value in values]
    key = hashlib.sha256(f"{settings.SECRET_KEY}|forward|{card.key}".encode()).hexdigest()
    tree = asked(endpoint, "requests.xml", form=pairs, headers={"Idempotency-Key": key})
    number = tree.findtext("request/service_request_id") or ""
    token = tree.findtext("request/token") or ""
    if not number and token:
        number = asked(endpoint, f"tokens/{quote(token, safe='')}.xml").findtext("request/service_request_id") or ""
    if not number and not token:
        raise ServerRefused("The server gave neither number nor token.", next_step="Ask its operator.")
    return number[:100]


def fetch(*, by: str, at: datetime) -> int:
    """What the other servers say of open reports. Returns how many have news."""
    reader, changed = Reader(by, is_administrator=True), 0
    for endpoint in queries.endpoints():
        for card in queries.forwarded(endpoint.body):
            try:
                found = asked(endpoint, f"requests/{quote(card.external, safe='')}.xml").find("request")
            except CivoraError as error:
                log.warning("no news of report %s: %s", card.key, error.message)
                break
            if found is not None and (found.findtext("status") or "").strip() == "closed":
                notes = (found.findtext("status_notes") or "").strip()
                update = f"{card.external}|closed|{found.findtext('updated_datetime') or ''}"
                actions.take_update(key=card.key, update=update, status=Status.FIXED, text=notes, reader=reader, at=at)
                changed += 1
    return changed


def asked(
    endpoint: Endpoint,
    path: str,
    *,
    form: list[tuple[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ElementTree.Element:
    """One call. Raises ServerRefused, SourceRefused."""
    url = f"{endpoint.url.rstrip('/')}/{path}"
    if form is None and endpoint.jurisdiction:
        url += "?" + urlencode({"jurisdiction_id": endpoint.jurisdiction})
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ServerRefused(f"{endpoint.url[:100]!r} is no web address.", next_step="Begin it with https://.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    body = urlencode(form).encode() if form is not None else None
    sent = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "Civora", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
    try:
        connection = connected(parts.scheme, parts.hostname, checked_place(parts.hostname, port), port)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST" if body is not None else "GET", target, body, sent)
        answer = connection.getresponse()
        data, status = answer.read(MOST_BYTES), answer.status
        connection.close()
    except (OSError, http.client.HTTPException) as error:
        raise ServerRefused(f"{parts.hostname} does not answer.", next_step="It is tried again.") from error
    return read(data, status)


def read(data: bytes, status: int) -> ElementTree.Element:
    """Raises ServerRefused, with the server's own words."""
    try:
        if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
            raise ServerRefused("The server's answer is no Open311.", next_step="Check its address.")
        tree = ElementTree.fromstring(data)  # noqa: S314 (no document type, so no entities)
    except ElementTree.ParseError as error:
        raise ServerRefused(f"The server answered {status} without XML.", next_step="Check its address.") from error
    if status >= 400:  # noqa: PLR2004 (errors)
        words = "; ".join(one.text or "" for one in tree.iter("description"))[:300]
        raise ServerRefused(f"The server answered {status}: {words}", next_step="Mend what it says.")
    return tree
