"""Where things stand against the clock. A phase is open from its first instant until just before its last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext

from civora.assembly.errors import BadProcess, NotOpen
from civora.assembly.types import Act, NewPhase, PhaseCard, Place


class Span(Protocol):
    """Anything with a beginning and an end."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def place(span: Span, at: datetime) -> Place:
    if at < span.starts_at:
        return Place.BEFORE
    return Place.NOW if at < span.ends_at else Place.AFTER


def place_of_all(spans: Iterable[Span], at: datetime) -> Place:
    """Of a process: before its first phase, after its last, or between. A pause between two phases is now."""
    places = [place(one, at) for one in spans]
    if all(one is Place.BEFORE for one in places):
        return Place.BEFORE
    return Place.AFTER if all(one is Place.AFTER for one in places) else Place.NOW


def check_open(phases: Sequence[PhaseCard], act: Act) -> None:
    """Raises NotOpen, which says when it opens, or that it is over."""
    if any(act in one.acts and one.place is Place.NOW for one in phases):
        return
    later = next((one for one in phases if act in one.acts and one.place is Place.BEFORE), None)
    if later:
        raise NotOpen(
            gettext("This is not open yet."),
            next_step=gettext("It opens on {when:%Y-%m-%d, %H:%M} (UTC).").format(when=later.starts_at),
            opens_at=later.starts_at,
        )
    was_open = any(act in one.acts for one in phases)
    raise NotOpen(
        gettext("This has closed.") if was_open else gettext("This process does not ask for that."),
        next_step=gettext("The page of the process says what you can do now."),
    )


def check_phases(phases: Sequence[NewPhase]) -> None:
    """Raises BadProcess with the place."""
    if not 1 <= len(phases) <= 20:  # noqa: PLR2004 (as the sentence says)
        raise BadProcess(gettext("A process has 1 to 20 phases."), next_step=gettext("Add one with its dates."))
    for number, one in enumerate(phases, 1):
        if one.starts_at.tzinfo is None or one.ends_at.tzinfo is None:
            raise BadProcess(f"Phase {number}: its times have no zone.", next_step="Pass aware times.")
        if one.ends_at <= one.starts_at:
            raise BadProcess(
                gettext("Phase {n} ends before it begins.").format(n=number),
                next_step=gettext("Give an end that lies after the beginning."),
            )
        if number > 1 and one.starts_at < phases[number - 2].starts_at:
            raise BadProcess(
                gettext("Phase {n} begins before the phase above it.").format(n=number),
                next_step=gettext("Put the phases in the order of their beginning."),
            )
