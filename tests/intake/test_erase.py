"""Erasure: what was erased is nowhere in the home folder any more, every version still reads, and the tombstone says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from civora.catalog import queries as catalog
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.intake import actions as intake
from civora.intake.errors import NothingToErase
from civora.ledger import queries as ledger
from civora.reading import queries as reading
from civora.reading.queries import asked
from tests.factories.publishing import AT, published

NAME = "Zyxwvut Quorbel"  # so rare that it is found by its bytes
HEAD = "id;name;score\n"
FIRST = HEAD + f"1;Ann;3\n2;{NAME};99887766\n3;Bob;5\n"
SECOND = HEAD + f"1;Ann;4\n2;{NAME};99887766\n3;Bob;5\n4;Cy;1\n"
THIRD = HEAD + "1;Ann;4\n3;Bob;5\n4;Cy;2\n"


def rows(version: int | None = None) -> list[tuple[object, ...]]:
    asked.kept.forget()
    return reading.rows(Query("people", version, limit=100), ANYONE).rows


def holding(home: Path, text: str) -> list[str]:
    """The files below `home` that hold the text, plain or packed in Parquet by DuckDB."""
    import duckdb

    found = []
    for path in (path for path in home.rglob("*") if path.is_file()):
        is_in = text.encode() in path.read_bytes()
        if path.suffix == ".parquet":
            is_in |= bool(
                duckdb.sql(f"SELECT 1 FROM '{path}' AS t WHERE CAST(t AS VARCHAR) LIKE '%{text}%'").fetchall()
            )
        if is_in:
            found.append(str(path.relative_to(home)))
    return found


@pytest.fixture
def three(portal: Path, tmp_path: Path) -> Path:
    """Three versions, of which two hold the person; one delivered file with a row set aside."""
    for text in (FIRST, SECOND, THIRD):
        published(tmp_path, text, key="people", name="people.csv")
    published(tmp_path, FIRST, key="others", name="others.csv", title="Others")
    return portal


@pytest.mark.django_db
def test_a_row_leaves_every_version_and_every_file(three: Path) -> None:
    assert rows(1)[1][1] == NAME and holding(three, NAME)
    others = catalog.dataset("others").snapshot
    done = intake.erase(key="people", where=f"name = '{NAME}'", reason="Article 17", by="eva@example.org", at=AT)
    assert done.rows == {1: 1, 2: 1} and done.deliveries == 3
    assert [len(rows(number)) for number in (1, 2, 3)] == [2, 3, 3]
    assert [one.rows for one in catalog.versions("people")] == [3, 3, 2]
    assert rows() == rows(3) and rows(2)[2][2] == 1
    asked.kept.forget()
    assert len(reading.rows(Query("others", limit=9), ANYONE).rows) == 3
    assert catalog.dataset("others").snapshot == others
    reading.close()  # this process's own copies
    left = [one for one in holding(three, NAME) if "deliveries" in one or "lake" in one]
    mine = catalog.versions("others")[0].delivery
    assert all(mine in one or one.startswith("lake/") for one in left)


@pytest.mark.django_db
def test_nothing_is_left_on_disk(portal: Path, tmp_path: Path) -> None:
    """Small versions lie inside the lake's catalogue, large ones in Parquet: both are clean."""
    many = HEAD + "".join(f"{number};{NAME if number == 7 else f'n{number}'};{number}\n" for number in range(3000))
    published(tmp_path, FIRST, key="people", name="people.csv")
    published(tmp_path, many, key="people", name="people.csv")
    assert {Path(one).suffix for one in holding(portal, NAME)} >= {".parquet"}
    intake.erase(key="people", where=f"search('{NAME}')", reason="Article 17", by="eva@example.org", at=AT)
    reading.close()
    assert holding(portal, NAME) == []
    assert [len(rows(1)), reading.rows(Query("people", 2, limit=1), ANYONE).total] == [2, 2999]


@pytest.mark.django_db
def test_cells_only(three: Path) -> None:
    intake.erase(key="people", where="id = 2", cells=("name",), reason="a name", by="eva@example.org", at=AT)
    assert rows(1)[1] == (2, None, 99887766) and len(rows(3)) == 3


@pytest.mark.django_db
def test_the_tombstone(three: Path) -> None:
    intake.erase(key="people", where=f"name = '{NAME}'", reason="Article 17", by="eva@example.org", at=AT)
    told = ledger.entries(event="intake.rows.erased")[0]
    assert told.facts["rows"] == 2 and told.facts["versions"] == [1, 2] and NAME not in str(told)
    assert [bool(one.erased_at) for one in catalog.versions("people")] == [False, True, True]
    asked.kept.forget()
    assert reading.card("people", ANYONE, 1).erased_at == AT and reading.card("people", ANYONE).erased_at is None


@pytest.mark.django_db
def test_publishing_goes_on(three: Path, tmp_path: Path) -> None:
    """The next delivery comes after the rows that are left, not after those that were erased."""
    intake.erase(key="people", where="name = 'Bob'", reason="asked", by="eva@example.org", at=AT)
    published(tmp_path, HEAD + "5;Di;7\n", key="people", name="people.csv", mode="append")
    assert [row[0] for row in rows()] == [1, 4, 5]


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["nope = 1", "name = 'Nobody'", "id = 'x'"])
def test_what_names_no_row_changes_nothing(three: Path, where: str) -> None:
    before = catalog.versions("people")
    with pytest.raises(NothingToErase):
        intake.erase(key="people", where=where, reason="asked", by="eva@example.org", at=AT)
    assert catalog.versions("people") == before and len(holding(three, "Ann")) > 0
