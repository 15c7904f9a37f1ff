"""Values survive as they were written: nothing is rounded, no digit, sign or zero is lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.catalog import queries as catalog
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.core.schema import FieldType
from civora.intake.formats import tables
from civora.intake.steps import rejects, typed
from civora.lake.types import LakeConfig
from civora.lake.write import Writer
from civora.reading import queries as reading
from tests.factories.publishing import published

pytestmark = pytest.mark.django_db


def kinds():
    return {field.name: field.type for field in catalog.dataset("trees").schema.fields}


def rows():
    return reading.rows(Query("trees", limit=100), ANYONE).rows


def many(rare: str, usual: str = "12", heading: str = "n") -> str:
    return "\n".join([heading, *[usual] * 99, rare])


def test_a_rare_fraction_among_whole_numbers_is_not_rounded(portal, tmp_path):
    published(tmp_path, many("1.5"))
    assert kinds()["n"] is FieldType.DOUBLE
    assert rows()[-1] == (1.5,)


@pytest.mark.parametrize("rare", ["12345678901234567890", "007", "+49251"])
def test_a_rare_identifier_keeps_the_column_text(portal, tmp_path, rare):
    published(tmp_path, many(rare))
    assert kinds()["n"] is FieldType.TEXT
    assert rows()[-1] == (rare,)


@pytest.mark.parametrize(("usual", "rare"), [("7,5", "1.5"), ("12", "0x10"), ("12", "1_000"), ("2.5", "inf")])
def test_a_value_in_another_spelling_is_set_aside_not_misread(portal, tmp_path, usual, rare):
    done = published(tmp_path, many(rare, usual, "n;m").replace("\n", ";x\n").replace("n;m;x", "n;m") + ";x")
    assert (done.rows, done.rows_set_aside, done.set_aside[0].value) == (99, 1, rare)


def test_three_digits_after_a_comma_are_a_fraction_where_cells_end_with_semicolons(portal, tmp_path):
    published(tmp_path, "lat;n\n51,961;1\n51,962;2\n")
    assert rows()[0] == (51.961, 1)


def test_three_digits_after_a_comma_are_thousands_where_commas_end_cells(portal, tmp_path):
    published(tmp_path, 'people,n\n"51,961",1\n"51,962",2\n')
    assert rows()[0] == (51961.0, 1)


@pytest.mark.parametrize(("rare", "first"), [("25/12/2024", "2024-02-01"), ("12/25/2024", "2024-01-02")])
def test_one_day_beyond_the_twelfth_decides_the_order_of_day_and_month(portal, tmp_path, rare, first):
    done = published(tmp_path, many(rare, "01/02/2024", "day"))
    assert done.rows_set_aside == 0
    assert str(rows()[0][0]) == first


def test_short_and_long_lines_are_set_aside_beside_quoted_line_breaks(portal, tmp_path):
    text = "a,b\n" + "1,w\n" * 60 + '3,"x\ny"\n' + "4\n" + "5,6,7\n" + "8,w\n"
    done = published(tmp_path, text)
    assert (done.rows, done.rows_set_aside) == (62, 2)
    assert [one.row for one in done.set_aside] == [62, 63]


def test_rows_are_numbered_as_in_the_file_after_lines_that_were_refused(portal, tmp_path):
    done = published(tmp_path, "n,m\n" + "1,2\n" * 30 + "1,2,3\n" + "1,2\n" * 30 + "x,2\n")
    assert [(one.row, one.column) for one in done.set_aside] == [(31, ""), (62, "n")]


def test_a_file_that_leaves_out_its_last_cells_by_habit_is_filled(portal, tmp_path):
    done = published(tmp_path, "a,b,c\n" + "1,2,3\n" * 6 + "4,5\n" * 4)
    assert (done.rows, done.rows_set_aside) == (10, 0)


def test_set_aside_rows_are_counted_beyond_those_that_are_listed(portal, tmp_path, monkeypatch):
    monkeypatch.setattr(rejects, "SHOWN_AT_MOST", 2)
    done = published(tmp_path, "n\n" + "1\n" * 200 + "x\n" * 5)
    assert (done.rows_set_aside, len(done.set_aside)) == (5, 2)


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    home = tmp_path_factory.mktemp("lake")
    config = LakeConfig(str(home / "c.sqlite"), str(home / "data"), home / "cache", home / "spool", home / "in", 256)
    with Writer(config) as writer:
        yield writer, config


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)
TYPED = st.tuples(
    st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False, width=32), st.dates(),
    LETTERS.filter(lambda text: not text.isdigit()), st.booleans(),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TYPED, min_size=1, max_size=20))
def test_rows_come_back_as_they_were_written(lake, given_rows):
    writer, config = lake
    out = io.StringIO()
    csv.writer(out).writerows(
        [("n", "x", "day", "word", "ok"), *((n, f"{x!r}", day, f"w {word}", ok) for n, x, day, word, ok in given_rows)]
    )
    path = config.deliveries / "rows.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    raw = tables.Csv().read(path, writer.con, config.spool)
    found = typed.columns(raw, writer.con, "UTC", {})
    chosen = ", ".join(f"CAST({one.sql} AS VARCHAR)" for one in found)
    back = writer.con.execute(f"SELECT {chosen} FROM raw WHERE {rejects.condition(found)}").fetchall()
    assert len(back) == len(given_rows)
    for texts, (n, x, day, word, _) in zip(back, given_rows, strict=True):
        assert (int(texts[0]), texts[2], texts[3]) == (n, day.isoformat(), f"w {word}")
        assert float(texts[1]) == x
