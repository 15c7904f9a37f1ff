"""`civora policy`: who may see which rows and columns, from a YAML file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="set|show")
    for name, words in (("set", "set the policy of a dataset"), ("show", "print it as YAML")):
        one = verbs.add_parser(name, help=words)
        one.add_argument("key")
        one.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    verbs.choices["set"].add_argument("file", metavar="FILE.yaml")


def read(file: str) -> dict[str, Any]:
    """A policy as written in a file. Raises Refused."""
    import yaml  # noqa: PLC0415

    from civora.core.errors import Refused  # noqa: PLC0415

    try:
        found = yaml.safe_load(Path(file).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{file} cannot be read: {error}.", next_step="Name a file in UTF-8.") from error
    except yaml.YAMLError as error:
        raise Refused(f"{file} is not YAML: {str(error).splitlines()[0]}.", next_step="Mend it.") from error
    if not isinstance(found, dict):
        raise Refused(f"{file} is not a policy.", next_step="Write access: open, or see docs/reference/access.md.")
    return found


def run(given: argparse.Namespace) -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.stewardship import actions, queries  # noqa: PLC0415

    if given.verb == "set":
        actions.set_policy(key=given.key, policy=read(given.file), by=OPERATOR, at=now())
    found = queries.written(given.key)
    return {
        "dataset": given.key,
        "policy": found,
        "words": yaml.safe_dump(found, sort_keys=False, allow_unicode=True).strip(),
    }
