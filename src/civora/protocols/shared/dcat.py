"""The catalogue as a DCAT-AP 3 graph, and as DCAT-US `data.json`.

Sources: https://semiceu.github.io/DCAT-AP/releases/3.0.1/, the EU's authority tables (file type, language, frequency).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from civora.catalog.types import DatasetCard
from civora.protocols.shared import dcat_us, feeds
from civora.protocols.shared.dcat_files import CSV, File, files

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

XML, TURTLE = "application/rdf+xml", "text/turtle; charset=utf-8"
PROFILES = (
    "dcat",
    "dcat_ap",
    "dcat_ap_de",
    "dcat_ap_ch",
    "dcat_ap_se",
    "dcat_ap_sp",
    "dcat_ap_it",
    "dcat_ap_vl",
    "dcat_ap_benap",
)
FORMATS = {
    **dict.fromkeys((*PROFILES, "rdf"), XML), "ttl": TURTLE, "jsonld": "application/ld+json", "data.json": "application/json",
    "rss": "application/rss+xml; charset=utf-8", "dublin_core": XML,
}  # fmt: skip
SYNTAX = {"ttl": "turtle", "jsonld": "json-ld"}  # else RDF/XML
VCARD = "http://www.w3.org/2006/vcard/ns#"
EU = "http://publications.europa.eu/resource/authority/"
LANGUAGE = {
    "en": "ENG",
    "fr": "FRA",
    "de": "DEU",
    "it": "ITA",
    "es": "SPA",
    "nl": "NLD",
    "pt": "POR",
    "sv": "SWE",
    "ca": "CAT",
}
FREQUENCY = {
    "every 5 minutes": "CONT", "every 15 minutes": "CONT", "continuous": "CONT", "hourly": "HOURLY", "daily": "DAILY",
    "weekly": "WEEKLY", "monthly": "MONTHLY", "quarterly": "QUARTERLY", "yearly": "ANNUAL", "irregular": "IRREG",
    "never": "NEVER",
}  # fmt: skip


def written(cards: Iterable[DatasetCard], base: str, form: str, city: Mapping[str, Any]) -> bytes:
    """The catalogue in one of FORMATS. `base` is the portal's address with a slash at its end, `city` the city pack."""
    if form == "data.json":
        return json.dumps(dcat_us.catalogue(cards, base), ensure_ascii=False, indent=1).encode()
    if form == "rss":
        return feeds.rss(cards, base, city)
    if form == "dublin_core":
        return feeds.dublin_core(cards, base)
    return graph(cards, base, city).serialize(format=SYNTAX.get(form, "pretty-xml"), encoding="utf-8")


def graph(cards: Iterable[DatasetCard], base: str, city: Mapping[str, Any]) -> Graph:
    """Everything that DCAT-AP 3 makes mandatory, and what is known of what it recommends."""
    from rdflib import Graph  # noqa: PLC0415 (heavy; only graphs pay)
    from rdflib.namespace import DCAT, DCTERMS  # noqa: PLC0415

    made = Graph()
    for prefix, space in (("dcat", str(DCAT)), ("dct", str(DCTERMS)), ("vcard", VCARD)):
        made.bind(prefix, space)
    catalogue = head(made, base, city)
    for card in cards:
        made.add((catalogue, DCAT.dataset, describe(made, card, base)))
    return made


def head(made: Graph, base: str, city: Mapping[str, Any]) -> URIRef:
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF  # noqa: PLC0415

    about = city.get("city", {})
    name, lang = str(about.get("name") or "Open data"), str(about.get("language") or "en")
    words = dict(about.get("tagline") or {}).get(lang) or "All datasets of this portal."
    catalogue, agent = URIRef(f"{base}datasets/"), URIRef(f"{base}#publisher")
    made.add((catalogue, RDF.type, DCAT.Catalog))
    made.add((catalogue, DCTERMS.title, Literal(name, lang=lang)))
    made.add((catalogue, DCTERMS.description, Literal(words, lang=lang)))
    made.add((catalogue, FOAF.homepage, URIRef(base)))
    made.add((catalogue, DCAT.themeTaxonomy, URIRef(f"{EU}data-theme")))
    made.add((catalogue, DCTERMS.publisher, agent))
    made.add((agent, RDF.type, FOAF.Agent))
    made.add((agent, FOAF.name, Literal(name)))
    return catalogue


def describe(made: Graph, card: DatasetCard, base: str) -> URIRef:
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, RDF, XSD  # noqa: PLC0415

    node = URIRef(f"{base}datasets/{card.key}/")
    made.add((node, RDF.type, DCAT.Dataset))
    made.add((node, DCTERMS.identifier, Literal(card.key)))
    made.add((node, DCTERMS.title, Literal(card.title, lang=card.title_lang)))
    made.add((node, DCTERMS.description, Literal(card.description or card.title, lang=card.description_lang)))
    made.add((node, DCTERMS.issued, Literal(card.created_at.isoformat(), datatype=XSD.dateTime)))
    made.add((node, DCTERMS.modified, Literal(card.modified_at.isoformat(), datatype=XSD.dateTime)))
    made.add((node, DCAT.landingPage, node))
    made.add((node, DCAT.version, Literal(str(card.version))))
    label(made, node, card)
    own(made, node, card, base)
    cover(made, node, card)
    for file in files(card):
        distribute(made, node, card, base, file)
    return node


def label(made: Graph, node: URIRef, card: DatasetCard) -> None:
    """What it is about: keywords, themes, languages, how often it changes."""
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS  # noqa: PLC0415

    for keyword in card.keywords:
        made.add((node, DCAT.keyword, Literal(keyword)))
    for theme in card.themes:
        made.add((node, DCAT.theme, URIRef(theme.uri or f"{EU}data-theme/{theme.key}")))
    for lang in card.languages:
        if lang in LANGUAGE:
            made.add((node, DCTERMS.language, URIRef(f"{EU}language/{LANGUAGE[lang]}")))
    if card.frequency in FREQUENCY:
        made.add((node, DCTERMS.accrualPeriodicity, URIRef(f"{EU}frequency/{FREQUENCY[card.frequency]}")))
    if card.source_url:
        made.add((node, DCTERMS.source, URIRef(card.source_url)))


def own(made: Graph, node: URIRef, card: DatasetCard, base: str) -> None:
    """Who publishes it, and whom to ask."""
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF  # noqa: PLC0415

    agent = URIRef(f"{base}datasets/?publisher={card.publisher.key}")
    name = Literal(card.publisher.name or card.publisher.key or "Unknown")
    made.add((agent, RDF.type, FOAF.Agent))
    made.add((agent, FOAF.name, name))
    made.add((node, DCTERMS.publisher, agent))
    contact = URIRef(f"{agent}#contact")
    made.add((node, DCAT.contactPoint, contact))
    made.add((contact, RDF.type, URIRef(f"{VCARD}Organization")))
    made.add((contact, URIRef(f"{VCARD}fn"), name))
    if card.publisher.url:
        made.add((contact, URIRef(f"{VCARD}hasURL"), URIRef(card.publisher.url)))


def cover(made: Graph, node: URIRef, card: DatasetCard) -> None:
    """Where and when its rows lie, as computed from them."""
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, GEO, RDF, XSD  # noqa: PLC0415

    if card.bbox is not None:
        west, south, east, north = card.bbox
        ring = ", ".join(
            f"{x} {y}" for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))
        )
        place = URIRef(f"{node}#place")
        made.add((node, DCTERMS.spatial, place))
        made.add((place, RDF.type, DCTERMS.Location))
        made.add((place, DCAT.bbox, Literal(f"POLYGON(({ring}))", datatype=GEO.wktLiteral)))
    if card.temporal is not None:
        time = URIRef(f"{node}#time")
        made.add((node, DCTERMS.temporal, time))
        made.add((time, RDF.type, DCTERMS.PeriodOfTime))
        made.add((time, DCAT.startDate, Literal(card.temporal[0].isoformat(), datatype=XSD.dateTime)))
        made.add((time, DCAT.endDate, Literal(card.temporal[1].isoformat(), datatype=XSD.dateTime)))


def distribute(made: Graph, node: URIRef, card: DatasetCard, base: str, file: File) -> None:
    from rdflib import Literal, URIRef  # noqa: PLC0415
    from rdflib.namespace import DCAT, DCTERMS, RDF, XSD  # noqa: PLC0415

    address = URIRef(file.address(card, base))
    made.add((node, DCAT.distribution, address))
    made.add((address, RDF.type, DCAT.Distribution))
    made.add((address, DCTERMS.title, Literal(f"{card.title} ({file.key})", lang=card.title_lang)))
    made.add((address, DCAT.accessURL, address))
    made.add((address, DCAT.downloadURL, address))
    made.add((address, DCTERMS.format, URIRef(f"{EU}file-type/{file.code}")))
    made.add((address, DCAT.mediaType, URIRef(f"http://www.iana.org/assignments/media-types/{file.media_type}")))
    if file is CSV and card.bytes:
        made.add((address, DCAT.byteSize, Literal(card.bytes, datatype=XSD.nonNegativeInteger)))
    if card.licence.url:
        made.add((address, DCTERMS.license, URIRef(card.licence.url)))
    if card.attribution:
        made.add((address, DCTERMS.rights, Literal(card.attribution)))
