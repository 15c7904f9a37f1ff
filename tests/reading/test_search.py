"""Search: what is found, in which order, and that the index follows the catalogue card by card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civora.catalog import actions as catalog
from civora.catalog import queries as cards
from civora.catalog.types import Coverage, Metadata, NewVersion
from civora.core.policy.types import ANYONE, Reader
from civora.core.schema import Field, FieldType, Schema
from civora.reading import queries as reading
from civora.reading.queries import asked, changes, search_index
from civora.reading.types import CatalogPage
from civora.stewardship import actions as stewardship

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
ADMIN = Reader("ada@example.org", is_administrator=True)
DATASETS: dict[str, dict[str, Any]] = {
    "charging": {"title": "Charging points", "themes": ("TRAN",), "bbox": (7.5, 51.9, 7.7, 52.0)},
    "counters": {"title": "Bicycle counters", "keywords": ("Lastenfahrräder",), "themes": ("TRAN",)},
    "trees": {"title": "Street trees", "themes": ("ENVI",), "field": "crown", "words": ("Platane", "Linde")},
    "budget": {"title": "Budget", "description": "Trees are in it too.", "themes": ("GOVE",), "publisher": "treasury"},
}


@pytest.fixture
def city(db: None) -> Iterator[None]:
    forget()
    for number, (key, said) in enumerate(DATASETS.items()):
        added(key, AT + timedelta(days=number), **said)
    forget()
    yield
    forget()


def added(
    key: str, at: datetime, *, title: str, description: str = "", field: str = "name", bbox: Any = None,
    words: tuple[str, ...] = (), **more: Any,
) -> None:  # fmt: skip
    metadata = Metadata(title={"en": title, "de": f"{title} (de)"}, description={"en": description}, **more)
    catalog.create_dataset(key=key, metadata=metadata, by="t", at=at)
    coverage = Coverage(bbox=bbox, features=("geo",) if bbox else (), words=((field, words),) if words else ())
    schema = Schema((Field(field, FieldType.TEXT),))
    catalog.set_version(key=key, version=NewVersion(f"d_{key}", 1, 10, 0, schema, coverage), by="t", at=at)


def forget() -> None:
    search_index.forget()
    asked.kept.forget()


def later() -> None:
    """As after half a second."""
    asked.kept.looked_at = 0.0


def search(text: str = "", reader: Reader = ANYONE, **more: Any) -> CatalogPage:
    filters, bbox, sort = more.pop("filters", {}), more.pop("bbox", None), more.pop("sort", "")
    return reading.catalogue_search(text, filters, bbox, sort, more.pop("page", 1), reader, **more)


def keys(found: CatalogPage) -> list[str]:
    return [card.key for card in found.cards]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected", "similar"),
    [
        ("trees", ["trees", "budget"], ""),  # a title before a description
        ("tre", ["trees", "budget"], ""),
        ("street trees", ["trees"], ""),
        ("TREES budget", ["budget"], ""),
        ("platane", ["trees"], ""),
        ("crown", ["trees"], ""),
        ("lastenfahrrader", ["counters"], ""),  # without accents
        ("fahrräder", ["counters"], ""),  # inside a longer word
        ("chargign", ["charging"], "charging"),
        ("bicicle counter", ["counters"], "bicycle counter"),
        ("nothing-of-the-kind", [], ""),
        ("' OR 1=1 --", [], ""),
    ],
)
def test_words_find(city: None, text: str, expected: list[str], similar: str) -> None:
    found = search(text)
    assert (keys(found), found.total, found.similar) == (expected, len(expected), similar)


@pytest.mark.django_db
def test_without_words_the_newest_come_first(city: None) -> None:
    assert keys(search()) == ["budget", "trees", "counters", "charging"]
    assert keys(search(sort="title")) == ["counters", "budget", "charging", "trees"]
    assert keys(search(page=2, size=3)) == ["charging"]
    assert search(page=2, size=3).total == 4


@pytest.mark.django_db
def test_facets_count_under_the_other_filters(city: None) -> None:
    found = search(filters={"theme": ["TRAN"]})
    assert sorted(keys(found)) == ["charging", "counters"]
    themes, publishers = found.facets[0], found.facets[1]
    assert {(one.value, one.count, one.state) for one in themes.values} == {
        ("TRAN", 2, "refined"), ("ENVI", 1, "displayed"), ("GOVE", 1, "displayed"),
    }  # fmt: skip
    assert publishers.values == ()
    assert keys(search(filters={"theme": ["TRAN"], "publisher": ["treasury"]})) == []


@pytest.mark.django_db
def test_the_extent_of_the_map_is_a_filter(city: None) -> None:
    assert keys(search(bbox=(7.6, 51.95, 7.65, 51.96))) == ["charging"]
    assert keys(search(bbox=(1.0, 1.0, 2.0, 2.0))) == []


@pytest.mark.django_db
def test_a_change_reads_one_card(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keys(search("zebra")) == []
    read: list[set[str]] = []
    before = changes.read

    def watched(wanted: set[str], lang: str) -> Any:
        read.append(wanted)
        return before(wanted, lang)

    monkeypatch.setattr(changes, "read", watched)
    catalog.set_metadata(key="trees", metadata=Metadata(title={"en": "Zebra crossings"}), by="t", at=AT + timedelta(9))
    later()
    assert keys(search("zebra")) == ["trees"]
    assert keys(search("trees")) == ["trees", "budget"]  # by its key
    assert read == [{"trees"}]


@pytest.mark.django_db
def test_an_index_mended_step_by_step_is_the_index_made_anew(city: None) -> None:
    search()
    catalog.withdraw(key="budget", reason="", by="t", at=AT)
    added("birds", AT + timedelta(days=20), title="Nesting birds", words=("Amsel", "Platane"))
    later()
    search()
    stewardship.set_policy(key="trees", policy={"access": "administrators"}, by="t", at=AT)
    catalog.rename(key="charging", new="chargers", by="t", at=AT)
    later()
    mended = search_index.index("en")
    told = state(mended)
    search_index.forget()
    assert told == state(search_index.index("en"))
    assert mended.vocabulary == sorted(mended.postings)


def state(found: search_index.Index) -> dict[str, Any]:
    def named(word: str) -> set[tuple[str, int]]:
        bits = search_index.WEIGHT_BITS
        return {(found.entries[one >> bits].key, one & search_index.WEIGHT) for one in found.postings[word]}

    return {
        "postings": {word: named(word) for word in found.postings},
        "circles": {who: len(numbers) for who, numbers in found.circles.items() if numbers},
        "grams": {gram: set(words) for gram, words in found.grams.items() if words},
        "facets": {name: {found.entries[n].key: found.sets[kind] for n, kind in kinds.items()} for name, kinds in found.kinds.items()},
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_closed_is_gone_at_once(city: None) -> None:
    assert "trees" in keys(search())
    stewardship.set_policy(key="trees", policy={"access": "administrators"}, by="t", at=AT)
    later()
    assert keys(search()) == ["budget", "counters", "charging"]
    assert keys(search("platane")) == []
    assert keys(search("platane", ADMIN)) == []  # values of closed rows are in nobody's index
    assert keys(search("street", ADMIN)) == ["trees"]
    assert search("streett").similar == ""


@pytest.mark.django_db
def test_each_language_has_its_index(city: None) -> None:
    assert search("de", lang="en").total == 0
    assert search("de", lang="de").total == 4


@pytest.mark.django_db
def test_what_was_read_before_a_change_is_not_kept_after_it(city: None) -> None:
    """A slow reader of the old policy must not write it over the new revision."""

    def slow() -> str:
        stewardship.set_policy(key="trees", policy={"access": "administrators"}, by="t", at=AT)
        later()
        asked.kept.fresh()  # another thread sees the change meanwhile
        return "old"

    assert asked.kept.get(("policy", "trees"), slow) == "old"
    assert asked.policy("trees").rows == frozenset({"administrators"})


@pytest.mark.django_db
def test_marks_change_with_what_a_card_shows(city: None) -> None:
    before = cards.marks()
    assert set(before) == set(DATASETS)
    added("birds", AT, title="Birds")
    version = NewVersion("d_trees", 2, 11, 0, Schema((Field("crown", FieldType.TEXT),)), Coverage())
    catalog.set_version(key="trees", version=version, by="t", at=AT)
    after = cards.marks()
    assert {key for key in after if before.get(key) != after[key]} == {"birds", "trees"}
