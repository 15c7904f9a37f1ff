"""What a Vega-Lite spec of an exhibit may hold: marks and encodings over named answers. No transform, no aggregate, no
address, no expression but the few forms of labels: what is drawn is what the lake answered, and drawing opens nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from civora.exhibits.errors import BadSpec
from civora.exhibits.types import Spec

CHARACTERS, DEPTH, NODES, TEXT = 60_000, 16, 4_000, 600
QUERIES_AT_MOST = 8
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
MARKS = frozenset(["arc", "area", "bar", "circle", "line", "point", "rect", "rule", "square", "text", "tick", "trail"])
CHANGING = frozenset(
    [
        "transform",
        "aggregate",
        "bin",
        "impute",
        "timeUnit",
        "lookup",
        "filter",
        "calculate",
        "window",
        "joinaggregate",
        "sample",
        "density",
        "regression",
        "quantile",
        "pivot",
        "flatten",
        "fold",
        "op",
    ]
)
OPENING = frozenset(
    [
        "url",
        "href",
        "src",
        "datasets",
        "values",
        "expr",
        "signal",
        "params",
        "selection",
        "param",
        "test",
        "condition",
        "usermeta",
        "projection",
    ]
)
LABEL = re.compile(
    r"timeFormat\(toDate\(datum\.value\), '[%a-zA-Z0-9 :./-]{1,30}'\)|format\((abs\()?datum\.value\)?, '[,.~0-9a-z%$+-]{1,12}'\)|"
    r"\['',('\{\{[a-z0-9_]+\}\}',?)+\]\[toNumber\(datum\.value\)\]"
)
ADDED = re.compile(r"_(end|words)$")  # what `values` puts beside spans and steps
LAWFUL_VALUES = ("axis", "legend", "scale")
SIDE_AT_MOST = 2_000


def check_spec(spec: Spec, queries: dict[str, Iterable[str]]) -> None:
    """`queries` name their columns. Raises BadSpec with the place."""
    check_queries(queries)
    check_size(spec)
    seen: set[str] = set()
    for path, key, value in every(spec):
        check_key(path, key, value)
        if key == "data":
            seen.add(check_data(path, value, queries))
    if not seen:
        raise BadSpec("The spec draws no answer.", next_step='Write {"data": {"name": "…"}} with the name of a query.')
    known = {column for columns in queries.values() for column in columns}
    for path, key, value in every(spec):
        if key == "field" and isinstance(value, str) and value not in known and ADDED.sub("", value) not in known:
            raise BadSpec(
                f"{path}: no query gives {value[:60]!r}.", next_step=f"The columns are {', '.join(sorted(known))}."
            )


def check_queries(queries: dict[str, Iterable[str]]) -> None:
    if not 1 <= len(queries) <= QUERIES_AT_MOST:
        raise BadSpec("An exhibit has one to eight queries.", next_step="Leave some away, or make two exhibits.")
    for name in queries:
        if not NAME.fullmatch(name):
            raise BadSpec(f"{name[:40]!r} is no name of a query.", next_step="Use small letters, digits and _.")


def check_size(spec: Any) -> None:
    if not isinstance(spec, dict):
        raise BadSpec("The spec is not an object.", next_step="Write a Vega-Lite spec.")
    try:
        size = len(json.dumps(spec, allow_nan=False))
    except (ValueError, TypeError, RecursionError) as error:
        raise BadSpec("The spec is no JSON.", next_step="Write a Vega-Lite spec.") from error
    if size > CHARACTERS:
        raise BadSpec(
            f"The spec has more than {CHARACTERS:,} characters.", next_step="Data stands in queries, not in the spec."
        )


def every(value: Any, path: str = "spec", depth: int = 0) -> Iterator[tuple[str, str, Any]]:
    """(where, key, value) of each member, outside in. Raises BadSpec for what is too deep."""
    if depth > DEPTH:
        raise BadSpec(f"{path[:80]} is nested too deep.", next_step="Draw it in fewer layers.")
    if isinstance(value, dict):
        for key, one in value.items():
            yield f"{path}.{key}"[:200], str(key), one
            yield from every(one, f"{path}.{key}", depth + 1)
    elif isinstance(value, list):
        if len(value) > NODES:
            raise BadSpec(f"{path[:80]} has too many items.", next_step="Data stands in queries, not in the spec.")
        for number, one in enumerate(value):
            yield from every(one, f"{path}[{number}]", depth + 1)


def check_key(path: str, key: str, value: Any) -> None:
    if key in CHANGING and not (key == "op" and value is None):
        raise BadSpec(
            f"{path} would change the data.",
            next_step="Ask for it in the query: group_by, range(), percentile(), moving_avg().",
        )
    if key in OPENING and not (key == "values" and any(f".{name}.values" in path for name in LAWFUL_VALUES)):
        raise BadSpec(f"{path} has no place in an exhibit.", next_step="Draw named answers with marks and encodings.")
    if key == "config":
        raise BadSpec(f"{path}: the portal's look is not the spec's to set.", next_step="Leave config away.")
    if key == "labelExpr" and not (isinstance(value, str) and LABEL.fullmatch(value)):
        raise BadSpec(f"{path} is no form of labels.", next_step="Use axis.format instead.")
    if key == "mark" and (value["type"] if isinstance(value, dict) and "type" in value else value) not in MARKS:
        raise BadSpec(f"{path} is no mark of an exhibit.", next_step=f"Choose one of {', '.join(sorted(MARKS))}.")
    if key in ("width", "height") and isinstance(value, int | float) and not 0 < value <= SIDE_AT_MOST:
        raise BadSpec(f"{path} goes from 1 to {SIDE_AT_MOST}.", next_step="Leave it away: the page sets it.")
    if isinstance(value, str) and len(value) > TEXT:
        raise BadSpec(f"{path} is longer than {TEXT} characters.", next_step="Say it in the exhibit's texts.")


def check_data(path: str, value: Any, queries: dict[str, Iterable[str]]) -> str:
    name = value.get("name") if isinstance(value, dict) and set(value) == {"name"} else None
    if not isinstance(name, str) or name not in queries:
        raise BadSpec(f"{path} names no query.", next_step=f'Write {{"name": "…"}} with one of {", ".join(queries)}.')
    return name
