"""What the desk's screens of votes are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civora.assembly.types.ballots import BoxCard, CountCard, RuleChoiceCard
from civora.www.assembly.votes.pages import Compared
from civora.www.parts import Alert


@dataclass(frozen=True, slots=True)
class DeskLine:
    box: BoxCard
    budget: str
    state: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """`given` is what was filled in before."""

    processes: tuple[tuple[str, str], ...]
    forms: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    ways: tuple[str, ...]
    given: Mapping[str, object]
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The rules side by side on one election, while the vote has no fixed one. `token` is that comparison, signed."""

    box: BoxCard
    rule: str
    earlier: tuple[tuple[str, str], ...]
    compared: Compared | None
    token: str
    rules: tuple[tuple[str, str], ...]
    choice: RuleChoiceCard | None
    given: Mapping[str, object]
    alert: Alert | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    kind: str
    subject: str
    said: str
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Paper ballots entered: how often read, whether settled, and the sheets that differ."""

    number: int
    sheets: int
    readings: int
    is_merged: bool
    differing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class BoxPage:
    box: BoxCard
    state: str
    budget: str
    rule: str
    alert: Alert | None = None
    registered: int = 0
    is_closed: bool = False
    count: CountCard | None = None
    winners: tuple[str, ...] = ()
    ballots: int = 0
    screens: tuple[Screen, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    rulings: tuple[str, ...] = ()
    pass_text: str = ""
    has_choice: bool = False
