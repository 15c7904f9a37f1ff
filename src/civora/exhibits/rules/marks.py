"""The drawing of each form in Vega-Lite's words: marks and encodings over the columns that `question` asks for.

Source of the grammar: Vega-Lite 6, https://vega.github.io/vega-lite/docs/. No transform, no aggregate, no bin: the lake has
done all that. Bars begin at zero, labels stand outside, small multiples share one scale.
"""

from __future__ import annotations

from civora.exhibits.types import Choice, Form, Scale, Spec, Step

TIME = {
    Step.YEAR: "%Y", Step.QUARTER: "%b %Y", Step.MONTH: "%b %Y", Step.WEEK: "%-d %b %Y", Step.DAY: "%-d %b %Y",
    Step.HOUR: "%-d %b %H:%M",
}  # fmt: skip
SERIES = ["@d1", "@d2", "@d3", "@d4", "@d5", "@d6"]
DASHES = [[1, 0], [6, 3], [2, 3], [8, 3, 2, 3], [1, 4], [10, 4]]
STANDING = (Form.BAR, Form.GROUPED, Form.PERCENT, Form.COMBINED, Form.BOX, Form.SLOPE, Form.PYRAMID)
LABEL_LENGTH = 190
NUMBER = ",.4~r"


def time_axis(choice: Choice, *, columns: bool) -> Spec:
    """Columns stand in order, each with its name; lines on the clock."""
    if columns:
        words = f"timeFormat(toDate(datum.value), '{TIME[choice.step or Step.YEAR]}')"
        return {
            "field": "along",
            "type": "ordinal",
            "title": None,
            "axis": {"labelExpr": words, "labelAngle": 0, "labelOverlap": True},
        }
    return {
        "field": "along",
        "type": "temporal",
        "title": None,
        "axis": {"format": TIME[choice.step or Step.YEAR], "labelOverlap": True, "labelAngle": 0},
    }


def along(choice: Choice, *, columns: bool, is_number: bool) -> Spec:
    if choice.step is not None:
        return time_axis(choice, columns=columns)
    if is_number and choice.form not in STANDING:
        return {
            "field": "along",
            "type": "quantitative",
            "title": "{{along}}",
            "scale": {"zero": False, "nice": False},
            "axis": {"format": "d", "labelOverlap": True},
        }
    return {"field": "along", "type": "ordinal" if is_number else "nominal", "title": None, "sort": None}


def value(choice: Choice, *, from_zero: bool, field: str = "value", title: str = "{{value}}") -> Spec:
    found: Spec = {"field": field, "type": "quantitative", "title": title}
    if choice.scale is Scale.LOG:
        found["scale"] = {"type": "symlog" if from_zero else "log"}
    elif not from_zero:
        found["scale"] = {"zero": False}
    return found


def colour(choice: Choice, series: list[str], *, has_rest: bool) -> Spec:
    """Colours in the order of the series; "all others" is grey and last."""
    domain = [*series, *(["{{rest}}"] if has_rest else [])]
    colours = [*(SERIES[at % len(SERIES)] for at in range(len(series))), *(["@d0"] if has_rest else [])]
    return {
        "field": "split", "type": "nominal", "sort": domain, "title": None, "scale": {"domain": domain, "range": colours},
        "legend": {"orient": "top", "labelLimit": 240, "columns": 3},
    }  # fmt: skip


def dash(series: list[str], *, has_rest: bool) -> Spec:
    """A second sign for each series, so that colour is not alone."""
    domain = [*series, *(["{{rest}}"] if has_rest else [])]
    return {
        "field": "split",
        "type": "nominal",
        "scale": {"domain": domain, "range": [DASHES[at % len(DASHES)] for at in range(len(domain))]},
        "legend": None,
    }


def tips(choice: Choice, *, split: bool, second: bool = False) -> list[Spec]:
    first: Spec = {"field": "along", "title": "{{along}}"}
    if choice.step is not None:
        first |= {"type": "temporal", "format": TIME[choice.step]}
    found = [first, *([{"field": "split", "title": "{{split}}", "type": "nominal"}] if split else [])]
    found.append({"field": "value", "title": "{{value}}", "type": "quantitative", "format": NUMBER})
    return [
        *found,
        *([{"field": "second", "title": "{{second}}", "type": "quantitative", "format": NUMBER}] if second else []),
    ]


def target(choice: Choice) -> list[Spec]:
    """A target is ink, dashed, with an open circle and its word; never a colour of the data."""
    if choice.target is None:
        return []
    y = {"datum": choice.target, "type": "quantitative"}
    return [
        {"mark": {"type": "rule", "color": "@ink", "strokeDash": [5, 4], "strokeWidth": 1.5}, "encoding": {"y": y}},
        {
            "mark": {"type": "text", "align": "right", "baseline": "bottom", "dy": -4, "color": "@ink", "fontSize": 13, "text": "{{target}}", "x": "width"},
            "encoding": {"y": y},
        },
    ]  # fmt: skip


def notes(choice: Choice, axis: Spec) -> list[Spec]:
    found: list[Spec] = []
    for number, one in enumerate(choice.notes[:8]):
        x = {"datum": one.along, "type": axis["type"]}
        found += [
            {"mark": {"type": "rule", "color": "@ink-2", "strokeWidth": 1}, "encoding": {"x": x}},
            {"mark": {"type": "text", "align": "left", "baseline": "top", "dx": 5, "y": 2, "color": "@ink-2", "fontSize": 13, "text": f"{{{{note{number + 1}}}}}"}, "encoding": {"x": x}},
        ]  # fmt: skip
    return found


def layered(layers: list[Spec]) -> Spec:
    return layers[0] if len(layers) == 1 else {"layer": layers}


def bars(choice: Choice, axis: Spec, series: list[str], *, has_rest: bool, lying: bool) -> Spec:
    height = value(choice, from_zero=True)
    if choice.form is Form.PERCENT or choice.scale is Scale.PERCENT:
        height |= {"stack": "normalize", "axis": {"format": ".0%"}}
    if lying:
        axis = axis | {"axis": {"labelLimit": LABEL_LENGTH, "ticks": False, "domain": False}}
    encoding: Spec = {"y": axis, "x": height} if lying else {"x": axis, "y": height}
    if series:
        encoding["color"] = colour(choice, series, has_rest=has_rest)
        if choice.form is Form.GROUPED:
            encoding["yOffset" if lying else "xOffset"] = {"field": "split", "sort": encoding["color"]["sort"]}
    encoding["tooltip"] = tips(choice, split=bool(series))
    main: Spec = {"mark": {"type": "bar", **({} if series else {"color": "@d1"})}, "encoding": encoding}
    return layered([main, *([] if lying else target(choice) + notes(choice, axis))])


def lines(choice: Choice, axis: Spec, series: list[str], *, has_rest: bool) -> Spec:
    is_area = choice.form is Form.AREA
    height = value(choice, from_zero=is_area)
    if is_area and choice.scale is Scale.PERCENT:
        height |= {"stack": "normalize", "axis": {"format": ".0%"}}
    kind: Spec = {"type": "area", "opacity": 0.85} if is_area else {"type": "line", "strokeWidth": 2.5}
    if choice.form is Form.POINT:
        kind = {"type": "point", "filled": True, "size": 60}
    encoding: Spec = {"x": axis, "y": height, "tooltip": tips(choice, split=bool(series))}
    if series:
        encoding["color"] = colour(choice, series, has_rest=has_rest)
        if kind["type"] == "line":
            encoding["strokeDash"] = dash(series, has_rest=has_rest)
    else:
        kind["color"] = "@d1"
    layers = [{"mark": kind, "encoding": encoding}]
    if choice.smooth:
        kind |= {"opacity": 0.35, "strokeWidth": 1}
        smooth = {name: one for name, one in encoding.items() if name in ("x", "color", "strokeDash")}
        smooth["y"] = value(choice, from_zero=is_area, field="smooth", title="{{value}}")
        layers.append(
            {"mark": {"type": "line", "strokeWidth": 2.8, **({} if series else {"color": "@d1"})}, "encoding": smooth}
        )
    return layered(layers + target(choice) + notes(choice, axis))


def scatter(choice: Choice, series: list[str], *, has_rest: bool) -> Spec:
    encoding: Spec = {
        "x": {"field": "along", "type": "quantitative", "title": "{{along}}", "scale": {"zero": False}},
        "y": value(choice, from_zero=False), "tooltip": tips(choice, split=bool(series)),
    }  # fmt: skip
    if series:
        encoding["color"] = colour(choice, series, has_rest=has_rest)
        encoding["shape"] = {"field": "split", "type": "nominal", "legend": None}
    return layered(
        [
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 45,
                    "opacity": 0.7,
                    **({} if series else {"color": "@d1"}),
                },
                "encoding": encoding,
            },
            *target(choice),
        ]
    )


def bubbles(choice: Choice) -> Spec:
    x, y = value(choice, from_zero=False), value(choice, from_zero=False, field="second", title="{{second}}")
    size = {
        "field": "count",
        "type": "quantitative",
        "title": "{{count}}",
        "scale": {"range": [30, 900]},
        "legend": {"orient": "top"},
    }
    words = {
        "mark": {"type": "text", "dy": -14, "fontSize": 12, "color": "@ink-2"},
        "encoding": {"x": x, "y": y, "text": {"field": "along"}},
    }
    tip = [*tips(choice, split=False, second=True), {"field": "count", "title": "{{count}}", "type": "quantitative"}]
    return {
        "layer": [
            {
                "mark": {"type": "circle", "opacity": 0.75, "color": "@d1"},
                "encoding": {"x": x, "y": y, "size": size, "tooltip": tip},
            },
            words,
        ]
    }


def histogram(choice: Choice) -> Spec:
    x = {"field": "along", "type": "quantitative", "title": "{{along}}", "scale": {"zero": False, "nice": False}}
    tip = [
        {"field": "along", "title": "{{from}}"},
        {"field": "along_end", "title": "{{below}}"},
        {"field": "value", "title": "{{value}}"},
    ]
    encoding = {
        "x": x,
        "x2": {"field": "along_end"},
        "y": value(choice, from_zero=True),
        "y2": {"datum": 0},
        "tooltip": tip,
    }
    return {"mark": {"type": "bar", "color": "@d1", "stroke": "@paper", "strokeWidth": 1}, "encoding": encoding}


def boxes(choice: Choice, axis: Spec) -> Spec:
    """5th to 95th percentile as a line, the middle half as a box, the median across it."""

    def y(field: str) -> Spec:
        return {"field": field, "type": "quantitative", "title": "{{value}}", "scale": {"zero": False}}

    tip = [
        tips(choice, split=False)[0],
        *(
            {"field": name, "title": f"{{{{{name}}}}}", "type": "quantitative", "format": NUMBER}
            for name in ("p5", "q1", "middle", "q3", "p95")
        ),
    ]
    return {"layer": [
        {"mark": {"type": "rule", "color": "@ink-2"}, "encoding": {"x": axis, "y": y("p5"), "y2": {"field": "p95"}}},
        {"mark": {"type": "bar", "color": "@d1", "size": 18}, "encoding": {"x": axis, "y": y("q1"), "y2": {"field": "q3"}, "tooltip": tip}},
        {"mark": {"type": "tick", "color": "@paper", "thickness": 3, "size": 18}, "encoding": {"x": axis, "y": y("middle")}},
    ]}  # fmt: skip


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
        "field": "value", "type": "quantitative", "title": "{{value}}", "scale": {"range": ["@s1", "@s2", "@s3", "@s4", "@s5"], "zero": False},
        "legend": {"orient": "top", "gradientLength": 180},
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
            {"field": "along", "title": "{{along}}", "type": "temporal", "format": TIME[step]},
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
