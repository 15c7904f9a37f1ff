"""Search in the catalogue: words in titles, keywords, fields, values and descriptions; typing errors and accents forgiven.

The index lives in this process and is built from the cards when the catalogue's revision moves on. Values are in it only
where everyone may see them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from civora.catalog import queries as catalog
from civora.catalog.types import Box, DatasetCard
from civora.core.policy import decide
from civora.core.policy.types import ANYONE, Policy, Reader
from civora.reading.queries import narrowed
from civora.reading.queries.asked import card as card_for
from civora.reading.queries.asked import kept
from civora.reading.queries.catalogue import audiences
from civora.reading.types import CatalogPage, Facet, FacetValue
from civora.stewardship import queries as stewardship

TITLE, KEYWORD, FIELD, PUBLISHER, VALUE, DESCRIPTION = 12, 8, 4, 4, 3, 2
EXACT, PREFIX, FUZZY = 1.0, 0.6, 0.35
WORDS_AT_MOST = 12
FACET_ORDER = ("theme", "publisher", "licence", "format", "features", "modified")
SPLIT = re.compile(r"[^\w]+|_")


@dataclass(slots=True)
class Entry:
    """One dataset as the search sees it."""

    key: str
    title: str
    audiences: frozenset[str]
    facets: dict[str, tuple[tuple[str, str], ...]]  # name → (value, label)…
    bbox: Box | None
    modified: float
    rows: int
    words: dict[str, int]


@dataclass(slots=True)
class Index:
    revision: int = -1
    entries: list[Entry] = field(default_factory=list)
    postings: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    vocabulary: list[str] = field(default_factory=list)
    grams: dict[str, set[str]] = field(default_factory=dict)


_indexes: dict[str, Index] = {}
_entries: dict[tuple[object, ...], Entry] = {}
_lock = threading.Lock()


def plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    return [word for word in SPLIT.split(plain(text)) if word]


def index(lang: str) -> Index:
    """The index of the current revision in one language."""
    revision = kept.fresh()
    with _lock:
        found = _indexes.get(lang)
        if found is None or found.revision != revision:
            found = built(lang, revision)
            _indexes[lang] = found
        return found


def built(lang: str, revision: int) -> Index:
    policies = stewardship.policies()
    made = Index(revision)
    for card in catalog.cards(lang):
        policy = policies.get(card.key) or Policy(owner=card.publisher.key)
        name = (lang, card.key, card.version, card.metadata_modified_at, policy)
        if name not in _entries:
            _entries[name] = entry(card, policy)
        made.entries.append(_entries[name])
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, one in enumerate(made.entries):
        for word, weight in one.words.items():
            postings[word].append((number, weight))
    made.postings = dict(postings)
    made.vocabulary = sorted(made.postings)
    for word in made.vocabulary:
        for gram in grams(word):
            made.grams.setdefault(gram, set()).add(word)
    return made


def entry(card: DatasetCard, policy: Policy) -> Entry:
    decision = decide(policy, ANYONE)
    card = narrowed.least(card, policy)
    weights: dict[str, int] = {}

    def add(text: str, weight: int) -> None:
        for word in words(text):
            weights[word] = max(weights.get(word, 0), weight)

    add(f"{card.title} {card.key}", TITLE)
    for keyword in card.keywords:
        add(keyword, KEYWORD)
    add(f"{card.publisher.name} {' '.join(theme.label for theme in card.themes)}", PUBLISHER)
    for one in card.schema.fields:
        add(f"{one.name} {one.label}", FIELD)
    if decision.sees_rows and decision.where is None:
        for _, found in card.words:
            add(" ".join(found), VALUE)
    add(card.description, DESCRIPTION)
    return Entry(
        card.key, card.title, frozenset(audiences(policy)), facets_of(card), card.bbox, card.modified_at.timestamp(), card.rows,
        weights,
    )  # fmt: skip


def facets_of(card: DatasetCard) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "theme": tuple((theme.key, theme.label) for theme in card.themes),
        "publisher": ((card.publisher.key, card.publisher.name),) if card.publisher.key else (),
        "licence": ((card.licence.key, card.licence.title),) if card.licence.key else (),
        "format": tuple((one, one) for one in card.formats),
        "features": tuple((one, one) for one in card.features),
        "modified": ((f"{card.modified_at:%Y}", f"{card.modified_at:%Y}"),),
    }


# ---- words ------------------------------------------------------------------------------------------------------


def grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def matches(found: Index, word: str, mine: frozenset[str]) -> dict[str, float]:
    """Words that this one may mean, with how well, among those of datasets that the reader may see: a word that stands
    in a hidden title only is no word to her. Wrong letters count only where nothing fits as written."""
    hits = {other: quality for other, quality in fitting(found, word).items() if is_known(found, other, mine)}
    if hits or word.isdigit():
        return hits
    return {other: FUZZY for other in near(found, word) if is_known(found, other, mine)}


def is_known(found: Index, word: str, mine: frozenset[str]) -> bool:
    return any(found.entries[number].audiences & mine for number, _ in found.postings[word])


def known_in(found: Index, word: str, mine: frozenset[str]) -> int:
    return sum(bool(found.entries[number].audiences & mine) for number, _ in found.postings[word])


def fitting(found: Index, word: str) -> dict[str, float]:
    hits: dict[str, float] = {}
    at = bisect_left(found.vocabulary, word)
    while at < len(found.vocabulary) and found.vocabulary[at].startswith(word):
        hits[found.vocabulary[at]] = EXACT if found.vocabulary[at] == word else PREFIX
        at += 1
    if len(word) > 3:  # noqa: PLR2004 (inside shorter words everything is found)
        hits |= {other: PREFIX / 2 for other in compound(found, word) if other not in hits}
    return hits


def compound(found: Index, word: str) -> list[str]:
    """Longer words that hold this one: German names things so (Fahrrad in Lastenfahrrad)."""
    shared = set.intersection(*(found.grams.get(gram, set()) for gram in inner_grams(word)))
    return [other for other in shared if word in other]


def inner_grams(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


def near(found: Index, word: str) -> list[str]:
    """Words at most two letters away (one for short ones)."""
    allowed = 2 if len(word) > 5 else 1 if len(word) > 2 else 0  # noqa: PLR2004 (as in rows)
    if not allowed:
        return []
    shared: Counter[str] = Counter()
    for gram in grams(word):
        shared.update(found.grams.get(gram, ()))
    least = len(word) + 1 - 2 * allowed
    likely = [other for other, count in shared.items() if count >= least and abs(len(other) - len(word)) <= allowed]
    return [other for other in likely if distance(word, other, allowed) <= allowed]


def distance(left: str, right: str, most: int) -> int:
    """Levenshtein's distance, or `most` + 1 where it is larger."""
    row = list(range(len(right) + 1))
    for number, letter in enumerate(left, 1):
        previous, row[0] = row[0], number
        for at, other in enumerate(right, 1):
            previous, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, previous + (letter != other))
        if min(row) > most:
            return most + 1
    return row[-1]


def scores(found: Index, text: str, mine: frozenset[str]) -> tuple[dict[int, float] | None, str]:
    """Datasets that have every word, with their weight; and the words mended, where one was wrong."""
    asked = words(text)[:WORDS_AT_MOST]
    if not asked:
        return None, ""
    total: dict[int, float] | None = None
    mended: list[str] = []
    for word in asked:
        hits = matches(found, word, mine)
        best: dict[int, float] = {}
        for other, quality in hits.items():
            for number, weight in found.postings[other]:
                best[number] = max(best.get(number, 0.0), weight * quality)
        total = best if total is None else {n: total[n] + best[n] for n in total.keys() & best.keys()}
        is_wrong = bool(hits) and max(hits.values()) <= FUZZY
        mended.append(max(hits, key=lambda one: known_in(found, one, mine)) if is_wrong else word)
    similar = " ".join(mended) if mended != asked else ""
    return total, similar


# ---- filters, facets, pages ----------------------------------------------------------------------------------------


def passes(one: Entry, filters: Mapping[str, Sequence[str]], without: str = "") -> bool:
    """Values of one facet are alternatives, facets hold together."""
    for name, wanted in filters.items():
        if (
            wanted
            and name != without
            and name in one.facets
            and not any(value in wanted for value, _ in one.facets[name])
        ):
            return False
    return True


def overlaps(box: Box | None, area: Box) -> bool:
    return box is not None and box[0] <= area[2] and box[2] >= area[0] and box[1] <= area[3] and box[3] >= area[1]


def catalogue_search(
    text: str, filters: Mapping[str, Sequence[str]], bbox: Box | None, sort: str, page: int, reader: Reader, *, lang: str = "en",
    size: int = 20,
) -> CatalogPage:  # fmt: skip
    """One page of the datasets that the reader may see. `sort`: empty (best match, else newest), `title`, `-modified`,
    `-rows`. Words that match nothing as written are forgiven one or two letters; `similar` then says what was looked for."""
    found = index(lang)
    mine = reader.audiences
    scored, similar = scores(found, text, mine)
    numbers: Iterable[int] = range(len(found.entries)) if scored is None else scored
    seen = [
        n
        for n in numbers
        if found.entries[n].audiences & mine and (bbox is None or overlaps(found.entries[n].bbox, bbox))
    ]
    hits = [n for n in seen if passes(found.entries[n], filters)]
    ordered = sorted(hits, key=lambda n: rank(found.entries[n], sort, scored[n] if scored else 0.0))
    first = (max(1, page) - 1) * size
    cards = tuple(card_for(found.entries[n].key, reader, None, lang) for n in ordered[first : first + size])
    return CatalogPage(cards, len(hits), facets(found, seen, filters), similar)


def rank(one: Entry, sort: str, score: float) -> tuple[object, ...]:
    match sort:
        case "title":
            return (plain(one.title),)
        case "-modified":
            return (-one.modified, one.key)
        case "-rows":
            return (-one.rows, one.key)
    return (-score, -one.modified, one.key)


def facets(found: Index, seen: list[int], filters: Mapping[str, Sequence[str]]) -> tuple[Facet, ...]:
    """Counts under all other filters, so that the alternatives of a chosen value stay in sight."""
    made = []
    for name in FACET_ORDER:
        others = {other: wanted for other, wanted in filters.items() if wanted and other != name}
        entries = (found.entries[number] for number in seen)
        counts: Counter[tuple[str, str]] = Counter()
        # Few datasets differ in one facet: equal sets of values are counted once.
        for several, number in Counter(
            one.facets[name] for one in entries if not others or passes(one, others)
        ).items():
            for value in several:
                counts[value] += number
        chosen = filters.get(name, ())
        order = sorted(
            counts.items(), key=lambda item: (-item[1], item[0][1]) if name != "modified" else (0, "", item[0][0])
        )
        values = [FacetValue(v, label, n, "refined" if v in chosen else "displayed") for (v, label), n in order]
        made.append(Facet(name, name, tuple(reversed(values)) if name == "modified" else tuple(values)))
    return tuple(made)
