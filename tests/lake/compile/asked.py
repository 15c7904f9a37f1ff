"""Random questions to the table of every type: mostly lawful ones, so that most pass `check`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from civora.core.query.ast import (
    And,
    Arithmetic,
    Call,
    Compare,
    DateValue,
    Expr,
    FacetRequest,
    GeoValue,
    Group,
    InList,
    InRange,
    Is,
    Like,
    Name,
    Negative,
    Not,
    Or,
    Order,
    Output,
    Quantity,
    Query,
    Refinement,
    Star,
    Text,
    Value,
)  # fmt: skip

TEXTS = ("name", "kind", "path", "and")
NUMBERS = ("id", "age", "size")
MOMENTS = ("day", "at")
PLACES = ("place", "shape")
OTHERS = ("tags", "ok", "raw", "place", "shape")
UNITS = ("ms", "s", "m", "h", "d", "w", "M", "q", "y", "hours", "month")
DATES = ("2024", "2024-01", "2024/03/01", "2025-05-15T07:00", "2025-05-15T07:00:00+02:00", "0001", "9999-12-31")
GEOMETRIES = (
    "POINT(7.62 51.96)", "POLYGON((7 51,8 51,8 53,7 53,7 51))", "LINESTRING(0 0,1 1)", "POINT(180 -90)",
    '{"type":"Point","coordinates":[7.6,51.9]}', "MULTIPOINT((0 0),(1 1))",
)  # fmt: skip
FORMATS = ("yyyy-MM", "EEEE d. MMMM", "E MMM yy xx xxxx w ww e D DDD H HH m mm s ss M d '' 'x'", "")

word = st.text(max_size=12) | st.sampled_from(
    ["Linde", "tree", "%ich%", "a", "lin*", "'\"{0}\\", "2020", "Bänke am See", ""]
)
number = (
    st.integers(-(10**38) + 1, 10**38 - 1) | st.integers(-9, 50) | st.floats(-1e308, 1e308) | st.sampled_from([0, 0.0])
)


def fields(names: tuple[str, ...]) -> st.SearchStrategy[Expr]:
    return st.sampled_from(names).map(Name)


def calls(name: str, *args: st.SearchStrategy[Any]) -> st.SearchStrategy[Expr]:
    return st.tuples(*args).map(lambda given: Call(name, given))


dates_given = st.sampled_from(DATES).map(DateValue)
shapes = st.sampled_from(GEOMETRIES).map(GeoValue)
now = st.just(Call("now", (), (("days", Value(-7)),))) | st.just(
    Call("now", (), (("months", Value(1)), ("weekday", Value(0))))
)
moments = fields(MOMENTS) | now
texts = st.recursive(
    fields(TEXTS) | word.map(Value) | calls("date_format", moments, st.sampled_from(FORMATS).map(Value)),
    lambda inner: calls("lower", inner) | calls("ifnull", inner, inner),
    max_leaves=3,
)
numbers = st.recursive(
    fields(NUMBERS) | number.map(Value) | calls("length", texts)
    | st.sampled_from(["year", "month", "day", "hour", "minute", "second"]).flatmap(lambda part: calls(part, moments)),
    lambda inner: st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner) | inner.map(Negative) | calls("ifnull", inner, inner),
    max_leaves=4,
)  # fmt: skip
null = st.just(Value(None))
operators = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
flags = fields(("ok",)) | st.booleans().map(Value)


def compared(values: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return (
        st.builds(Compare, operators, values, values | null)
        | st.builds(InList, values, st.lists(values | null, min_size=1, max_size=3).map(tuple))
        | st.builds(InRange, values, values, values, st.booleans(), st.booleans())
        | st.builds(Is, values, st.just("null"), st.booleans())
    )


searched = st.lists(fields(("name", "kind", "tags")), max_size=2).map(tuple)
metres = st.builds(Quantity, st.floats(0, 1e9), st.sampled_from(["m", "km", "mi"])) | st.just(Value(0))
predicates = (
    compared(numbers) | compared(texts) | compared(moments | dates_given)
    | st.builds(Compare, st.sampled_from(["=", "!="]), flags | fields(("tags",)), flags | word.map(Value))
    | st.builds(InList, word.map(Value), st.just((Name("tags"),)))
    | st.builds(Is, flags, st.sampled_from(["true", "false", "null"]), st.booleans())
    | st.builds(Is, fields(OTHERS), st.just("null"), st.booleans())
    | st.builds(Like, fields((*TEXTS, "tags")) | texts, word.map(Value))
    | word.map(Text)
    | fields(("ok",))
    | st.tuples(st.sampled_from(["search", "suggest", "startswith"]), searched, word).map(
        lambda given: Call(given[0], (*given[1], Value(given[2]))))
    | calls("within_distance", fields(PLACES), shapes, metres)
    | st.sampled_from(["intersects", "disjoint", "within"]).flatmap(lambda name: calls(name, fields(PLACES), shapes))
    | calls("in_bbox", fields(PLACES), *[st.floats(-400, 400).map(Value)] * 4)
)  # fmt: skip
conditions = st.recursive(
    predicates,
    lambda inner: st.lists(inner, min_size=2, max_size=3).map(tuple).flatmap(lambda found: st.sampled_from([And(found), Or(found)]))
    | inner.map(Not),
    max_leaves=4,
)  # fmt: skip
scalars = (
    numbers | texts | moments | dates_given | flags | null | fields(OTHERS)
    | calls("json_format", fields(("name", "path")))
    | calls("json_format", fields(("name",)), st.sampled_from(["{}", None]).map(Value))
    | calls("distance", fields(PLACES), shapes)
    | calls("ifnull", moments | null, moments | dates_given)
    | calls("ifnull", flags, flags | null)
)  # fmt: skip
aggregates = (
    st.just(Call("count", (Star(),)))
    | st.builds(lambda arg, distinct: Call("count", (arg,), is_distinct=distinct), scalars, st.booleans())
    | st.sampled_from(["avg", "sum", "min", "max", "median", "stddev", "variance"]).flatmap(lambda name: calls(name, numbers))
    | st.sampled_from(["min", "max"]).flatmap(lambda name: calls(name, moments))
    | calls("percentile", numbers, st.sampled_from([0, 50, 99.9, 100]).map(Value))
    | calls("envelope", fields(("place",))) | calls("bbox", fields(PLACES))
)  # fmt: skip
ordered_aggregates = aggregates.filter(lambda expr: expr.name not in ("envelope", "bbox"))  # type: ignore[union-attr]
keys = (
    fields((*TEXTS, *NUMBERS, *MOMENTS, "ok", "tags")) | numbers | texts
    | calls("range", fields(NUMBERS), st.sampled_from([1, 15, 0.25, 1e300]).map(Value))
    | st.sampled_from([(Star(), Value(1), Value(15), Star()), (Value(-2.5), Value(40))]).flatmap(
        lambda limits: fields(NUMBERS).map(lambda field: Call("range", (field, *limits))))
    | fields(MOMENTS).map(lambda field: Call("range", (field, Star(), DateValue("2024"), DateValue("2025-01"), Star())))
    | st.tuples(fields(MOMENTS), st.sampled_from([1, 2, 15]), st.sampled_from(UNITS)).map(
        lambda given: Call("range", (given[0], Quantity(given[1], given[2]))))
    | calls("geo_cluster", fields(("place",)), st.integers(0, 25).map(Value))
    | calls("ifnull", fields(TEXTS), word.map(Value)) | calls("ifnull", fields(MOMENTS), dates_given)
)  # fmt: skip
headings = st.sampled_from(["a", "b", "A", 'say "x"', "{0}", "name", "count(*)", "k0", "ü"])
zones = st.sampled_from(["UTC", "Europe/Berlin", "Pacific/Chatham", "America/St_Johns"])
refinements = st.builds(
    Refinement,
    st.sampled_from(["name", "kind", "tags", "path", "age", "size", "ok", "day", "at"]),
    word | st.sampled_from(["2024", "2024/01", "2024/01/31", "x", "true", "12", "1.5"]),
    st.booleans(),
)
requests = st.builds(
    FacetRequest,
    st.sampled_from(["name", "kind", "tags", "path", "age", "size", "ok", "day", "at"]),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "/"]),
    st.sampled_from(["count", "-count", "alphanum", "-num"]),
    st.sampled_from([0, 1, 5]),
)


def ordering(values: st.SearchStrategy[Expr]) -> st.SearchStrategy[tuple[Order, ...]]:
    return st.lists(st.builds(Order, values, st.booleans()), max_size=2).map(tuple)


shared: dict[str, Any] = {
    "where": st.none() | conditions, "limit": st.none() | st.integers(0, 9), "offset": st.integers(0, 5), "zone": zones,
    "lang": st.sampled_from(["en", "fr", "de", "ja"]), "refine": st.lists(refinements, max_size=2).map(tuple),
    "facets": st.lists(requests, max_size=2).map(tuple),
}  # fmt: skip
row_queries = st.builds(
    Query,
    st.just("t"),
    select=st.lists(st.just(Star()) | st.builds(Output, scalars, headings), max_size=4).map(tuple),
    order_by=ordering(scalars | calls("random", st.integers(-9, 9).map(Value)) | fields(("a", "b"))),
    **shared,
)
group_queries = st.builds(
    Query,
    st.just("t"),
    select=st.lists(st.builds(Output, aggregates | st.builds(Arithmetic, st.sampled_from("+-*/"), ordered_aggregates, numbers), headings), min_size=1, max_size=3).map(tuple),
    groups=st.none() | st.lists(st.builds(Group, keys, headings), max_size=2).map(tuple),
    having=st.none() | st.builds(Compare, operators, ordered_aggregates, number.map(Value)),
    order_by=ordering(ordered_aggregates | keys),
    **shared,
)  # fmt: skip
queries = row_queries | group_queries
