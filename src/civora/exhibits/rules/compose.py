"""A choice becomes a draft: its questions, its spec, and the words that the spec needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from civora.core.query.ast import Call, Query
from civora.core.schema import NUMERIC, Schema
from civora.exhibits.errors import ChartRefused
from civora.exhibits.rules import marks, panels, question
from civora.exhibits.types import ADDITIVE, Choice, Draft, Form, Scale, Spec, Step

SCHEMA_URL = "https://vega.github.io/schema/vega-lite/v6.json"
COLUMNS_AT_MOST = 60
SLICES_READABLE = 5
SERIES_TOGETHER = 6


def compose(choice: Choice, base: Query, schema: Schema, scouted: question.Scouted) -> Draft:
    """Raises ChartRefused, UnknownField. `scouted` are the answers to `question.scouts`."""
    question.check(choice, schema)
    queries = question.main(choice, base, schema, scouted)
    spec = drawing(choice, schema, scouted, queries)
    if "data" not in spec and choice.form is not Form.PYRAMID:
        spec = {"data": {"name": "main"}} | spec
    return Draft(queries, {"$schema": SCHEMA_URL} | spec, warning=warning(choice, scouted))


def drawing(choice: Choice, schema: Schema, scouted: question.Scouted, queries: Mapping[str, Query]) -> Spec:
    is_number = schema.field(choice.along).type in NUMERIC
    series, has_rest = series_of(choice, scouted, queries)
    is_few = question.steps_between(scouted.get("ends", ()), choice) <= COLUMNS_AT_MOST
    columns = is_few and choice.form not in (Form.LINE, Form.AREA, Form.POINT)
    axis = marks.along(choice, columns=columns or choice.form is Form.BOX, is_number=is_number)
    match choice.form:
        case Form.POINT if choice.step is None and is_number:
            return marks.scatter(choice, series, has_rest=has_rest)
        case Form.LINE | Form.AREA | Form.POINT:
            return marks.lines(choice, axis, series, has_rest=has_rest)
        case Form.BUBBLE:
            return marks.bubbles(choice)
        case Form.HISTOGRAM:
            return marks.histogram(choice)
        case Form.BOX:
            return marks.boxes(choice, axis)
        case Form.WEEK | Form.CALENDAR:
            return panels.heat(choice)
        case Form.PIE | Form.DONUT:
            names = question.names_of(scouted.get("slices", ()))
            return panels.pie(choice, shown(queries["main"], names), has_rest=has_keep(queries["main"]))
        case Form.PYRAMID:
            return panels.pyramid(choice, is_number=is_number)
        case Form.SLOPE:
            return panels.slope(choice, series, has_rest=has_rest)
        case Form.MULTIPLES:
            return panels.multiples(choice, axis)
        case Form.COMBINED:
            return panels.combined(choice, axis)
        case _:
            return columns_or_bars(choice, axis, series, has_rest=has_rest, is_number=is_number)


def columns_or_bars(choice: Choice, axis: Spec, series: list[str], *, has_rest: bool, is_number: bool) -> Spec:
    """Too many columns become a silhouette in steps; names lie on their side, numbers stand."""
    if choice.step is not None and axis["type"] == "temporal":
        found = marks.bars(choice, axis, series, has_rest=has_rest, lying=False)
        first = found["layer"][0] if "layer" in found else found
        first["mark"] |= {"type": "area", "interpolate": "step-after"}
        first["encoding"].pop("xOffset", None)
        return found
    return marks.bars(choice, axis, series, has_rest=has_rest, lying=choice.step is None and not is_number)


def series_of(choice: Choice, scouted: question.Scouted, queries: Mapping[str, Query]) -> tuple[list[str], bool]:
    if not choice.split or choice.form is Form.PYRAMID:
        return [], False
    main = queries["main"]
    return shown(main, question.names_of(scouted.get("series", ()))), has_keep(main)


def shown(main: Query, names: Sequence[Any]) -> list[str]:
    """The names of the series as the answer will have them."""
    keep = keep_of(main)
    found = [one.value for one in keep.args[1:]] if keep else list(names)  # type: ignore[union-attr]  # checked: values
    return [said(one) for one in found]


def said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "–" if value is None else str(value)


def keep_of(main: Query) -> Call | None:
    return next((one.expr for one in main.groups or () if isinstance(one.expr, Call) and one.expr.name == "keep"), None)


def has_keep(main: Query) -> bool:
    return keep_of(main) is not None


def warning(choice: Choice, scouted: question.Scouted) -> str:
    """A code for a word of caution; `www` has the sentence."""
    if choice.form in (Form.PIE, Form.DONUT):
        values = [row[1] for row in scouted.get("slices", ()) if row[1] is not None]
        if any(value < 0 for value in values):
            return "negative-slices"
        if choice.aggregate not in ADDITIVE:
            return "slices-do-not-add"
        return "many-slices" if len(values) > SLICES_READABLE else "slices"
    if choice.form is Form.COMBINED:
        return "two-axes"
    return "log" if choice.scale is Scale.LOG else ""


def together(parts: Mapping[str, tuple[Choice, Query, Schema]]) -> Draft:
    """Up to six series, of any datasets, on one time axis. Raises ChartRefused where one has no steps of time, or others."""
    steps = {choice.step for choice, _, _ in parts.values()}
    if len(steps) != 1 or None in steps or not 1 <= len(parts) <= SERIES_TOGETHER:
        raise ChartRefused(
            "These series do not share a time axis.", next_step="Show each along a date, in the same steps."
        )
    queries = {}
    for name, (choice, base, schema) in parts.items():
        question.check(choice, schema)
        queries[name] = question.plain(choice, base, schema, {})
    units = {schema.field(choice.measure).unit if choice.measure else "" for choice, _, schema in parts.values()}
    apart = len(parts) == 2 and len(units) > 1  # noqa: PLR2004 (two axes, one for each)
    spec = panels.together(list(parts), next(iter(steps)) or Step.YEAR, apart=apart)
    return Draft(queries, {"$schema": SCHEMA_URL} | spec, warning="two-axes" if apart else "")
