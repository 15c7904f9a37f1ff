"""What changed from one snapshot to another."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.core.schema import Field, FieldType, Schema
from civora.lake.local import LocalLake
from civora.lake.snapshots import Change, Difference, difference, kept, latest
from civora.lake.types import TableRef
from civora.lake.write import Writer

from .conftest import EVERY_TYPE, PAIR, ROWS

BAGS = Schema((Field("id", FieldType.INT), Field("name", FieldType.TEXT)))
Rows = Sequence[tuple[object, ...]]


def versions(writer: Writer, local: LocalLake, schema: Schema, old: Rows, new: Rows) -> Difference:
    first = TableRef("d1", writer.replace("d1", schema, writer.rows(schema, old)).snapshot)
    second = TableRef("d1", writer.replace("d1", schema, writer.rows(schema, new)).snapshot)
    return difference(local, (first, schema), (second, schema))


def test_rows_are_matched_by_key(writer: Writer, local: LocalLake) -> None:
    found = versions(writer, local, PAIR, [(1, "a"), (2, "b"), (3, None)], [(2, "B"), (3, None), (4, "d")])
    assert (found.added, found.removed, found.changed, found.is_keyed) == (1, 1, 1, True)
    assert set(found.rows) == {
        Change("+", None, (4, "d")),
        Change("-", (1, "a"), None),
        Change("~", (2, "b"), (2, "B")),
    }


def test_without_a_key_rows_are_bags(writer: Writer, local: LocalLake) -> None:
    found = versions(writer, local, BAGS, [(1, "a"), (1, "a"), (2, "b")], [(1, "a"), (2, "B")])
    assert (found.added, found.removed, found.changed, found.is_keyed) == (1, 2, 0, False)
    assert set(found.rows) == {Change("+", None, (2, "B")), Change("-", (1, "a"), None), Change("-", (2, "b"), None)}


def test_every_type_can_be_compared(writer: Writer, local: LocalLake) -> None:
    changed = [(*row[:-1], '{"b":2}') for row in ROWS]
    assert versions(writer, local, EVERY_TYPE, ROWS, ROWS).rows == ()
    found = versions(writer, local, EVERY_TYPE, ROWS, changed)
    assert found.changed == len(ROWS)
    after = {change.after[0]: change.after for change in found.rows if change.after}
    assert after[1][8] == '{"type":"Point","coordinates":[7.0,52.0]}'
    assert after[1][6].utcoffset() is not None


def test_columns_that_came_and_went(writer: Writer, local: LocalLake) -> None:
    other = Schema((PAIR.fields[0], Field("name", FieldType.INT), Field("more", FieldType.TEXT)))
    first = TableRef("d1", writer.replace("d1", PAIR, writer.rows(PAIR, [(1, "a")])).snapshot)
    second = TableRef("d1", writer.replace("d1", other, writer.rows(other, [(1, 7, "x")])).snapshot)
    found = difference(local, (first, PAIR), (second, other))
    assert [field.name for field in found.fields] == ["id"]
    assert (found.columns_added, found.columns_removed) == (("more",), ())
    assert (found.added, found.removed, found.changed) == (0, 0, 0)
    back = difference(local, (second, other), (first, PAIR))
    assert (back.columns_added, back.columns_removed) == ((), ("more",))


def test_a_difference_is_paged(writer: Writer, local: LocalLake) -> None:
    old, new = [(number, "a") for number in range(30)], [(number, "b") for number in range(30)]
    first = (TableRef("d1", writer.replace("d1", PAIR, writer.rows(PAIR, old)).snapshot), PAIR)
    second = (TableRef("d1", writer.replace("d1", PAIR, writer.rows(PAIR, new)).snapshot), PAIR)
    pages = [difference(local, first, second, offset=offset, limit=10) for offset in (0, 10, 20, 30)]
    assert [len(page.rows) for page in pages] == [10, 10, 10, 0]
    assert {page.changed for page in pages} == {30}
    assert len({change for page in pages for change in page.rows}) == 30


ROW_LISTS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["a", "b", None])), max_size=8, unique_by=lambda row: row[0]
)


@given(old=ROW_LISTS, new=ROW_LISTS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_old_rows_and_the_difference_make_the_new(writer: Writer, local: LocalLake, old: Rows, new: Rows) -> None:
    found = versions(writer, local, PAIR, old, new)
    made = {row[0]: row for row in old}
    for change in found.rows:
        if change.before is not None:
            del made[change.before[0]]
        if change.after is not None:
            made[change.after[0]] = change.after
    assert made == {row[0]: row for row in new}
    assert len(found.rows) == found.added + found.removed + found.changed


def test_snapshots_are_in_order(writer: Writer) -> None:
    for _ in range(3):
        writer.append("d1", PAIR, writer.rows(PAIR, [(1, "a")]))
    found = kept(writer.con)
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert latest(writer.con) == found[-1]
    assert all(one.at.utcoffset() is not None for one in found)


def test_names_with_quotes_and_spaces_are_names(writer: Writer, local: LocalLake) -> None:
    odd = Schema((Field('a "b"', FieldType.INT, is_key=True), Field("select {0}", FieldType.TEXT)))
    assert versions(writer, local, odd, [(1, "x")], [(1, "y")]).changed == 1
