"""A narrower reader's world is the world without what is hidden: every question has the answer, or the refusal, that it
would have if the hidden rows and columns had never been published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civora.catalog import actions as catalog
from civora.catalog.types import FieldChange
from civora.core.errors import CivoraError
from civora.core.policy.types import ANYONE
from civora.core.query.ast import FacetRequest, Query, Refinement
from civora.core.schema import Field, FieldType, Schema
from civora.reading import queries as reading
from civora.reading.types import ExportOptions
from tests.core.query import lawful
from tests.factories.publishing import AT, published

SCHEMA = Schema((
    Field("kind", FieldType.TEXT, is_facet=True), Field("number", FieldType.INT, is_facet=True),
    Field("secret", FieldType.INT, is_facet=True), Field("day", FieldType.DATE, is_facet=True),
    Field("geo_point", FieldType.GEO_POINT),
))  # fmt: skip
OPEN_SCHEMA = SCHEMA.without(frozenset({"secret"}))
HEAD = "kind;number;day;lat;lon"
OPEN = (
    "tree;1;2020-02-29;51.9;7.6", "Paris;7;2021-06-01;51.8;7.7", "Bäume;-3;1969-01-01;0;0", "x'y;10;2020-02-01;51.9;7.6",
    "tree;0;2020-02-29;51.9;7.6", "Le Mans;5;2022-01-01;37.8;-122.4",
)  # fmt: skip
CLOSED = ("tree;99;2020-02-15;51.91;7.61", "hush;99;2031-12-24;48.1;11.5", "Paris;99;2020-02-29;51.95;7.6")
WHERE = "not number = 99"
SECRETS = st.sampled_from(["hush", "99", "2031", "2020", "2020/02", "tree", "Paris", "7"])


@pytest.fixture
def worlds(portal: Path, tmp_path: Path) -> Path:
    """`full` with a rule of access, and `part` without what the rule hides."""
    rows = [f"{line};{number}" for number, line in enumerate((CLOSED[0], *OPEN[:3], *CLOSED[1:], *OPEN[3:]))]
    policy = {"access": "open", "default": {"hide": ["secret"], "where": WHERE}}
    published(tmp_path, "\n".join([f"{HEAD};secret", *rows]), key="full", name="full.csv", title="One", policy=policy)
    published(tmp_path, "\n".join([HEAD, *OPEN]), key="part", name="part.csv", title="One")
    for key in ("full", "part"):
        facet = FieldChange(is_facet=True)
        catalog.set_fields(key=key, changes={"kind": facet, "number": facet, "day": facet}, by="t", at=AT)
    return portal


def refined(query: Query, schema: Schema) -> st.SearchStrategy[Query]:
    names = st.sampled_from(schema.names)
    refinements = st.lists(st.builds(Refinement, names, SECRETS, st.booleans()), max_size=2).map(tuple)
    facets = st.lists(st.builds(FacetRequest, names, st.none() | st.booleans()), max_size=2).map(tuple)
    return st.builds(lambda refine, facets: replace(query, refine=refine, facets=facets), refinements, facets)


def questions(schema: Schema) -> st.SearchStrategy[Query]:
    any_query = lawful.row_queries(schema, "full") | lawful.group_queries(schema, "full")
    return any_query | any_query.flatmap(lambda query: refined(query, schema))


# Most draw on what the reader sees, since one hidden name makes a question end at that name.
QUERIES = st.sampled_from([OPEN_SCHEMA, OPEN_SCHEMA, OPEN_SCHEMA, SCHEMA]).flatmap(questions)
WAYS: tuple[Callable[[Query], Any], ...] = (
    lambda query: reading.rows(query, ANYONE, record_ids=True).rows,
    lambda query: reading.rows(query, ANYONE, record_ids=True).ids,
    lambda query: reading.rows(query, ANYONE).total,
    lambda query: reading.count(query, ANYONE),
    lambda query: reading.facets(query, ANYONE),
    lambda query: reading.extent(query, ANYONE),
    lambda query: len(reading.tile(query, (9, 266, 170), ANYONE).content),
    lambda query: b"".join(reading.export(query, ANYONE, "jsonl", ExportOptions()).chunks).decode(),
)


def told(way: Callable[[Query], Any], query: Query) -> str:
    try:
        return plain(way(query))
    except CivoraError as error:
        return f"{type(error).__name__} {error.message} {error.next_step} {sorted(error.details.items())}"


def plain(value: Any) -> str:
    """As text; sums may differ in their last digits, since rows may be added in any order."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(plain(one) for one in value)}]"
    return repr(value)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=QUERIES, way=st.sampled_from(range(len(WAYS))))
@pytest.mark.django_db
def test_no_question_tells_the_narrowed_world_from_one_without_secrets(worlds: Path, query: Query, way: int) -> None:
    full, part = (told(WAYS[way], replace(query, dataset=key)) for key in ("full", "part"))
    assert full == part


@pytest.mark.django_db
def test_cards_of_both_worlds_name_the_same_columns_and_rows(worlds: Path) -> None:
    full, part = reading.card("full", ANYONE), reading.card("part", ANYONE)
    assert (full.schema.names, full.rows) == (part.schema.names, part.rows)
    assert set(OPEN_SCHEMA.names) <= set(full.schema.names)
    assert full.formats == part.formats
