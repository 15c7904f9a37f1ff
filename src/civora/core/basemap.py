"""The base map of a city pack (`[map.base]`): what lies under every map instead of the city's own quiet ground.

Three kinds: pictures (`raster`), a style that MapLibre reads (`vector`), or a file of the city's own (`pmtiles`). Source of the
file format: PMTiles specification, version 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from civora.core.errors import Refused

KINDS = ("raster", "vector", "pmtiles")
PLACES = ("{z}", "{x}", "{y}")
MOST_ZOOM = 24
MAGIC = b"PMTiles\x03"


class BadBase(Refused):
    """`[map.base]` of the pack names no base map."""

    code = "core.bad_base_map"


@dataclass(frozen=True, slots=True)
class Base:
    """A base map. `hosts` are origins that browsers ask for it; none for a file of the city's own."""

    kind: str
    attribution: str
    attribution_url: str = ""
    tiles: str = ""
    dark_tiles: str = ""
    style: str = ""
    dark_style: str = ""
    file: Path | None = None
    maxzoom: int = 19
    opacity: float = 1.0
    hosts: tuple[str, ...] = ()


def from_pack(pack: Mapping[str, Any], folder: Path | None) -> Base | None:
    """None where the pack names none. Raises BadBase."""
    given = pack.get("map", {}).get("base")
    if given is None:
        return None
    kind = given.get("kind", "") if isinstance(given, Mapping) else ""
    if kind not in KINDS:
        raise BadBase(
            "[map.base] names no kind of base map.", next_step='Write kind = "raster", "vector" or "pmtiles".'
        )
    if not given.get("attribution"):
        raise BadBase("[map.base] does not say whose map it is.", next_step="Write attribution = “© …”.")
    made = {"raster": raster, "vector": vector, "pmtiles": archive}[kind](given, folder)
    link = address(given, "attribution_url") if given.get("attribution_url") else ""
    return Base(kind, str(given["attribution"])[:200], link, **made)


def raster(given: Mapping[str, Any], _: Path | None) -> dict[str, Any]:
    found = {name: address(given, name) for name in ("tiles", "dark_tiles") if given.get(name) or name == "tiles"}
    for name, url in found.items():
        if not all(one in url for one in PLACES):
            raise BadBase(
                f"[map.base] {name} is no address of tiles.",
                next_step="It has {z}, {x} and {y} where the tile’s numbers stand.",
            )
    return {
        **found, "maxzoom": number(given, "maxzoom", 19, MOST_ZOOM), "opacity": number(given, "opacity", 1, 1),
        "hosts": origins(found.values(), given),
    }  # fmt: skip


def vector(given: Mapping[str, Any], _: Path | None) -> dict[str, Any]:
    found = {name: address(given, name) for name in ("style", "dark_style") if given.get(name) or name == "style"}
    return {**found, "hosts": origins(found.values(), given)}


def archive(given: Mapping[str, Any], folder: Path | None) -> dict[str, Any]:
    named = str(given.get("file", ""))
    path = Path(named) if Path(named).is_absolute() else (folder or Path()) / named
    if not named or not path.is_file():
        raise BadBase(
            f"[map.base] There is no file {named or '(none named)'}.", next_step="Write file = the PMTiles file, beside pack.toml or with its whole path."
        )  # fmt: skip
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BadBase(f"[map.base] {path.name} is no PMTiles file.", next_step="Make it with pmtiles convert.")
    return {"file": path.resolve(), "opacity": number(given, "opacity", 1, 1)}


def address(given: Mapping[str, Any], name: str) -> str:
    url = str(given.get(name, ""))
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or any(sign in url for sign in " ;,'\"\\"):
        raise BadBase(f"[map.base] {name} is no address.", next_step="Write the whole address, with https://.")
    return url


def number(given: Mapping[str, Any], name: str, default: float, most: float) -> Any:
    found = given.get(name, default)
    if not isinstance(found, int | float) or isinstance(found, bool) or not 0 <= found <= most:
        raise BadBase(f"[map.base] {name} is no number from 0 to {most}.", next_step=f"Write {name} = {default}.")
    return found


def origins(urls: Iterable[str], given: Mapping[str, Any]) -> tuple[str, ...]:
    """The hosts of these addresses, and those that a style names besides (`hosts`: of its tiles, fonts and pictures)."""
    more = given.get("hosts", [])
    if not isinstance(more, list) or not all(isinstance(one, str) for one in more):
        raise BadBase("[map.base] hosts is no list of addresses.", next_step='Write hosts = ["https://…"].')
    found = [address({"hosts": one}, "hosts") for one in more]
    parts = [urlsplit(one) for one in (*urls, *found)]
    return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))
