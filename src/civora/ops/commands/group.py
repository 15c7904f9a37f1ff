"""`civora group`: groups of readers."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|join|leave|list")
    for name, words in (
        ("add", "make a group"),
        ("join", "put somebody in"),
        ("leave", "take somebody out"),
        ("list", "all groups"),
    ):
        one = verbs.add_parser(name, help=words)
        if name != "list":
            one.add_argument("key")
        if name in ("join", "leave"):
            one.add_argument("email")
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs.choices["add"].add_argument("--name", default="")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.people import actions, queries  # noqa: PLC0415

    if given.verb == "list":
        found = queries.groups()
        return {"groups": [key for key, *_ in found], "words": "\n".join(f"{k}  {n}, {c} members" for k, n, c in found)}
    if given.verb == "add":
        actions.add_group(key=given.key, name=given.name, by=OPERATOR, at=now())
    elif given.verb == "join":
        actions.join_group(key=given.key, email=given.email, by=OPERATOR, at=now())
    else:
        actions.leave_group(key=given.key, email=given.email, by=OPERATOR, at=now())
    return {"group": given.key, "words": f"{given.key}: {given.verb} done."}
