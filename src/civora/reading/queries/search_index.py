"""The words of the catalogue, and where they stand. Kept in this process and mended card by card as the catalogue changes.

Values of columns are in it only where everyone may see them; hidden fields are in nobody's index.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from civora.catalog.types import Box, DatasetCard
from civora.core.policy import decide
from civora.core.policy.types import ANYONE, Policy
from civora.reading.queries import changes, narrowed
from civora.reading.queries.asked import kept
from civora.reading.queries.catalogue import audiences
from civora.reading.queries.changes import Mark

TITLE, KEYWORD, FIELD, PUBLISHER, VALUE, DESCRIPTION = 12, 8, 4, 4, 3, 2
WEIGHT_BITS = 4  # a posting is a number, and in its last bits a weight
WEIGHT = (1 << WEIGHT_BITS) - 1
FACET_ORDER = ("theme", "publisher", "licence", "format", "features", "modified")
WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Without accents, in small letters."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    return WORD.findall(plain(text))


def grams(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


@dataclass(slots=True)
class Entry:
    """One dataset as the search sees it."""

    key: str
    order: str  # of its title
    audiences: frozenset[str]
    facets: dict[str, tuple[tuple[str, str], ...]]  # name → (value, label)…
    bbox: Box | None
    modified: float
    rows: int
    words: tuple[str, ...]
    mark: Mark


@dataclass(slots=True)
class Index:
    """Entries by number; a number is given once. All reading and mending happens under `lock`."""

    revision: int = -1
    entries: dict[int, Entry] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    postings: dict[str, array[int]] = field(default_factory=dict)
    vocabulary: list[str] = field(default_factory=list)
    grams: dict[str, set[str]] = field(default_factory=dict)
    circles: dict[frozenset[str], set[int]] = field(default_factory=dict)  # who may see → which
    kinds: dict[str, dict[int, int]] = field(default_factory=lambda: {name: {} for name in FACET_ORDER})  # see `sets`
    sets: list[tuple[tuple[str, str], ...]] = field(default_factory=list)  # every different set of facet values
    known_sets: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)
    answers: dict[object, object] = field(default_factory=dict)  # of this revision
    lock: threading.RLock = field(default_factory=threading.RLock)
    following: int = 0

    def unseen(self, mine: frozenset[str]) -> frozenset[int]:
        """The numbers of entries that share no audience with this reader."""
        return frozenset[int]().union(*(numbers for who, numbers in self.circles.items() if who.isdisjoint(mine)))

    # ---- mending

    def follow(self, lang: str, revision: int) -> None:
        """Take in what has changed since."""
        known = {key: self.entries[number].mark for key, number in self.numbers.items()}
        gone, cards = changes.since(known, lang)
        for key in gone:
            self._drop(key)
        is_new = not self.entries
        for card, policy, mark in cards:
            self._drop(card.key)
            self._add(*entry(card, policy, mark), is_sorted=not is_new)
        if is_new:
            self.vocabulary = sorted(self.postings)
        self.answers.clear()
        self.revision = revision

    def _add(self, one: Entry, weights: dict[str, int], *, is_sorted: bool) -> None:
        number = self.following
        self.following += 1
        self.entries[number], self.numbers[one.key] = one, number
        self.circles.setdefault(one.audiences, set()).add(number)
        for name, several in one.facets.items():
            self.kinds[name][number] = self._kind(several)
        for word, weight in weights.items():
            if word not in self.postings:
                self._learn(word, is_sorted=is_sorted)
            self.postings[word].append(number << WEIGHT_BITS | weight)

    def _kind(self, several: tuple[tuple[str, str], ...]) -> int:
        if several not in self.known_sets:
            self.known_sets[several] = len(self.sets)
            self.sets.append(several)
        return self.known_sets[several]

    def _learn(self, word: str, *, is_sorted: bool) -> None:
        self.postings[word] = array("I")
        if is_sorted:
            insort(self.vocabulary, word)
        for gram in grams(word):
            self.grams.setdefault(gram, set()).add(word)

    def _drop(self, key: str) -> None:
        number = self.numbers.pop(key, None)
        if number is None:
            return
        one = self.entries.pop(number)
        self.circles[one.audiences].discard(number)
        for name in one.facets:
            del self.kinds[name][number]
        for word in one.words:
            left = array("I", (each for each in self.postings[word] if each >> WEIGHT_BITS != number))
            if left:
                self.postings[word] = left
            else:
                self._forget(word)

    def _forget(self, word: str) -> None:
        del self.postings[word]
        at = bisect_left(self.vocabulary, word)
        if at < len(self.vocabulary) and self.vocabulary[at] == word:
            del self.vocabulary[at]
        for gram in grams(word):
            self.grams[gram].discard(word)


_indexes: dict[str, Index] = {}
_lock = threading.Lock()


def index(lang: str) -> Index:
    """The index of the current revision in one language. Hold its `lock` while reading it."""
    revision = kept.fresh()
    with _lock:
        found = _indexes.setdefault(lang, Index())
    with found.lock:
        if found.revision != revision:
            try:
                found.follow(lang, revision)
            except BaseException:
                with _lock:
                    _indexes.pop(lang, None)  # half mended: the next one begins anew
                raise
    return found


def forget() -> None:
    """Begin anew with the next question."""
    with _lock:
        _indexes.clear()


def entry(card: DatasetCard, policy: Policy, mark: Mark) -> tuple[Entry, dict[str, int]]:
    """A dataset as the search sees it, and the weights of its words."""
    decision = decide(policy, ANYONE)
    card = narrowed.least(card, policy)
    shown = card.words if decision.sees_rows and decision.where is None else ()
    texts: list[tuple[int, Iterable[str]]] = [
        (TITLE, (card.title, card.key)),
        (KEYWORD, card.keywords),
        (PUBLISHER, (card.publisher.name, *(theme.label for theme in card.themes))),
        (FIELD, (f"{one.name} {one.label}" for one in card.schema.fields)),
        (VALUE, (value for _, values in shown for value in values)),
        (DESCRIPTION, (card.description,)),
    ]
    weights: dict[str, int] = {}
    for weight, several in texts:  # the heaviest first
        for word in words(" ".join(several)):
            weights.setdefault(word, weight)
    one = Entry(
        card.key, plain(card.title), frozenset(audiences(policy)), facets_of(card), card.bbox, card.modified_at.timestamp(),
        card.rows, tuple(weights), mark,
    )  # fmt: skip
    return one, weights


def facets_of(card: DatasetCard) -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "theme": tuple((theme.key, theme.label) for theme in card.themes),
        "publisher": ((card.publisher.key, card.publisher.name),) if card.publisher.key else (),
        "licence": ((card.licence.key, card.licence.title),) if card.licence.key else (),
        "format": tuple((one, one) for one in card.formats),
        "features": tuple((one, one) for one in card.features),
        "modified": ((f"{card.modified_at:%Y}", f"{card.modified_at:%Y}"),),
    }
