"""`civora ask`: a question to a dataset, from the shell."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="KEY[@VERSION]")
    parser.add_argument("--select", default="")
    parser.add_argument("--where", default="")
    parser.add_argument("--group-by", default="")
    parser.add_argument("--order-by", default="")
    parser.add_argument("--limit", type=int, default=20, help="-1: all rows (default: 20)")
    parser.add_argument("--timezone", default="", help="default: the city's")
    parser.add_argument(
        "--format", default="", help="csv, json, geojson, parquet…: all rows of the question, to stdout"
    )


def run(given: argparse.Namespace) -> dict[str, Any] | None:
    from civora.ops.boot import boot  # noqa: PLC0415

    boot()
    from civora.core.policy.types import Reader  # noqa: PLC0415
    from civora.reading import queries as reading  # noqa: PLC0415

    operator = Reader(person="operator", is_administrator=True)
    query = question(given)
    if given.format:
        for chunk in reading.export(query, operator, given.format, door="shell").chunks:
            sys.stdout.buffer.write(chunk)
        return None
    found = reading.rows(query, operator, door="shell")
    headings = [column.name for column in found.columns]
    lines = ["\t".join(headings), *("\t".join("" if cell is None else str(cell) for cell in row) for row in found.rows)]
    rows = [dict(zip(headings, row, strict=True)) for row in found.rows]
    return {
        "total": found.total,
        "version": found.card.version,
        "rows": rows,
        "words": "\n".join([*lines, f"({found.total:,} in all)"]),
    }


def question(given: argparse.Namespace) -> Any:
    from django.conf import settings  # noqa: PLC0415

    from civora.core.keys import split_version  # noqa: PLC0415
    from civora.core.query import odsql  # noqa: PLC0415
    from civora.core.query.ast import Query  # noqa: PLC0415

    key, version = split_version(given.dataset)
    return Query(
        key, version,
        select=odsql.parse_select(given.select) if given.select else (),
        where=odsql.parse_where(given.where, strict=False) if given.where else None,
        groups=odsql.parse_group_by(given.group_by) if given.group_by else None,
        order_by=odsql.parse_order_by(given.order_by) if given.order_by else (),
        limit=None if given.limit < 0 or given.format else given.limit,
        zone=given.timezone or settings.CITY_ZONE,
    )  # fmt: skip
