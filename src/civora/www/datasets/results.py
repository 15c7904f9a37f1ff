"""Cards of the catalogue as lines of a list, with the words that were searched for marked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from civora.catalog.types import DatasetCard
from civora.core.schema import GEOGRAPHIC, TEMPORAL
from civora.exhibits.rules.propose import quantities
from civora.www.city import city
from civora.www.datasets.search import FEATURES

SUMMARY = 220
WORD = re.compile(r"\w+")
TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Result:
    """`thumb_url` is empty where the rows have no shape that could be drawn."""

    key: str
    url: str
    title: tuple[Piece, ...]
    title_lang: str
    summary: tuple[Piece, ...]
    summary_lang: str
    updated: datetime
    rows: int
    publisher: str
    views: str  # `Table, map, chart`
    licence: str
    is_example: bool
    thumb_url: str


def result(card: DatasetCard, words: str, lang: str, theme: str = "") -> Result:
    """One line of the list. Languages are given where a text is not in the page's own."""
    hits = stems(words)
    return Result(
        key=card.key,
        url=reverse("datasets:dataset", args=[card.key]),
        title=pieces(card.title, hits),
        title_lang=card.title_lang if card.title_lang != lang else "",
        summary=pieces(shortened(card.description), hits),
        summary_lang=card.description_lang if card.description_lang != lang else "",
        updated=card.modified_at,
        rows=card.rows,
        publisher=card.publisher.name,
        views=views(card, lang),
        licence=card.licence.title,
        is_example=card.is_example and not city().is_example,
        thumb_url=thumb_url(card, theme),
    )


def views(card: DatasetCard, lang: str) -> str:
    """The ways to see a dataset in words, as a list in a sentence: only German keeps its capitals."""
    found = ["table", *(feature for feature in card.features if feature in FEATURES)]
    if card.schema.first(*GEOGRAPHIC):
        found.append("map")
    if quantities(card.schema):
        found.append("chart")
    order = {"table": 0, "geo": 1, "map": 1, "analyze": 2, "chart": 2}
    words = list(dict.fromkeys(str(FEATURES[name]) for name in sorted(found, key=lambda name: order.get(name, 3))))
    return ", ".join(word if n == 0 or lang == "de" else word.lower() for n, word in enumerate(words))


def thumb_url(card: DatasetCard, theme: str = "") -> str:
    """The picture's address carries the version, so that it may be kept."""
    has_line = quantities(card.schema) and card.rows > 1
    if not card.rows or not (card.schema.first(*GEOGRAPHIC) or has_line or card.schema.first(*TEMPORAL)):
        return ""
    address = reverse("datasets:thumb", args=[f"{card.key}@{card.version}"])
    return f"{address}?theme={theme}" if theme else address


def shortened(text: str, most: int = SUMMARY) -> str:
    """Plain text, cut after a sentence or word."""
    plain = " ".join(TAGS.sub(" ", text).split())
    if len(plain) <= most:
        return plain
    cut = plain[:most]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    return cut[: sentence + 1] if sentence > most // 2 else cut.rsplit(" ", 1)[0] + "…"


def stems(words: str) -> tuple[str, ...]:
    """What to mark: the beginnings of the words that were typed, without accents."""
    return tuple(dict.fromkeys(_plain(word)[: max(4, len(word) - 2)] for word in WORD.findall(words) if len(word) > 2))


def pieces(text: str, hits: tuple[str, ...]) -> tuple[Piece, ...]:
    """The text cut where a word begins like one of the hits."""
    if not hits or not text:
        return (Piece(text, False),)
    found: list[Piece] = []
    end = 0
    for match in WORD.finditer(text):
        if _plain(match[0]).startswith(hits):
            found += [Piece(text[end : match.start()], False), Piece(match[0], True)]
            end = match.end()
    return tuple(piece for piece in (*found, Piece(text[end:], False)) if piece.text)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
