"""Projects with all that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from civora.impact.errors import UnknownProject
from civora.impact.models import Document, Milestone, Money, Project
from civora.impact.queries.indicators import in_language, indicators
from civora.impact.rules import promises
from civora.impact.types import (
    DocumentCard,
    IndicatorCard,
    Kind,
    MilestoneCard,
    MoneyCard,
    MoneyKind,
    ProjectCard,
    Stage,
)
from civora.people import queries as people


def projects(
    lang: str = "en", *, theme: str = "", kind: str = "", stage: str = "", area: str = "", sources: Iterable[str] | None = None
) -> tuple[ProjectCard, ...]:  # fmt: skip
    """In the order of their keys, with milestones and money; in five queries."""
    chosen = {"theme": theme, "kind": kind, "stage": stage, "area": area}
    rows = Project.objects.filter(**{name: value for name, value in chosen.items() if value})
    if sources is not None:
        rows = rows.filter(source__in=list(sources))
    return cards(list(rows), lang, with_indicators=False)


def project(key: str, lang: str = "en") -> ProjectCard:
    """Raises UnknownProject."""
    return cards([row(key)], lang, with_indicators=True)[0]


def project_of(source: str, lang: str = "en") -> ProjectCard | None:
    """The project that came out of a proposal, ballot winner or budget line."""
    found = Project.objects.filter(source=source).first() if source else None
    return cards([found], lang, with_indicators=True)[0] if found else None


def projects_from(beginning: str, lang: str = "en") -> tuple[ProjectCard, ...]:
    """All that came out of one thing: the sources begin with this, such as `vote:budget/parks/`."""
    return cards(list(Project.objects.filter(source__startswith=beginning)), lang, with_indicators=False)


def row(key: str) -> Project:
    found = Project.objects.filter(key=key).first()
    if found is None:
        raise UnknownProject(f"There is no project {key[:100]}.", next_step="See all: /indicators/projects/.")
    return found


def cards(rows: list[Project], lang: str, *, with_indicators: bool) -> tuple[ProjectCard, ...]:
    names = {one.key: one.name for one in people.organisations()}
    steps = by_project(Milestone.objects.filter(project__in=rows))
    money = by_project(Money.objects.filter(project__in=rows))
    papers = by_project(Document.objects.filter(project__in=rows))
    made = []
    for one in rows:
        shown = indicators(lang, keys=one.indicators) if with_indicators and one.indicators else ()
        made.append(card(one, lang, names, steps.get(one.pk, []), money.get(one.pk, []), papers.get(one.pk, []), shown))
    return tuple(made)


def by_project(rows: Iterable[Milestone] | Iterable[Money] | Iterable[Document]) -> dict[int, list]:  # type: ignore[type-arg]  # of three kinds
    found: dict[int, list] = {}  # type: ignore[type-arg]  # of three kinds
    for one in rows:
        found.setdefault(one.project_id, []).append(one)
    return found


def card(
    row: Project, lang: str, names: Mapping[str, str], steps: list[Milestone], money: list[Money], papers: list[Document],
    shown: tuple[IndicatorCard, ...],
) -> ProjectCard:  # fmt: skip
    title, title_lang = in_language(row.title, lang)
    entries = tuple(MoneyCard(one.pk, MoneyKind(one.kind), one.amount, one.on, one.note, one.url) for one in money)
    return ProjectCard(
        row.key, title, title_lang, in_language(row.summary, lang)[0], in_language(row.reason, lang)[0], Kind(row.kind),
        Stage(row.stage), row.owner, names.get(row.owner, row.owner), row.theme, row.area, row.source, row.promised_on,
        row.promised_by, row.done_on, row.promised_cost, row.currency, total(entries, MoneyKind.PLANNED),
        total(entries, MoneyKind.SPENT), row.changed_at, row.is_example, row.assessment, promises.read(row),
        tuple(step(one, lang) for one in steps), entries,
        tuple(DocumentCard(one.pk, one.title, one.url, one.on) for one in papers), shown,
    )  # fmt: skip


def step(row: Milestone, lang: str) -> MilestoneCard:
    title, found = in_language(row.title, lang)
    return MilestoneCard(row.pk, title, found, in_language(row.note, lang)[0], row.due_on, row.done_on, row.tone)


def total(entries: Iterable[MoneyCard], kind: MoneyKind) -> Decimal | None:
    chosen = [one.amount for one in entries if one.kind is kind]
    return sum(chosen, Decimal(0)) if chosen else None
