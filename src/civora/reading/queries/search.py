"""Search in the catalogue: words in titles, keywords, fields, values and descriptions; typing errors and accents forgiven."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from civora.catalog.types import Box, DatasetCard
from civora.core.errors import NotFound
from civora.core.policy.types import Reader
from civora.reading.queries.asked import card as card_for
from civora.reading.queries.asked import read_ahead
from civora.reading.queries.search_index import FACET_ORDER, WEIGHT, WEIGHT_BITS, Entry, Index, grams, index, words
from civora.reading.types import CatalogPage, Facet, FacetValue

EXACT, PREFIX, FUZZY = 1.0, 0.6, 0.35
WORDS_AT_MOST = 12
ANSWERS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Hits:
    """The numbers of the datasets found, best first; the facets; and the words mended."""

    numbers: tuple[int, ...]
    facets: tuple[Facet, ...]
    similar: str


def catalogue_search(
    text: str, filters: Mapping[str, Sequence[str]], bbox: Box | None, sort: str, page: int, reader: Reader, *, lang: str = "en",
    size: int = 20,
) -> CatalogPage:  # fmt: skip
    """One page of the datasets that the reader may see. `sort`: empty (best match, else newest), `title`, `-modified`,
    `-rows`. Words that match nothing as written are forgiven one or two letters; `similar` then says what was looked for."""
    found = index(lang)
    asked = (text, tuple((name, tuple(filters[name])) for name in sorted(filters)), bbox, sort, reader.audiences)
    first = (max(1, page) - 1) * size
    with found.lock:
        hits = found.answers.get(asked)
        if not isinstance(hits, Hits):
            hits = searched(found, text, filters, bbox, sort, reader.audiences)
            if len(found.answers) > ANSWERS_AT_MOST:
                found.answers.clear()
            found.answers[asked] = hits
        keys = [found.entries[number].key for number in hits.numbers[first : first + size]]
    return CatalogPage(tuple(cards(keys, reader, lang)), len(hits.numbers), hits.facets, hits.similar)


def cards(keys: Sequence[str], reader: Reader, lang: str) -> Iterable[DatasetCard]:
    """The cards of these keys, without those that went, or were closed, since the index was read."""
    read_ahead(keys, lang)
    for key in keys:
        try:
            yield card_for(key, reader, None, lang)
        except NotFound:
            continue


def searched(
    found: Index, text: str, filters: Mapping[str, Sequence[str]], bbox: Box | None, sort: str, mine: frozenset[str]
) -> Hits:
    unseen = found.unseen(mine)
    scored, similar = scores(found, text, unseen)
    numbers: Collection[int] = found.entries.keys() if scored is None else scored.keys()
    seen = [number for number in numbers if number not in unseen] if unseen else list(numbers)
    if bbox is not None:
        seen = [number for number in seen if overlaps(found.entries[number].bbox, bbox)]
    wanted = {name: values for name, values in filters.items() if values and name in found.kinds}
    hits = narrowed(found, seen, wanted)
    return Hits(tuple(ordered(found, hits, sort, scored)), facets(found, seen, hits, wanted), similar)


# ---- words ------------------------------------------------------------------------------------------------------


def matches(found: Index, word: str, unseen: frozenset[int]) -> dict[str, float]:
    """Words that this one may mean, with how well, among those of datasets that the reader may see: a word that stands
    in a hidden title only is no word to her. Wrong letters count only where nothing fits as written."""
    hits = {other: quality for other, quality in fitting(found, word).items() if known_in(found, other, unseen)}
    if hits or word.isdigit():
        return hits
    return {other: FUZZY for other in near(found, word) if known_in(found, other, unseen)}


def known_in(found: Index, word: str, unseen: frozenset[int]) -> int:
    """In how many datasets that the reader may see the word stands."""
    if not unseen:
        return len(found.postings[word])
    return sum(posting >> WEIGHT_BITS not in unseen for posting in found.postings[word])


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
    several = sorted((found.grams.get(gram, set()) for gram in inner_grams(word)), key=len)
    return [other for other in several[0].intersection(*several[1:]) if word in other]


def inner_grams(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word) - 1)}


def near(found: Index, word: str) -> list[str]:
    """Words at most two letters away (one for short ones)."""
    allowed = 2 if len(word) > 5 else 1 if len(word) > 2 else 0  # noqa: PLR2004 (as in rows)
    if not allowed:
        return []
    mine = grams(word)
    shared: Counter[str] = Counter()
    for gram in mine:
        shared.update(found.grams.get(gram, ()))
    least = max(1, len(mine) - 2 * allowed)
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


def scores(found: Index, text: str, unseen: frozenset[int]) -> tuple[dict[int, float] | None, str]:
    """Datasets that have every word, with their weight; and the words mended, where one was wrong."""
    asked = words(text)[:WORDS_AT_MOST]
    if not asked:
        return None, ""
    total: dict[int, float] | None = None
    mended: list[str] = []
    for word in asked:
        hits = matches(found, word, unseen)
        best = weighed(found, hits)
        total = best if total is None else {n: total[n] + best[n] for n in total.keys() & best.keys()}
        is_wrong = bool(hits) and not any(word in other for other in hits)
        mended.append(max(hits, key=lambda one: known_in(found, one, unseen)) if is_wrong else word)
    similar = " ".join(mended) if mended != asked else ""
    return total, similar


def weighed(found: Index, hits: Mapping[str, float]) -> dict[int, float]:
    """The best weight of each dataset that has one of these words."""
    best: dict[int, float] = {}
    for other, quality in sorted(hits.items(), key=itemgetter(1)):
        for posting in found.postings[other]:
            number, weight = posting >> WEIGHT_BITS, (posting & WEIGHT) * quality
            if best.get(number, 0.0) < weight:
                best[number] = weight
    return best


# ---- filters, facets, order ----------------------------------------------------------------------------------------


def narrowed(found: Index, seen: list[int], filters: Mapping[str, Sequence[str]]) -> list[int]:
    """Values of one facet are alternatives, facets hold together. Equal sets of values are looked at once."""
    for name, wanted in filters.items():
        kinds = found.kinds[name]
        lawful = {kind for kind, values in enumerate(found.sets) if any(value in wanted for value, _ in values)}
        seen = [number for number in seen if kinds[number] in lawful]
    return seen


def overlaps(box: Box | None, area: Box) -> bool:
    return box is not None and box[0] <= area[2] and box[2] >= area[0] and box[1] <= area[3] and box[3] >= area[1]


def ordered(found: Index, hits: list[int], sort: str, scored: Mapping[int, float] | None) -> list[int]:
    """`hits`, best first. The order without words is made once for a revision."""
    if scored is not None and sort not in ORDERS:
        return sorted(hits, key=lambda n: (-scored[n], -found.entries[n].modified, found.entries[n].key))
    name = ("order", sort if sort in ORDERS else "-modified")
    places = found.answers.get(name)
    if not isinstance(places, dict):
        key = ORDERS[name[1]]
        everything = sorted(found.entries, key=lambda number: key(found.entries[number]))
        places = found.answers[name] = {number: place for place, number in enumerate(everything)}
    return sorted(hits, key=places.__getitem__)


ORDERS: dict[str, Callable[[Entry], tuple[object, ...]]] = {
    "title": lambda one: (one.order, one.key),
    "-modified": lambda one: (-one.modified, one.key),
    "-rows": lambda one: (-one.rows, one.key),
}


def facets(found: Index, seen: list[int], hits: list[int], filters: Mapping[str, Sequence[str]]) -> tuple[Facet, ...]:
    """Counts under all other filters, so that the alternatives of a chosen value stay in sight."""
    made = []
    for name in FACET_ORDER:
        others = {other: wanted for other, wanted in filters.items() if other != name}
        numbers = narrowed(found, seen, others) if name in filters else hits
        counts: Counter[tuple[str, str]] = Counter()
        # Few datasets differ in one facet: equal sets of values are counted once, by a small number.
        for kind, several in Counter(map(found.kinds[name].__getitem__, numbers)).items():
            for value in found.sets[kind]:
                counts[value] += several
        chosen = filters.get(name, ())
        order = sorted(
            counts.items(), key=lambda item: (-item[1], item[0][1]) if name != "modified" else (0, "", item[0][0])
        )
        values = [FacetValue(v, label, n, "refined" if v in chosen else "displayed") for (v, label), n in order]
        made.append(Facet(name, name, tuple(reversed(values)) if name == "modified" else tuple(values)))
    return tuple(made)
