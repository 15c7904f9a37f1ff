"""The city whose portal this is, as `pack.toml` describes it (`settings.CITY`).

Read here: name, tagline and address of the city, its colours (`[theme]`), the day that a demonstration plays
(`[clock]`), and what the home page shows (`[home]`, see `www/home/sections.py`). A pack may leave out anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from civora.www.formats import language

NAMELESS = "Civora"
TOKENS = ("accent", "accent-strong", "accent-ink", "accent-soft", "ask", "ask-ink")


@dataclass(frozen=True, slots=True)
class City:
    """`at` is the moment that a demonstration plays as if it were now; None for a city that lives today.

    `colours` are CSS values by token name; `stripes` three colours; `home` the raw section of the pack.
    """

    name: str = NAMELESS
    tagline: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    at: datetime | None = None
    is_example: bool = False
    colours: Mapping[str, str] = field(default_factory=dict)
    stripes: tuple[str, ...] = ()
    home: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    footer: tuple[Mapping[str, Any], ...] = ()
    places: tuple[Mapping[str, Any], ...] = ()  # datasets whose places the map's search knows: dataset, name

    @property
    def is_named(self) -> bool:
        """The pack says which city this is."""
        return self.name != NAMELESS

    @property
    def motto(self) -> str:
        """One sentence about the portal in the page's language, or nothing."""
        return in_language(self.tagline)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Imprint, privacy, accessibility…: (label, address) from the pack's `[[links]]`."""
        return tuple((in_language(link.get("label")), str(link.get("url", ""))) for link in self.footer)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def now(self) -> datetime:
        """The moment that pages call now, in the city's zone."""
        return (self.at or timezone.now()).astimezone(self.tz)

    @property
    def css(self) -> str:
        """The tokens that this city overrides."""
        stripes = {f"stripe-{n}": colour for n, colour in enumerate(self.stripes, 1)}
        lines = "".join(f"--{name}:{value};" for name, value in {**self.colours, **stripes}.items())
        return f"@layer tokens{{:root{{{lines}}}}}\n" if lines else ""

    @property
    def css_version(self) -> str:
        return hashlib.sha256(self.css.encode()).hexdigest()[:10]


def in_language(texts: object, lang: str = "") -> str:
    """A text of the pack in the page's language, else in English, else in any. A plain string is every language."""
    if not isinstance(texts, Mapping):
        return str(texts or "")
    for code in (lang or language(), "en"):
        if texts.get(code):
            return str(texts[code])
    return next((str(text) for text in texts.values() if text), "")


def _colours(theme: Mapping[str, Any]) -> dict[str, str]:
    def value(given: object) -> str:
        if isinstance(given, (list, tuple)) and len(given) == 2:
            return f"light-dark({_safe(given[0])}, {_safe(given[1])})"
        return _safe(given)

    return {name: value(theme[name]) for name in TOKENS if theme.get(name)}


def _safe(colour: object) -> str:
    """A colour and nothing else: what could end the declaration is dropped."""
    return "".join(sign for sign in str(colour) if sign.isalnum() or sign in "#%(), .-/")


def _moment(value: object, zone: str) -> datetime | None:
    if not value:
        return None
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def city() -> City:
    """The city of this portal; a portal without a pack is called Civora."""
    pack = getattr(settings, "CITY", None) or {}
    return from_pack(pack if isinstance(pack, Mapping) else {})


def from_pack(pack: Mapping[str, Any]) -> City:
    """The pack's tables as a City. Raises ValueError for a date or zone that is none."""
    key = hashlib.sha256(json.dumps(pack, default=str, sort_keys=True).encode()).hexdigest()
    if key not in _made:
        _made.clear()
        _made[key] = replace(_from_pack(pack), digest=key[:12])
    return _made[key]


_made: dict[str, City] = {}


def _from_pack(pack: Mapping[str, Any]) -> City:
    place, theme = pack.get("city", pack), pack.get("theme", {})
    zone = str(place.get("timezone") or place.get("zone") or "UTC")
    at = pack.get("clock", {}).get("at") or place.get("at")
    return City(
        name=in_language(place.get("name")) or NAMELESS,
        tagline=place.get("tagline", {}),
        zone=zone,
        at=_moment(at, zone),
        is_example=bool(place.get("example") or at),
        colours=_colours(theme),
        stripes=tuple(_safe(colour) for colour in theme.get("stripes", ())[:3]),
        places=tuple(pack.get("map", {}).get("places", ())),
        home=pack.get("home", {}),
        footer=tuple(pack.get("links", ())),
    )
