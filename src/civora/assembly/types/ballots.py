"""What crosses the door of a vote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from civora.assembly.types import Place, Said


class BallotForm(StrEnum):
    """What a ballot asks for."""

    APPROVAL = "approval"  # any number of projects between two limits
    KNAPSACK = "knapsack"  # as many as the money pays for
    SCORES = "scores"  # points from 0 to a top
    RANKING = "ranking"  # the best first
    JUDGEMENT = "judgement"  # a grade for each


class Scope(StrEnum):
    """One person has one vote in each."""

    CITY = "city"
    DISTRICT = "district"


class Way(StrEnum):
    """How somebody shows that she may vote."""

    ACCOUNT = "account"  # signed in; with a group named, a member of it
    OIDC = "oidc"  # signed in with OpenID Connect, and it states the attribute
    MESSAGE = "message"  # a code sent to an e-mail address or telephone
    REGISTER = "register"  # document number and date of birth, as in the register of residents
    CODE = "code"  # the code from a letter to a person of the register
    DESK = "desk"  # an officer finds the person in the register


class Channel(StrEnum):
    ONLINE = "online"
    DESK = "desk"
    PAPER = "paper"


class Ruling(StrEnum):
    """What was decided when the screens had been read."""

    STANDS = "stands"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True)
class NewItem:
    """One project as it is put on a ballot. Texts by language."""

    title: dict[str, str]
    cost: int
    about: dict[str, str] | None = None
    category: str = ""
    place: str = ""
    proposal: int | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class NewBox:
    """A vote as it is set. `budget` in whole units of the currency; `most` 0 is no limit."""

    title: dict[str, str]
    form: BallotForm
    rule: str
    budget: int
    opens_at: datetime
    closes_at: datetime
    items: tuple[NewItem, ...]
    ways: tuple[Way, ...] = (Way.ACCOUNT,)
    group: str = ""
    scope: Scope = Scope.CITY
    district: str = ""
    currency: str = "EUR"
    threshold: int = 0
    least: int = 1
    most: int = 0
    top: int = 0
    may_change: bool = True


@dataclass(frozen=True, slots=True)
class ItemCard:
    """One project on a ballot."""

    number: int
    title: Said
    about: Said
    cost: int
    category: str
    place: str
    proposal: int | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class BoxCard:
    """A vote as everyone may see it. It holds no number of ballots: before the count there is none."""

    id: int
    process: str
    process_id: int
    key: str
    title: Said
    form: BallotForm
    rule: str
    budget: int
    currency: str
    threshold: int
    least: int
    most: int
    top: int
    scope: Scope
    district: str
    ways: tuple[Way, ...]
    group: str
    may_change: bool
    opens_at: datetime
    closes_at: datetime
    place: Place
    is_counted: bool
    is_published: bool
    items: tuple[ItemCard, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleChoiceCard:
    """Why a vote is counted by its rule; `compared` as `rules.counting.compared` gives it."""

    rule: str
    reasons: str
    compared: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class CountCard:
    """What came out: the outcome of the rule of the vote and of the others, by name, as plain data."""

    rule: str
    at: datetime
    outcomes: dict[str, dict[str, Any]]
    screens: dict[str, Any]
    uniqueness: dict[str, Any]
    decision: str
    reasons: str
    decided_at: datetime | None
