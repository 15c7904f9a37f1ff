"""Lines of the timeline, and telling who follows."""

from __future__ import annotations

from datetime import datetime

from civora.reports import models, rules
from civora.reports.errors import UnknownReport
from civora.reports.types import Turn, Who
from civora.voices import actions as voices


def known(key: str) -> models.Report:
    """Raises UnknownReport."""
    row = models.Report.objects.select_related("category").filter(key=key, is_erased=False).first()
    if row is None:
        raise UnknownReport("There is no such report.", next_step="Check its number.")
    return row


def enter(
    row: models.Report, *, turn: Turn, who: Who, at: datetime, text: str = "", by: str = "", external: str = ""
) -> models.Update:
    return models.Update.objects.create(
        key=rules.key(), report=row, at=at, by=by, who=who.value, turn=turn.value, status=row.status, text=text, external=external
    )  # fmt: skip


def announce(row: models.Report, line: models.Update, at: datetime, by: str = "") -> None:
    """Everybody who follows the report is told of this line once."""
    facts = {
        "report": row.key,
        "category": row.category.key,
        "status": row.status,
        "turn": line.turn,
        "text": line.text[:500],
    }
    voices.announce(subject=f"report:{row.key}", turn=f"{line.turn}-{line.key}", facts=facts, at=at, by=by)
