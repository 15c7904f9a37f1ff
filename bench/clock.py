"""Measuring in pairs: ours and theirs in turn, so that whatever else the machine does falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Act = Callable[[int], object]  # does one thing; the number makes each time another question


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `is_met` None: told for orientation, nobody set an aim."""

    question: str
    ours: str
    theirs: str
    found: str
    aim: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Seconds, in the order of the measurements."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median of ours ÷ theirs over the pairs."""
        return statistics.median(one / other for one, other in zip(self.ours, self.theirs, strict=True))


def seconds(act: Act, number: int = 0) -> float:
    started = time.perf_counter()
    act(number)
    return time.perf_counter() - started


def pairs(ours: Act, theirs: Act, times: int) -> Pairs:
    """The order within a pair changes each time; one pair before counts for nothing."""
    ours(-1), theirs(-1)
    found: list[tuple[float, float]] = []
    for number in range(times):
        if number % 2:
            other = seconds(theirs, number)
            found.append((seconds(ours, number), other))
        else:
            found.append((seconds(ours, number), seconds(theirs, number)))
    return Pairs(tuple(one for one, _ in found), tuple(other for _, other in found))


def several(act: Act, times: int) -> tuple[float, ...]:
    act(-1)
    return tuple(sorted(seconds(act, number) for number in range(times)))


def share(sorted_seconds: tuple[float, ...], part: float) -> float:
    """The value below which this part of the measurements lies."""
    return sorted_seconds[min(len(sorted_seconds) - 1, int(len(sorted_seconds) * part))]


def words(value: float) -> str:
    """Seconds as people read them."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms" if value < 0.1 else f"{value * 1000:.0f} ms"


def middle(values: tuple[float, ...]) -> str:
    return words(statistics.median(values))


def at_most(question: str, found: Pairs, aim: float, whose: str) -> Line:
    """Ours may take `aim` times as long as theirs."""
    aimed = f"≤ {aim:g} × {whose}"
    return Line(
        question, middle(found.ours), middle(found.theirs), f"{found.ratio:.2f} ×", aimed, is_met=found.ratio <= aim
    )


def faster(question: str, found: Pairs, aim: float, whose: str) -> Line:
    """Ours is to be `aim` times as fast as theirs."""
    times = 1 / found.ratio
    return Line(
        question, middle(found.ours), middle(found.theirs), f"{times:.3g} × as fast", f"≥ {aim:g} × {whose}",
        is_met=times >= aim,
    )  # fmt: skip


def within(question: str, found: float, aim: float, said: str = "") -> Line:
    """An aim in seconds."""
    return Line(question, said or words(found), "", "", f"≤ {words(aim)}", is_met=found <= aim)
