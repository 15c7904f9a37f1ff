"""Page after page by cursor gives what one long page gives, whatever orders it and wherever the table is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.lake import hot
from civora.lake.compile import Beyond
from civora.reading import queries as reading
from civora.reading.errors import BadCursor
from civora.reading.queries import cursors
from civora.reading.queries.answers import answers
from tests.factories.publishing import published

HEAD = "id,kind,size,day,at\n"
ORDERS = ("", "kind", "kind desc, size", "size desc", "day, id desc", "at desc", "size * 2, kind", "random(3)")


def text(rows: int = 60) -> str:
    """Ties and empty cells in every column that orders."""
    kinds, sizes = ("oak", "lime", "", "fir"), ("1.5", "", "-0.1", "7", "7")
    days, times = ("2024-02-29", "", "2023-01-01"), ("2024-03-31 02:30", "2024-10-27 02:30", "")
    lines = (f"{n},{kinds[n * 7 % 4]},{sizes[n * 3 % 5]},{days[n * 5 % 3]},{times[n % 3]}" for n in range(rows))
    return HEAD + "\n".join(lines) + "\n"


@pytest.fixture(params=["copy", "lake"])
def trees(portal: Path, tmp_path: Path, request: Any, monkeypatch: Any) -> Query:
    """Read from the native copy, and from the lake where appends and changes have mixed the rows' numbers."""
    if request.param == "lake":
        monkeypatch.setattr(hot, "SMALL_ROWS", -1)
        monkeypatch.setattr(hot.HotTables, "_make_later", lambda *_: None)
    published(tmp_path, text(), keys=("id",))
    published(
        tmp_path,
        HEAD + "3,elm,9.5,2020-01-01,2020-01-01 10:00\n70,elm,,,\n",
        name="more.csv",
        keys=("id",),
        mode="upsert",
    )
    return Query("trees", limit=7)


def walked(query: Query, **asked: Any) -> list[tuple[Any, ...]]:
    found, after = [], ""
    while True:
        answers.__init__()  # type: ignore[misc]  # nothing kept
        page = reading.rows(replace(query, after=after), ANYONE, **asked)
        assert page.total is None or page.total == len(whole(query))
        found += zip(page.rows, page.ids, strict=True) if page.ids else page.rows
        after = page.next_cursor
        if not after:
            return found


def whole(query: Query) -> list[tuple[Any, ...]]:
    return reading.rows(replace(query, limit=1000), ANYONE).rows


@pytest.mark.django_db
@pytest.mark.parametrize("order", ORDERS)
def test_pages_by_cursor_are_the_whole(trees: Query, order: str) -> None:
    query = replace(trees, order_by=odsql.parse_order_by(order) if order else ())
    assert walked(query) == whole(query)
    filtered = replace(query, where=odsql.parse_where("kind is not null and id > 5"))
    assert walked(filtered) == whole(filtered)
    assert walked(replace(query, select=odsql.parse_select("size as kind, id"))) == whole(
        replace(query, select=odsql.parse_select("size as kind, id"))
    )


@pytest.mark.django_db
def test_pages_with_ids_and_without_a_total(trees: Query) -> None:
    query = replace(trees, order_by=odsql.parse_order_by("kind"))
    named = walked(query, record_ids=True, total=False)
    assert [row for row, _ in named] == whole(query)
    assert len({identity for _, identity in named}) == len(named)


@pytest.mark.django_db
def test_from_the_second_page_on_a_cursor_knows_its_row(trees: Query) -> None:
    """Then no row before the page is read again, however many there are."""
    first = reading.rows(trees, ANYONE)
    second = reading.rows(replace(trees, after=first.next_cursor), ANYONE)
    read, beyond = cursors.read(replace(trees, after=second.next_cursor))
    assert (read.offset, beyond) == (14, Beyond((), 13))


@pytest.mark.django_db
def test_the_cursor_of_another_question_is_refused(trees: Query) -> None:
    ordered = replace(trees, order_by=odsql.parse_order_by("kind"))
    second = reading.rows(replace(ordered, after=reading.rows(ordered, ANYONE).next_cursor), ANYONE)
    for other in (trees, replace(trees, groups=odsql.parse_group_by("kind"))):
        with pytest.raises(BadCursor):
            reading.rows(replace(other, after=second.next_cursor), ANYONE)


@pytest.mark.django_db
def test_two_cursors_of_one_offset_are_two_answers(trees: Query) -> None:
    """A made-up cursor must not be kept as the answer to a true one."""
    made_up = cursors.going_on(2, 7, (40,))
    true = cursors.going_on(2, 7, (6,))
    rows = [reading.rows(replace(trees, after=one), ANYONE).rows for one in (made_up, true)]
    assert rows[0] != rows[1]
