"""`civora attachment`: files beside the rows."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|list|remove")
    for name, words, extra in (
        ("add", "put a file beside the rows of a dataset; one of the same name is replaced", ("key", "file")),
        ("list", "the files beside a dataset", ("key",)),
        ("remove", "take a file away", ("key", "name")),
    ):  # fmt: skip
        one = verbs.add_parser(name, help=words)
        for argument in extra:
            one.add_argument(argument)
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs.choices["add"].add_argument("--title", default="", help="what people read (default: the file's name)")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.catalog import queries as catalog  # noqa: PLC0415
    from civora.intake import actions as intake  # noqa: PLC0415

    if given.verb == "add":
        path = Path(given.file)
        made = intake.attach(key=given.key, name=path.name, path=path, title=given.title, by=OPERATOR, at=now())
        words = f"{given.key}/{made.key}: {made.bytes:,} bytes, {made.media_type}."
        return {
            "dataset": given.key,
            "attachment": made.key,
            "bytes": made.bytes,
            "media_type": made.media_type,
            "words": words,
        }
    if given.verb == "remove":
        intake.detach(key=given.key, name=given.name, by=OPERATOR, at=now())
        return {"dataset": given.key, "removed": given.name, "words": f"{given.key}/{given.name} is gone."}
    found = catalog.dataset(given.key).attachments
    lines = [f"{one.key}  {one.bytes:,} bytes  {one.media_type}  {one.title}" for one in found]
    return {"attachments": [one.key for one in found], "words": "\n".join(lines) or "No attachments."}
