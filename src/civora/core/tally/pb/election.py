"""`PbFile` to `Election`: projects, budget and ballots, checked."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from civora.core.tally.errors import BrokenFile
from civora.core.tally.pb.numbers import number
from civora.core.tally.pb.types import PbFile, Table
from civora.core.tally.types import Election, Pile, Project, VoteType

WITHDRAWN = 999_999_999  # the format's mark for a project that was taken back
Points = tuple[Fraction, ...]


def election(file: PbFile) -> Election:
    """The election that a file describes. Raises `BrokenFile` with the line."""
    facts = file.facts
    for key in ("budget", "vote_type"):
        if not facts.get(key):
            raise BrokenFile(f"META does not state “{key}”.")
    vote_type = kind(facts["vote_type"])
    projects = read_projects(file.projects)
    return Election(
        projects=projects,
        budget=number(facts["budget"], "The budget", least=Fraction(0)),
        piles=read_piles(file.votes, {project.id: place for place, project in enumerate(projects)}, vote_type),
        vote_type=vote_type,
        threshold=optional(facts.get("min_project_score_threshold", ""), "min_project_score_threshold"),
        default_score=optional(facts.get("default_score", ""), "default_score"),
        rule=facts.get("rule", ""),
        title=facts.get("description", ""),
        currency=facts.get("currency", ""),
    )


def kind(text: str) -> VoteType:
    try:
        return VoteType(text)
    except ValueError:
        known = ", ".join(VoteType)
        raise BrokenFile(f"vote_type is “{text[:40]}”; the format knows {known}.") from None


def optional(text: str, what: str) -> Fraction:
    return number(text, what) if text else Fraction(0)


def read_projects(table: Table) -> tuple[Project, ...]:
    cost_at, name_at = table.column("cost"), table.column("name")
    found: dict[str, Project] = {}
    for place, row in enumerate(table.rows):
        line = table.line(place)
        key = row[0].strip()
        if not key:
            raise BrokenFile("A project has no project_id.", line=line)
        if key in found:
            raise BrokenFile(f"The project_id “{key}” stands twice.", line=line)
        cost = number(cell(row, cost_at), f"The cost of project {key}", line, least=Fraction(0))
        found[key] = Project(key, cost, cell(row, name_at), withdrawn=cost == WITHDRAWN)
    if not found:
        raise BrokenFile("PROJECTS lists no project.")
    return tuple(found.values())


def read_piles(table: Table, places: dict[str, int], vote_type: VoteType) -> tuple[Pile, ...]:
    """Ballots that say the same in one pile, in an order that does not depend on the order of the file."""
    vote_at, points_at = table.column("vote"), table.column("points")
    if vote_type in {VoteType.CUMULATIVE, VoteType.SCORING} and points_at is None:
        raise BrokenFile(f"Ballots of the type {vote_type} need a column “points”.", line=table.line(0))
    seen: set[str] = set()
    raw: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for place, row in enumerate(table.rows):
        voter = row[0].strip()
        if voter in seen:
            raise BrokenFile(f"The voter_id “{voter[:40]}” stands twice.", line=table.line(place))
        seen.add(voter)
        said = (cell(row, vote_at), cell(row, points_at))
        raw[said] += 1
        first.setdefault(said, place)
    piles: Counter[tuple[tuple[int, ...], Points]] = Counter()
    for said, count in raw.items():
        piles[ballot(said, places, vote_type, table.line(first[said]))] += count
    return tuple(Pile(choices, points, count) for (choices, points), count in sorted(piles.items()))


def ballot(
    said: tuple[str, str], places: dict[str, int], vote_type: VoteType, line: int
) -> tuple[tuple[int, ...], Points]:
    """Which projects (by place), with which points. Order is kept only where it means something."""
    names = [name.strip() for name in said[0].split(",")] if said[0] else []
    unknown = next((name for name in names if name not in places), None)
    if unknown is not None:
        raise BrokenFile(f"The vote names the project “{unknown[:40]}”, which PROJECTS does not list.", line=line)
    if len(set(names)) < len(names):
        raise BrokenFile(f"The vote “{said[0][:60]}” names a project twice.", line=line)
    if vote_type is VoteType.CHOOSE_ONE and len(names) > 1:
        raise BrokenFile("The vote names more than one project, but vote_type is choose-1.", line=line)
    choices = tuple(places[name] for name in names)
    if not said[1]:
        return choices if vote_type is VoteType.ORDINAL else tuple(sorted(choices)), ()
    points = tuple(number(one, "Points", line) for one in said[1].split(","))
    if len(points) != len(choices):
        raise BrokenFile(f"The vote names {len(choices)} projects but gives {len(points)} points.", line=line)
    pairs = sorted(zip(choices, points, strict=True))
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def cell(row: list[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""
