"""The graph that harvesters read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef

from civora.protocols.shared import dcat
from tests.www.conftest import card

BASE = "https://data.example/"
CITY = {"city": {"name": "Münster", "language": "de", "tagline": {"de": "Offen für alle."}}}
TREES = replace(card("trees", "Trees"), frequency="monthly", attribution="City of Münster", languages=("en", "de"))


def read(form: str, syntax: str) -> Graph:
    return Graph().parse(data=dcat.written([TREES, card("tables", "Tables")], BASE, form, CITY).decode(), format=syntax)


@pytest.mark.parametrize(
    ("form", "syntax"), [("ttl", "turtle"), ("rdf", "xml"), ("dcat_ap_de", "xml"), ("jsonld", "json-ld")]
)
def test_every_form_says_the_same(form, syntax):
    assert read(form, syntax).isomorphic(read("ttl", "turtle"))


def test_what_is_mandatory_is_there():
    graph = read("ttl", "turtle")
    catalogue, node = URIRef(f"{BASE}datasets/"), URIRef(f"{BASE}datasets/trees/")
    for subject, wanted in (
        (catalogue, (DCTERMS.title, DCTERMS.description, DCTERMS.publisher)),
        (node, (DCTERMS.title, DCTERMS.description)),
    ):
        assert all(graph.value(subject, one) is not None for one in wanted)
    for distribution in graph.subjects(RDF.type, DCAT.Distribution):
        assert graph.value(distribution, DCAT.accessURL) is not None
    for agent in graph.subjects(RDF.type, FOAF.Agent):
        assert graph.value(agent, FOAF.name) is not None


def test_what_is_recommended_and_known_is_there():
    graph, node = read("ttl", "turtle"), URIRef(f"{BASE}datasets/trees/")
    assert graph.value(node, DCTERMS.accrualPeriodicity) == URIRef(f"{dcat.EU}frequency/MONTHLY")
    assert set(graph.objects(node, DCTERMS.language)) == {
        URIRef(f"{dcat.EU}language/ENG"),
        URIRef(f"{dcat.EU}language/DEU"),
    }
    assert graph.value(graph.value(node, DCTERMS.spatial), DCAT.bbox) is not None
    assert graph.value(URIRef(f"{BASE}datasets/"), DCTERMS.title) == Literal("Münster", lang="de")


def test_data_json_for_the_united_states():
    found = json.loads(dcat.written([TREES], BASE, "data.json", CITY))
    (one,) = found["dataset"]
    assert {
        "title",
        "description",
        "keyword",
        "modified",
        "publisher",
        "contactPoint",
        "identifier",
        "accessLevel",
    } <= set(one)
    assert one["spatial"] == "7.5,51.9,7.7,52.0"
    assert {file["format"] for file in one["distribution"]} == {"CSV", "JSON", "PARQUET", "GEOJSON"}
