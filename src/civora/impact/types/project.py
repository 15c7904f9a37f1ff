"""Projects: what was promised, what it costs, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from civora.core.appraisal.effect import Effect
from civora.impact.types.indicator import IndicatorCard, Texts


class Kind(StrEnum):
    """Where a project comes from."""

    PROMISE = "promise"
    BUDGET_LINE = "budget-line"
    BALLOT_WINNER = "ballot-winner"
    PROJECT = "project"


class Stage(StrEnum):
    PLANNED = "planned"
    UNDER_WAY = "under-way"
    DONE = "done"
    STOPPED = "stopped"


class MoneyKind(StrEnum):
    PLANNED = "planned"
    SPENT = "spent"


def subject_of(key: str) -> str:
    """Under which key people follow a project and talk about it."""
    return f"project:{key}"


@dataclass(frozen=True, slots=True)
class EffectOn:
    """An indicator that the project should move, and since when it could: shown before and after."""

    indicator: str
    since: date
    others: tuple[str, ...] = ()  # indicators of places that the project did not touch


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project as it is written. `source` is the key of what it came from (`assembly/budget-2025/12`)."""

    key: str
    title: Texts
    kind: Kind = Kind.PROJECT
    summary: Texts = field(default_factory=dict)
    reason: Texts = field(default_factory=dict)
    stage: Stage = Stage.PLANNED
    owner: str = ""
    theme: str = ""
    area: str = ""
    source: str = ""
    promised_on: date | None = None
    promised_by: date | None = None
    done_on: date | None = None
    promised_cost: Decimal | None = None
    currency: str = "EUR"
    indicators: tuple[str, ...] = ()
    effects: tuple[EffectOn, ...] = ()
    is_example: bool = False
    assessment: str = ""  # good, warn or bad: by whoever follows the project; its source is among the documents


@dataclass(frozen=True, slots=True)
class MilestoneCard:
    id: int
    title: str
    lang: str
    note: str
    due_on: date | None
    done_on: date | None
    tone: str = ""  # good, warn, bad: an assessment that came with it

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class MoneyCard:
    id: int
    kind: MoneyKind
    amount: Decimal
    on: date
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    id: int
    title: str
    url: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in one language. `planned` and `spent` are sums in its currency; None: nothing is entered."""

    key: str
    title: str
    title_lang: str
    summary: str
    reason: str
    kind: Kind
    stage: Stage
    owner: str
    owner_name: str
    theme: str
    area: str
    source: str
    promised_on: date | None
    promised_by: date | None
    done_on: date | None
    promised_cost: Decimal | None
    currency: str
    planned: Decimal | None
    spent: Decimal | None
    changed_at: datetime
    is_example: bool
    assessment: str
    draft: ProjectDraft
    milestones: tuple[MilestoneCard, ...] = ()
    money: tuple[MoneyCard, ...] = ()
    documents: tuple[DocumentCard, ...] = ()
    indicators: tuple[IndicatorCard, ...] = ()


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """What an indicator did when a project came. `is_better` is None where one cannot tell or no way is better."""

    indicator: IndicatorCard
    since: date
    effect: Effect
    is_better: bool | None
    others: tuple[IndicatorCard, ...] = ()
