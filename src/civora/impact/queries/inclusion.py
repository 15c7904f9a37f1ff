"""Who took part: what is asked, and the frozen answer. There is no read of the counts before that."""

from __future__ import annotations

from civora.core.policy.types import Reader
from civora.impact.errors import UnknownInclusion
from civora.impact.models import InclusionAnswered, InclusionQuestion
from civora.impact.queries.areas import by_area
from civora.impact.rules import questions, representation
from civora.impact.types import Inclusion


def question(about: str) -> InclusionQuestion:
    """Raises UnknownInclusion."""
    found = InclusionQuestion.objects.filter(about=about).first()
    if found is None:
        raise UnknownInclusion("Nobody was asked who took part here.", next_step="See the process itself.")
    return found


def inclusion(about: str) -> Inclusion | None:
    """The frozen answer; None where it is still asked. Raises UnknownInclusion."""
    found = question(about)
    if found.frozen is None or found.frozen_at is None:
        return None
    tables = tuple(representation.read(one) for one in found.frozen["tables"])
    return Inclusion(about, found.frozen_at, found.frozen["participants"], found.k, tables, found.is_example)


def asked_dimensions(about: str, reader: Reader) -> dict[str, tuple[str, ...]]:
    """What is asked, with the groups to choose from. Raises UnknownInclusion, and what reading the census raises."""
    return {name: tuple(census(said, reader)[0]) for name, said in question(about).dimensions.items()}


def census(said: dict[str, str], reader: Reader) -> tuple[dict[str, float], int]:
    """People by group, and the version of the census dataset. Raises what `reading.rows` raises."""
    query = questions.by_area(said["dataset"], said["group"], said["people"], said.get("where", ""), "UTC", "en")
    found, card = by_area(query, reader)
    return found, card.version


def has_answered(about: str, person: str) -> bool:
    return InclusionAnswered.objects.filter(question__about=about, person=person).exists()
