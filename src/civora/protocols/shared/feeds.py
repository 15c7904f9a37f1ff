"""The catalogue as a feed (RSS 2.0) and as Dublin Core in RDF/XML.

Sources: https://www.rssboard.org/rss-specification, https://www.dublincore.org/specifications/dublin-core/dcmi-terms/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

from civora.catalog.types import DatasetCard

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), " ")  # what XML has no way to write
ET.register_namespace("rdf", RDF)
ET.register_namespace("dc", DC)


def rss(cards: Iterable[DatasetCard], base: str, city: Mapping[str, Any]) -> bytes:
    """The newest first: what feed readers show."""
    about = city.get("city", {})
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    said(channel, "title", str(about.get("name") or "Open data"))
    said(channel, "link", f"{base}datasets/")
    said(channel, "description", "New and changed datasets.")
    for card in sorted(cards, key=lambda card: card.modified_at, reverse=True):
        item = ET.SubElement(channel, "item")
        said(item, "title", card.title)
        said(item, "link", f"{base}datasets/{card.key}/")
        said(item, "description", card.description or card.title)
        ET.SubElement(item, "guid", isPermaLink="false").text = f"{card.uid}@{card.version}"
        said(item, "pubDate", format_datetime(card.modified_at))
        for word in (*(theme.label for theme in card.themes), *card.keywords):
            said(item, "category", word)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def dublin_core(cards: Iterable[DatasetCard], base: str) -> bytes:
    root = ET.Element(f"{{{RDF}}}RDF")
    for card in cards:
        node = ET.SubElement(root, f"{{{RDF}}}Description", {f"{{{RDF}}}about": f"{base}datasets/{card.key}/"})
        for name, texts in elements(card).items():
            for text in texts:
                if text:
                    said(node, f"{{{DC}}}{name}", text)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def elements(card: DatasetCard) -> dict[str, tuple[str, ...]]:
    """The fifteen elements, as far as they are known."""
    return {
        "title": (card.title,), "description": (card.description,), "identifier": (card.key,), "type": ("Dataset",),
        "publisher": (card.publisher.name,), "creator": (card.attribution or card.publisher.name,), "source": (card.source_url,),
        "subject": (*(theme.label for theme in card.themes), *card.keywords), "language": card.languages,
        "date": (card.modified_at.isoformat(),), "format": card.formats, "rights": (card.licence.url or card.licence.title,),
        "coverage": (card.territory, period(card.temporal)),
    }  # fmt: skip


def period(temporal: tuple[datetime, datetime] | None) -> str:
    return "/".join(moment.isoformat() for moment in temporal) if temporal else ""


def said(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text.translate(CONTROLS)
