"""What happened to indicators and projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class IndicatorSaved:
    """Made, or given another definition; `number` counts them."""

    name: ClassVar[str] = "impact.indicator.saved"
    indicator: str
    number: int


@dataclass(frozen=True, slots=True)
class IndicatorWithdrawn:
    name: ClassVar[str] = "impact.indicator.withdrawn"
    indicator: str


@dataclass(frozen=True, slots=True)
class StatementMade:
    name: ClassVar[str] = "impact.statement.made"
    indicator: str


@dataclass(frozen=True, slots=True)
class ProjectSaved:
    name: ClassVar[str] = "impact.project.saved"
    project: str
    stage: str


@dataclass(frozen=True, slots=True)
class ProjectMoved:
    """A project came to another stage."""

    name: ClassVar[str] = "impact.project.moved"
    project: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MilestoneSet:
    name: ClassVar[str] = "impact.milestone.set"
    project: str
    milestone: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class MoneyEntered:
    name: ClassVar[str] = "impact.money.entered"
    project: str
    kind: str
    amount: str


@dataclass(frozen=True, slots=True)
class DocumentAdded:
    name: ClassVar[str] = "impact.document.added"
    project: str
    title: str


@dataclass(frozen=True, slots=True)
class InclusionAsked:
    """The questions of a process were set."""

    name: ClassVar[str] = "impact.inclusion.asked"
    about: str


@dataclass(frozen=True, slots=True)
class InclusionAnswered:
    """Somebody answered. Neither who nor what."""

    name: ClassVar[str] = "impact.inclusion.answered"
    about: str


@dataclass(frozen=True, slots=True)
class InclusionFrozen:
    """Who took part is settled. No numbers: those are published in groups."""

    name: ClassVar[str] = "impact.inclusion.frozen"
    about: str


@dataclass(frozen=True, slots=True)
class PartRemoved:
    """A milestone, entry or document was taken away."""

    name: ClassVar[str] = "impact.part.removed"
    project: str
    kind: str
    part: int
