"""What has changed in the catalogue since somebody looked: so that a publish costs one card, not ten thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from civora.catalog import queries as catalog
from civora.catalog.types import DatasetCard
from civora.core.policy.types import Policy
from civora.stewardship import queries as stewardship

Mark = tuple[Any, ...]
SOME = 500  # beyond so many it is cheaper to read all cards


def since(known: Mapping[str, Mark], lang: str) -> tuple[set[str], Iterator[tuple[DatasetCard, Policy, Mark]]]:
    """The keys that are gone, and the cards whose mark is not the known one, with their policies and new marks.

    A mark names the card and its policy. The cards are read while they are iterated.
    """
    policies = stewardship.policies()
    marks = {key: (mark, policies.get(key)) for key, mark in catalog.marks().items()}
    wanted = {key for key, mark in marks.items() if known.get(key) != mark}
    return known.keys() - marks.keys(), changed(wanted, marks, policies, lang)


def changed(
    wanted: set[str], marks: Mapping[str, Mark], policies: Mapping[str, Policy], lang: str
) -> Iterator[tuple[DatasetCard, Policy, Mark]]:
    for card in read(wanted, lang):
        yield card, policies.get(card.key) or Policy(owner=card.publisher.key), marks[card.key]


def read(keys: set[str], lang: str) -> Iterable[DatasetCard]:
    """These cards; none of those that went meanwhile."""
    if len(keys) > SOME:
        yield from (card for card in catalog.cards(lang) if card.key in keys)
    elif keys:
        yield from catalog.cards(lang, keys)
