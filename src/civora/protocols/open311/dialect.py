"""Words of GeoReport into our filter, place and answers. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from civora.protocols.open311.errors import BadParameter
from civora.reports.types import Contact, Filter, Place, Status

Params = Mapping[str, Sequence[str]]
SPAN = timedelta(days=90)
FIRST = 1_000
PAGE, LARGEST_PAGE, LAST_PAGE = 50, 500, 100_000
NEAR_DEGREES = 375 / 111_320  # a box of 750 m, as SeeClickFix has it
ZONE = re.compile(r"(Z|[+-]\d\d:?\d\d)$", re.IGNORECASE)
LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")
ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,100})\](\[\])?")
TRUE = ("true", "1", "yes", "TRUE", "True")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which requests, how many of them, and with what."""

    filter: Filter
    limit: int
    offset: int
    is_extended: bool


def text(params: Params, name: str) -> str:
    """The last value of a parameter; empty is as good as none."""
    values = params.get(name) or ("",)
    return values[-1].strip()


def listed(params: Params, name: str) -> tuple[str, ...]:
    """A list separated by commas, or the parameter several times."""
    return tuple(one.strip() for value in params.get(name) or () for one in value.split(",") if one.strip())


def moment(params: Params, name: str) -> datetime | None:
    """A time with its zone. Raises BadParameter."""
    given = LOST_PLUS.sub(r"+\1", text(params, name))
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise BadParameter(
            f"{name}: {given[:40]!r} is no time.", next_step="Write it like 2025-05-15T07:15:00Z."
        ) from error
    if not ZONE.search(given) or found.tzinfo is None:
        raise BadParameter(f"{name} has no time zone.", next_step="End it with Z or with +02:00.")
    try:
        return found.astimezone(UTC)
    except OverflowError as error:
        raise BadParameter(f"{name} lies outside the calendar.", next_step="Choose a later year.") from error


def number(params: Params, name: str, least: int, most: int, default: int) -> int:
    given = text(params, name)
    if not given:
        return default
    if not given.isascii() or not given.isdecimal() or not least <= int(given[:12]) <= most:
        raise BadParameter(
            f"{name}: {given[:20]!r} is not from {least} to {most:,}.", next_step="Give a number in that range."
        )
    return int(given)


def coordinates(params: Params) -> tuple[float, float] | None:
    """(lat, long), or None without both. Raises BadParameter for what is no pair of degrees."""
    lat, lon = text(params, "lat"), text(params, "long") or text(params, "lon")
    if not lat and not lon:
        return None
    try:
        found = float(lat), float(lon)
    except ValueError as error:
        raise BadParameter(
            "lat and long are not both numbers.", next_step="Send degrees with a point, such as 51.96 and 7.62."
        ) from error
    if not (math.isfinite(found[0]) and math.isfinite(found[1]) and abs(found[0]) <= 90 and abs(found[1]) <= 180):  # noqa: PLR2004 (degrees)
        raise BadParameter("lat and long are no degrees.", next_step="lat goes from -90 to 90, long from -180 to 180.")
    return found


def asked(params: Params, now: datetime) -> Asked:
    """GET requests. Raises BadParameter."""
    is_paged = bool(text(params, "page") or text(params, "page_size"))
    size = number(params, "page_size", 1, LARGEST_PAGE, PAGE) if is_paged else FIRST
    page = number(params, "page", 1, LAST_PAGE, 1)
    is_extended = text(params, "extensions") in TRUE
    numbers = listed(params, "service_request_id")
    if numbers:  # it overrides every other argument
        return Asked(Filter(keys=numbers[:FIRST]), FIRST, 0, is_extended)
    given = replace(
        period(params, now), categories=listed(params, "service_code"), is_open=openness(listed(params, "status")),
        text=text(params, "q")[:200], bbox=around(coordinates(params)),
    )  # fmt: skip
    return Asked(given, size, (page - 1) * size, is_extended)


def openness(words: tuple[str, ...]) -> bool | None:
    unknown = set(words) - {"open", "closed"}
    if unknown:
        raise BadParameter(f"status: {sorted(unknown)[0][:30]!r} is none.", next_step="Write open, closed or both.")
    return None if len(set(words)) != 1 else words[0] == "open"


def period(params: Params, now: datetime) -> Filter:
    """By when they were made, and by when they changed. Raises BadParameter."""
    since, until = moment(params, "start_date"), moment(params, "end_date")
    changed = Filter(changed_since=moment(params, "updated_after"), changed_until=moment(params, "updated_before"))
    if since and until and since > until:
        raise BadParameter("start_date lies after end_date.", next_step="Change the two.")
    if since and until and until - since > SPAN + timedelta(days=1):
        raise BadParameter("The span is longer than 90 days.", next_step="Ask for 90 days at a time.")
    if since is None and until is None and (changed.changed_since or changed.changed_until):
        return changed
    try:
        since = since or (until or now) - SPAN
        return replace(changed, since=since, until=until or since + SPAN)
    except OverflowError as error:
        raise BadParameter("The dates lie outside the calendar.", next_step="Choose later years.") from error


def around(place: tuple[float, float] | None) -> tuple[float, float, float, float] | None:
    if place is None:
        return None
    lat, lon = place
    wide = NEAR_DEGREES / max(0.01, math.cos(math.radians(lat)))
    return lon - wide, lat - NEAR_DEGREES, lon + wide, lat + NEAR_DEGREES


def updates(params: Params, now: datetime) -> tuple[datetime, datetime]:
    """The period of GET servicerequestupdates: the last day, if nothing is said. Raises BadParameter."""
    until = moment(params, "end_date") or now
    return moment(params, "start_date") or until - timedelta(days=1), until


# ---- POST ---------------------------------------------------------------------------------------------------------


def place(params: Params) -> Place:
    """Coordinates, or what stands for an address. Raises BadParameter."""
    found = coordinates(params)
    address = text(params, "address_string") or text(params, "address_id") or text(params, "address")
    return Place(found[0] if found else None, found[1] if found else None, address)


def answers(params: Params) -> dict[str, list[str]]:
    """`attribute[code]=v`, `attribute[code][]=v1&attribute[code][]=v2`."""
    found: dict[str, list[str]] = {}
    for name, values in params.items():
        match = ATTRIBUTE.fullmatch(name)
        if match:
            found.setdefault(match[1], []).extend(values)
    return found


def contact(params: Params) -> Contact:
    name = f"{text(params, 'first_name')} {text(params, 'last_name')}".strip()
    return Contact(text(params, "email"), name[:150], text(params, "phone"))


STATUSES = {
    "OPEN": Status.OPEN, "FOR_TRIAGE": Status.OPEN, "INVESTIGATING": Status.INVESTIGATING, "INTERNAL_REFERRAL": Status.INVESTIGATING,
    "IN_PROGRESS": Status.IN_PROGRESS, "PLANNED": Status.PLANNED, "ACTION_SCHEDULED": Status.PLANNED,
    "NO_FURTHER_ACTION": Status.NOT_FIXED, "NOT_COUNCILS_RESPONSIBILITY": Status.NOT_OURS, "NOT_RESPONSIBLE": Status.NOT_OURS,
    "DUPLICATE": Status.DUPLICATE, "CANCELLED": Status.WITHDRAWN, "FIXED": Status.FIXED, "CLOSED": Status.FIXED,
}  # fmt: skip


def status(params: Params) -> Status | None:
    """The status of an update, in its extended words. Raises BadParameter."""
    given = text(params, "status").upper()
    if given and given not in STATUSES:
        raise BadParameter(f"status: {given[:30]!r} is none.", next_step=f"Write one of {', '.join(STATUSES)}.")
    return STATUSES.get(given)
