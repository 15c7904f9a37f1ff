"""The catalogue as a DCAT-AP 3 graph, and as DCAT-US `data.json`.

Sources: https://semiceu.github.io/DCAT-AP/releases/3.0.1/, https://resources.data.gov/resources/dcat-us/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from civora.catalog.types import DatasetCard
from civora.core.schema import GEOGRAPHIC

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

FORMATS = {
    "dcat": "application/rdf+xml", "dcat_ap": "application/rdf+xml", "rdf": "application/rdf+xml", "ttl": "text/turtle",
    "jsonld": "application/ld+json", "data.json": "application/json",
}  # fmt: skip
SYNTAX = {"dcat": "pretty-xml", "dcat_ap": "pretty-xml", "rdf": "pretty-xml", "ttl": "turtle", "jsonld": "json-ld"}
FILES = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json"), "parquet": ("PARQUET", "application/vnd.apache.parquet"),
         "geojson": ("GEOJSON", "application/geo+json")}  # fmt: skip
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
LANGUAGE = {"en": "ENG", "fr": "FRA", "de": "DEU"}


def written(cards: Iterable[DatasetCard], base: str, form: str) -> bytes:
    """The catalogue in one of FORMATS. `base` is the portal's address with a slash at its end."""
    if form == "data.json":
        return json.dumps(data_json(cards, base), ensure_ascii=False, indent=1).encode()
    return graph(cards, base).serialize(format=SYNTAX[form], encoding="utf-8")


def graph(cards: Iterable[DatasetCard], base: str) -> Graph:
    from rdflib import Graph, Literal, URIRef  # noqa: PLC0415 (heavy; only graphs pay)
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF  # noqa: PLC0415

    made = Graph()
    made.bind("dcat", DCAT)
    made.bind("dct", DCTERMS)
    catalogue = URIRef(f"{base}datasets/")
    made.add((catalogue, RDF.type, DCAT.Catalog))
    made.add((catalogue, DCTERMS.title, Literal("Open data")))
    made.add((catalogue, DCTERMS.description, Literal("All datasets of this portal.")))
    made.add((catalogue, FOAF.homepage, URIRef(base)))
    for card in cards:
        node = URIRef(f"{base}datasets/{card.key}/")
        made.add((catalogue, DCAT.dataset, node))
        describe(made, node, card, base)
        agent = URIRef(f"{base}datasets/?publisher={card.publisher.key}")
        made.add((catalogue, DCTERMS.publisher, agent))
    return made


def describe(made: Graph, node: URIRef, card: DatasetCard, base: str) -> None:
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD  # noqa: PLC0415

    made.add((node, RDF.type, DCAT.Dataset))
    made.add((node, DCTERMS.identifier, Literal(card.key)))
    made.add((node, DCTERMS.title, Literal(card.title, lang=card.title_lang)))
    made.add((node, DCTERMS.description, Literal(card.description or card.title, lang=card.description_lang)))
    made.add((node, DCTERMS.issued, Literal(card.created_at.isoformat(), datatype=XSD.dateTime)))
    made.add((node, DCTERMS.modified, Literal(card.modified_at.isoformat(), datatype=XSD.dateTime)))
    made.add((node, DCAT.landingPage, node))
    for keyword in card.keywords:
        made.add((node, DCAT.keyword, Literal(keyword)))
    for theme in card.themes:
        made.add((node, DCAT.theme, URIRef(theme.uri)))
    agent = URIRef(f"{base}datasets/?publisher={card.publisher.key}")
    made.add((agent, RDF.type, FOAF.Agent))
    made.add((agent, FOAF.name, Literal(card.publisher.name or card.publisher.key or "Unknown")))
    made.add((node, DCTERMS.publisher, agent))
    for key, (code, media_type) in FILES.items():
        if key != "geojson" or card.schema.first(*GEOGRAPHIC):
            distribute(made, node, card, base, (key, code, media_type))


def distribute(made: Graph, node: URIRef, card: DatasetCard, base: str, form: tuple[str, str, str]) -> None:
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, RDF  # noqa: PLC0415

    key, code, media_type = form
    address = URIRef(f"{base}api/explore/v2.1/catalog/datasets/{card.key}/exports/{key}")
    made.add((node, DCAT.distribution, address))
    made.add((address, RDF.type, DCAT.Distribution))
    made.add((address, DCTERMS.title, Literal(f"{card.title} ({key})", lang=card.title_lang)))
    made.add((address, DCAT.accessURL, address))
    made.add((address, DCAT.downloadURL, address))
    made.add((address, DCTERMS.format, URIRef(FILE_TYPE + code)))
    made.add((address, DCAT.mediaType, URIRef(f"http://www.iana.org/assignments/media-types/{media_type}")))
    if card.licence.url:
        made.add((address, DCTERMS.license, URIRef(card.licence.url)))


def data_json(cards: Iterable[DatasetCard], base: str) -> dict[str, Any]:
    """DCAT-US 1.1, which most harvesters poll."""
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "describedBy": "https://project-open-data.cio.gov/v1.1/schema/catalog.json",
        "dataset": [us_dataset(card, base) for card in cards],
    }


def us_dataset(card: DatasetCard, base: str) -> dict[str, Any]:
    exports = f"{base}api/explore/v2.1/catalog/datasets/{card.key}/exports/"
    return {
        "@type": "dcat:Dataset", "identifier": f"{base}datasets/{card.key}/", "title": card.title,
        "description": card.description or card.title, "keyword": list(card.keywords) or [card.key],
        "modified": card.modified_at.isoformat(), "accessLevel": "public",
        "publisher": {"@type": "org:Organization", "name": card.publisher.name or "Unknown"},
        "contactPoint": {"@type": "vcard:Contact", "fn": card.publisher.name or "Unknown"},
        "license": card.licence.url or None, "theme": [theme.label for theme in card.themes], "landingPage": f"{base}datasets/{card.key}/",
        "distribution": [
            {"@type": "dcat:Distribution", "downloadURL": exports + key, "mediaType": media_type, "format": code}
            for key, (code, media_type) in FILES.items()
            if key != "geojson" or card.schema.first(*GEOGRAPHIC)
        ],
    }  # fmt: skip
