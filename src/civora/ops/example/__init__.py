"""The example city: every dataset that its `datasets.toml` names, published as a publisher would.

What the civic rooms show (processes, reports, indicators…) is loaded by one module of this folder for each room, named in CONTENT.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from civora.catalog import actions as catalog_actions
from civora.catalog.types import FieldChange, Metadata
from civora.core.schema import FieldType
from civora.intake import actions as intake
from civora.intake.types import FieldOverride
from civora.ops.boot import OPERATOR
from civora.people import actions as people

CONTENT: tuple[str, ...] = (
    "impact",
    "exhibits",
    "contribute",
    "community",
    "votes",
    "assembly",
    "stories",
    "inclusion",
    "reports",
)  # modules of this folder with load(city: Path, say) -> None, in the order of loading
PLAIN = ("publisher", "licence", "frequency", "source_name", "source_url", "attribution", "territory", "timezone")


def now() -> datetime:
    """The moment that the example plays, so that nothing in it seems to lie in its future; the clock's without one."""
    at = settings.CITY.get("clock", {}).get("at")
    if not at:
        return timezone.now()
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return moment.replace(tzinfo=ZoneInfo(settings.CITY_ZONE)) if moment.tzinfo is None else moment


def load(city: Path, say: Callable[[str], None] | None = None) -> list[str]:
    """Publish what is not published yet, in the order of the file. Returns the keys. Raises what publishing raises."""
    with (city / "datasets.toml").open("rb") as file:
        plan = tomllib.load(file)
    for one in plan.get("organisation", ()):
        people.add_organisation(key=one["key"], name=one["name"], url=one.get("url", ""), by=OPERATOR, at=now())
    keys = [publish(city, entry, say) for entry in plan["dataset"]]
    for room in CONTENT:
        importlib.import_module(f"civora.ops.example.{room}").load(city, say)
    return keys


def publish(city: Path, entry: dict[str, Any], say: Callable[[str], None] | None) -> str:
    from civora.catalog import queries as catalog  # noqa: PLC0415

    key: str = entry["key"]
    if catalog.exists(key):
        return key
    fields: dict[str, dict[str, Any]] = entry.get("fields", {})
    delivery = intake.receive(name=Path(entry["file"]).name, path=city / "data" / entry["file"], by=OPERATOR, at=now())
    done = intake.publish(
        delivery=delivery, key=key, metadata=metadata(entry), overrides={name: override(one) for name, one in fields.items()},
        zone=entry.get("timezone", ""), by=OPERATOR, at=now(), policy=entry.get("policy"),
    )  # fmt: skip
    changes = {named(name, one): change(one) for name, one in fields.items() if not one.get("leave_out")}
    if changes:
        catalog_actions.set_fields(key=key, changes=changes, by=OPERATOR, at=now())
    if say:
        say(f"{key}: {done.rows:,} rows" + (f", {done.rows_set_aside:,} set aside" if done.rows_set_aside else ""))
    return key


def metadata(entry: dict[str, Any]) -> Metadata:
    plain = {name: entry[name] for name in PLAIN if name in entry}
    return Metadata(
        title=entry["title"], description=entry["description"], themes=tuple(entry.get("themes", ())),
        keywords=tuple(entry.get("keywords", ())), is_example=entry.get("example", False), language="en", **plain,
    )  # fmt: skip


def override(one: dict[str, Any]) -> FieldOverride:
    return FieldOverride(
        name=one.get("name"), type=FieldType(one["type"]) if "type" in one else None, unit=one.get("unit"),
        is_facet=one.get("facet"), is_key=one.get("key"), separator=one.get("separator"), hierarchy=one.get("hierarchy"),
        is_left_out=one.get("leave_out", False),
    )  # fmt: skip


def named(name: str, one: dict[str, Any]) -> str:
    return str(one.get("name", name))


def change(one: dict[str, Any]) -> FieldChange:
    return FieldChange(
        label=one.get("label"), description=one.get("description"), unit=one.get("unit"), is_facet=one.get("facet"),
        is_disjunctive=one.get("disjunctive"),
    )  # fmt: skip
