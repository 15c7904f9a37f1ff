"""The state of a dataset's views stands in the address; here it becomes a `Query`.

| parameter | means |
|---|---|
| `q` | words to search in the rows |
| `where` | a condition in ODSQL |
| `refine` | `FIELD:VALUE`, repeated |
| `bbox` | `west,south,east,north`: only rows inside |
| `sort` | `FIELD` or `-FIELD` |
| `columns` | a column to show, repeated; all when absent |
| `page` | from 1 |

Table, map, chart, download and API share them, so that a filter set in one view holds in the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext

from civora.core.errors import Refused
from civora.core.keys import split_version
from civora.core.query import odsql
from civora.core.query.ast import And, Call, Expr, Name, Order, Output, Query, Refinement, Star, Value
from civora.core.schema import GEOGRAPHIC, Schema
from civora.www.city import city
from civora.www.formats import language

FILTERS = ("q", "where", "refine", "bbox")
PAGE_SIZE = 50
PAGES_AT_MOST = 200
Box = tuple[float, float, float, float]


class BadState(Refused):
    """A parameter of the page's address that cannot be read."""

    code = "www.bad_parameter"


@dataclass(frozen=True, slots=True)
class State:
    """What the address says; `key` may carry `@version`."""

    key: str
    version: int | None
    q: str = ""
    where: str = ""
    refine: tuple[tuple[str, str], ...] = ()
    bbox: Box | None = None
    sort: str = ""
    columns: tuple[str, ...] = ()
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.where or self.refine or self.bbox)


def state(key: str, params: QueryDict) -> State:
    """Read the address. Raises BadState, with the parameter's name and what it should be."""
    bare, version = split_version(key)
    return State(
        bare,
        version,
        q=params.get("q", "").strip()[:200],
        where=params.get("where", "").strip(),
        refine=tuple(pair(text) for text in params.getlist("refine")),
        bbox=box(params.get("bbox", "")),
        sort=params.get("sort", ""),
        columns=tuple(params.getlist("columns")),
        page=whole(params.get("page", "1")),
    )


def pair(text: str) -> tuple[str, str]:
    field, colon, value = text.partition(":")
    if not colon:
        raise BadState(gettext("refine needs a field and a value."), next_step=gettext("Write refine=field:value."))
    return field.strip("`"), value


def whole(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= PAGES_AT_MOST:
        raise BadState(
            gettext("page goes from 1 to {most}.").format(most=PAGES_AT_MOST),
            next_step=gettext("Narrow the rows with a filter, or download them all."),
        )
    return int(text)


def box(text: str) -> Box | None:
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        west, south, east, north = 0.0, 1.0, 0.0, 0.0
    if not (-90 <= south <= north <= 90 and -360 <= west <= east <= 360):  # noqa: PLR2004 (degrees)
        raise BadState(
            gettext("bbox does not name an area."),
            next_step=gettext("Write four degrees: west,south,east,north. Example: 7.5,51.9,7.7,52.0"),
        )
    return west, south, east, north


def question(asked: State, schema: Schema) -> Query:
    """The rows of the view, all of them; `page_of` cuts one page. Raises the errors of ODSQL and of unknown fields."""
    return Query(
        asked.key,
        version=asked.version,
        select=tuple(Output(Name(schema.field(name).name), name) for name in asked.columns) or (Star(),),
        where=condition(asked, schema),
        refine=tuple(Refinement(field, value) for field, value in asked.refine),
        order_by=order(asked.sort, schema),
        limit=None,
        zone=str(city().zone),
        lang=language(),
    )


def page_of(query: Query, page: int) -> Query:
    return replace(query, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)


def condition(asked: State, schema: Schema) -> Expr | None:
    parts: list[Expr] = []
    if asked.q:
        parts.append(Call("search", (Star(), Value(asked.q))))
    if asked.where:
        parts.append(odsql.parse_where(asked.where))
    if asked.bbox:
        parts.append(inside(asked.bbox, schema))
    return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def inside(area: Box, schema: Schema) -> Expr:
    place = schema.first(*GEOGRAPHIC)
    if place is None:
        raise BadState(gettext("These rows have no place."), next_step=gettext("Remove the area."))
    west, south, east, north = area
    return Call("in_bbox", (Name(place.name), Value(south), Value(west), Value(north), Value(east)))


def order(sort: str, schema: Schema) -> tuple[Order, ...]:
    if not sort:
        return ()
    return (Order(Name(schema.field(sort.removeprefix("-")).name), is_descending=sort.startswith("-")),)


def api_params(asked: State, schema: Schema) -> list[tuple[str, str]]:
    """The same question for the Explore API: `where`, `refine`, `order_by`, `select`."""
    query = question(asked, schema)
    params: list[tuple[str, str]] = []
    if asked.columns:
        params.append(("select", odsql.print_select(query.select)))
    if query.where is not None:
        params.append(("where", odsql.print_where(query.where)))
    params += [("refine", f"{field}:{value}") for field, value in asked.refine]
    if query.order_by:
        params.append(("order_by", odsql.print_order_by(query.order_by)))
    return params
