"""Rows as graphs and as points of interest, read back by other programs: rdflib, and the format's own rules."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.reading import queries as reading
from tests.factories.publishing import published

SYNTAX = {"turtle": "turtle", "n3": "n3", "rdfxml": "xml", "jsonld": "json-ld"}
AWKWARD = (
    'id;kind;height;planted;ok;lat;lon\n1;"oak ""x"" <&> \\ ü";7,5;2013-03-01;yes;51.96;7.62\n2;"two\nlines";;1985-04-01;no;51.97;7.63\n'
    "3;;3,25;;yes;;\n"
)


def written(form: str, **clauses: Any) -> bytes:
    return b"".join(reading.export(Query("trees", **clauses), ANYONE, form).chunks)


def graph(form: str, **clauses: Any) -> Graph:
    return Graph().parse(data=written(form, **clauses), format=SYNTAX[form])


def field(name: str) -> URIRef:
    return URIRef(f"urn:civora:field:{name}")


@pytest.mark.django_db
@pytest.mark.parametrize("form", SYNTAX)
def test_every_form_is_the_same_graph(portal: Path, tmp_path: Path, form: str) -> None:
    published(tmp_path, AWKWARD)
    found = graph(form)
    assert sorted(str(value) for value in found.objects(None, field("kind"))) == ['oak "x" <&> \\ ü', "two\nlines"]
    assert {int(value) for value in found.objects(None, field("id"))} == {1, 2, 3}
    assert Literal("2013-03-01", datatype=XSD.date) in set(found.objects(None, field("planted")))
    assert {float(value) for value in found.objects(None, field("height"))} == {7.5, 3.25}
    assert len(set(found.subjects())) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("form", SYNTAX)
def test_expressions_have_names_that_every_form_can_write(portal: Path, tmp_path: Path, form: str) -> None:
    published(tmp_path)
    found = graph(form, select=odsql.parse_select("count(*)"), groups=odsql.parse_group_by("kind"))
    assert sorted(int(value) for value in found.objects(None, field("count___"))) == [1, 2]


@pytest.mark.django_db
def test_no_rows_are_a_graph_too(portal: Path, tmp_path: Path) -> None:
    published(tmp_path)
    for form in SYNTAX:
        assert len(graph(form, where=odsql.parse_where("id = 99"))) == 0


@pytest.mark.django_db
def test_points_of_interest(portal: Path, tmp_path: Path) -> None:
    published(tmp_path, AWKWARD)
    content, found = written("ov2"), []
    while content:
        kind, length, lon, lat = struct.unpack_from("<BIii", content)
        found.append((kind, lon, lat, content[13 : length - 1].decode("latin-1")))
        assert content[length - 1] == 0
        content = content[length:]
    assert found == [(2, 762000, 5196000, 'oak "x" <&> \\ ü'), (2, 763000, 5197000, "two lines")]
