"""`civora publish`: works while the server runs and when it does not."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE|FOLDER|URL")
    parser.add_argument("--id", dest="key", help="the dataset's key (default: from the file's name)")
    parser.add_argument("--title", help="what people read")
    parser.add_argument("--description")
    parser.add_argument("--publisher", metavar="KEY", help="the organisation's key")
    parser.add_argument("--licence", metavar="KEY", help="such as cc-by-4.0 or dl-de-by-2.0")
    parser.add_argument("--theme", action="append", metavar="CODE", help="an EU data theme, such as TRAN; repeatable")
    parser.add_argument("--keyword", action="append", metavar="WORD", help="repeatable")
    parser.add_argument("--lang", default="en", help="language of title and description (default: en)")
    parser.add_argument("--timezone", metavar="ZONE", help="reads times without offset (default: the city's)")
    parser.add_argument("--mode", choices=("replace", "append", "upsert"), default="replace")
    parser.add_argument("--key-column", action="append", metavar="COLUMN", help="identifies a row; repeatable")
    parser.add_argument("--type", action="append", metavar="COLUMN=TYPE", help="decide a column's type; repeatable")
    parser.add_argument("--access", default="", metavar="WHO", help="open, signed-in, org:KEY or group:KEY")
    parser.add_argument("--policy", metavar="FILE.yaml", help="hidden columns and row filters; see `civora policy`")
    parser.add_argument("--note", default="", help="why this version, for its history")
    parser.add_argument("--force", action="store_true", help="a new version even of the same bytes")


def run(given: argparse.Namespace) -> dict[str, Any]:
    from civora.ops.boot import OPERATOR, boot, now  # noqa: PLC0415

    boot()
    from civora.catalog.types import Metadata  # noqa: PLC0415
    from civora.core.keys import key_from  # noqa: PLC0415
    from civora.intake import actions as intake  # noqa: PLC0415

    delivery = intake.received(source=given.source, by=OPERATOR, at=now())
    key = given.key or key_from(Path(delivery.file_name).stem)
    metadata = Metadata(
        title={given.lang: given.title} if given.title else None,
        description={given.lang: given.description} if given.description else None,
        publisher=given.publisher, licence=given.licence, themes=tuple(given.theme) if given.theme else None,
        keywords=tuple(given.keyword) if given.keyword else None,
    )  # fmt: skip
    done = intake.publish(
        delivery=delivery, key=key, metadata=metadata, overrides=overrides(given), mode=given.mode,
        zone=given.timezone or "", note=given.note, is_forced=given.force, by=OPERATOR, at=now(),
        policy=policy(given),
        progress=progress if sys.stderr.isatty() else intake.silent,
    )  # fmt: skip
    return result(done)


def policy(given: argparse.Namespace) -> dict[str, Any] | None:
    """From the file, with the access that the command names."""
    access = {"access": given.access} if given.access else {}
    if not given.policy:
        return access or None
    from civora.ops.commands.policy import read  # noqa: PLC0415

    return read(given.policy) | access


def overrides(given: argparse.Namespace) -> dict[str, Any]:
    from civora.core.errors import Refused  # noqa: PLC0415
    from civora.core.schema import FieldType  # noqa: PLC0415
    from civora.intake.types import FieldOverride  # noqa: PLC0415

    types: dict[str, FieldType] = {}
    for pair in given.type or ():
        column, _, kind = pair.partition("=")
        if kind not in set(FieldType):
            raise Refused(
                f"{pair!r} names no type.", next_step=f"Write COLUMN=TYPE, TYPE one of {', '.join(FieldType)}."
            )
        types[column] = FieldType(kind)
    keys = given.key_column or ()
    return {name: FieldOverride(type=types.get(name), is_key=name in keys or None) for name in {*types, *keys}}


def progress(step: str, number: int, of: int) -> None:
    print(f"step {number} of {of}: {step}", file=sys.stderr)


def result(done: Any) -> dict[str, Any]:
    aside = f", {done.rows_set_aside:,} set aside" if done.rows_set_aside else ", none set aside"
    state = "unchanged, " if done.is_unchanged else ""
    lines = [
        f"{done.dataset}@{done.version}: {state}{done.rows:,} rows published{aside}.",
        *(f"  {one}" for one in done.reasons),
    ]
    return {
        "dataset": done.dataset, "version": done.version, "rows": done.rows, "rows_set_aside": done.rows_set_aside,
        "reasons": list(done.reasons), "unchanged": done.is_unchanged, "words": "\n".join(lines),
    }  # fmt: skip
