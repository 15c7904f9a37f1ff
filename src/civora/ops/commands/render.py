"""`civora render`: a kept chart or map as a file."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exhibit", metavar="KEY[@VERSION]")
    parser.add_argument("--format", choices=("svg", "png", "pdf", "csv"), default="svg")
    parser.add_argument("--out", metavar="FILE", default="", help="default: to stdout")
    parser.add_argument("--lang", default="", help="en, fr or de (default: the city's)")
    parser.add_argument("--theme", choices=("light", "dark", "print"), default="light", help="print: patterns, one ink")
    parser.add_argument("--width", type=int, default=860)


def run(given: argparse.Namespace) -> dict[str, Any] | None:
    from civora.ops.boot import boot  # noqa: PLC0415

    os.environ["CIVORA_SURFACES"] = "web"  # a map is drawn by the pages, which know the city's ground
    boot()
    content = drawn(given)
    if not given.out:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return None
    Path(given.out).write_bytes(content)
    return {"file": given.out, "bytes": len(content)}


def drawn(given: argparse.Namespace) -> bytes:
    """Raises UnknownExhibit."""
    from django.conf import settings  # noqa: PLC0415

    from civora.core.keys import split_version  # noqa: PLC0415
    from civora.core.policy.types import Reader  # noqa: PLC0415
    from civora.exhibits import queries as exhibits  # noqa: PLC0415
    from civora.exhibits.types import Kind  # noqa: PLC0415

    operator = Reader(person="operator", is_administrator=True)
    lang = given.lang if given.lang in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    key, version = split_version(given.exhibit)
    figure = exhibits.figure(exhibits.exhibit(key, operator, version=version, lang=lang), operator, lang=lang)
    if given.format == "csv":
        is_map = figure.card.kind is Kind.MAP
        return (exhibits.map_table(figure, operator, lang=lang) if is_map else exhibits.table(figure)).encode()
    width = min(2000, max(240, given.width))
    return exhibits.file(figure, given.format, lang=lang, palette=given.theme, width=width, reader=operator)
