"""What the template of `/api/` is given."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """One API or feed that this portal serves."""

    name: str
    what: str
    url: str
    document_url: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to try: its address, and the same for the command line. `is_text`: the answer may be shown on the page."""

    url: str
    curl: str
    is_text: bool


@dataclass(frozen=True, slots=True)
class ConsolePage:
    request: Request | None
    doors: tuple[Door, ...]
    calls_anonymous: int
    calls_key: int
