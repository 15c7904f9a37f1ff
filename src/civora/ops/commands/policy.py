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


def run(given: argparse.Namespace) -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.core.errors import Refused  # noqa: PLC0415
    from civora.stewardship import actions, queries  # noqa: PLC0415

    if given.verb == "set":
        try:
            policy = yaml.safe_load(Path(given.file).read_text())
        except yaml.YAMLError as error:
            raise Refused(f"{given.file} is not YAML: {str(error).splitlines()[0]}.", next_step="Mend it.") from error
        actions.set_policy(key=given.key, policy=policy, by=OPERATOR, at=now())
    found = queries.written(given.key)
    return {
        "dataset": given.key,
        "policy": found,
        "words": yaml.safe_dump(found, sort_keys=False, allow_unicode=True).strip(),
    }
