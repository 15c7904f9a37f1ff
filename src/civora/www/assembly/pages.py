"""What the templates of `/take-part/` are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from civora.assembly.types import (
    NOTHING_SAID,
    AmendmentCard,
    DebateCard,
    MeetingCard,
    ProcessCard,
    ProposalCard,
    ProposalLine,
    QuestionCard,
    Said,
    StatementCard,
    SurveyCard,
)
from civora.voices.types import PictureCard, Thread
from civora.www.assembly.evidence import Figure
from civora.www.assembly.ground import Ground
from civora.www.parts import Alert, Choice, Crumb, Empty, Pager


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
    proposals: tuple[ProposalRow, ...]
    proposals_url: str
    ground: Ground | None
    meetings: tuple[MeetingCard, ...]
    debates: tuple[tuple[DebateCard, str, int], ...]
    is_following: bool
    has_opinions: bool


# ---- proposals -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list, as this reader sees it. `status` and `tone` are empty where it has no answer yet."""

    line: ProposalLine
    url: str
    comments: int
    is_backed: bool
    can_back: bool
    is_hidden: bool
    status: str
    tone: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    frame: Frame
    heading: str
    noun: str
    rows: tuple[ProposalRow, ...]
    orders: tuple[Choice, ...]
    answers: tuple[Choice, ...]
    pager: Pager
    ground: Ground | None
    q: str
    can_propose: bool
    new_label: str
    new_url: str
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of an amendment against the text as it stands: sign is + added, - taken away, or empty."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    card: AmendmentCard
    state: str
    tone: str
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread of comments on a page. `target_prefix` names what a notice about one of them is about."""

    thread: Thread
    post_url: str
    can_say: bool
    why_not: str
    has_stances: bool
    flag_url: str
    is_following: bool
    follow_url: str
    subject: str
    pictures: tuple[PictureCard, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    frame: Frame
    card: ProposalCard
    status: str
    tone: str
    ground: Ground | None
    figures: tuple[Figure, ...]
    amendments: tuple[AmendmentLine, ...]
    talk: Talk
    can_back: bool
    can_change: bool
    can_amend: bool
    is_staff: bool
    decision_url: str
    flag_url: str
    similar: tuple[ProposalRow, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with one form. `likely` are proposals that say something similar already."""

    frame: Frame
    title: str
    lede: str
    button: str
    back_url: str
    ground: Ground | None = None
    likely: tuple[ProposalRow, ...] = ()
    similar_url: str = ""
    error: Alert | None = None
    figures: tuple[Figure, ...] = ()
    who_sees: str = ""
    is_new: bool = False


# ---- talk ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpinionsPage:
    """One statement at a time. `share` is how much of the way is gone, in per cent."""

    frame: Frame
    statement: StatementCard | None
    answered: int
    total: int
    share: int
    can_vote: bool
    can_state: bool
    mine: tuple[StatementCard, ...]
    groups_url: str
    voice: str


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement with its shares in per cent, of all and of each group."""

    text: str
    lang: str
    agree: int
    disagree: int
    passed: int
    voted: int
    by_group: tuple[tuple[str, int, int], ...] = ()  # group, agree, disagree


@dataclass(frozen=True, slots=True)
class GroupCard:
    """People who vote alike: name, size, what is typical of them (side in words, statement). `dots` is path data."""

    name: str
    size: int
    share: int
    colour: str
    dots: str
    x: float
    y: float
    typical: tuple[tuple[str, StatementLine], ...]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class GroupsPage:
    frame: Frame
    finding: str
    groups: tuple[GroupCard, ...]
    me: tuple[float, float] | None
    uniting: tuple[StatementLine, ...]
    dividing: tuple[StatementLine, ...]
    lines: tuple[StatementLine, ...]
    placed: int
    people: int
    dataset_url: str
    empty: Empty | None


@dataclass(frozen=True, slots=True)
class DebatesPage:
    frame: Frame
    debates: tuple[tuple[DebateCard, str, int], ...]
    can_begin: bool


@dataclass(frozen=True, slots=True)
class DebatePage:
    frame: Frame
    debate: DebateCard
    talk: Talk


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with what stands in its field, and what is wrong with it."""

    card: QuestionCard
    values: tuple[str, ...]
    steps: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class SurveyPage:
    frame: Frame
    survey: SurveyCard
    questions: tuple[QuestionLine, ...]
    can_answer: bool
    error: Alert | None
    has_hidden: bool


@dataclass(frozen=True, slots=True)
class MeetingPage:
    frame: Frame
    meeting: MeetingCard
    ground: Ground | None
    ics_url: str
    can_register: bool
    seats: str
    talk: Talk
