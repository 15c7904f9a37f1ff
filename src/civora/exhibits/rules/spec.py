"""The Vega-Lite spec of a chart: bars from zero, labels outside, one scale, no transform.

Source of the grammar: Vega-Lite 6, https://vega.github.io/vega-lite/docs/.
"""

from __future__ import annotations

from typing import Any

from civora.exhibits.rules.plot import COLUMNS_AT_MOST
from civora.exhibits.types import Choice, Form, Palette, Plot, Spec, Step

FONT = "Hanken Grotesk, system-ui, sans-serif"
TIME_FORMATS = {
    Step.YEAR: "%Y", Step.QUARTER: "%b %Y", Step.MONTH: "%b %Y", Step.WEEK: "%-d %b %Y", Step.DAY: "%-d %b %Y",
    Step.HOUR: "%-d %b %H:%M",
}  # fmt: skip
LABEL_LENGTH = 190


def spec(  # noqa: PLR0913 (a drawing has this many free choices; each is named at the call)
    choice: Choice,
    plot: Plot,
    *,
    palette: Palette,
    titles: dict[str, str],
    width: int = 720,
    height: int = 380,
    locale: dict[str, Any] | None = None,
) -> Spec:
    """A complete spec with its data inside. `titles` names the axes: along, value, split, and rest ("all others")."""
    names = {name: name or titles["rest"] for name in plot.series}
    values = [
        {
            "along": point.along,
            "series": names.get(point.series, point.series),
            "value": point.value,
        }
        for point in plot.points
    ]
    lying = choice.form is Form.BAR and not plot.is_time
    drawing: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": bars_height(values) if lying else height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None if palette.paper == "none" else palette.paper,
        "data": {"values": values},
        "mark": mark(choice, palette),
        "encoding": encoding(choice, plot, palette, titles, lying=lying),
        "config": config(palette, locale),
    }
    return drawing


def bars_height(values: list[dict[str, Any]]) -> int:
    return 60 + 26 * max(1, len({value["along"] for value in values}))


def mark(choice: Choice, palette: Palette) -> dict[str, Any]:
    colour = palette.series[0]
    match choice.form:
        case Form.BAR:
            return {"type": "bar", "color": colour, "tooltip": True}
        case Form.LINE:
            return {
                "type": "line",
                "color": colour,
                "strokeWidth": 2.5,
                "tooltip": True,
            }
        case Form.AREA:
            return {"type": "area", "color": colour, "opacity": 0.85, "tooltip": True}
        case Form.POINT:
            return {
                "type": "point",
                "color": colour,
                "filled": True,
                "size": 60,
                "tooltip": True,
            }


def encoding(choice: Choice, plot: Plot, palette: Palette, titles: dict[str, str], *, lying: bool) -> dict[str, Any]:
    along: dict[str, Any] = {"field": "along", "title": None, **scale_of(choice, plot)}
    if lying:
        along |= {
            "sort": None,
            "axis": {"labelLimit": LABEL_LENGTH, "ticks": False, "domain": False},
        }
    value: dict[str, Any] = {
        "field": "value",
        "type": "quantitative",
        "title": titles["value"],
    }
    if choice.form in (Form.LINE, Form.POINT):
        value["scale"] = {"zero": False}
    sides = {"y": along, "x": value} if lying else {"x": along, "y": value}
    colour = {"color": series(plot, palette, titles)} if len(plot.series) > 1 else {}
    return sides | colour | {"tooltip": tooltip(choice, plot, titles)}


def scale_of(choice: Choice, plot: Plot) -> dict[str, Any]:
    """Times as instants already shifted to the city's clock, so that no reader's own zone moves a bar."""
    if plot.is_time and choice.step:
        columns = choice.form is Form.BAR and len({point.along for point in plot.points}) <= COLUMNS_AT_MOST
        axis = {
            "format": TIME_FORMATS[choice.step],
            "formatType": "time",
            "labelAngle": 0,
            "labelOverlap": True,
        }
        return {
            "type": "ordinal" if columns else "temporal",
            "axis": axis,
            "timeUnit": unit(choice.step),
        }
    numeric = all(isinstance(point.along, float) for point in plot.points)
    return {"type": "quantitative" if numeric and choice.form is not Form.BAR else "nominal"}


def unit(step: Step) -> str:
    return {"year": "year", "quarter": "yearquarter", "month": "yearmonth", "week": "yearmonthdate",
            "day": "yearmonthdate", "hour": "yearmonthdatehours"}[step.value]  # fmt: skip


def series(plot: Plot, palette: Palette, titles: dict[str, str]) -> dict[str, Any]:
    named = [name for name in plot.series if name]
    domain = named + ([titles["rest"]] if "" in plot.series else [])
    colours = list(palette.series[: len(named)]) + ([palette.rest] if "" in plot.series else [])
    legend = {"orient": "top", "title": None, "labelLimit": 240, "columns": 3}
    return {
        "field": "series", "type": "nominal", "sort": domain, "scale": {"domain": domain, "range": colours},
        "legend": legend,
    }  # fmt: skip


def tooltip(choice: Choice, plot: Plot, titles: dict[str, str]) -> list[dict[str, Any]]:
    along: dict[str, Any] = {"field": "along", "title": titles["along"]}
    if plot.is_time and choice.step:
        along |= {"type": "temporal", "format": TIME_FORMATS[choice.step]}
    rows = [along, {"field": "value", "title": titles["value"], "format": ",.4~r"}]
    return rows + ([{"field": "series", "title": titles["split"]}] if len(plot.series) > 1 else [])


def config(palette: Palette, locale: dict[str, Any] | None) -> dict[str, Any]:
    axis = {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal",
        "labelColor": palette.ink_quiet, "titleColor": palette.ink_quiet, "gridColor": palette.rule,
        "domainColor": palette.ink, "tickColor": palette.rule, "tickCount": 4, "titleAlign": "left",
    }  # fmt: skip
    return {
        "font": FONT, "view": {"stroke": None}, "axis": axis, "axisX": {"grid": False}, "bar": {"discreteBandSize": 22},
        "legend": {"labelFont": FONT, "labelFontSize": 13, "labelColor": palette.ink_quiet, "symbolType": "square"},
    } | ({"locale": locale} if locale else {})  # fmt: skip
