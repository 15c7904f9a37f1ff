"""Facets and refinements: values, counts, what a choice leaves."""

from __future__ import annotations

import pytest

from civora.core.query.ast import FacetRequest, Query, Refinement
from civora.core.query.check import check
from civora.core.schema import Field, FieldType, Schema
from civora.lake import compile as compiled
from tests.lake.compile.conftest import NOW, SCHEMA, TABLE


@pytest.fixture(scope="session")
def facet(run):
    def answer(field, *refine, sort="-count", limit=0, zone="UTC"):
        asked = FacetRequest(field, sort=sort, limit=limit)
        checked = check(Query("t", facets=(asked,), refine=refine, zone=zone), SCHEMA)
        return run(compiled.facet(checked, checked.facets[0], TABLE, whole=SCHEMA, guard=None, now=NOW))

    return answer


CASES = [
    ("name", [("Bänke am See", 1), ("Eiche", 1), ("Linde an der Aa", 1)]),
    ("kind", [("tree", 2), ("bench", 1)]),
    ("tags", [("b", 2), ("a", 1)]),
    ("ok", [(True, 2), (False, 1)]),
    ("day", [("2024", 2), ("2023", 1)]),
    ("at", [("2025", 2), ("2024", 1)]),
    ("path", [("u", 1), ("x/y", 1), ("x/z", 1)]),
    ("age", [(12, 1), (15, 1), (40, 1)]),
]


@pytest.mark.parametrize(("field", "values"), CASES, ids=[case[0] for case in CASES])
def test_a_facet_counts_values_and_leaves_null_out(facet, field, values):
    assert facet(field) == values


def test_years_follow_the_clock_of_the_zone(facet):
    assert facet("at", zone="Europe/Berlin") == [("2025", 3)]


@pytest.mark.parametrize(
    ("chosen", "values"),
    [("2024", [("2024/01", 1), ("2024/03", 1)]), ("2024/01", [("2024/01/31", 1)]), ("2024/01/31", [("2024/01/31", 1)])],
)
def test_a_chosen_date_opens_the_next_step(facet, chosen, values):
    assert facet("day", Refinement("day", chosen)) == values


def test_sort_and_limit(facet):
    assert facet("kind", sort="alphanum") == [("bench", 1), ("tree", 2)]
    assert facet("kind", sort="count", limit=1) == [("bench", 1)]
    assert facet("age", sort="-num") == [(40, 1), (15, 1), (12, 1)]


def test_a_disjunctive_field_keeps_its_other_values(facet):
    assert facet("kind", Refinement("kind", "tree")) == [("tree", 2), ("bench", 1)]
    assert facet("name", Refinement("kind", "bench")) == [("Bänke am See", 1)]


REFINEMENTS = [
    ((Refinement("kind", "tree"), Refinement("kind", "bench")), [1, 2, 3]),  # one or the other
    ((Refinement("name", "Eiche"), Refinement("name", "Linde an der Aa")), []),  # both at once
    ((Refinement("tags", "a"), Refinement("tags", "b")), [1]),
    ((Refinement("kind", "tree", is_excluded=True),), [3, 4]),
    ((Refinement("path", "x"),), [1, 2]),
    ((Refinement("path", "x/y"),), [1]),
    ((Refinement("day", "2024/01"),), [1]),
    ((Refinement("ok", "true"),), [1, 4]),
    ((Refinement("age", "15"),), [2]),
    ((Refinement("age", "fifteen"),), []),
    ((Refinement("size", "2.5"),), [2]),
]


@pytest.mark.parametrize(("refine", "kept"), REFINEMENTS, ids=[str(case[1]) for case in REFINEMENTS])
def test_a_refinement_keeps(ask, refine, kept):
    assert [row[0] for row in ask("id", refine=refine)] == kept


def test_columns_may_be_called_as_the_inner_ones(engine):
    names = ("value", "n", "k", "f", "v", "count")
    engine.execute(f"CREATE OR REPLACE TEMP TABLE odd AS SELECT {', '.join(f'1 AS {name}' for name in names)}")
    schema = Schema(tuple(Field(name, FieldType.INT, is_facet=True) for name in names))
    checked = check(Query("t", facets=tuple(FacetRequest(name) for name in names)), schema)
    for asked in checked.facets:
        statement = compiled.facet(checked, asked, TABLE, whole=schema, guard=None, now=NOW)
        assert engine.execute(statement.sql.replace("{0}", "odd"), statement.params).fetchall() == [(1, 1)]
