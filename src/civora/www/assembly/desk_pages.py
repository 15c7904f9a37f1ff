"""What the templates of `/desk/assembly/` are given."""

from __future__ import annotations

from dataclasses import dataclass

from civora.assembly.types import MeetingCard, ProcessCard, ProposalLine, StatementCard, SurveyCard
from civora.www.assembly.pages import ProcessLine
from civora.www.parts import Alert, Crumb


@dataclass(frozen=True, slots=True)
class DeskList:
    crumbs: tuple[Crumb, ...]
    lines: tuple[tuple[ProcessLine, str, int], ...]  # line, its address at the desk, statements that wait


@dataclass(frozen=True, slots=True)
class TextField:
    """One text of a form in one language."""

    name: str
    label: str
    lang: str
    value: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class PhaseFields:
    number: int
    titles: tuple[TextField, ...]
    start: str
    end: str
    acts: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class ProcessForm:
    crumbs: tuple[Crumb, ...]
    title: str
    key: str
    kinds: tuple[tuple[str, str, bool], ...]
    organisations: tuple[tuple[str, str, bool], ...]
    dataset: str
    texts: tuple[TextField, ...]
    phases: tuple[PhaseFields, ...]
    error: Alert | None


@dataclass(frozen=True, slots=True)
class Workbench:
    """One process for those who run it."""

    crumbs: tuple[Crumb, ...]
    process: ProcessCard
    url: str
    waiting: tuple[StatementCard, ...]
    shown: tuple[StatementCard, ...]
    proposals: tuple[ProposalLine, ...]
    total: int
    meetings: tuple[MeetingCard, ...]
    surveys: tuple[SurveyCard, ...]
    error: Alert | None


@dataclass(frozen=True, slots=True)
class AnswerForm:
    crumbs: tuple[Crumb, ...]
    title: str
    url: str
    decisions: tuple[tuple[str, str, bool], ...]
    texts: tuple[TextField, ...]
    news: tuple[TextField, ...]
    project: str
    error: Alert | None


@dataclass(frozen=True, slots=True)
class MeetingForm:
    crumbs: tuple[Crumb, ...]
    title: str
    number: int
    meeting: MeetingCard | None
    texts: tuple[TextField, ...]
    minutes: tuple[TextField, ...]
    given: dict[str, str]
    guests: tuple[tuple[str, str], ...]
    error: Alert | None


@dataclass(frozen=True, slots=True)
class SurveyForm:
    crumbs: tuple[Crumb, ...]
    title: str
    key: str
    texts: tuple[TextField, ...]
    questions: str
    error: Alert | None
