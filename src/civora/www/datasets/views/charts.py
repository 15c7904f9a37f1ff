"""`/datasets/<key>/chart/`: sensible charts proposed from the schema, changed by a form, drawn on the server.

| parameter | means |
|---|---|
| `show` | `count`, or `sum:FIELD`, `avg:FIELD`, `median:FIELD`, `min:FIELD`, `max:FIELD` |
| `along` | `FIELD`, or `FIELD:year` … `FIELD:hour` for dates |
| `split` | a field for series |
| `form` | `bar`, `line`, `area`, `point` |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext, gettext_lazy

from civora.core.schema import NUMERIC, TEMPORAL, Field, FieldType
from civora.exhibits import queries as exhibits
from civora.exhibits.rules import palettes
from civora.exhibits.rules.plot import plot
from civora.exhibits.rules.propose import categories, is_code, proposals, quantities, step_for
from civora.exhibits.rules.question import question
from civora.exhibits.rules.spec import spec
from civora.exhibits.types import Aggregate, Choice, Form, Plot, Spec, Step
from civora.reading import queries as reading
from civora.www import formats
from civora.www.addresses import with_params
from civora.www.datasets.forms import BadState
from civora.www.datasets.pages import ChartPage, Option
from civora.www.datasets.views.framing import Seen, frame, source, source_parts, view
from civora.www.datasets.views.table import chosen, empty
from civora.www.pages import page
from civora.www.parts import Empty

WIDE, NARROW, TALL = 860, 350, 400
AGGREGATES: dict[str, Any] = {
    "sum": gettext_lazy("{field}, total"), "avg": gettext_lazy("{field}, mean"), "median": gettext_lazy("{field}, median"),
    "min": gettext_lazy("{field}, lowest"), "max": gettext_lazy("{field}, highest"),
}  # fmt: skip
STEPS: dict[str, Any] = {
    "year": gettext_lazy("{field}, by year"), "quarter": gettext_lazy("{field}, by quarter"), "month": gettext_lazy("{field}, by month"),
    "week": gettext_lazy("{field}, by week"), "day": gettext_lazy("{field}, by day"), "hour": gettext_lazy("{field}, by hour"),
}  # fmt: skip
FORMS: dict[str, Any] = {
    "bar": gettext_lazy("Columns"),
    "line": gettext_lazy("Line"),
    "area": gettext_lazy("Area"),
    "point": gettext_lazy("Points"),
}
OFFERED = ("sum", "avg", "max")
KINDS = (FieldType.TEXT, FieldType.BOOLEAN, FieldType.INT, FieldType.DATE, FieldType.DATETIME)


@view
def chart(seen: Seen) -> HttpResponse:
    offered = proposals(seen.card.schema, seen.card.temporal)
    choice = asked(seen) or (offered[0] if offered else None)
    if choice is None:
        nothing = Empty(
            gettext("These columns make no chart."),
            gettext("They hold neither dates, nor kinds, nor amounts."),
            ((gettext("Look at the rows"), seen.url("table")),),
        )
        return page(seen.request, "datasets/chart.html", made(seen, None, None, offered, nothing))
    numbers = answered(seen, choice)
    return page(
        seen.request,
        "datasets/chart.html",
        made(seen, choice, numbers, offered, None if numbers.points else empty(seen)),
    )


@view
def chart_json(seen: Seen) -> HttpResponse:
    """The drawing in Vega's words, for the island."""
    choice = chosen_one(seen)
    numbers = answered(seen, choice)
    body = {
        "title": title(seen, choice), "summary": finding(seen, choice, numbers), "link": seen.absolute("chart", **params_of(choice)),
        "source": source_parts(seen), "vega": exhibits.vega(drawn(seen, choice, numbers, "page", WIDE)),
    }  # fmt: skip
    return JsonResponse(body)


@view
def chart_svg(seen: Seen) -> HttpResponse:
    return picture(seen, "svg")


@view
def chart_png(seen: Seen) -> HttpResponse:
    return picture(seen, "png")


def picture(seen: Seen, form: str) -> HttpResponse:
    choice = chosen_one(seen)
    theme = "dark" if seen.request.GET.get("theme") == "dark" else "light"
    content = exhibits.image(
        drawn(seen, choice, answered(seen, choice), theme, WIDE), "png" if form == "png" else "svg"
    )
    response = HttpResponse(content, content_type=exhibits.PICTURES[form])
    response["Content-Disposition"] = f'inline; filename="{seen.card.key}.{form}"'
    response["Cache-Control"] = "no-cache"
    return response


# ---- the choice ----------------------------------------------------------------------------------------------------


def chosen_one(seen: Seen) -> Choice:
    offered = proposals(seen.card.schema, seen.card.temporal)
    found = asked(seen) or (offered[0] if offered else None)
    if found is None:
        raise BadState(gettext("These columns make no chart."), next_step=gettext("Look at the rows."))
    return found


def asked(seen: Seen) -> Choice | None:
    """The chart that the address names. Raises BadState."""
    params = seen.request.GET
    if not params.get("along"):
        return None
    field, _, step = params["along"].partition(":")
    how, _, measure = params.get("show", "count").partition(":")
    try:
        kind = seen.card.schema.field(field)
        width = Step(step) if step else (step_for(seen.card.temporal) if kind.type in TEMPORAL else None)
        return Choice(
            field, Aggregate(how or "count"), measure, width, params.get("split", ""), Form(params.get("form") or "bar")
        )
    except ValueError as error:
        raise BadState(
            gettext("This chart cannot be read: {what}.").format(what=error),
            next_step=gettext("Choose it from the form."),
        ) from error


def params_of(choice: Choice) -> dict[str, str]:
    return {
        "show": f"{choice.aggregate}:{choice.measure}" if choice.measure else "count",
        "along": f"{choice.along}:{choice.step}" if choice.step else choice.along,
        "split": choice.split,
        "form": choice.form.value,
    }


def answered(seen: Seen, choice: Choice) -> Plot:
    asked_query = question(choice, replace(seen.query, select=(), order_by=()), seen.card.schema)
    return plot(choice, reading.rows(asked_query, seen.reader, total=False, door="chart").rows)


def titles(seen: Seen, choice: Choice) -> dict[str, str]:
    schema = seen.card.schema
    return {
        "along": label(schema.field(choice.along)), "value": value_title(seen, choice),
        "split": label(schema.field(choice.split)) if choice.split else "", "rest": gettext("all others"),
    }  # fmt: skip


def value_title(seen: Seen, choice: Choice) -> str:
    if not choice.measure:
        return gettext("Number of rows")
    field = seen.card.schema.field(choice.measure)
    text = str(AGGREGATES[choice.aggregate.value]).format(field=label(field))
    return f"{text} ({field.unit})" if field.unit else text


def label(field: Field) -> str:
    return field.label or field.name


def title(seen: Seen, choice: Choice) -> str:
    words = gettext("{value} by {along}") if not choice.split else gettext("{value} by {along} and {split}")
    parts = titles(seen, choice)
    return words.format(
        value=parts["value"],
        along=parts["along"].lower() if formats.language() != "de" else parts["along"],
        split=parts["split"],
    )


def finding(seen: Seen, choice: Choice, numbers: Plot) -> str:
    """The sentence that the figure proves: where it is highest, and how high."""
    points = [point for point in numbers.points if point.value is not None]
    if not points:
        return title(seen, choice)
    sums: dict[Any, float] = {}
    for point in points:
        sums[point.along] = sums.get(point.along, 0.0) + (point.value or 0.0)
    top = max(sums, key=lambda key: sums[key])
    value = formats.number(round(sums[top], 2) if abs(sums[top]) < 100 else round(sums[top]))
    unit = seen.card.schema.field(choice.measure).unit if choice.measure else ""
    return gettext("Highest: {where}, with {value}.").format(where=place(choice, top), value=f"{value} {unit}".strip())


def place(choice: Choice, along: Any) -> str:
    if choice.step is None:
        return formats.number(along) if isinstance(along, float) else str(along)
    moment = datetime.fromisoformat(str(along))
    match choice.step:
        case Step.YEAR:
            return f"{moment:%Y}"
        case Step.MONTH | Step.QUARTER:
            return formats.month(moment)
        case Step.HOUR:
            return formats.moment(moment)
        case _:
            return formats.day(moment)


def drawn(seen: Seen, choice: Choice, numbers: Plot, palette: str, width: int) -> Spec:
    marks = formats.MARKS.get(formats.language(), formats.MARKS["en"])
    locale = {"number": {"decimal": marks[1], "thousands": marks[0], "grouping": [3], "currency": ["", ""]}}
    return spec(
        choice,
        numbers,
        palette=palettes.PALETTES[palette],
        titles=titles(seen, choice),
        width=width,
        height=TALL,
        locale=locale,
    )


# ---- the page -----------------------------------------------------------------------------------------------------


def made(
    seen: Seen, choice: Choice | None, numbers: Plot | None, offered: tuple[Choice, ...], nothing: Empty | None
) -> ChartPage:
    shows = choice is not None and numbers is not None and bool(numbers.points)
    tail = params_of(choice) if choice else {}
    filters = tuple((k, v) for k, vs in seen.request.GET.lists() for v in vs if k in ("q", "where", "refine", "bbox"))
    return ChartPage(
        frame=frame(seen, "chart"), chosen=chosen(seen), clear_url=seen.request.path, shows=show_options(seen, choice),
        alongs=along_options(seen, choice), splits=split_options(seen, choice), forms=form_options(choice),
        proposals=tuple((title(seen, one), with_params(dict(filters) | params_of(one))) for one in offered), kept_params=filters,
        title=finding(seen, choice, numbers) if choice and numbers else "", summary=title(seen, choice) if choice else "",
        wide=svg(seen, choice, numbers, WIDE) if shows and choice and numbers else "",
        narrow=svg(seen, choice, numbers, NARROW) if shows and choice and numbers else "",
        headings=headings(seen, choice) if choice else (), rows=rows(choice, numbers) if choice and numbers else (),
        left_out=left_out(numbers), data_url=seen.url("chart", **tail), svg_url=seen.url("chart-svg", **tail),
        png_url=seen.url("chart-png", **tail), source=source(seen), empty=nothing,
    )  # fmt: skip


def svg(seen: Seen, choice: Choice, numbers: Plot, width: int) -> str:
    return exhibits.image(drawn(seen, choice, numbers, "page", width), "svg").decode()


def left_out(numbers: Plot | None) -> str:
    if numbers is None or not numbers.left_out:
        return ""
    return gettext("{n} smaller groups are not drawn.").format(n=formats.number(numbers.left_out))


def headings(seen: Seen, choice: Choice) -> tuple[str, ...]:
    parts = titles(seen, choice)
    return tuple(part for part in (parts["along"], parts["split"], parts["value"]) if part)


def rows(choice: Choice, numbers: Plot) -> tuple[tuple[str, ...], ...]:
    """The figure's twin as a table, at most two hundred lines."""
    found = []
    for point in numbers.points[:200]:
        value = "" if point.value is None else formats.number(point.value)
        along = place(choice, point.along)
        found.append((along, point.series or gettext("all others"), value) if choice.split else (along, value))
    return tuple(found)


def show_options(seen: Seen, choice: Choice | None) -> tuple[Option, ...]:
    current = params_of(choice)["show"] if choice else ""
    found = [Option("count", gettext("Number of rows"), current == "count")]
    for field in quantities(seen.card.schema):
        found += [
            Option(
                f"{how}:{field.name}", str(AGGREGATES[how]).format(field=label(field)), current == f"{how}:{field.name}"
            )
            for how in OFFERED
        ]
    return tuple(found)


def along_options(seen: Seen, choice: Choice | None) -> tuple[Option, ...]:
    current = params_of(choice)["along"] if choice else ""
    found = []
    for field in seen.card.schema.fields:
        if field.type in TEMPORAL:
            found += [
                Option(f"{field.name}:{step}", str(words).format(field=label(field)), current == f"{field.name}:{step}")
                for step, words in STEPS.items()
            ]
        elif (
            field.type in KINDS
            and not field.is_multivalued
            and (field.is_facet or field.type not in NUMERIC or is_code(field))
        ):
            found.append(Option(field.name, label(field), current == field.name))
    return tuple(found)


def split_options(seen: Seen, choice: Choice | None) -> tuple[Option, ...]:
    current = choice.split if choice else ""
    return (
        Option("", gettext("nothing"), not current),
        *(Option(one.name, label(one), one.name == current) for one in categories(seen.card.schema)),
    )


def form_options(choice: Choice | None) -> tuple[Option, ...]:
    current = choice.form.value if choice else "bar"
    return tuple(Option(key, str(words), key == current) for key, words in FORMS.items())
