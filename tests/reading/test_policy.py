"""The same decision holds in every answer: rows, groups, order, counts, facets, files, tiles, history, search and messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from civora.catalog import actions as catalog
from civora.catalog.errors import UnknownDataset
from civora.catalog.types import FieldChange, Metadata
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE, Reader
from civora.core.query import odsql
from civora.core.query.ast import And, FacetRequest, Query, Refinement
from civora.people import actions as people
from civora.reading import CATALOGUE
from civora.reading import queries as reading
from civora.reading.errors import RowsNotOpen
from civora.reading.types import ExportOptions
from civora.stewardship import actions as stewardship
from civora.stewardship.errors import BadPolicy
from tests.factories.publishing import published

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
ADMIN = Reader("ada@example.org", is_administrator=True)
CLERK = Reader("eva@example.org", organisations=frozenset({"payroll"}), roles=frozenset({("payroll", "viewer")}))
OWNER = Reader("pia@example.org", organisations=frozenset({"personnel"}), roles=frozenset({("personnel", "publisher")}))
FELLOW = replace(OWNER, person="vic@example.org", roles=frozenset({("personnel", "viewer")}))
STAFF = (
    "id;name;district;salary;started;lat;lon\n"
    "1;Anna;Altstadt;4100,50;2013-03-01;51.96;7.62\n"
    "2;Bert;Altstadt;3900;1985-04-01;51.97;7.63\n"
    "3;Cleo;Hafen;99123,75;2020-11-05;51.95;7.61\n"
    "4;Dora;Geheimwald;88456,25;2031-12-24;48.10;11.50\n"
    "5;Emil;Hafen;5200;2019-01-01;51.94;7.60\n"
)
VISIBLE = "district != 'Geheimwald'"
SECRETS = ("geheimwald", "dora", "88456", "99123", "4100", "2031", "48.1", "11.5", "salary", "gehalt")
POLICY = {
    "access": "open",
    "default": {"hide": ["salary"], "where": VISIBLE},
    "rules": {"org:payroll": {"hide": ["name"]}},
}


@pytest.fixture
def staff(portal: Path, tmp_path: Path) -> Path:
    metadata = Metadata(title={"en": "Staff"}, publisher="personnel")
    published(tmp_path, STAFF, key="staff", name="staff.csv", metadata=metadata, keys=("id",), policy=POLICY)
    facet = FieldChange(is_facet=True)
    pay = FieldChange(label={"de": "Gehalt"}, is_facet=True)
    catalog.set_fields(key="staff", changes={"district": facet, "started": facet, "salary": pay}, by="t", at=AT)
    return portal


def q(select: str = "", where: str = "", group_by: str = "", order_by: str = "", **more: Any) -> Query:
    return Query(
        "staff",
        select=odsql.parse_select(select) if select else (),
        where=odsql.parse_where(where) if where else None,
        groups=odsql.parse_group_by(group_by) if group_by else None,
        order_by=odsql.parse_order_by(order_by) if order_by else (),
        **more,
    )


QUESTIONS = [
    q(),
    q("name, district"),
    q("count(*) as n"),
    q("count(*) as n, count(distinct district) as d, max(started) as latest, min(id) as first"),
    q("avg(id) as mean, sum(id) as sum, median(id) as middle"),
    q("district, count(*) as n", group_by="district", order_by="n desc, district"),
    q("count(*) as n", group_by="year(started) as y", order_by="y"),
    q(where="'geheim*'"),
    q(where="'Dora'"),
    q(where="district = 'Geheimwald' or id > 2", order_by="id desc"),
    q(where="not district = 'Hafen'", order_by="started desc", limit=1),
    q(order_by="started desc", limit=2, offset=1),
    q(refine=(Refinement("district", "Geheimwald"),)),
    q(refine=(Refinement("district", "Hafen", is_excluded=True),)),
    q(refine=(Refinement("started", "2031"),)),
    q(limit=0),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUESTIONS, ids=lambda query: str(query)[40:110])
def test_a_filtered_reader_gets_the_answer_as_if_other_rows_did_not_exist(staff: Path, query: Query) -> None:
    only = odsql.parse_where(VISIBLE)
    filtered = replace(query, where=And((only, query.where)) if query.where else only)
    if not query.select:
        filtered = replace(filtered, select=odsql.parse_select("exclude(salary)"))
    mine, whole = reading.rows(query, ANYONE), reading.rows(filtered, ADMIN)
    assert [one.name for one in mine.columns] == [one.name for one in whole.columns]
    assert sorted(map(str, mine.rows)) == sorted(map(str, whole.rows))
    assert mine.total == whole.total


def everything(reader: Reader) -> list[Callable[[], object]]:
    """Every way out, as a reader could use it."""
    facets = tuple(FacetRequest(name) for name in ("district", "started", "name"))
    formats = ("csv", "json", "jsonl", "geojson", "parquet", "xlsx")
    ways: list[Callable[[], object]] = [
        lambda query=query: reading.rows(query, reader, record_ids=True) for query in QUESTIONS
    ]
    ways += [lambda name=name: b"".join(reading.export(q(), reader, name, ExportOptions()).chunks) for name in formats]
    return ways + [
        lambda: reading.card("staff", reader),
        lambda: reading.card("staff", reader, 1, "de"),
        lambda: reading.facets(q(), reader),
        lambda: reading.facets(q(facets=facets), reader),
        lambda: reading.extent(q(), reader),
        lambda: reading.tile(q(), (6, 34, 22), reader),
        lambda: reading.versions("staff", reader),
        lambda: reading.diff("staff", 1, 1, reader),
        lambda: reading.catalogue_search("", {}, None, "", 1, reader),
        lambda: reading.rows(Query(CATALOGUE), reader),
        lambda: reading.access("staff", reader),
    ]


def said(way: Callable[[], object]) -> str:
    """All that comes out, or all that the refusal says."""
    try:
        found = way()
    except CivoraError as error:
        return f"{error.message} {error.next_step} {error.details}".lower()
    return (found.decode("latin-1") if isinstance(found, bytes) else repr(found)).lower()


@pytest.mark.django_db
def test_nothing_that_comes_out_names_what_is_hidden(staff: Path) -> None:
    for number, way in enumerate(everything(ANYONE)):
        text = said(way)
        told = [secret for secret in SECRETS if secret in text]
        assert not told, f"way {number} tells {told}: {text[:2000]}"


@pytest.mark.django_db
def test_the_card_counts_and_measures_only_what_is_seen(staff: Path) -> None:
    mine, whole = reading.card("staff", ANYONE), reading.card("staff", ADMIN)
    assert (mine.rows, whole.rows) == (4, 5)
    assert (mine.bbox, mine.temporal, mine.bytes, mine.words) == (None, None, 0, ())
    assert whole.bbox is not None
    assert whole.temporal is not None
    assert "salary" not in mine.schema
    assert [version.rows for version in reading.versions("staff", ANYONE)] == [4]


@pytest.mark.django_db
def test_each_audience_has_its_own_view(staff: Path) -> None:
    clerk = reading.rows(q(), CLERK)
    assert "name" not in [one.name for one in clerk.columns]
    assert "salary" in [one.name for one in clerk.columns]
    assert clerk.total == 5
    assert reading.rows(q(), OWNER).total == 5
    assert reading.rows(q(), FELLOW).total == 4


@pytest.mark.django_db
def test_answers_of_different_views_have_different_names(staff: Path) -> None:
    assert len({reading.etag(q(), reader) for reader in (ANYONE, CLERK, ADMIN)}) == 3
    assert reading.etag(q(), ANYONE) == reading.etag(q(), FELLOW)


HIDDEN_IN = [
    (q("salary"), q("nothing")),
    (q(where="salary > 1"), q(where="nothing > 1")),
    (q(order_by="salary"), q(order_by="nothing")),
    (q("count(*) as n", group_by="salary"), q("count(*) as n", group_by="nothing")),
    (q("max(salary) as m"), q("max(nothing) as m")),
    (q(refine=(Refinement("salary", "1"),)), q(refine=(Refinement("nothing", "1"),))),
    (q(facets=(FacetRequest("salary"),)), q(facets=(FacetRequest("nothing"),))),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("hidden", "unknown"), HIDDEN_IN)
def test_a_hidden_field_is_refused_in_the_words_of_an_unknown_one(staff: Path, hidden: Query, unknown: Query) -> None:
    words = [said(lambda query=query: reading.rows(query, ANYONE)) for query in (hidden, unknown)]
    assert words[0].replace("salary", "nothing") == words[1]


# ---- what may not be known to exist --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_hidden_dataset_is_an_unknown_one(staff: Path) -> None:
    close(staff, {"access": "group:board"})
    for way in (
        lambda key: reading.card(key, CLERK),
        lambda key: reading.rows(replace(q(), dataset=key), CLERK),
        lambda key: reading.versions(key, CLERK),
        lambda key: reading.access(key, CLERK),
        lambda key: reading.diff(key, 1, 2, CLERK),
        lambda key: reading.etag(replace(q(), dataset=key), CLERK),
    ):
        assert said(lambda way=way: way("staff")) == said(lambda way=way: way("stuff")).replace("stuff", "staff")
    with pytest.raises(UnknownDataset):
        reading.card("staff", FELLOW)


@pytest.mark.django_db
@pytest.mark.parametrize("reader", [ANYONE, CLERK, FELLOW])
def test_a_hidden_dataset_is_in_no_list_search_or_mended_word(staff: Path, reader: Reader) -> None:
    close(staff, {"access": "administrators"})
    for text in ("", "staff", "staf", "stafff", "geheimwald", "geheimwalt"):
        found = reading.catalogue_search(text, {}, None, "", 1, reader)
        assert (found.total, found.cards, found.similar) == (0, (), "")
        assert all(not facet.values for facet in found.facets)
    listed = reading.rows(Query(CATALOGUE), reader)
    assert (listed.rows, listed.total) == ([], 0)
    assert reading.catalogue_search("staff", {}, None, "", 1, OWNER).total == 1
    assert reading.rows(Query(CATALOGUE), OWNER).total == 1


@pytest.mark.django_db
def test_an_open_card_with_closed_rows_says_so(staff: Path) -> None:
    close(staff, {"access": "group:board", "cards": "open", "default": {"hide": ["salary"]}})
    assert "salary" not in reading.card("staff", ANYONE).schema
    with pytest.raises(RowsNotOpen):
        reading.rows(q(), ANYONE)
    with pytest.raises(RowsNotOpen):
        reading.export(q(), ANYONE, "csv")


@pytest.mark.django_db
def test_a_rename_keeps_the_policy(staff: Path) -> None:
    close(staff, {"access": "administrators"})
    catalog.rename(key="staff", new="people", by="t", at=AT)
    forget()
    with pytest.raises(UnknownDataset):
        reading.card("people", ANYONE)
    assert reading.card("people", OWNER).key == "people"


@pytest.mark.django_db
def test_a_version_without_the_column_of_a_filter_shows_nothing(portal: Path, tmp_path: Path) -> None:
    metadata = Metadata(title={"en": "Staff"}, publisher="personnel")
    published(tmp_path, "id;name\n1;Dora\n2;Emil\n", key="staff", name="fewer.csv", metadata=metadata)
    published(tmp_path, STAFF, key="staff", name="staff.csv", metadata=metadata, policy=POLICY)
    forget()
    with pytest.raises(RowsNotOpen) as caught:
        reading.rows(q(version=1), ANYONE)
    assert "district" not in f"{caught.value.message} {caught.value.next_step}"
    assert reading.card("staff", ANYONE, 1).rows == 0
    assert reading.rows(q(version=1), OWNER).total == 2
    assert reading.rows(q(), ANYONE).total == 4


@pytest.mark.django_db
def test_a_version_that_renames_a_hidden_column_is_refused_and_the_old_one_stays(staff: Path, tmp_path: Path) -> None:
    renamed = STAFF.replace("salary", "pay")
    with pytest.raises(BadPolicy, match="salary"):
        published(tmp_path, renamed, key="staff", name="renamed.csv", metadata=Metadata())
    forget()
    assert reading.card("staff", OWNER).version == 1
    published(
        tmp_path, STAFF + "6;Fay;Hafen;1;2020-01-01;51.9;7.6\n", key="staff", name="more.csv", metadata=Metadata()
    )
    forget()
    assert reading.rows(q(), ANYONE).total == 5


@pytest.mark.django_db
def test_a_new_member_of_a_group_sees_at_once(staff: Path) -> None:
    close(staff, {"access": "group:board"})
    from civora.people.queries import reader

    people.add_person(email="bo@example.org", by="t", at=AT)
    people.add_group(key="board", by="t", at=AT)
    assert said(lambda: reading.card("staff", reader(account("bo@example.org")))).startswith("the requested dataset")
    people.join_group(key="board", email="bo@example.org", by="t", at=AT)
    assert reading.card("staff", reader(account("bo@example.org"))).rows == 5
    people.leave_group(key="board", email="bo@example.org", by="t", at=AT)
    with pytest.raises(UnknownDataset):
        reading.card("staff", reader(account("bo@example.org")))


def close(staff: Path, policy: dict[str, Any]) -> None:
    assert staff.exists()
    stewardship.set_policy(key="staff", policy=policy, by="t", at=AT)
    forget()


def forget() -> None:
    """As after half a second."""
    from civora.reading.queries import asked

    asked.kept.looked_at = 0.0


def account(email: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email=email)
