"""The address of the page of anything that people talk about, follow or are told of, without prefix of a language.

Subjects are keys such as `report:r7k2m9`, `proposal:budget/12`, `project:cycle-street`. Pages, mail and feeds ask here, so
that a letter leads where the page stands.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

Made = Callable[[str], str]


def _proposal(rest: str) -> str:
    process, _, number = rest.rpartition("/")
    return f"/take-part/{quote(process, safe='')}/proposals/{quote(number, safe='')}/"


def _vote(rest: str) -> str:
    """The result of a vote; of one of its projects (`process/vote/number`) where it is explained there."""
    process, box, number = ([quote(one, safe="") for one in rest.split("/")] + ["", ""])[:3]
    return f"/take-part/{process}/result/{box}/" + (f"?project={number}#one" if number else "")


PATHS: dict[str, Made] = {
    "report": lambda key: f"/reports/{quote(key, safe='')}/",
    "process": lambda key: f"/take-part/{quote(key, safe='')}/",
    "proposal": _proposal,
    "vote": _vote,
    "project": lambda key: f"/indicators/projects/{quote(key, safe='')}/",
    "indicator": lambda key: f"/indicators/{quote(key, safe='')}/",
    "dataset": lambda key: f"/datasets/{quote(key, safe='@')}/",
    "reuse": lambda key: f"/reuses/{quote(key, safe='')}/",
    "call": lambda key: f"/reuses/calls/{quote(key, safe='')}/",
    "nomination": lambda key: f"/nominations/{quote(key, safe='')}/",
    "listing": lambda key: f"/neighbourhoods/listings/{quote(key, safe='')}/",
    "conversation": lambda key: f"/neighbourhoods/messages/{quote(key, safe='')}/",
    "exhibit": lambda key: f"/exhibits/{quote(key, safe='@')}/",
}


def path(subject: str) -> str:
    """Empty for a kind of thing that has no page of its own."""
    kind, _, rest = subject.partition(":")
    made = PATHS.get(kind)
    return made(rest) if made and rest else ""
