"""Rows, counts, facets and single records."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from civora.core.policy.types import Reader
from civora.core.query.ast import FacetRequest, Query
from civora.core.query.facets import TypedFacet
from civora.core.schema import GEOGRAPHIC, TEMPORAL, FieldType
from civora.lake import compile as compiled
from civora.lake.compile import Beyond
from civora.lake.compile.statements import is_everything
from civora.reading.errors import UnknownRecord
from civora.reading.queries import cursors
from civora.reading.queries.asked import Asked, asked, asks_for_now, counted_read
from civora.reading.queries.engine import counted, lake, limits
from civora.reading.types import ColumnOut, Facet, FacetValue, Rows

KEPT_CELLS = 400_000
CELLS_AT_MOST = 40_000
FACET_VALUES = 100
NO_FACET = GEOGRAPHIC | {FieldType.JSON, FieldType.FILE}


class Answers:
    """Small answers by name, the oldest dropped when they hold too many cells. Names change with what they name."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, tuple[int, Any]] = OrderedDict()
        self._cells = 0
        self._lock = threading.Lock()

    def get(self, name: Any) -> Any:
        with self._lock:
            if name not in self._kept:
                return None
            self._kept.move_to_end(name)
            return self._kept[name][1]

    def keep(self, name: Any, value: Any, cells: int) -> None:
        if cells > CELLS_AT_MOST:
            return
        with self._lock:
            self._kept[name] = (cells, value)
            self._cells += cells
            while self._cells > KEPT_CELLS:
                _, (dropped, _) = self._kept.popitem(last=False)
                self._cells -= dropped


answers = Answers()


def rows(query: Query, reader: Reader, *, total: bool = True, record_ids: bool = False, door: str = "page") -> Rows:
    """One page of rows or groups. Raises UnknownDataset, RowsNotOpen, BadCursor, the errors of ODSQL and of the lake."""
    query, beyond = cursors.read(query)
    found = asked(query, reader)
    beyond = fitting(found, beyond)
    counted_read(found, reader, door)
    name = (found.etag, total, record_ids, found.checked.query.offset)
    kept = answers.get(name)
    if kept is not None:
        counted["answers_kept"] += 1
        return kept  # type: ignore[no-any-return]  # only Rows are kept under this name
    made = asked_rows(found, beyond, total=total, record_ids=record_ids)
    if not asks_for_now(query):
        answers.keep(name, made, len(made.rows) * len(made.columns) + 20)
    return made


def fitting(found: Asked, beyond: Beyond | None) -> Beyond | None:
    """The row to go on after; None: the offset says where. Raises BadCursor for the cursor of another question."""
    if beyond is None or compiled.is_shuffled(found.checked):
        return None
    is_other = beyond.place is not None and len(beyond.values) + 1 != compiled.mark_count(found.checked)
    if is_other or found.checked.is_grouped:
        raise cursors.bad()
    return beyond


def asked_rows(found: Asked, beyond: Beyond | None, *, total: bool, record_ids: bool) -> Rows:
    counted["questions"] += 1
    query = found.checked.query
    statement = compiled.rows(
        found.checked, found.table, whole=found.whole, guard=found.guard, now=found.now, record_ids=record_ids,
        beyond=beyond,
    )  # fmt: skip
    answer = lake().ask(statement, limits()).rows
    ids: tuple[str, ...] = ()
    if record_ids and not found.checked.is_grouped:
        ids = tuple(row[-1] for row in answer)
        answer = [row[:-1] for row in answer]
    marks: tuple[Any, ...] | None = None
    if beyond is not None:
        width = len(found.checked.outputs)
        marks = answer[-1][width:] if answer else None
        answer = [row[:width] for row in answer]
    number = total_of(found, len(answer)) if total else None
    columns = tuple(ColumnOut(one.name, one.type, one.field) for one in found.checked.outputs)
    is_last = number is not None and query.offset + len(answer) >= number
    following = "" if is_last else cursor(found, len(answer), query.limit, marks)
    return Rows(columns, answer, number, found.etag, found.card, ids, following)


def total_of(found: Asked, seen: int) -> int:
    """Exact: from the page itself where it holds everything, from the card where nothing is filtered, else counted."""
    query = found.checked.query
    if query.offset == 0 and (query.limit is None or seen < query.limit):
        return seen
    if is_everything(found.checked, found.guard) and found.table.snapshot is not None:
        return found.card.rows
    bare = replace(
        query, select=() if query.groups is None else query.select, order_by=(), limit=None, offset=0, after=""
    )
    name = ("count", bare, found.decision.digest, found.card.uid, found.card.version, found.table)
    kept = answers.get(name)
    if kept is None:
        kept = counted_rows(found)
        answers.keep(name, kept, 1)
    return int(kept)


def counted_rows(found: Asked) -> int:
    statement = compiled.count(found.checked, found.table, whole=found.whole, guard=found.guard, now=found.now)
    return int(lake().ask(statement, limits()).rows[0][0])


def count(query: Query, reader: Reader) -> int:
    """How many rows the question has. Raises what `rows` raises."""
    found = asked(replace(query, limit=0, offset=0, select=(), order_by=()), reader)
    if is_everything(found.checked, found.guard) and found.table.snapshot is not None:
        return found.card.rows
    return counted_rows(found)


# ---- going on beyond a page --------------------------------------------------------------------------------------


def cursor(found: Asked, seen: int, limit: int | None, marks: tuple[Any, ...] | None) -> str:
    """Where the next page begins, pinned to this version; empty at the end."""
    if limit is None or limit == 0 or seen < limit or found.checked.is_grouped:
        return ""
    return cursors.going_on(found.card.version, found.checked.query.offset + seen, marks)


# ---- one record -------------------------------------------------------------------------------------------------


def record(query: Query, record_id: str, reader: Reader, *, door: str = "page") -> Rows:
    """The row with this id. Raises UnknownRecord and what `rows` raises."""
    found = asked(query, reader)
    counted_read(found, reader, door)
    statement = compiled.record(
        found.checked, found.table, record_id[:64], whole=found.whole, guard=found.guard, now=found.now
    )
    answer = lake().ask(statement, limits()).rows[:1]
    if not answer:
        raise UnknownRecord(
            f"The requested record {record_id[:64]} does not exist.", next_step="It may have changed: search for it."
        )
    columns = tuple(ColumnOut(one.name, one.type, one.field) for one in found.checked.outputs)
    return Rows(columns, [answer[0][:-1]], 1, found.etag, found.card, (answer[0][-1],))


# ---- facets -----------------------------------------------------------------------------------------------------


def facets(query: Query, reader: Reader, *, door: str = "page") -> tuple[Facet, ...]:
    """The values of the asked fields, or of every facet of the schema. Raises what `rows` raises."""
    found = asked(query, reader)
    if not query.facets:
        requests = tuple(
            FacetRequest(field.name, limit=FACET_VALUES)
            for field in found.card.schema.facets
            if field.type not in NO_FACET
        )
        found = asked(replace(query, facets=requests), reader)
    counted_read(found, reader, door)
    name = ("facets", found.etag)
    kept = answers.get(name)
    if kept is None:
        kept = tuple(facet(found, one) for one in found.checked.facets)
        answers.keep(name, kept, sum(len(one.values) for one in kept) * 4 + 10)
    return kept  # type: ignore[no-any-return]  # only facets are kept under this name


def facet(found: Asked, one: TypedFacet) -> Facet:
    counted["facets"] += 1
    statement = compiled.facet(found.checked, one, found.table, whole=found.whole, guard=found.guard, now=found.now)
    counts = [(text(value), int(count)) for value, count in lake().ask(statement, limits()).rows]
    states = {
        r.value: "excluded" if r.is_excluded else "refined"
        for r in found.checked.refine
        if r.field.name == one.field.name
    }
    separator = "/" if one.field.type in TEMPORAL else one.hierarchy
    values = tree(counts, separator, states) if separator else flat(counts, states)
    if one.sort == "-count" and separator and one.field.type not in TEMPORAL:
        values = tuple(sorted(values, key=lambda value: (-value.count, value.value)))
    return Facet(one.field.name, one.field.label or one.field.name, values[: one.limit or FACET_VALUES])


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def flat(counts: list[tuple[str, int]], states: dict[str, str]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value, value, count, states.get(value, "displayed")) for value, count in counts)  # type: ignore[arg-type]  # one of the states


def tree(
    counts: list[tuple[str, int]], separator: str, states: dict[str, str], above: str = ""
) -> tuple[FacetValue, ...]:
    """Paths as a tree: counts of a branch are the sum of its leaves. Branches open along what is refined."""
    branches: dict[str, list[tuple[str, int]]] = {}
    for path, number in counts:
        rest = path[len(above) :]
        branches.setdefault(above + rest.split(separator, 1)[0], []).append((path, number))
    found = []
    for path, inside in branches.items():
        deeper = [one for one in inside if one[0] != path]
        is_on_the_way = any(state == path or state.startswith(path + separator) for state in states)
        children = tree(deeper, separator, states, path + separator) if deeper and (is_on_the_way or not states) else ()
        label = path[len(above) :]
        number = sum(count for _, count in inside)
        found.append(FacetValue(path, label, number, states.get(path, "displayed"), children))  # type: ignore[arg-type]  # one of the states
    return tuple(found)
