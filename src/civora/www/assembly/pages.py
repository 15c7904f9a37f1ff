"""What the templates of `/take-part/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.assembly.types import NOTHING_SAID, ProcessCard, Said
from civora.www.parts import Crumb, Empty


@dataclass(frozen=True, slots=True)
class Step:
    """One phase in the row of steps. `tone` is done, now or empty."""

    title: Said
    tone: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that I can do now."""

    label: str
    text: str
    url: str
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of what happened and what will come. `tone` is done, now or empty."""

    at: datetime
    tone: str
    title: str
    said: Said = NOTHING_SAID
    until: datetime | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands above every page of one process."""

    crumbs: tuple[Crumb, ...]
    process: ProcessCard
    kind: str
    steps: tuple[Step, ...]
    url: str


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process in the list."""

    process: ProcessCard
    kind: str
    url: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    crumbs: tuple[Crumb, ...]
    running: tuple[ProcessLine, ...]
    coming: tuple[ProcessLine, ...]
    past: tuple[ProcessLine, ...]
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class ProcessPage:
    frame: Frame
    todos: tuple[Todo, ...]
    moments: tuple[Moment, ...]
    decision: str
    tone: str
