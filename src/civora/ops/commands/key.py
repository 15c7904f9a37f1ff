"""`civora key`: API keys."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list|revoke")
    for name, words in (
        ("add", "make a key; it is shown this once"),
        ("list", "the keys of an account"),
        ("revoke", "end a key"),
    ):
        one = verbs.add_parser(name, help=words)
        one.add_argument("email")
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs.choices["add"].add_argument("--label", default="")
    verbs.choices["revoke"].add_argument("prefix")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.people import actions, queries  # noqa: PLC0415

    if given.verb == "add":
        key = actions.add_api_key(email=given.email, label=given.label, by=OPERATOR, at=now())
        return {"key": key, "header": f"Authorization: Apikey {key}", "words": key}
    if given.verb == "revoke":
        actions.revoke_api_key(email=given.email, prefix=given.prefix, by=OPERATOR, at=now())
        return {"revoked": given.prefix, "words": f"{given.prefix} opens nothing any more."}
    keys = queries.api_keys(given.email)
    lines = [f"{one.prefix}…  {one.made_at:%Y-%m-%d}  {one.label}" for one in keys]
    return {"keys": [one.prefix for one in keys], "words": "\n".join(lines) or "No keys."}
