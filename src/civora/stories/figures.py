"""What a block shows: the keys that it holds, asked for now, with the rights of whoever reads the page.

Every function gives a frozen value, or `Note` where the target is gone, hidden, or does not answer such a question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from civora.catalog.types import DatasetCard
from civora.core.errors import CivoraError
from civora.core.keys import split_version
from civora.core.policy.types import ANYONE, Reader
from civora.core.query import odsql
from civora.core.query.ast import And, Compare, Expr, FacetRequest, Name, Query, Value
from civora.core.schema import NUMERIC, FieldType
from civora.exhibits.rules.propose import is_code
from civora.people import queries as people
from civora.reading import queries as reading
from civora.reading.types import ColumnOut

FILTER = "f."  # a filter of the page stands in the address as f.FIELD=VALUE
ROWS_AT_MOST, PICTURES_AT_MOST, VALUES_AT_MOST = 50, 60, 200
Given = Mapping[str, Any]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads the page, in which language, and what its filters are set to."""

    reader: Reader = ANYONE
    lang: str = "en"
    chosen: tuple[tuple[str, str], ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Why a block shows nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The line under a figure."""

    title: str
    url: str
    version: int
    version_url: str
    updated: datetime
    licence: str
    licence_url: str
    rows_url: str


@dataclass(frozen=True, slots=True)
class Number:
    value: float | int | str | None
    unit: str
    target: float | None
    share: float | None  # where the value and the target stand on a line from 0 to 100
    mark: float
    is_met: bool | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Table:
    headings: tuple[tuple[str, bool], ...]  # (label, is a number)
    rows: tuple[tuple[tuple[Any, bool], ...], ...]  # (cell, is a number)
    total: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Live:
    """`is_stale` after twice its cadence."""

    value: Any
    unit: str
    at: datetime
    is_stale: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Pictures:
    pictures: tuple[Picture, ...]
    total: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that a filter offers: (value, label, is chosen)."""

    name: str
    label: str
    values: tuple[tuple[str, str, bool], ...]
    kept: tuple[tuple[str, str], ...]
    clear_url: str


@dataclass(frozen=True, slots=True)
class View:
    """A view of the portal (chart, map, exhibit) by its address: the page for the island, its picture, its data."""

    url: str
    picture_url: str
    table_url: str
    title: str
    origin: Origin | None = None


def reading_of(context: Mapping[str, Any] | None) -> Reading:
    """From a template's context; anonymous where there is no request, as in a job."""
    request = (context or {}).get("request")
    if not isinstance(request, HttpRequest):
        return Reading(lang=(get_language() or "en")[:2])
    user = getattr(request, "user", None)
    who = people.reader(user) if user is not None and user.is_authenticated else ANYONE
    chosen = tuple(
        (name[len(FILTER) :], value) for name, value in request.GET.items() if name.startswith(FILTER) and value
    )
    return Reading(who, (get_language() or "en")[:2], chosen[:10], request.path)


def told(made: Callable[P, R]) -> Callable[P, R | Note]:
    """What cannot be shown is said, never raised."""

    @wraps(made)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R | Note:
        try:
            return made(*args, **kwargs)
        except (CivoraError, ValueError, TypeError) as error:
            words = getattr(error, "message", "") or gettext("It does not fit its dataset any more.")
            return Note(gettext("This part cannot be shown. {why}").format(why=words))

    return answered


# ---- questions -----------------------------------------------------------------------------------------------------


def question(given: Given, who: Reading, *, limit: int) -> tuple[Query, DatasetCard]:
    """The block's question, narrowed by the page's filters where its dataset has such a field. Raises CivoraError."""
    key, version = split_version(str(given["dataset"]).strip())
    card = reading.card(key, who.reader, version, who.lang)
    parts: list[Expr] = [odsql.parse_where(given["where"])] if given.get("where") else []
    parts += [Compare("=", Name(name), literal(card, name, text)) for name, text in who.chosen if name in card.schema]
    where = None if not parts else parts[0] if len(parts) == 1 else And(tuple(parts))
    query = Query(
        key, version,
        select=odsql.parse_select(given["select"]) if given.get("select") else (),
        where=where,
        groups=odsql.parse_group_by(given["group_by"]) if given.get("group_by") else None,
        order_by=odsql.parse_order_by(given["order_by"]) if given.get("order_by") else (),
        limit=limit, zone=settings.CITY_ZONE, lang=who.lang,
    )  # fmt: skip
    return query, card


def literal(card: DatasetCard, name: str, text: str) -> Value:
    """A filter's value as its field compares. Raises ValueError for letters in a column of numbers."""
    kind = card.schema.field(name).type
    if kind in NUMERIC:
        return Value(int(text) if kind is FieldType.INT else float(text))
    return Value(text.lower() == "true" if kind is FieldType.BOOLEAN else text)


def origin(card: DatasetCard, query: Query | None = None) -> Origin:
    where = odsql.print_where(query.where) if query is not None and query.where is not None else ""
    tail = f"?{urlencode({'where': where})}" if where else ""
    return Origin(
        card.title, reverse("datasets:dataset", args=[card.key]), card.version,
        reverse("datasets:dataset", args=[f"{card.key}@{card.version}"]), card.modified_at, card.licence.title, card.licence.url,
        reverse("datasets:table", args=[card.key]) + tail,
    )  # fmt: skip


def unit_of(card: DatasetCard, given: Given) -> str:
    names = [field for field in card.schema.fields if field.unit and field.name in str(given.get("select", ""))]
    return str(given.get("unit") or (names[0].unit if names else ""))


# ---- blocks --------------------------------------------------------------------------------------------------------


@told
def number(given: Given, who: Reading) -> Number:
    """The first cell of the answer, beside its target."""
    query, card = question(given, who, limit=1)
    found = reading.rows(query, who.reader, total=False, door="story")
    value = found.rows[0][0] if found.rows else None
    target = float(given["target"]) if given.get("target") not in (None, "") else None
    share, mark, met = None, 0.0, None
    if target is not None and isinstance(value, int | float):
        met = value <= target if given.get("direction") == "down" else value >= target
        end = max(value, target) * 1.1
        share, mark = (max(0.0, 100 * value / end), max(0.0, 100 * target / end)) if end > 0 else (None, 0.0)
    return Number(value, unit_of(card, given), target, share, mark, met, origin(card, query))


@told
def table(given: Given, who: Reading) -> Table:
    query, card = question(given, who, limit=min(int(given.get("limit") or 10), ROWS_AT_MOST))
    found = reading.rows(query, who.reader, door="story")
    headings = tuple((heading(column), is_amount(column)) for column in found.columns)
    rows = tuple(
        tuple((plain(cell), is_number) for cell, (_, is_number) in zip(row, headings, strict=True))
        for row in found.rows
    )
    return Table(headings, rows, found.total or 0, origin(card, query))


def heading(column: ColumnOut) -> str:
    return (column.field.label if column.field else "") or column.name


def is_amount(column: ColumnOut) -> bool:
    """A number that is written with separators; years and numbers of things are not."""
    return column.type in NUMERIC and not (column.field and is_code(column.field))


def plain(cell: Any) -> Any:
    """A cell as the templates write it: points as latitude and longitude, lists joined."""
    if isinstance(cell, dict) and {"lon", "lat"} <= set(cell):
        return f"{cell['lat']:.5f}, {cell['lon']:.5f}"
    if isinstance(cell, list | tuple):
        return ", ".join(str(one) for one in cell)
    if isinstance(cell, datetime):
        return cell.astimezone(ZoneInfo(settings.CITY_ZONE)).strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else cell


@told
def live(given: Given, who: Reading, now: datetime) -> Live:
    """The newest value up to now, and whether it is older than twice its cadence."""
    time, value = str(given["time"]), str(given["value"])
    asked = {
        "dataset": given["dataset"],
        "where": given.get("where"),
        "select": f"{time}, {value}",
        "order_by": f"{time} desc",
    }
    query, card = question(asked, who, limit=1)
    until = odsql.parse_where(f"{time} <= date'{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}'")
    query = replace(query, where=until if query.where is None else And((query.where, until)))
    found = reading.rows(query, who.reader, total=False, door="story")
    if not found.rows:
        raise ValueError(gettext("It has no value yet."))
    at = found.rows[0][0]
    if not isinstance(at, datetime):
        raise TypeError(gettext("Its time is no instant."))
    stale = (now - at).total_seconds() > 120 * float(given.get("minutes") or 15)
    return Live(found.rows[0][1], unit_of(card, asked), at, stale, origin(card, query))


@told
def pictures(given: Given, who: Reading) -> Pictures:
    """The rows of a dataset with a picture column, as an album. Only web addresses become pictures."""
    names = [str(given["picture"]), str(given.get("title") or ""), str(given.get("text") or "")]
    asked = {**given, "select": ", ".join(name for name in names if name), "where": given.get("where")}
    query, card = question(asked, who, limit=min(int(given.get("limit") or 24), PICTURES_AT_MOST))
    found = reading.rows(query, who.reader, door="story")
    shown = []
    for row in found.rows:
        cells = dict(zip([name for name in names if name], row, strict=True))
        address = str(cells.get(names[0]) or "")
        if urlsplit(address).scheme in ("http", "https") or address.startswith("/"):
            shown.append(Picture(address, str(cells.get(names[1]) or ""), str(cells.get(names[2]) or "")))
    return Pictures(tuple(shown), found.total or 0, origin(card, query))


@told
def choices(given: Given, who: Reading) -> Choices:
    """What a filter of the page offers: the values of one field, the chosen one marked."""
    name = str(given["field"])
    key, version = split_version(str(given["dataset"]).strip())
    field = reading.card(key, who.reader, version, who.lang).schema.field(name)
    now = dict(who.chosen).get(name, "")
    values = tuple(
        (value, label, value == now) for value, label in offered(Query(key, version, lang=who.lang), name, given, who)
    )
    kept = tuple((FILTER + other, value) for other, value in who.chosen if other != name)
    return Choices(FILTER + name, str(given.get("label") or field.label or name), values, kept, f"?{urlencode(kept)}")


def offered(query: Query, name: str, given: Given, who: Reading) -> list[tuple[str, str]]:
    """(value, label) in the order of the labels: of the field's own values, or named by another column."""
    if not given.get("labels"):
        found = reading.facets(
            replace(query, facets=(FacetRequest(name, limit=VALUES_AT_MOST),)), who.reader, door="story"
        )
        return sorted(((one.value, one.label) for one in found[0].values), key=lambda one: one[1]) if found else []
    both = odsql.parse_group_by(f"{name}, {given['labels']}")
    rows = reading.rows(replace(query, groups=both, limit=VALUES_AT_MOST), who.reader, total=False, door="story").rows
    return sorted(
        ((str(value), str(label or value)) for value, label in rows if value is not None), key=lambda one: one[1]
    )


PICTURED = {"chart": "chart.svg", "map": ""}


@told
def view(address: str, who: Reading) -> View:
    """A chart or map of the portal, by the address that its page shows. Raises ValueError for any other address."""
    parts = urlsplit(address.strip())
    path = [part for part in parts.path.split("/") if part]
    if path and path[0] in dict(settings.LANGUAGES):
        path = path[1:]
    if len(path) == 2 and path[0] == "exhibits":
        return View(f"/exhibits/{path[1]}/", f"/exhibits/{path[1]}.svg", f"/exhibits/{path[1]}/", "")
    if len(path) != 3 or path[0] != "datasets" or path[2] not in PICTURED:
        raise ValueError(gettext("Its address is neither a chart, a map nor an exhibit of this portal."))
    key, kind = path[1], path[2]
    bare, version = split_version(key)
    card = reading.card(bare, who.reader, version, who.lang)
    params = [
        *parse_qsl(parts.query),
        *(("refine", f"{name}:{value}") for name, value in who.chosen if name in card.schema),
    ]
    tail = f"?{urlencode(params)}" if params else ""
    picture = reverse("datasets:chart-svg", args=[key]) + tail if kind == "chart" else ""
    return View(
        reverse(f"datasets:{kind}", args=[key]) + tail, picture, reverse("datasets:table", args=[key]) + tail, card.title, origin(card)
    )  # fmt: skip
