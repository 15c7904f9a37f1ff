"""Which proposals say something similar. An index for each process, kept in this process and mended as proposals change."""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from civora.assembly.models import Projection, Proposal
from civora.assembly.queries.proposals import LINE, line
from civora.assembly.rules.likeness import asked, features
from civora.assembly.types import Likeness

KEPT, LEAST, MOST = 16, 0.22, 5
UNKNOWN = 0.2  # what no text has may be a typing error: it parts less than it would
STALE = 1.25  # an index that has grown by a quarter is weighed anew


@dataclass
class Index:
    """`postings`: feature → places of the texts that have it. A text that changed has a new place; its old one is dead."""

    postings: dict[str, array[int]] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)  # id → revision
    places: dict[int, int] = field(default_factory=dict)  # id → its living place
    mark: int = -1
    weighed: int = 0

    def add(self, key: int, revision: int, found: frozenset[str]) -> None:
        at = len(self.ids)
        self.ids.append(key)
        self.known[key], self.places[key] = revision, at
        for one in found:
            self.postings.setdefault(one, array("I")).append(at)

    def weight(self, feature: str) -> float:
        """The fewer have it, the more it says; a concept says twice as much as a piece of a word."""
        count = len(self.postings.get(feature, ()))
        kind = {"#": 3.0, "w": 2.0}.get(feature[:1], 0.6)
        return kind * float(np.log(1 + len(self.ids) / (1 + count)))

    def weigh(self) -> None:
        """The length of each text, for the cosine."""
        sums = np.zeros(len(self.ids))
        for one, places in self.postings.items():
            sums[np.frombuffer(places, dtype=np.uint32)] += self.weight(one) ** 2
        self.sizes = np.sqrt(np.maximum(sums, 1e-9)).tolist()
        self.weighed = len(self.ids)

    def nearest(self, found: frozenset[str], most: int) -> list[tuple[int, float]]:
        """(id, score) of the living texts that are nearest, best first."""
        if not self.ids or not found:
            return []
        sums, own = np.zeros(len(self.ids)), 0.0
        for one in found:
            square, places = self.weight(one) ** 2, self.postings.get(one)
            own += square if places else square * UNKNOWN
            if places is not None:
                sums[np.frombuffer(places, dtype=np.uint32)] += square
        scores = sums / (np.asarray(self.sizes) * max(own, 1e-9) ** 0.5)
        count = min(most * 4, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        ranked = sorted(((self.ids[at], float(scores[at])) for at in best if self.places[self.ids[at]] == at), key=lambda one: -one[1])  # fmt: skip
        return [(key, score) for key, score in ranked if score >= LEAST][:most]


_kept: OrderedDict[str, Index] = OrderedDict()
_lock = threading.Lock()


def similar(process: str, title: str, text: str = "", *, most: int = MOST, besides: int = 0) -> tuple[Likeness, ...]:
    """Proposals of this process that say something similar, best first; `besides` is the number of the one that asks."""
    found = asked(title[:300], text[:2000])
    with _lock:
        nearest = dict(fresh(process).nearest(found, most * 3))
    rows = Proposal.objects.filter(pk__in=nearest, state="open").exclude(number=besides).values(*LINE)
    likely = [Likeness(line(process, row), round(nearest[row["pk"]], 3)) for row in rows]
    return tuple(sorted(likely, key=lambda one: (-one.score, one.line.number))[:most])


def fresh(process: str) -> Index:
    """The index as the proposals stand now. One tiny query where nothing has changed."""
    mark = Projection.objects.filter(key="proposals").values_list("changes", flat=True).first() or 0
    index = _kept.get(process)
    if index is None:
        index = _kept[process] = Index()
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _kept.move_to_end(process)
    if index.mark != mark:
        mend(index, process)
        index.mark = mark
    return index


def mend(index: Index, process: str) -> None:
    rows = dict(Proposal.objects.filter(process__key=process).values_list("pk", "revision"))
    for gone in index.known.keys() - rows.keys():
        del index.known[gone]
        index.places[gone] = -1
    new = [key for key, revision in rows.items() if index.known.get(key) != revision]
    for start in range(0, len(new), 500):
        for key, revision, title, text in Proposal.objects.filter(pk__in=new[start : start + 500]).values_list("pk", "revision", "title", "text"):  # fmt: skip
            index.add(key, revision, features(title, text))
    if len(index.ids) > index.weighed * STALE or len(new) > 100:  # noqa: PLR2004 (many at once are worth the work)
        index.weigh()
    else:
        index.sizes += [size(index, at) for at in range(len(index.sizes), len(index.ids))]


def size(index: Index, at: int) -> float:
    """The length of one text that has just come, at the weights of now."""
    own = [one for one, places in index.postings.items() if places[-1] == at or at in places[-50:]]
    return float(max(sum(index.weight(one) ** 2 for one in own), 1e-9)) ** 0.5


def forget() -> None:
    """For tests, and for a database that is another one now."""
    with _lock:
        _kept.clear()
