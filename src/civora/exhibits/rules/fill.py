"""A spec filled for one surface: the answers, the words of a language, the colours of a palette, the size of the place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from civora.exhibits.rules import palettes
from civora.exhibits.types import Palette, Spec

FONT = "Hanken Grotesk, system-ui, sans-serif"
WORD = re.compile(r"\{\{([a-z0-9_]{1,40})\}\}")
BAR, ROOM = 26, 60
NARROW = 480
Rows = Sequence[Mapping[str, Any]]


def filled(  # noqa: PLR0913 (a drawing has this many free choices; each is named at the call)
    spec: Spec, answers: Mapping[str, Rows], *, words: Mapping[str, str], palette: Palette, width: int = 860, height: int = 400,
    locale: Mapping[str, Any] | None = None, steps: Mapping[str, list[str]] | None = None,
) -> Spec:  # fmt: skip
    """A complete Vega-Lite spec with its data inside. Raises nothing: a word that is missing stays as its name."""
    made = palettes.coloured(worded(spec, words), palette)
    made = positive(made, answers)
    made = stepped(made, steps or {})
    made["datasets"] = {name: [dict(row) for row in rows] for name, rows in answers.items()}
    made["background"] = None if palette.paper == "none" else palette.paper
    made["config"] = config(palette, locale) | {"padding": 5}
    return sized(made, answers, width, height)


def worded(value: Any, words: Mapping[str, str]) -> Any:
    """`{{word}}` is replaced by its text; in an expression a quote in the text ends nothing."""

    def text(key: str, given: str) -> str:
        def said(found: re.Match[str]) -> str:
            word = words.get(found[1], found[1])
            return word.replace("\\", "").replace("'", "’") if key == "labelExpr" else word

        return WORD.sub(said, given)

    def turned(key: str, one: Any) -> Any:
        if isinstance(one, dict):
            return {name: turned(name, each) for name, each in one.items()}
        if isinstance(one, list):
            return [turned(key, each) for each in one]
        return text(key, one) if isinstance(one, str) else one

    return turned("", value)


def stepped(value: Any, steps: Mapping[str, list[str]]) -> Any:
    """Columns of time have a place for every step, also for those without rows."""
    if isinstance(value, list):
        return [stepped(one, steps) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: stepped(one, steps) for key, one in value.items()}
    if made.get("type") == "ordinal" and "labelExpr" in (made.get("axis") or {}) and made.get("field") in steps:
        made["scale"] = {"domain": steps[made["field"]]} | (made.get("scale") or {})
    return made


def positive(spec: Any, answers: Mapping[str, Rows]) -> Any:
    """A logarithm has no place for zero and below: there the scale is linear around zero (`symlog`)."""
    lowest = {
        name: min(
            (row[name] for rows in answers.values() for row in rows if isinstance(row.get(name), int | float)),
            default=1,
        )
        for name in {key for rows in answers.values() for row in rows[:1] for key in row}
    }

    def turned(one: Any) -> Any:
        if isinstance(one, list):
            return [turned(each) for each in one]
        if not isinstance(one, dict):
            return one
        made = {key: turned(each) for key, each in one.items()}
        if (
            isinstance(made.get("scale"), dict)
            and made["scale"].get("type") == "log"
            and lowest.get(made.get("field", ""), 1) <= 0
        ):
            made["scale"] = made["scale"] | {"type": "symlog"}
        return made

    return turned(spec)


def sized(spec: Spec, answers: Mapping[str, Rows], width: int, height: int) -> Spec:
    if "facet" in spec:
        count = 1 if width < NARROW else min(int(spec.get("columns", 3) or 3), 3)
        inner = dict(spec["spec"]) | {"width": max(80, width // count - 62)}
        return spec | {"spec": inner, "columns": count}
    if any(name in spec for name in ("hconcat", "vconcat", "concat")):
        return spec
    lying = side(spec, answers)
    fit = {"autosize": {"type": "fit", "contains": "padding"}}
    return spec | {"width": width, "height": lying or spec.get("height", height)} | fit


def side(spec: Spec, answers: Mapping[str, Rows]) -> int:
    """The height that bars on their side need: so much for each name."""
    first = spec["layer"][0] if spec.get("layer") else spec
    y = first.get("encoding", {}).get("y", {})
    if y.get("type") not in ("nominal", "ordinal"):
        return 0
    field = y.get("field", "")
    inside = 1
    offset = first["encoding"].get("yOffset", {}).get("field")
    names = {row.get(field) for rows in answers.values() for row in rows}
    if offset:
        inside = max(1, len({row.get(offset) for rows in answers.values() for row in rows}))
    return min(4000, ROOM + max(BAR, 13 * inside) * max(1, len(names)))


def config(palette: Palette, locale: Mapping[str, Any] | None) -> dict[str, Any]:
    axis = {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
        "labelColor": palette.ink_quiet, "titleColor": palette.ink_quiet, "gridColor": palette.rule,
        "domainColor": palette.ink, "tickColor": palette.rule, "tickCount": 4, "titleAlign": "left",
    }  # fmt: skip
    legend = {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
        "labelColor": palette.ink_quiet, "titleColor": palette.ink_quiet, "symbolType": "square",
    }  # fmt: skip
    return {
        "font": FONT, "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False}, "bar": {"discreteBandSize": {"band": 0.82}},
        "legend": legend, "text": {"font": FONT}, "header": {"labelFont": FONT},
    } | ({"locale": dict(locale)} if locale else {})  # fmt: skip
