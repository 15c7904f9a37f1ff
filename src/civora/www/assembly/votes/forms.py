"""What a browser sends of a ballot: shape only. What is lawful is said by the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from civora.assembly.types.ballots import BallotForm, BoxCard

MOST_FIELDS = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """item → points (1 for ticked), or items in the order of a ranking."""

    points: Mapping[int, int]
    order: tuple[int, ...] = ()

    @property
    def chosen(self) -> tuple[int, ...]:
        return self.order or tuple(one for one, points in self.points.items() if points)

    def hidden(self, form: BallotForm) -> tuple[tuple[str, str], ...]:
        """The same as fields of the next form."""
        if form is BallotForm.RANKING:
            return tuple((f"r-{one}", str(rank)) for rank, one in enumerate(self.order, 1))
        if form in {BallotForm.SCORES, BallotForm.JUDGEMENT}:
            return tuple((f"s-{one}", str(points)) for one, points in self.points.items())
        return tuple(("p", str(one)) for one in self.chosen)


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def read(box: BoxCard, data: QueryDict) -> Given:
    """What was filled in; what is no number is left out, what is no project is told by the room."""
    if box.form is BallotForm.RANKING:
        ranked = sorted(
            (rank, one) for name in list(data)[:MOST_FIELDS] if name.startswith("r-")
            for one, rank in [(whole(name[2:]), whole(data[name]))] if one is not None and rank
        )  # fmt: skip
        return Given({}, tuple(one for _, one in ranked))
    if box.form in {BallotForm.SCORES, BallotForm.JUDGEMENT}:
        pairs = ((whole(name[2:]), whole(data[name])) for name in list(data)[:MOST_FIELDS] if name.startswith("s-"))
        return Given({one: points for one, points in pairs if one is not None and points is not None})
    numbers = (whole(text) for text in data.getlist("p")[:MOST_FIELDS])
    return Given({one: 1 for one in numbers if one is not None})


def same_rank_twice(data: QueryDict) -> bool:
    ranks = [data[name] for name in list(data)[:MOST_FIELDS] if name.startswith("r-") and data[name]]
    return len(set(ranks)) < len(ranks)
