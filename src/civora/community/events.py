"""What happened here. Facts are keys: no words of anybody stand in the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ReuseShown:
    name: ClassVar[str] = "community.reuse.shown"
    reuse: str


@dataclass(frozen=True, slots=True)
class ReuseChanged:
    name: ClassVar[str] = "community.reuse.changed"
    reuse: str


@dataclass(frozen=True, slots=True)
class ReuseWithdrawn:
    name: ClassVar[str] = "community.reuse.withdrawn"
    reuse: str


@dataclass(frozen=True, slots=True)
class ReuseReleased:
    """A moderator let it appear after it had waited."""

    name: ClassVar[str] = "community.reuse.released"
    reuse: str


@dataclass(frozen=True, slots=True)
class ReuseHighlighted:
    """The city shows it first, or no longer."""

    name: ClassVar[str] = "community.reuse.highlighted"
    reuse: str
    is_highlighted: bool


@dataclass(frozen=True, slots=True)
class CallSet:
    name: ClassVar[str] = "community.call.set"
    call: str


@dataclass(frozen=True, slots=True)
class CallEntered:
    name: ClassVar[str] = "community.call.entered"
    call: str
    reuse: str


@dataclass(frozen=True, slots=True)
class CallDecided:
    """The jury's result. `awards` are keys of reuses, the first prize first."""

    name: ClassVar[str] = "community.call.decided"
    call: str
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatasetNominated:
    name: ClassVar[str] = "community.nomination.made"
    nomination: str


@dataclass(frozen=True, slots=True)
class NominationBacked:
    name: ClassVar[str] = "community.nomination.backed"
    nomination: str


@dataclass(frozen=True, slots=True)
class NominationAnswered:
    name: ClassVar[str] = "community.nomination.answered"
    nomination: str
    state: str


@dataclass(frozen=True, slots=True)
class NominationWithdrawn:
    name: ClassVar[str] = "community.nomination.withdrawn"
    nomination: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodSet:
    name: ClassVar[str] = "community.neighbourhood.set"
    neighbourhood: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodJoined:
    name: ClassVar[str] = "community.neighbourhood.joined"
    neighbourhood: str


@dataclass(frozen=True, slots=True)
class NeighbourhoodLeft:
    name: ClassVar[str] = "community.neighbourhood.left"
    neighbourhood: str


@dataclass(frozen=True, slots=True)
class ListingPosted:
    name: ClassVar[str] = "community.listing.posted"
    listing: str


@dataclass(frozen=True, slots=True)
class ListingRenewed:
    name: ClassVar[str] = "community.listing.renewed"
    listing: str


@dataclass(frozen=True, slots=True)
class ListingEnded:
    name: ClassVar[str] = "community.listing.ended"
    listing: str


@dataclass(frozen=True, slots=True)
class ListingReleased:
    """A moderator let it appear after it had waited."""

    name: ClassVar[str] = "community.listing.released"
    listing: str


@dataclass(frozen=True, slots=True)
class MessageWritten:
    """That two neighbours wrote about a listing: not who to whom, and no words."""

    name: ClassVar[str] = "community.message.written"
    listing: str


@dataclass(frozen=True, slots=True)
class DatasetProjected:
    name: ClassVar[str] = "community.dataset.projected"
    dataset: str
    version: int
