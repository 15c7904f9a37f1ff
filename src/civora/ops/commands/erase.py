"""`civora erase`: rows or cells leave every version, every kept file and every copy."""

from __future__ import annotations

import argparse
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="KEY")
    parser.add_argument("--where", required=True, help="the rows, in ODSQL")
    parser.add_argument("--cells", action="append", metavar="COLUMN", help="only these cells of them; repeatable")
    parser.add_argument("--reason", required=True, help="kept for good: name no person in it")
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say how many rows it would be")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.intake import actions as intake  # noqa: PLC0415

    if not given.yes:
        found = intake.to_erase(key=given.dataset, where=given.where, cells=given.cells or (), at=now())
        lines = [f"@{number}: {rows:,} rows" for number, rows in found.items()]
        return {
            "dataset": given.dataset,
            "would_erase": found,
            "words": "\n".join([*lines, "Nothing was erased. Add --yes to do it."]),
        }
    done = intake.erase(
        key=given.dataset, where=given.where, cells=given.cells or (), reason=given.reason, by=OPERATOR, at=now()
    )
    words = ", ".join(f"@{number}: {rows:,}" for number, rows in done.rows.items())
    return {
        "dataset": done.dataset, "erased": done.rows, "deliveries_removed": done.deliveries,
        "words": f"Erased from {words}. {done.deliveries} delivered files are gone. It cannot be undone.",
    }  # fmt: skip
