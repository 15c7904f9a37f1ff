"""The words of the older download as a `Query`. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from civora.core.errors import Refused
from civora.core.query.ast import Name, Order, Query, Refinement, Text
from civora.reading.types import ExportOptions

FORMATS = {
    "csv": "csv",
    "json": "json",
    "geojson": "geojson",
    "shp": "shp",
    "xls": "xlsx",
    "xlsx": "xlsx",
    "kml": "kml",
    "parquet": "parquet",
}
SEPARATORS = ";,|\t"


class BadDownload(Refused):
    """A parameter of the older download that cannot be read."""

    code = "protocols.bad_download"


def query(params: Mapping[str, Sequence[str]], dataset: str, version: int | None, lang: str) -> Query:
    """All rows that the parameters leave. `sort=-f` is ascending there and `sort=f` descending, as it was."""
    refine = tuple(
        Refinement(name.partition(".")[2], value, is_excluded=name.startswith("exclude."))
        for name, values in params.items()
        for value in values
        if name.startswith(("refine.", "exclude.")) and "." in name
    )
    words = last(params, "q")
    return Query(
        dataset, version, where=Text(words) if words else None, refine=refine, order_by=order(last(params, "sort")),
        limit=rows(last(params, "rows")), zone=last(params, "timezone") or "UTC", lang=lang,
    )  # fmt: skip


def order(sort: str) -> tuple[Order, ...]:
    return (Order(Name(sort.lstrip("-")), is_descending=not sort.startswith("-")),) if sort else ()


def rows(text: str) -> int | None:
    if not text or text == "-1":
        return None
    if not text.isdecimal():
        raise BadDownload(f"rows={text[:30]} is no number.", next_step="Give a whole number, or -1 for all rows.")
    return int(text[:18])


def form(params: Mapping[str, Sequence[str]]) -> str:
    wanted = last(params, "format") or "csv"
    if wanted not in FORMATS:
        raise BadDownload(f"format={wanted[:30]} is not known.", next_step=f"Choose one of {', '.join(FORMATS)}.")
    return FORMATS[wanted]


def options(params: Mapping[str, Sequence[str]]) -> ExportOptions:
    separator = last(params, "csv_separator") or ";"
    if len(separator) != 1 or separator not in SEPARATORS:
        raise BadDownload("csv_separator is one of a few signs.", next_step="Give ; or , or | or a tab.")
    labels = last(params, "use_labels_for_header").lower() in ("true", "1")
    return ExportOptions(use_labels=labels, delimiter=separator)


def last(params: Mapping[str, Sequence[str]], name: str) -> str:
    found = params.get(name, ())
    return found[-1] if found else ""
