"""Drafts as JSON and back, checked: what the desk, the API and the example write, and what a version keeps."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from civora.core.errors import CivoraError
from civora.core.keys import BadKey, dataset_key
from civora.impact.errors import BadIndicator
from civora.impact.rules import frames, questions
from civora.impact.rules.periods import first_day
from civora.impact.types import AreaSource, Draft, Frequency, Source, Target, TargetKind, Toward

RESERVED = frozenset({"projects", "themes", "areas", "rule", "frames", "new"})
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
TITLE_AT_MOST, TEXT_AT_MOST, ODSQL_AT_MOST, TARGETS_AT_MOST = 200, 5000, 4000, 50
Word = TypeVar("Word", bound=StrEnum)


def plain(value: Any) -> Any:
    """A draft as JSON can keep it."""
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def written(draft: Draft) -> dict[str, Any]:
    """The draft as JSON; what is empty is left out."""
    found: dict[str, Any] = plain(asdict(draft))
    return {
        name: value for name, value in found.items() if value not in ("", None, [], {}) or name in ("title", "unit")
    }


def draft(given: Mapping[str, Any], pack: Mapping[str, Any]) -> Draft:
    """Read and check. Raises BadIndicator with the place, BadKey, and the errors of ODSQL with theirs."""
    unknown = set(given) - set(Draft.__dataclass_fields__)
    if unknown:
        raise BadIndicator(
            f"{sorted(unknown)[0][:60]!r} is no word of an indicator.",
            next_step=f"Its words are {', '.join(Draft.__dataclass_fields__)}.",
        )
    made = Draft(
        key=key(given.get("key")),
        title=texts(given.get("title"), "title", TITLE_AT_MOST, needed=True),
        unit=texts(given.get("unit") or {}, "unit", 60),
        source=source(given.get("source"), "source"),
        toward=word(Toward, given.get("toward", "none"), "toward"),
        frequency=word(Frequency, given.get("frequency", "yearly"), "frequency"),
        description=texts(given.get("description") or {}, "description", TEXT_AT_MOST),
        theme=short(given.get("theme"), "theme", 40),
        area=short(given.get("area"), "area", 100),
        owner=short(given.get("owner"), "owner", 100),
        targets=targets(given.get("targets") or ()),
        target_source=source(given["target_source"], "target_source") if given.get("target_source") else None,
        path_source=source(given["path_source"], "path_source") if given.get("path_source") else None,
        baseline_at=day(given.get("baseline_at"), "baseline_at"),
        tolerance=number(given.get("tolerance", 0.1), "tolerance", 0.0, 1.0),
        frames=frames.check(tuple(given.get("frames") or ()), pack),
        by_area=areas(given["by_area"]) if given.get("by_area") else None,
        digits=None if given.get("digits") in (None, "") else int(number(given["digits"], "digits", 0, 6)),
        next_update_on=day(given.get("next_update_on"), "next_update_on"),
        position=int(number(given.get("position") or 0, "position", 0, 10_000)),
        part_of=short(given.get("part_of"), "part_of", 100),
        is_example=bool(given.get("is_example", False)),
    )
    check_has_way(made)
    return made


def check_has_way(made: Draft) -> None:
    """A target without a better way cannot be held against anything."""
    if (made.targets or made.target_source) and made.toward is Toward.NONE:
        raise BadIndicator(
            "toward: there is a target, but neither more nor less is better.", next_step="Write up or down."
        )


def in_any(texts: Mapping[str, str]) -> str:
    """A text in English, else in any language: for the facts of a notice."""
    return str(texts.get("en") or next(iter(texts.values()), ""))


def key(given: Any) -> str:
    """Raises BadKey, BadIndicator."""
    text = str(given or "").strip()
    if not text:
        raise BadIndicator("key: there is none.", next_step="Write a short one in small letters, such as co2-total.")
    if text in RESERVED or "@" in text:
        raise BadKey(f"{text[:60]!r} is a word of the pages.", next_step="Choose another key.")
    return str(dataset_key(text))


def texts(given: Any, place: str, most: int, *, needed: bool = False) -> dict[str, str]:
    """`{en: …, de: …}`; a plain text is English. Raises BadIndicator."""
    found = {"en": given} if isinstance(given, str) else given
    if not isinstance(found, Mapping):
        raise BadIndicator(f"{place}: there are no words.", next_step="Write {en: …, fr: …, de: …}.")
    kept: dict[str, str] = {}
    for lang, text in found.items():
        if not isinstance(lang, str) or not LANGUAGE.fullmatch(lang) or not isinstance(text, str):
            raise BadIndicator(f"{place}: {str(lang)[:20]!r} is no language.", next_step="Write en, fr or de.")
        if len(text) > most:
            raise BadIndicator(f"{place}, {lang}: {len(text):,} letters.", next_step=f"Shorten it to {most:,}.")
        if text.strip():
            kept[lang] = text.strip()
    if needed and not kept:
        raise BadIndicator(f"{place}: there are no words.", next_step="Say in a few words what is measured.")
    return kept


def source(given: Any, place: str) -> Source:
    """A question, checked as far as one can without the dataset. Raises BadIndicator, ODSQLSyntaxError, BadKey."""
    if not isinstance(given, Mapping) or set(given) - set(Source.__dataclass_fields__):
        raise BadIndicator(
            f"{place}: this is not a question.",
            next_step="Write {dataset, time, value} and, if needed, where, scale and version.",
        )
    version = given.get("version")
    made = Source(
        str(dataset_key(str(given.get("dataset") or ""))), short(given.get("time"), f"{place}, time", ODSQL_AT_MOST),
        short(given.get("value"), f"{place}, value", ODSQL_AT_MOST),
        short(given.get("where"), f"{place}, where", ODSQL_AT_MOST),
        number(given.get("scale", 1.0), f"{place}, scale", -1e12, 1e12),
        None if version in (None, "") else int(number(version, f"{place}, version", 1, 2**31)),
    )  # fmt: skip
    said(place, lambda: questions.series(made, "UTC"))
    return made


def areas(given: Any) -> AreaSource:
    """Raises BadIndicator, ODSQLSyntaxError, BadKey."""
    if not isinstance(given, Mapping) or set(given) - set(AreaSource.__dataclass_fields__):
        raise BadIndicator(
            "by_area: this is not a question.",
            next_step="Write {dataset, area, value} and people_dataset, people_area, people_value.",
        )
    lines = {name: short(given.get(name), f"by_area, {name}", ODSQL_AT_MOST) for name in AREA_LINES}
    for name in ("dataset", "people_dataset"):
        if lines[name] or name == "dataset":
            dataset_key(lines[name])
    made = AreaSource(
        **lines, per=number(given.get("per", 1000), "by_area, per", 1e-6, 1e9),
        per_unit=texts(given.get("per_unit") or {}, "by_area, per_unit", 60), is_count=bool(given.get("is_count", True)),
    )  # fmt: skip
    said("by_area", lambda: questions.areas(made, "UTC"))
    if made.people_dataset:
        said("by_area, people", lambda: questions.people(made, "UTC"))
    return made


AREA_LINES = ("dataset", "area", "value", "where", "people_dataset", "people_area", "people_value")


def said(place: str, ask: Any) -> None:
    """The errors of a question, with the place. Raises BadIndicator."""
    try:
        ask()
    except BadIndicator as error:
        raise BadIndicator(f"{place}, {error.message}", next_step=error.next_step) from error
    except CivoraError as error:
        step = error.next_step or "Name fields and write conditions as in a query."
        raise BadIndicator(f"{place}: {error.message}", next_step=step) from error


def targets(given: Any) -> tuple[Target, ...]:
    """In the order of their days. Raises BadIndicator."""
    if not isinstance(given, (list, tuple)) or len(given) > TARGETS_AT_MOST:
        raise BadIndicator(
            "targets: this is no list of targets.", next_step="Write [{at, value, kind}, …], at most 50."
        )
    made = []
    for place, one in enumerate(given, 1):
        if not isinstance(one, Mapping) or set(one) - {"at", "value", "kind"}:
            raise BadIndicator(
                f"targets, {place}: this is no target.", next_step="Write {at: 2030, value: 131, kind: by}."
            )
        at = day(one.get("at"), f"targets, {place}, at")
        if at is None:
            raise BadIndicator(f"targets, {place}: there is no day.", next_step="Write a year, month or day.")
        made.append(
            Target(at, number(one.get("value"), f"targets, {place}, value", -1e18, 1e18), word(TargetKind, one.get("kind", "by"), f"targets, {place}"))
        )  # fmt: skip
    return tuple(sorted(made, key=lambda one: (one.at, one.kind)))


def word(kind: type[Word], given: Any, place: str) -> Word:
    if given not in set(kind):
        raise BadIndicator(f"{place}: {str(given)[:40]!r} is no word for it.", next_step=f"Choose {', '.join(kind)}.")
    return kind(given)


def day(given: Any, place: str) -> date | None:
    if given in (None, ""):
        return None
    found = first_day(given)
    if found is None or (isinstance(given, str) and not re.fullmatch(r"[0-9]{4}([-/][0-9]{1,2}){0,2}", given.strip())):
        raise BadIndicator(f"{place}: {str(given)[:40]!r} is no day.", next_step="Write 2030, 2030-06 or 2030-06-15.")
    return found


def number(given: Any, place: str, least: float, most: float) -> float:
    try:
        found = float(given)
    except (TypeError, ValueError):
        found = math.nan
    if isinstance(given, bool) or not math.isfinite(found) or not least <= found <= most:
        raise BadIndicator(
            f"{place}: {str(given)[:40]!r} is no number that can stand here.",
            next_step=f"Write one from {least:g} to {most:g}.",
        )
    return found


def short(given: Any, place: str, most: int) -> str:
    text = "" if given is None else given
    if not isinstance(text, str) or len(text) > most or "\x00" in text:
        raise BadIndicator(f"{place}: this is no text of at most {most:,} letters.", next_step="Shorten it.")
    return text.strip()


def read(kept: Mapping[str, Any]) -> Draft:
    """What a table keeps, as it was checked when it was written: frames are not held against the pack again, which may
    have changed since."""
    found = draft({name: value for name, value in kept.items() if name != "frames"}, {})
    return Draft(**{name: getattr(found, name) for name in Draft.__dataclass_fields__ if name != "frames"}, frames=tuple(kept.get("frames", ())))  # fmt: skip
