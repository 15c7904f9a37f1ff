"""`civora dataset`: list, roll back, rename, withdraw."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|rollback|rename|withdraw")
    for name, words, extra in (
        ("list", "all datasets", ()), ("rollback", "make an older version current again", ("key", "version")),
        ("rename", "give it another key; the old one leads there", ("key", "new")),
        ("withdraw", "take it out of the catalogue", ("key",)),
    ):  # fmt: skip
        one = verbs.add_parser(name, help=words)
        for argument in extra:
            one.add_argument(argument)
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs.choices["withdraw"].add_argument("--why", default="")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.catalog import actions, queries  # noqa: PLC0415

    if given.verb == "list":
        cards = list(queries.cards())
        lines = [f"{card.key}@{card.version}  {card.rows:,} rows  {card.title}" for card in cards]
        return {
            "datasets": [card.key for card in cards],
            "words": "\n".join(lines) or "No datasets yet: civora publish FILE",
        }
    if given.verb == "rollback":
        version = actions.roll_back(key=given.key, to=number(given.version), by=OPERATOR, at=now())
        return {
            "dataset": given.key,
            "version": version,
            "words": f"{given.key}@{version} has the rows of @{given.version}.",
        }
    if given.verb == "rename":
        actions.rename(key=given.key, new=given.new, by=OPERATOR, at=now())
        return {"dataset": given.new, "words": f"{given.key} is {given.new} now; its old addresses lead there."}
    actions.withdraw(key=given.key, reason=given.why, by=OPERATOR, at=now())
    return {"dataset": given.key, "words": f"{given.key} is withdrawn."}


def number(text: str) -> int:
    """`3` or `@3`. Raises Refused."""
    from civora.core.errors import Refused  # noqa: PLC0415

    bare = text.removeprefix("@")
    if not bare.isdecimal() or len(bare) > 9:  # noqa: PLR2004 (no dataset has so many)
        raise Refused(f"{text[:30]!r} is no version.", next_step="Give its number, such as @3; its history lists them.")
    return int(bare)
