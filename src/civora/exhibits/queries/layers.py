"""The layers of a map exhibit for one reader: which tiles, which colours, a legend with the counts of its classes, the steps
of its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from civora.catalog.types import Box
from civora.core.policy.types import Reader
from civora.core.query import odsql
from civora.core.query.ast import (
    And,
    Call,
    Compare,
    DateValue,
    Expr,
    Group,
    Is,
    Name,
    Order,
    Output,
    Quantity,
    Query,
    Star,
    Value,
)
from civora.core.schema import GEOGRAPHIC, NUMERIC, Field
from civora.exhibits.queries import drawing
from civora.exhibits.queries.figures import answer
from civora.exhibits.rules import classes, mapping, written
from civora.exhibits.rules.values import after
from civora.exhibits.types import Answer, Figure, Step
from civora.reading import queries as reading

DOOR = "exhibit"
NAMES_AT_MOST = 6
STEPS_AT_MOST = 400
TABLE_ROWS = 10_000
HEXAGON_BREAKS = (2, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Class:
    """One class of the legend: its colour, what it holds (`low` inside, `high` outside; or `name`), how many rows; None where
    the map gathers them anew at each zoom."""

    colour: str
    count: int | None
    low: float | None = None
    high: float | None = None
    name: str | None = None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer, ready to draw. `where` is the condition of its tiles, as ODSQL."""

    number: int
    way: str
    label: str
    query: Query
    answer: Answer
    place: Field
    where: str
    fields: tuple[str, ...]
    spec: Mapping[str, Any]
    classes: tuple[Class, ...] = ()
    highest: float = 0.0
    total: int = 0

    @property
    def colour(self) -> str:
        return str(self.spec.get("colour") or f"d{min(6, self.number + 1)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the time slider."""

    start: datetime
    where: str
    count: int


def layers(figure: Figure, reader: Reader, *, lang: str) -> tuple[Layer, ...]:
    """Raises what reading raises; the figure is whole."""
    answers = {one.name: one for one in figure.answers}
    return tuple(
        layer(number, spec, answers[spec["query"]], reader, lang)
        for number, spec in enumerate(figure.card.content.spec["layers"])
    )


def layer(number: int, spec: Mapping[str, Any], answer: Answer, reader: Reader, lang: str) -> Layer:
    query = replace(answer.query, select=(), order_by=(), limit=None, lang=lang)
    place = answer.card.schema.first(*GEOGRAPHIC)
    if place is None:  # the card lost its places since the map was kept
        raise LookupError("no place")
    way = str(spec.get("as", "points"))
    field = answer.card.schema.field(spec["field"]) if spec.get("field") else None
    found = Layer(
        number, way, written.said(spec.get("label") or {}, lang) or answer.card.title, query, answer, place, condition(query),
        mapping.fields_of(spec), spec, total=reading.count(query, reader),
    )  # fmt: skip
    if field is None and way == "hexagons":
        return replace(found, classes=of_hexagons())
    if field is None or way in ("labels", "heat"):
        return found
    if way == "symbols":
        return replace(found, highest=float(numbers(query, (Call("max", (Name(field.name),)),), reader)[0] or 0))
    made = of_numbers(spec, query, field, reader) if field.type in NUMERIC else of_names(query, field, reader)
    return replace(found, classes=made)


def condition(query: Query) -> str:
    return odsql.print_where(query.where) if query.where is not None else ""


def numbers(query: Query, wanted: tuple[Expr, ...], reader: Reader) -> tuple[float, ...]:
    asked = replace(query, select=tuple(Output(one, f"n{at}") for at, one in enumerate(wanted)), groups=(), limit=1)
    row = reading.rows(asked, reader, total=False, door=DOOR).rows
    return tuple(0.0 if one is None else float(one) for one in row[0]) if row else ()


def of_numbers(spec: Mapping[str, Any], query: Query, field: Field, reader: Reader) -> tuple[Class, ...]:
    """The classes of a numeric column, each with the rows that it holds."""
    method, count, name = spec.get("method", "quantiles"), int(spec.get("classes", 5)), Name(field.name)
    wanted: dict[str, tuple[Expr, ...]] = {
        "equal": (Call("min", (name,)), Call("max", (name,))), "deviation": (Call("avg", (name,)), Call("stddev", (name,))), "given": (),
    }  # fmt: skip
    asked = wanted.get(
        method, tuple(Call("percentile", (name, Value(share))) for share in classes.shares(method, count))
    )
    known = numbers(query, asked, reader) if asked else ()
    inner = classes.breaks(method, count, known, given=spec.get("breaks", ()))
    colours = classes.colours(len(inner) + 1)
    found = []
    for (low, high), colour in zip(classes.spans(inner), colours, strict=True):
        tests: list[Expr] = [Is(name, "null", negated=True)]
        tests += [Compare(">=", name, Value(low))] if low is not None else []
        tests += [Compare("<", name, Value(high))] if high is not None else []
        found.append(Class(colour, reading.count(with_test(query, *tests), reader), low, high))
    return tuple(found)


def of_hexagons() -> tuple[Class, ...]:
    """By tens: what a hexagon holds differs from place to place, and from zoom to zoom, by factors."""
    spans = classes.spans(HEXAGON_BREAKS)
    return tuple(
        Class(colour, None, low, high) for (low, high), colour in zip(spans, classes.colours(len(spans)), strict=True)
    )


def of_names(query: Query, field: Field, reader: Reader) -> tuple[Class, ...]:
    """The most frequent values in the colours of series, all others in grey."""
    group = Group(Name(field.name), "name")
    count = Call("count", (Star(),))
    asked = replace(
        query,
        select=(Output(Name("name"), "name"), Output(count, "n")),
        groups=(group,),
        order_by=(Order(count, is_descending=True),),
        limit=1000,
    )
    rows = reading.rows(asked, reader, total=False, door=DOOR).rows
    named = [(said(name), int(number)) for name, number in rows if name is not None]
    most = named if len(named) <= NAMES_AT_MOST else named[: NAMES_AT_MOST - 1]
    rest = sum(int(number) for _, number in rows) - sum(number for _, number in most)
    found = [Class(f"d{at}", number, name=name) for at, (name, number) in enumerate(most, 1)]
    return (*found, Class("d0", rest, is_rest=True)) if rest else tuple(found)


def said(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def with_test(query: Query, *tests: Expr) -> Query:
    items = (*([query.where] if query.where is not None else []), *tests)
    return replace(query, where=And(items) if len(items) > 1 else items[0])


def table(figure: Figure, reader: Reader, *, lang: str) -> str:
    """The rows of every layer as CSV, ten thousand of each at most."""
    answers = tuple(answer(one.name, replace(one.query, limit=TABLE_ROWS), reader, lang=lang) for one in figure.answers)
    return drawing.table(replace(figure, answers=answers))


def extent(found: tuple[Layer, ...], reader: Reader) -> Box | None:
    """The box around all layers."""
    boxes = [box for one in found if (box := reading.extent(one.query, reader)) is not None]
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def moments(figure: Figure, reader: Reader) -> tuple[Moment, ...]:
    """The steps of the time slider, each with its condition and its rows; none where the map has no time."""
    time = figure.card.content.spec.get("time")
    if not time:
        return ()
    answer = next(one for one in figure.answers if one.name == time["query"])
    step = Step(time.get("step", "year"))
    key = Group(Call("range", (Name(time["field"]), Quantity(1, step.value))), "at")
    count = Call("count", (Star(),))
    query = replace(
        answer.query,
        select=(Output(Name("at"), "at"), Output(count, "n")),
        groups=(key,),
        order_by=(Order(Name("at")),),
        limit=STEPS_AT_MOST,
    )
    zone = ZoneInfo(query.zone)
    found = []
    for at, number in reading.rows(query, reader, total=False, door=DOOR).rows:
        if isinstance(at, date):
            start = (
                at.astimezone(zone).replace(tzinfo=None)
                if isinstance(at, datetime)
                else datetime(at.year, at.month, at.day)
            )  # noqa: DTZ001
            name = Name(time["field"])
            tests = (
                Compare(">=", name, DateValue(f"{start:%Y-%m-%d}")),
                Compare("<", name, DateValue(f"{after(start, step):%Y-%m-%d}")),
            )
            found.append(Moment(start, condition(with_test(replace(answer.query, select=()), *tests)), int(number)))
    return tuple(found)
