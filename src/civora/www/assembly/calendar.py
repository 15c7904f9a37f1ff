"""Meetings as iCalendar. Source: RFC 5545 (folding 3.1, escaping 3.3.11, VEVENT 3.6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.urls import reverse

from civora.assembly.types import MeetingCard

LONGEST = 75  # octets of a line, its end not counted


def written(cards: Iterable[MeetingCard], name: str, base: str) -> str:
    """The calendar; `base` is the portal's address with a slash at its end."""
    host = urlsplit(base).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Civora//Meetings//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for card in cards:
        lines += event(card, host, base)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(card: MeetingCard, host: str, base: str) -> list[str]:
    url = base.rstrip("/") + reverse("assembly:meeting", args=[card.process, card.number])
    found = [
        "BEGIN:VEVENT", f"UID:{card.process}-{card.number}@{host}", f"DTSTAMP:{moment(card.changed_at)}",
        f"LAST-MODIFIED:{moment(card.changed_at)}", f"SEQUENCE:{card.sequence}", f"DTSTART:{moment(card.starts_at)}",
        f"DTEND:{moment(card.ends_at)}", f"SUMMARY:{escaped(card.title.text)}", f"URL:{url}",
        f"STATUS:{'CANCELLED' if card.is_cancelled else 'CONFIRMED'}",
    ]  # fmt: skip
    if card.text:
        found.append(f"DESCRIPTION:{escaped(card.text.text)}")
    if card.place:
        found.append(f"LOCATION:{escaped(card.place)}")
    if card.point:
        found.append(f"GEO:{card.point[1]:.6f};{card.point[0]:.6f}")
    return [*found, "END:VEVENT"]


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "")


def folded(line: str) -> str:
    """No line is longer than 75 octets, and no letter is torn apart."""
    parts, current, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST - (1 if parts else 0):
            parts.append(current)
            current, size = "", 0
        current, size = current + sign, size + width
    return "\r\n ".join([*parts, current])
