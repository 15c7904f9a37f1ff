"""Indicators without their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, Max, Sum

from civora.impact.errors import UnknownIndicator
from civora.impact.models import Definition, Indicator, Project, Statement
from civora.impact.rules import words
from civora.impact.types import Draft, IndicatorCard, StatementCard, Texts
from civora.people import queries as people


def indicators(
    lang: str = "en", *, theme: str = "", area: str | None = None, frame: str = "", keys: Iterable[str] | None = None
) -> tuple[IndicatorCard, ...]:
    """In their order. `area` None: everywhere; "": the whole city only. `keys` chooses, in that order."""
    rows = Indicator.objects.filter(withdrawn_at=None)
    if theme:
        rows = rows.filter(theme=theme)
    if area is not None:
        rows = rows.filter(area=area)
    wanted = None if keys is None else list(keys)
    if wanted is not None:
        rows = rows.filter(key__in=wanted)
    found = cards(list(rows.order_by("position", "key")), lang)
    if frame:
        found = tuple(one for one in found if frame in one.draft.frames)
    if wanted is not None:
        found = tuple(sorted(found, key=lambda one: wanted.index(one.key)))
    return found


def indicator(key: str, lang: str = "en") -> IndicatorCard:
    """Raises UnknownIndicator."""
    return cards([row(key)], lang)[0]


def row(key: str) -> Indicator:
    found = Indicator.objects.filter(key=key, withdrawn_at=None).first()
    if found is None:
        raise UnknownIndicator(f"There is no indicator {key[:100]}.", next_step="See all: /indicators/.")
    return found


def exists(key: str) -> bool:
    return Indicator.objects.filter(key=key).exists()


def revision() -> str:
    """Another word after each change of an indicator: pages that show them are made anew."""
    found = Indicator.objects.aggregate(last=Max("changed_at"), count=Count("pk"), defined=Sum("number"))
    last = found["last"].timestamp() if found["last"] else 0
    return f"{last}-{found['count']}-{found['defined'] or 0}"


def owner(key: str) -> str:
    """The organisation responsible. Raises UnknownIndicator."""
    return row(key).owner


def definition(key: str) -> Draft:
    """As it stands. Raises UnknownIndicator."""
    return words.read(row(key).definition)


def definitions(key: str) -> tuple[tuple[int, datetime, Draft], ...]:
    """Every definition that it ever had, newest first. Raises UnknownIndicator."""
    rows = Definition.objects.filter(indicator=row(key)).order_by("-number")
    return tuple((one.number, one.at, words.read(one.definition)) for one in rows)


def cards(rows: list[Indicator], lang: str) -> tuple[IndicatorCard, ...]:
    """In four queries, whatever their number."""
    names = {one.key: one.name for one in people.organisations()}
    said: dict[int, Statement] = {}
    for one in Statement.objects.filter(indicator__in=rows).order_by("said_on", "id"):
        said[one.indicator_id] = one
    told = projects_of({one.key for one in rows}, lang)
    return tuple(card(one, lang, names, said.get(one.pk), told.get(one.key, ())) for one in rows)


def projects_of(keys: set[str], lang: str) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for key, title, chosen in Project.objects.values_list("key", "title", "indicators"):
        for one in keys.intersection(chosen):
            found.setdefault(one, []).append((key, in_language(title, lang)[0]))
    return {key: tuple(these) for key, these in found.items()}


def card(
    row: Indicator, lang: str, names: Mapping[str, str], said: Statement | None, told: tuple[tuple[str, str], ...]
) -> IndicatorCard:
    made = words.read(row.definition)
    return IndicatorCard(
        row.key, in_language(made.title, lang)[0], in_language(made.description, lang)[0], in_language(made.unit, lang)[0],
        row.theme, row.area, row.owner, names.get(row.owner, row.owner), row.number, row.changed_at, made,
        statement(said, lang) if said else None, told,
    )  # fmt: skip


def statement(said: Statement, lang: str) -> StatementCard:
    text, found = in_language(said.texts, lang)
    return StatementCard(text, found, said.name, said.said_on, said.is_example)


def in_language(texts: Texts, lang: str) -> tuple[str, str]:
    """(text, language): as asked, else English, else any."""
    for code in (lang, "en", *texts):
        if texts.get(code):
            return str(texts[code]), code
    return "", lang
