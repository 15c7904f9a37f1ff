"""The one table of ODSQL's functions: what each takes, gives, and in which clauses it is lawful.

Source: Explore API v2.1, section "ODSQL" of the reference; rows with `is_extension` are Civora's own. The parser reads
any name; `check` looks it up here; `lake.compile` holds one SQL form for each name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from civora.core.schema import GEOGRAPHIC, NUMERIC, TEMPORAL, FieldType


class Kind(StrEnum):
    """What a call stands for: a value of a row, a condition on a row, a value of a group, a grouping key, fields."""

    SCALAR = "scalar"
    PREDICATE = "predicate"
    AGGREGATE = "aggregate"
    GROUP = "group"
    WILDCARD = "wildcard"


class Form(StrEnum):
    """How an argument may be written."""

    EXPRESSION = "expression"
    FIELD = "field"
    LITERAL = "literal"


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument: lawful types, form, and whether it may be left out."""

    types: frozenset[FieldType]
    form: Form = Form.EXPRESSION
    is_optional: bool = False


class Same(StrEnum):
    """The result has the type of the first argument."""

    AS_ARGUMENT = "as argument"


@dataclass(frozen=True, slots=True)
class Function:
    """`args` is None where `check` has a rule of its own (now, range, search…). `result` None: no field type."""

    name: str
    kind: Kind
    args: tuple[Arg, ...] | None
    result: FieldType | Same | None
    clauses: frozenset[str]
    is_extension: bool = False


SELECT, WHERE, GROUP_BY, ORDER_BY, HAVING = "select", "where", "group_by", "order_by", "having"
ROWS = frozenset({SELECT, WHERE, ORDER_BY, HAVING})
EVERYWHERE = ROWS | {GROUP_BY}
AGGREGATES = frozenset({SELECT, ORDER_BY, HAVING})
ANY = frozenset(FieldType)

NUMBER = Arg(NUMERIC)
MOMENT = Arg(TEMPORAL)
WORDS = Arg(frozenset({FieldType.TEXT}))
PLACE = Arg(GEOGRAPHIC, Form.FIELD)
GEOMETRY = Arg(GEOGRAPHIC, Form.LITERAL)
FORMAT = Arg(frozenset({FieldType.TEXT}), Form.LITERAL)


def _scalars() -> list[Function]:
    parts = ("year", "month", "day", "hour", "minute", "second")
    return [
        *(Function(part, Kind.SCALAR, (MOMENT,), FieldType.INT, EVERYWHERE) for part in parts),
        Function("length", Kind.SCALAR, (WORDS,), FieldType.INT, ROWS),
        Function("lower", Kind.SCALAR, (WORDS,), FieldType.TEXT, EVERYWHERE),
        Function("ifnull", Kind.SCALAR, None, Same.AS_ARGUMENT, EVERYWHERE),
        Function("now", Kind.SCALAR, None, FieldType.DATETIME, ROWS),
        Function("date_format", Kind.SCALAR, (MOMENT, FORMAT), FieldType.TEXT, EVERYWHERE),
        Function("json_format", Kind.SCALAR, None, FieldType.JSON, frozenset({SELECT})),
        Function("distance", Kind.SCALAR, (PLACE, GEOMETRY), FieldType.DOUBLE, frozenset({SELECT, ORDER_BY})),
        Function("random", Kind.SCALAR, None, FieldType.DOUBLE, frozenset({ORDER_BY})),
        Function("moving_avg", Kind.SCALAR, None, FieldType.DOUBLE, frozenset({SELECT}), is_extension=True),
    ]


def _predicates() -> list[Function]:
    where = frozenset({WHERE})
    names = ("search", "suggest", "startswith", "within_distance", "in_bbox", "geometry", "polygon")
    shapes = ("intersects", "disjoint", "within")
    return [
        *(Function(name, Kind.PREDICATE, None, FieldType.BOOLEAN, where) for name in names),
        *(Function(name, Kind.PREDICATE, (PLACE, GEOMETRY), FieldType.BOOLEAN, where) for name in shapes),
        Function("near", Kind.PREDICATE, None, FieldType.BOOLEAN, where, is_extension=True),
    ]


def _aggregates() -> list[Function]:
    ordered = Arg(NUMERIC | TEMPORAL)
    percent = Arg(NUMERIC, Form.LITERAL)
    point = Arg(frozenset({FieldType.GEO_POINT}))
    return [
        Function("count", Kind.AGGREGATE, None, FieldType.INT, AGGREGATES),
        Function("avg", Kind.AGGREGATE, (NUMBER,), FieldType.DOUBLE, AGGREGATES),
        Function("sum", Kind.AGGREGATE, (NUMBER,), Same.AS_ARGUMENT, AGGREGATES),
        Function("min", Kind.AGGREGATE, (ordered,), Same.AS_ARGUMENT, AGGREGATES),
        Function("max", Kind.AGGREGATE, (ordered,), Same.AS_ARGUMENT, AGGREGATES),
        Function("median", Kind.AGGREGATE, (NUMBER,), FieldType.DOUBLE, AGGREGATES),
        Function("percentile", Kind.AGGREGATE, (NUMBER, percent), FieldType.DOUBLE, AGGREGATES),
        Function("envelope", Kind.AGGREGATE, (point,), FieldType.GEO_SHAPE, frozenset({SELECT})),
        Function("bbox", Kind.AGGREGATE, (Arg(GEOGRAPHIC),), FieldType.GEO_SHAPE, frozenset({SELECT})),
        Function("stddev", Kind.AGGREGATE, (NUMBER,), FieldType.DOUBLE, AGGREGATES, is_extension=True),
        Function("variance", Kind.AGGREGATE, (NUMBER,), FieldType.DOUBLE, AGGREGATES, is_extension=True),
    ]


def _others() -> list[Function]:
    group = frozenset({GROUP_BY})
    return [
        Function("range", Kind.GROUP, None, FieldType.TEXT, group),
        Function("geo_cluster", Kind.GROUP, None, None, group),
        Function("keep", Kind.GROUP, None, Same.AS_ARGUMENT, group, is_extension=True),
        Function("include", Kind.WILDCARD, None, None, frozenset({SELECT})),
        Function("exclude", Kind.WILDCARD, None, None, frozenset({SELECT})),
    ]


FUNCTIONS: dict[str, Function] = {
    function.name: function for function in (*_scalars(), *_predicates(), *_aggregates(), *_others())
}
