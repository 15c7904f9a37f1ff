"""The drawings that are not bars, lines or points along one axis: heat, slices, pyramids, slopes, several panels or axes."""

from __future__ import annotations

from civora.exhibits.rules.marks import DASHES, NUMBER, SERIES, TIME, colour, layered, target, time_axis, tips, value
from civora.exhibits.types import Choice, Form, Spec, Step


def heat(choice: Choice) -> Spec:
    if choice.form is Form.WEEK:
        days = ",".join(f"'{{{{day{number}}}}}'" for number in range(1, 8))
        row = {
            "field": "row",
            "type": "ordinal",
            "title": None,
            "axis": {"labelExpr": f"['',{days}][toNumber(datum.value)]", "domain": False, "ticks": False},
        }
        column = {
            "field": "column",
            "type": "ordinal",
            "title": "{{hour}}",
            "axis": {"labelAngle": 0, "labelOverlap": True, "domain": False, "ticks": False},
        }
    else:
        row = {
            "field": "row",
            "type": "ordinal",
            "title": None,
            "axis": {"domain": False, "ticks": False, "labelOverlap": True},
        }
        column = {
            "field": "column",
            "type": "ordinal",
            "title": "{{day}}",
            "axis": {"labelAngle": 0, "labelOverlap": True, "domain": False, "ticks": False},
        }
    shade = {
        "field": "value", "type": "quantitative", "title": "{{value}}", "scale": {"type": "quantize", "range": ["@s1", "@s2", "@s3", "@s4", "@s5"], "zero": False, "nice": True},
        "legend": {"orient": "top", "format": ",.3~r"},
    }  # fmt: skip
    tip = [
        {"field": "row", "title": "{{row}}"},
        {"field": "column", "title": column["title"]},
        {"field": "value", "title": "{{value}}", "format": NUMBER},
    ]
    return {"mark": {"type": "rect"}, "encoding": {"x": column, "y": row, "color": shade, "tooltip": tip}}


def pie(choice: Choice, names: list[str], *, has_rest: bool) -> Spec:
    shade = colour(choice, names, has_rest=has_rest) | {"field": "along"}
    tip = [
        {"field": "along", "title": "{{along}}"},
        {"field": "value", "title": "{{value}}", "type": "quantitative", "format": NUMBER},
    ]
    mark = {
        "type": "arc",
        "stroke": "@paper",
        "strokeWidth": 1.5,
        **({"innerRadius": 80} if choice.form is Form.DONUT else {}),
    }
    order = {"field": "value", "type": "quantitative", "sort": "descending"}
    return {
        "mark": mark,
        "encoding": {
            "theta": {"field": "value", "type": "quantitative", "stack": True},
            "color": shade,
            "order": order,
            "tooltip": tip,
        },
    }


def pyramid(choice: Choice, *, is_number: bool) -> Spec:
    axis = {"labelExpr": "format(abs(datum.value), ',')"}
    layers = []
    for name, shade in (("left", "@d1"), ("right", "@d2")):
        x = {"field": "drawn", "type": "quantitative", "title": "{{value}}", "axis": axis}
        y = {
            "field": "along",
            "type": "ordinal" if is_number else "nominal",
            "title": None,
            "sort": "descending" if is_number else None,
        }
        tint = {
            "datum": f"{{{{{name}}}}}",
            "type": "nominal",
            "scale": {"domain": ["{{left}}", "{{right}}"], "range": ["@d1", "@d2"]},
            "legend": {"orient": "top", "title": None},
        }
        layers.append(
            {
                "data": {"name": name},
                "mark": {"type": "bar", "color": shade},
                "encoding": {"x": x, "y": y, "color": tint, "tooltip": tips(choice, split=False)},
            }
        )
    return {"layer": layers}


def slope(choice: Choice, series: list[str], *, has_rest: bool) -> Spec:
    x = time_axis(choice, columns=True) if choice.step else {"field": "along", "type": "ordinal", "title": None}
    x["axis"] = x.get("axis", {}) | {"labelAngle": 0, "labelPadding": 8}
    x["scale"] = {"padding": 0.35}
    y = value(choice, from_zero=False)
    shade = colour(choice, series, has_rest=has_rest)
    both = {"x": x, "y": y, "color": shade}
    words = {"x": x, "y": y, "text": {"field": "value", "type": "quantitative", "format": ",.3~r"}}
    return {"layer": [
        {"mark": {"type": "line", "strokeWidth": 2.5, "point": {"filled": True, "size": 70}}, "encoding": both | {"tooltip": tips(choice, split=True)}},
        {"mark": {"type": "text", "dy": -11, "fontSize": 12, "color": "@ink-2"}, "encoding": words},
    ]}  # fmt: skip


def multiples(choice: Choice, axis: Spec) -> Spec:
    mark: Spec = (
        {"type": "line", "strokeWidth": 2, "color": "@d1"}
        if axis["type"] in ("temporal", "quantitative")
        else {"type": "bar", "color": "@d1"}
    )
    inner = {
        "mark": mark,
        "encoding": {
            "x": axis,
            "y": value(choice, from_zero=mark["type"] == "bar"),
            "tooltip": tips(choice, split=True),
        },
    }
    facet = {
        "field": "split",
        "type": "nominal",
        "title": None,
        "header": {"labelFontSize": 14, "labelColor": "@ink", "labelAnchor": "start", "labelFontWeight": 600},
    }
    return {"facet": facet, "columns": 3, "spec": {"height": 130, **layered([inner, *target(choice)])}}


def combined(choice: Choice, axis: Spec) -> Spec:
    left = value(choice, from_zero=True) | {"axis": {"titleColor": "@d1"}}
    right = value(choice, from_zero=False, field="second", title="{{second}}") | {
        "axis": {"titleColor": "@d2", "orient": "right", "grid": False}
    }
    tip = tips(choice, split=False, second=True)
    return {
        "layer": [
            {"mark": {"type": "bar", "color": "@d1", "opacity": 0.8} if axis["type"] == "ordinal" else {"type": "area", "color": "@d1", "opacity": 0.5}, "encoding": {"x": axis, "y": left, "tooltip": tip}},
            {"mark": {"type": "line", "color": "@d2", "strokeWidth": 2.5, "point": True}, "encoding": {"x": axis, "y": right, "tooltip": tip}},
        ],
        "resolve": {"scale": {"y": "independent"}},
    }  # fmt: skip


def together(names: list[str], step: Step, *, apart: bool = False) -> Spec:
    """Series of several datasets on one time axis: one layer for each, named by its label."""
    words = [f"{{{{{name}}}}}" for name in names]
    layers = []
    for name in names:
        shade = {
            "datum": f"{{{{{name}}}}}",
            "type": "nominal",
            "scale": {"domain": words, "range": SERIES[: len(names)]},
            "legend": {"orient": "top", "title": None, "columns": 2, "labelLimit": 320, "symbolType": "stroke"},
        }
        tip = [
            {"field": "along_words", "title": "{{along}}", "type": "nominal"},
            {"field": "value", "title": f"{{{{{name}}}}}", "type": "quantitative", "format": NUMBER},
        ]
        encoding = {
            "x": {
                "field": "along",
                "type": "temporal",
                "title": None,
                "axis": {"format": TIME[step], "labelOverlap": True},
            },
            "y": {"field": "value", "type": "quantitative", "title": "{{value}}"},
            "color": shade,
            "tooltip": tip,
        }
        layers.append(
            {
                "data": {"name": name},
                "mark": {"type": "line", "strokeWidth": 2.5, "strokeDash": DASHES[names.index(name) % len(DASHES)]},
                "encoding": encoding,
            }
        )
    if apart:
        for number, layer in enumerate(layers):
            layer["encoding"]["y"] |= {"title": words[number], "axis": {"titleColor": SERIES[number]}}
        layers[-1]["encoding"]["y"]["axis"] |= {"orient": "right", "grid": False}
    return {"layer": layers} | ({"resolve": {"scale": {"y": "independent"}}} if apart else {})
