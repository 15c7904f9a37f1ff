"""`civora opinions`: draw the opinion map again from published votes. Needs no home folder."""

from __future__ import annotations

import argparse
import csv
from dataclasses import asdict
from pathlib import Path
from typing import Any

PEOPLE = ("participant", "voter-id", "voter_id")
STATEMENTS = ("statement", "comment-id", "statement_id")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="VOTES.csv", help="columns participant, statement, vote (1 agree, 0 pass, -1 disagree)"
    )
    parser.add_argument("--statements", metavar="FILE.csv", help="only statements listed here and not moderated out")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.core.opinion import opinion_map  # noqa: PLC0415

    listed = kept(Path(given.statements)) if given.statements else None
    found = opinion_map(votes(Path(given.file)), listed)
    sizes = ", ".join(f"group {one.number + 1}: {one.size}" for one in found.groups)
    lines = [f"{len(found.places):,} of {found.participants:,} people placed; {sizes}"]
    lines += [
        f"all agree or disagree: {one.statement} ({one.side.name.lower()}, {one.share:.0%})" for one in found.consensus
    ]
    lines += [f"divides: {one} (groups lie {found.spread[one]:.0%} apart)" for one in found.divisive]
    return {**asdict(found), "words": "\n".join(lines)}


def votes(path: Path) -> dict[tuple[str, str], int]:
    """(participant, statement) → vote; of several votes the last in the file's time column, else in the file, counts."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for row in rows(path):
        key = (pick(row, PEOPLE, path), pick(row, STATEMENTS, path))
        said = (row.get("timestamp") or "", vote(row, path))
        if key not in found or said[0] >= found[key][0]:
            found[key] = said
    return {key: said for key, (_, said) in found.items()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def vote(row: dict[str, str], path: Path) -> int:
    if row.get("vote") not in {"1", "0", "-1"}:
        raise ValueError(f"{path}: a vote is “{str(row.get('vote'))[:20]}”; it must be 1, 0 or -1.")
    return int(row["vote"])


def pick(row: dict[str, str], names: tuple[str, ...], path: Path) -> str:
    for name in names:
        if row.get(name):
            return row[name]
    raise ValueError(f"{path} has a row without {names[0]}. Name the columns participant, statement, vote.")


def kept(path: Path) -> set[str]:
    return {pick(row, STATEMENTS, path) for row in rows(path) if row.get("moderated", "1") != "-1"}
