"""The example's contributions: one open campaign with what residents sent, a correction that waits, and one that was followed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from civora.core.policy.types import Reader
from civora.core.query.ast import Query
from civora.intake import actions as intake
from civora.ops.boot import OPERATOR
from civora.reading import queries as reading
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.types import Review

STAFF = Reader(OPERATOR, is_administrator=True)


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Repeatable after a break: each step that is done already changes nothing."""
    from civora.ops.example import now  # noqa: PLC0415 (the package that this module belongs to)

    path = city / "contribute/campaign.toml"
    if not path.exists():
        return
    said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    at = now()
    if not any(one.key == said["key"] for one in voices.campaigns()):
        begin(said, at)
    for number, one in enumerate(said["sent"]):
        voices_actions.contribute(
            campaign=said["key"], sent=f"example-{number}", answers=[one["answers"]], lon=one["lon"], lat=one["lat"], by=one["by"],
            at=at - timedelta(days=one["days"]),
        )  # fmt: skip
    intake.land_campaign(key=said["key"], by=OPERATOR, at=at)
    for one in said["correction"]:
        if not any(each.text == one["text"] for each in voices.corrections(one["dataset"])):
            correction(one, at - timedelta(days=one["days"]))
    if say:
        say(f"{said['key']}: {len(said['sent'])} contributions, {len(said['correction'])} corrections")


def begin(said: dict[str, Any], at: datetime) -> None:
    voices_actions.set_campaign(
        key=said["key"], dataset=said["dataset"], owner=said["owner"], title=said["title"], text=said["text"], form=said["form"],
        review=Review.AGREEMENT, observers=2, radius_m=30, opens_at=at - timedelta(days=40), closes_at=at + timedelta(days=60), is_example=True,
        reader=STAFF, at=at - timedelta(days=40),
    )  # fmt: skip


def correction(one: dict[str, Any], at: Any) -> None:
    """On the first row of the dataset, where that still has the columns."""
    found = reading.rows(Query(one["dataset"], limit=1), STAFF, total=False, record_ids=True)
    row = dict(zip([column.name for column in found.columns], found.rows[0], strict=True))
    seen = {
        name: value if isinstance(value, int | float | bool | dict | None) else str(value)
        for name, value in row.items()
    }
    voices_actions.propose_correction(
        dataset=one["dataset"], version=found.card.version, record_id=found.ids[0], row=seen, changes=one.get("changes", {}), text=one["text"],
        by="resident@example.org", at=at,
    )  # fmt: skip
