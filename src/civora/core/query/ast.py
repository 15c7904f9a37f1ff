"""The one question: what every page, export, tile, chart and API asks, as a value.

A `Query` is a tree of frozen dataclasses. It is made by dialects and forms, checked against a schema by `check`,
narrowed by `core.policy` and compiled to SQL by `lake`. Two texts that mean the same give equal values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias

# ---- expressions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """A field, by name; or the alias of an output or group, in order_by."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """A literal text, number, boolean or null. Integers are exact at any size.

    Equal only with equal type: `f = 1` and `f = true` are two questions, though Python's 1 == True.
    """

    value: str | int | float | bool | None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date literal as written, checked: `2017`, `2017-04`, `2017/04/01`, ISO instants. Its precision counts:
    `d = date'2022'` is true for the whole year."""

    text: str


@dataclass(frozen=True, slots=True)
class GeoValue:
    """A geometry literal: WKT, hexadecimal WKB or GeoJSON geometry, WGS 84, longitude first."""

    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: `10km`, `1 month`. The unit is spelt as written (case counts: m minute or metre, M month)."""

    number: int | float
    unit: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function: scalar, predicate, aggregate or group. `name` is lower case; `named` holds `now(year=2000)`.

    `count(distinct f)` has `is_distinct`; `count(*)` has a Star argument.
    """

    name: str
    args: tuple[Expr, ...] = ()
    named: tuple[tuple[str, Expr], ...] = ()
    is_distinct: bool = False


@dataclass(frozen=True, slots=True)
class Star:
    """`*`: all fields (select) or all rows (count) or an open end (range)."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """`pop*` inside include() or exclude(): all fields whose name begins so."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Division by zero is null."""

    op: OneOf["+", "-", "*", "/"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expr


@dataclass(frozen=True, slots=True)
class Compare:
    """Null on either side is false, also for `!=`."""

    op: OneOf["=", "!=", "<", "<=", ">", ">="]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Like:
    """All tokens of the text occur, case-insensitive."""

    operand: Expr
    text: Expr


@dataclass(frozen=True, slots=True)
class Is:
    """`f is null`, `f is not true`…"""

    operand: Expr
    what: OneOf["null", "true", "false"]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InList:
    """`f in (1, 2)`; or `'x' in multivalued_field` with the field as the only item."""

    operand: Expr
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class InRange:
    """`f in [1..5[`: each end is open or closed as its bracket says."""

    operand: Expr
    low: Expr
    high: Expr
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the operand is false *or null* (so `not f = 1` keeps nulls)."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Text:
    """A bare string in `where`: full-text AND of its words over all visible text fields; a trailing * is a prefix."""

    text: str


Expr: TypeAlias = (
    Name | Value | DateValue | GeoValue | Quantity | Call | Star | Prefix | Arithmetic | Negative | Compare | Like
    | Is | InList | InRange | And | Or | Not | Text
)  # fmt: skip

# ---- the parts of a query --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Output:
    """One column of the answer. `name` is its heading: the alias, else the expression's text as typed."""

    expr: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """One grouping key, with its heading."""

    expr: Expr
    name: str


@dataclass(frozen=True, slots=True)
class Order:
    """Nulls come last in both directions."""

    expr: Expr
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Refinement:
    """`refine=FIELD:VALUE` (or exclude). Dates match by prefix (`2020/11`), hierarchies by path, lists by element."""

    field: str
    value: str
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Which values a field has, and how often, under a query."""

    field: str
    is_disjunctive: bool | None = None  # None: as the schema says
    hierarchy: str = ""
    sort: str = "-count"
    limit: int = 0  # 0: the dialect's default


@dataclass(frozen=True, slots=True)
class Query:
    """One question to one dataset, at one version (None: the current one).

    `select` empty means all fields; `groups` is None where no group_by was given, and () for one group over everything.
    `limit` None means all rows (exports). `after` is an opaque cursor that `reading` made. `zone` is an IANA time zone,
    `lang` a two-letter language; both change answers (date parts, names of months), so both belong to the question.
    """

    dataset: str
    version: int | None = None
    select: tuple[Output | Star, ...] = ()
    where: Expr | None = None
    groups: tuple[Group, ...] | None = None
    having: Expr | None = None
    order_by: tuple[Order, ...] = ()
    refine: tuple[Refinement, ...] = ()
    limit: int | None = 10
    offset: int = 0
    after: str = ""
    zone: str = "UTC"
    lang: str = "en"
    facets: tuple[FacetRequest, ...] = field(default=())
