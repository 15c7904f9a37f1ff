"""Cards in one language, many at once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from civora.catalog import queries
from civora.catalog.errors import UnknownDataset
from civora.catalog.models import Dataset, Text, Version
from civora.core.schema import Schema
from tests.factories.cards import AT, SCHEMA, dataset

pytestmark = pytest.mark.django_db


def test_a_text_falls_back_from_asked_to_the_citys_to_the_original(settings: Any) -> None:
    settings.LANGUAGE_CODE = "de"
    dataset(title={"fr": "Arbres", "de": "Bäume"}, description={"fr": "Tous"}, language="fr")
    found = queries.dataset("trees", lang="en")
    assert (found.title, found.title_lang) == ("Bäume", "de")
    assert (found.description, found.description_lang) == ("Tous", "fr")


def test_a_card_without_title_bears_its_key() -> None:
    dataset(title={})
    assert queries.dataset("trees").title == "trees"


def test_a_persons_words_win_over_a_machines() -> None:
    dataset(title={"en": "Trees"})
    row = Dataset.objects.get()
    for lang, text in (("en", "Machine trees"), ("fr", "Arbres (machine)")):
        Text.objects.create(dataset=row, field="title", language=lang, source="machine", text=text)
    assert queries.dataset("trees", lang="en").title == "Trees"
    assert queries.dataset("trees", lang="fr").title == "Arbres (machine)"


def test_themes_are_labelled_in_the_language_asked_for() -> None:
    dataset(themes=("TRAN", "Umwelt"))
    assert [one.label for one in queries.dataset("trees", lang="fr").themes] == ["Transports", "Environnement"]


def test_map_formats_are_offered_only_with_a_place() -> None:
    dataset()
    dataset("plain", schema=Schema(SCHEMA.fields[:2]))
    assert "geojson" in queries.dataset("trees").formats
    assert "geojson" not in queries.dataset("plain").formats


def test_cards_take_as_many_queries_for_many_as_for_few(django_assert_num_queries: Any) -> None:
    for number in range(12):
        dataset(f"d{number}", versions=2, publisher="parks")
    with django_assert_num_queries(4):
        found = list(queries.cards())
    assert [one.versions for one in found] == [2] * 12


def test_ten_thousand_cards_are_there_in_seconds(django_assert_num_queries: Any) -> None:
    many(10_000)
    began = time.perf_counter()
    with django_assert_num_queries(4):
        found = list(queries.cards("de"))
    seconds = time.perf_counter() - began
    assert len(found) == 10_000
    assert seconds < 20, f"{seconds:.1f} s"


def many(count: int) -> None:
    dataset("first")
    row, version = Dataset.objects.get(), Version.objects.get()
    Dataset.objects.bulk_create(
        [
            Dataset(
                key=f"k{n:05}", uid=f"da_{n}", created_at=AT, metadata_modified_at=AT, themes=["TRAN"], publisher="p"
            )
            for n in range(count - 1)
        ],
        batch_size=2000,
    )
    rows = list(Dataset.objects.exclude(pk=row.pk))
    fields = {"number": 1, "at": AT, "table": "d1", "snapshot": 1, "rows": 3, "schema": version.schema}
    versions = [Version(dataset=one, coverage=version.coverage, **fields) for one in rows]
    Version.objects.bulk_create(versions, batch_size=2000)
    for one, made in zip(rows, versions, strict=True):
        one.current = made
    Dataset.objects.bulk_update(rows, ["current"], batch_size=500)
    Text.objects.bulk_create(
        [Text(dataset=one, field="title", language=lang, text=one.key) for one in rows for lang in ("en", "de")],
        batch_size=5000,
    )


def test_one_card_takes_few_queries(django_assert_num_queries: Any) -> None:
    dataset(publisher="parks")
    with django_assert_num_queries(4):
        card = queries.dataset("trees")
    assert card.publisher.key == "parks"


def test_nothing_is_known_of_a_key_that_nobody_gave() -> None:
    assert queries.new_key("nothing") is None
    assert queries.owner("nothing") == ""
    assert not queries.exists("nothing")
    for ask in (queries.dataset, queries.versions, queries.number, queries.all_texts):
        with pytest.raises(UnknownDataset):
            ask("nothing")


def test_all_texts_are_for_the_form_that_changes_them() -> None:
    dataset(title={"en": "Trees", "de": "Bäume"})
    assert queries.all_texts("trees") == {"title": {"de": "Bäume", "en": "Trees"}, "description": {}}


def test_snapshots_in_use_are_those_of_all_versions() -> None:
    dataset(versions=3)
    assert queries.snapshots_in_use() == {1, 2, 3}


def test_the_revision_begins_at_nothing() -> None:
    assert queries.revision() == 0
