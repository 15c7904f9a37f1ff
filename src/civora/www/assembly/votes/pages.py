"""What the templates of a vote are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from civora.assembly.types.ballots import BoxCard, CountCard, ItemCard, RuleChoiceCard
from civora.www.assembly.pages import Frame
from civora.www.impact.pages import ProjectLine
from civora.www.parts import Alert, Crumb


@dataclass(frozen=True, slots=True)
class Line:
    """One project on the form. `points` is what the voter gave (1: ticked); `rank` her place for it."""

    item: ItemCard
    cost: str
    part: str
    points: int | None = None
    rank: int | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class Purse:
    """What is left of the money; `parts` are the widths of what is chosen, in per cent."""

    left: str
    budget: str
    chosen: int
    is_over: bool
    parts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class VotePage:
    """The ballot. `needs` says what somebody has to do before she can cast it."""

    frame: Frame
    box: BoxCard
    lede: str
    limits: str
    lines: tuple[Line, ...]
    purse: Purse
    order: str
    seed: str
    rule: str
    rule_words: str
    different: str
    sign: str
    grades: tuple[tuple[int, str], ...] = ()
    ranks: tuple[int, ...] = ()
    alert: Alert | None = None
    sign_in_url: str = ""
    result_url: str = ""
    rule_url: str = ""
    last_result_url: str = ""
    last_unique: float | None = None
    pass_text: str = ""


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The ballot once more before it is cast, and how to show that one may vote."""

    frame: Frame
    box: BoxCard
    lines: tuple[Line, ...]
    purse: Purse
    hidden: tuple[tuple[str, str], ...]
    token: str
    ways: frozenset[str]
    signed_in: str = ""
    sign_in_url: str = ""
    address: str = ""
    code_sent: bool = False
    pass_text: str = ""
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    frame: Frame
    box: BoxCard
    code: str
    raw: str
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class VoteLine:
    """One vote in the list of a process."""

    box: BoxCard
    budget: str
    url: str
    result_url: str = ""


@dataclass(frozen=True, slots=True)
class VotesPage:
    frame: Frame
    lines: tuple[VoteLine, ...]


@dataclass(frozen=True, slots=True)
class RuleColumn:
    """One rule in the comparison; widths in per cent."""

    name: str
    words: str
    built: int
    without: int
    without_width: float
    backed: float
    backed_width: float
    unspent: str
    is_used: bool
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One project: by which rules it is built, in the order of the columns."""

    name: str
    cost: str
    votes: float | None
    built: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One election under several rules: `differing` are the projects that not all rules treat alike."""

    title: str
    voters: int
    budget: str
    columns: tuple[RuleColumn, ...]
    differing: tuple[ComparedRow, ...]
    alike: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class RulePage:
    """Why a vote is counted by its rule."""

    frame: Frame
    box: BoxCard
    rule: str
    rule_words: str
    choice: RuleChoiceCard
    compared: Compared


@dataclass(frozen=True, slots=True)
class ProjectRow:
    number: str
    title: str
    lang: str
    cost: str
    votes: float
    width: float
    won: bool
    other_won: bool
    why: str
    url: str
    project: ProjectLine | None = None  # what came of it


@dataclass(frozen=True, slots=True)
class Explained:
    title: str
    lang: str
    won: bool
    said: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    frame: Frame
    box: BoxCard
    count: CountCard
    built: int
    voters: int
    budget: str
    reached: int
    reached_part: float
    columns: tuple[RuleColumn, ...]
    all_rules: tuple[RuleColumn, ...]
    rows: tuple[ProjectRow, ...]
    explained: tuple[Explained, ...]
    other: str
    rule: str
    command: str
    unique_part: float
    rule_url: str = ""
    turnout: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    datasets: tuple[Crumb, ...] = ()
    findings: int = 0
    receipt: str = ""
    included: bool | None = None
