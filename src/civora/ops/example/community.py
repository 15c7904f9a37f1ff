"""The example's reuses, wishes for data and neighbourhoods, as residents might have sent them, and what the city answered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from civora.community import actions, queries
from civora.community.types import NewListing, NewReuse, NominationState
from civora.core.policy.types import Reader
from civora.exhibits import queries as exhibits
from civora.ops.boot import OPERATOR

STAFF = Reader(OPERATOR, is_administrator=True)
ANSWERED_AFTER = timedelta(days=6)


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Repeatable after a break: the same `sent` arriving again changes nothing."""
    path = city / "community/community.toml"
    if not path.exists():
        return
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    for one in said["reuse"]:
        reuse(one)
    for number, one in enumerate(said["nomination"]):
        nomination(one, number)
    for one in said["call"]:
        call(one)
    for one in said["neighbourhood"]:
        neighbourhood(one)
    if say:
        say(f"{len(said['reuse'])} example reuses, {len(said['nomination'])} example wishes for data")
    actions.project(by=OPERATOR, at=now())


def now() -> Any:
    from civora.ops import example  # noqa: PLC0415 (the package that this module belongs to)

    return example.now()


def reuse(one: dict[str, Any]) -> None:
    at = now() - timedelta(days=one["days"])
    given = NewReuse(
        one["title"], one["text"], one["kind"], one["url"], tuple(one["datasets"]), one["theme"], one["author"], "", one["lang"],
        one.get("alt", ""),
    )  # fmt: skip
    picture = drawn(one["picture"], one["lang"]) if one.get("picture") else b""
    by = Reader(f"{one['key']}@example.org")
    key = actions.show_reuse(
        reuse=given, sent=f"example-{one['key']}", reader=by, at=at, picture=picture, is_example=True
    )
    if one.get("highlighted"):
        actions.highlight_reuse(reuse=key, is_highlighted=True, reader=STAFF, at=at)


def call(one: dict[str, Any]) -> None:
    """Set anew each time: nobody changes an example."""
    actions.set_call(
        key=one["key"], owner=one["owner"], title=one["title"], text=one["text"], call_rules=one["rules"], prize=one["prize"], jury=one["jury"],
        datasets=one["datasets"], opens_at=now() - timedelta(days=one["opened_days_ago"]), closes_at=now() + timedelta(days=one["closes_in"]),
        reader=STAFF, at=now(), is_example=True,
    )  # fmt: skip


def neighbourhood(one: dict[str, Any]) -> None:
    actions.set_neighbourhood(
        key=one["key"], district=one["district"], text=one["text"], reader=STAFF, at=now(), is_example=True
    )
    for email, name in one["members"].items():
        actions.join(neighbourhood=one["key"], name=name, reader=Reader(email), at=now())
    for number, each in enumerate(one["listing"]):
        at = now() - timedelta(days=each["days"])
        starts = (now() + timedelta(days=each["in"])).replace(hour=each["hour"], minute=0, second=0, microsecond=0) if "in" in each else None  # fmt: skip
        given = NewListing(
            each["kind"], each["title"], each["text"], each["lang"], 60, starts, starts + timedelta(hours=3) if starts else None, each.get("place", ""),
        )  # fmt: skip
        actions.post_listing(
            neighbourhood=one["key"], listing=given, sent=f"example-{one['key']}-{number}", reader=Reader(each["by"]), at=at, is_example=True
        )  # fmt: skip


def drawn(key: str, lang: str) -> bytes:
    """A figure of the city's own as a picture."""
    figure = exhibits.figure(exhibits.exhibit(key, STAFF, lang=lang), STAFF, lang=lang)
    return exhibits.file(figure, "png", lang=lang, palette="light", width=960)


def nomination(one: dict[str, Any], number: int) -> None:
    at = now() - timedelta(days=one["days"])
    key = actions.nominate(
        title=one["title"], text=one["text"], use=one["use"], author="", lang=one["lang"], sent=f"example-{number}", reader=Reader(one["by"]),
        at=at, is_example=True,
    )  # fmt: skip
    for each in one["also"]:
        actions.back_nomination(nomination=key, is_backed=True, reader=Reader(each), at=at)
    if one.get("state") and not is_answered(key):
        planned = (now() + timedelta(days=one["planned_in"])).date() if "planned_in" in one else None
        actions.answer_nomination(
            nomination=key, state=NominationState(one["state"]), answer=one["answer"], lang="en", reader=STAFF, at=at + ANSWERED_AFTER,
            planned_for=planned, dataset=one.get("dataset", ""),
        )  # fmt: skip


def is_answered(key: str) -> bool:

    return queries.nomination(key, STAFF).answered_at is not None
