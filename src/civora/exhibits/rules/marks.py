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
        first = {"field": "along_words", "type": "nominal", "title": "{{along}}"}
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
        {"mark": {"type": "bar", "color": "@d1", "width": {"band": 0.7}}, "encoding": {"x": axis, "y": y("q1"), "y2": {"field": "q3"}, "tooltip": tip}},
        {"mark": {"type": "tick", "color": "@paper", "thickness": 3, "width": {"band": 0.7}}, "encoding": {"x": axis, "y": y("middle")}},
    ]}  # fmt: skip
