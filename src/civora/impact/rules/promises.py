"""Projects in words: drafts as JSON, checked; how a project may move; how promised and actual compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from civora.core.keys import BadKey
from civora.impact.errors import BadIndicator, BadProject
from civora.impact.rules import words
from civora.impact.types import EffectOn, Kind, ProjectDraft, Stage

NEXT = {
    Stage.PLANNED: {Stage.UNDER_WAY, Stage.DONE, Stage.STOPPED},
    Stage.UNDER_WAY: {Stage.DONE, Stage.STOPPED, Stage.PLANNED},
    Stage.DONE: {Stage.UNDER_WAY},
    Stage.STOPPED: {Stage.PLANNED, Stage.UNDER_WAY},
}
AMOUNT_AT_MOST = Decimal(10) ** 13
URL = re.compile(r"(https?://|/)[^\s<>\"']{1,900}", re.IGNORECASE)
CURRENCY = re.compile(r"[A-Z]{3}")


class Kept(Protocol):
    """The columns of a project that make its draft."""

    key: str
    kind: str
    stage: str
    title: dict[str, str]
    summary: dict[str, str]
    reason: dict[str, str]
    owner: str
    theme: str
    area: str
    source: str
    promised_on: date | None
    promised_by: date | None
    done_on: date | None
    promised_cost: Decimal | None
    currency: str
    indicators: list[str]
    effects: list[dict[str, Any]]
    is_example: bool
    assessment: str


def read(row: Kept) -> ProjectDraft:
    return ProjectDraft(
        row.key, row.title, Kind(row.kind), row.summary, row.reason, Stage(row.stage), row.owner, row.theme, row.area, row.source,
        row.promised_on, row.promised_by, row.done_on, row.promised_cost, row.currency, tuple(row.indicators),
        tuple(effect(one) for one in row.effects), row.is_example, row.assessment,
    )  # fmt: skip


def written(draft: ProjectDraft) -> dict[str, Any]:
    found: dict[str, Any] = words.plain(asdict(draft))
    found["promised_cost"] = None if draft.promised_cost is None else str(draft.promised_cost)
    return found


def draft(given: Mapping[str, Any]) -> ProjectDraft:
    """Read and check. Raises BadProject, BadKey."""
    unknown = set(given) - set(ProjectDraft.__dataclass_fields__)
    if unknown:
        raise BadProject(
            f"{sorted(unknown)[0][:60]!r} is no word of a project.",
            next_step=f"Its words are {', '.join(ProjectDraft.__dataclass_fields__)}.",
        )
    try:
        made = ProjectDraft(
            key=words.key(given.get("key")), title=words.texts(given.get("title"), "title", 300, needed=True),
            kind=words.word(Kind, given.get("kind", "project"), "kind"),
            summary=words.texts(given.get("summary") or {}, "summary", words.TEXT_AT_MOST),
            reason=words.texts(given.get("reason") or {}, "reason", words.TEXT_AT_MOST),
            stage=words.word(Stage, given.get("stage", "planned"), "stage"), owner=words.short(given.get("owner"), "owner", 100),
            theme=words.short(given.get("theme"), "theme", 40), area=words.short(given.get("area"), "area", 100),
            source=words.short(given.get("source"), "source", 300), promised_on=words.day(given.get("promised_on"), "promised_on"),
            promised_by=words.day(given.get("promised_by"), "promised_by"), done_on=words.day(given.get("done_on"), "done_on"),
            promised_cost=amount(given.get("promised_cost"), "promised_cost"), currency=currency(given.get("currency") or "EUR"),
            indicators=keys(given.get("indicators")), effects=tuple(effect(one) for one in given.get("effects") or ()),
            is_example=bool(given.get("is_example", False)), assessment=tone(given.get("assessment")),
        )  # fmt: skip
    except BadIndicator as error:
        raise BadProject(error.message, next_step=error.next_step) from error
    check_dates(made)
    return made


def check_dates(made: ProjectDraft) -> None:
    """Raises BadProject."""
    if made.promised_on and made.promised_by and made.promised_by < made.promised_on:
        raise BadProject(
            "promised_by lies before promised_on.", next_step="Give the day of the promise, then the day it is for."
        )
    if made.stage is Stage.DONE and made.done_on is None:
        raise BadProject("A project that is done has a day.", next_step="Give done_on.")
    if made.stage is Stage.STOPPED and not made.reason:
        raise BadProject("A project that is stopped has a reason.", next_step="Say why in a sentence.")


def tone(given: Any) -> str:
    """Raises BadProject."""
    if given not in (None, "", "good", "warn", "bad"):
        raise BadProject(
            f"{str(given)[:20]!r} is no assessment.", next_step="Choose good, warn, bad or leave it empty."
        )
    return given or ""


def keys(given: Any) -> tuple[str, ...]:
    found = given or ()
    if not isinstance(found, (list, tuple)) or not all(isinstance(one, str) for one in found) or len(found) > 100:
        raise BadProject("indicators: this is no list of keys.", next_step="Write [co2-total, …], at most 100.")
    return tuple(dict.fromkeys(found))


def effect(given: Any) -> EffectOn:
    """Raises BadProject."""
    if not isinstance(given, Mapping) or not isinstance(given.get("indicator"), str) or not given.get("since"):
        raise BadProject("effects: this is no effect.", next_step="Write {indicator: KEY, since: 2024-05-01}.")
    since = words.day(given["since"], "effects, since")
    if since is None:
        raise BadProject("effects, since: there is no day.", next_step="Write 2024-05-01.")
    return EffectOn(given["indicator"], since, keys(given.get("others")))


def amount(given: Any, place: str) -> Decimal | None:
    """Raises BadProject."""
    if given in (None, ""):
        return None
    try:
        found = Decimal(str(given))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(given, bool) or not found.is_finite() or not 0 <= found < AMOUNT_AT_MOST:
        raise BadProject(f"{place}: {str(given)[:40]!r} is no amount.", next_step="Write it like 250000 or 1999.50.")
    return found.quantize(Decimal("0.01"))


def currency(given: Any) -> str:
    if not isinstance(given, str) or not CURRENCY.fullmatch(given):
        raise BadProject(f"currency: {str(given)[:10]!r} is none.", next_step="Write three letters: EUR.")
    return given


def address(given: Any, place: str, *, needed: bool = False) -> str:
    """An address on the web or a page of this portal; pages make links of it, so no other scheme is taken."""
    text = str(given or "").strip()
    if (text or needed) and (not URL.fullmatch(text) or text.startswith("//")):
        raise BadProject(f"{place}: {text[:100]!r} is not an address.", next_step="Begin with https:// or /.")
    return text


def check_move(old: Stage, new: Stage) -> None:
    """Raises BadProject."""
    if old is not new and new not in NEXT[old]:
        allowed = ", ".join(sorted(NEXT[old]))
        raise BadProject(f"A project that is {old} cannot become {new}.", next_step=f"It can become {allowed}.")


def days_late(promised_by: date | None, done_on: date | None, today: date) -> int | None:
    """Days after the promised day, below 0 where earlier; an open project counts until today. None without promise."""
    return None if promised_by is None else ((done_on or today) - promised_by).days


def over_cost(promised: Decimal | None, spent: Decimal | None) -> Decimal | None:
    """What was spent more than promised, as a share of the promise."""
    return None if not promised or spent is None else (spent - promised) / promised


__all__ = [
    "NEXT",
    "BadKey",
    "Kept",
    "address",
    "amount",
    "check_move",
    "days_late",
    "draft",
    "over_cost",
    "read",
    "written",
]
