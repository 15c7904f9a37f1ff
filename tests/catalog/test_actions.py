"""What is done to cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from civora.catalog import actions, queries
from civora.catalog.errors import (
    AlreadyCurrent,
    BadMetadata,
    KeyTaken,
    UnknownDataset,
    UnknownLicence,
    UnknownTheme,
    UnknownVersion,
)
from civora.catalog.types import FieldChange, Metadata
from civora.core.errors import CivoraError
from civora.core.keys import BadKey
from civora.core.schema import UnknownField
from civora.ledger import actions as ledger_actions
from civora.ledger import queries as ledger
from civora.people import queries as people
from tests.factories.cards import AT, dataset, version

pytestmark = pytest.mark.django_db
ACT: dict[str, Any] = {"by": "eva@example.org", "at": AT}


def test_a_card_without_a_version_is_not_shown() -> None:
    dataset(versions=0)
    with pytest.raises(UnknownDataset):
        queries.dataset("trees")
    assert list(queries.cards()) == []
    assert queries.exists("trees")


def test_each_version_has_the_next_number_and_the_newest_is_current() -> None:
    dataset(versions=3)
    found = queries.dataset("trees")
    assert (found.version, found.versions, found.rows, found.snapshot) == (3, 3, 5, 3)
    assert [one.number for one in queries.versions("trees")] == [3, 2, 1]


def test_an_older_version_is_read_as_it_was() -> None:
    dataset(versions=3)
    found = queries.dataset("trees", 1)
    assert (found.version, found.rows, found.snapshot) == (1, 3, 1)
    with pytest.raises(UnknownVersion):
        queries.dataset("trees", 9)


@pytest.mark.parametrize("key", ["", "Trees", "a b", "trees@7", "../x", "x" * 101])
def test_a_key_that_no_address_carries_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        actions.create_dataset(key=key, metadata=Metadata(), **ACT)


def test_a_key_is_given_once() -> None:
    dataset()
    with pytest.raises(KeyTaken):
        actions.create_dataset(key="trees", metadata=Metadata(), **ACT)


def test_a_withdrawn_dataset_keeps_its_key_and_is_gone() -> None:
    dataset()
    actions.withdraw(key="trees", reason="wrong", **ACT)
    for ask in (queries.dataset, queries.versions):
        with pytest.raises(UnknownDataset):
            ask("trees")
    with pytest.raises(KeyTaken, match="withdrawn"):
        actions.create_dataset(key="trees", metadata=Metadata(), **ACT)


# ---- what is said ---------------------------------------------------------------------------------------------------


def test_none_leaves_and_a_value_changes() -> None:
    dataset(description={"en": "All trees"}, keywords=("wood", " wood", "", "park"), licence="CC BY 4.0")
    actions.set_metadata(key="trees", metadata=Metadata(title={"de": "Bäume"}, frequency="daily"), **ACT)
    english, german = queries.dataset("trees"), queries.dataset("trees", lang="de")
    assert (english.title, german.title, german.title_lang) == ("Trees", "Bäume", "de")
    assert (german.description, german.description_lang) == ("All trees", "en")
    assert (english.keywords, english.licence.key, english.frequency) == (("wood", "park"), "cc-by-4.0", "daily")
    assert english.languages == ("de", "en")


def test_a_publisher_may_be_named_in_words() -> None:
    dataset(publisher="Stadt Münster, Grünflächen")
    assert queries.dataset("trees").publisher.key == "stadt-munster-grunflachen"
    assert people.organisations()[0].name == "Stadt Münster, Grünflächen"
    assert queries.owner("trees") == "stadt-munster-grunflachen"


def test_a_publisher_can_be_taken_away() -> None:
    dataset(publisher="parks")
    actions.set_metadata(key="trees", metadata=Metadata(publisher=""), **ACT)
    assert queries.owner("trees") == ""


@pytest.mark.parametrize(
    ("said", "error", "place"),
    [
        ({"source_url": "javascript:alert(1)"}, BadMetadata, "source_url"),
        ({"source_url": "https://a b"}, BadMetadata, "source_url"),
        ({"title": {"klingon": "x"}}, BadMetadata, "title"),
        ({"title": {"en": "x" * 301}}, BadMetadata, "title, en"),
        ({"description": {"en": "x" * 50_001}}, BadMetadata, "description"),
        ({"timezone": "Mars/Olympus"}, BadMetadata, "timezone"),
        ({"timezone": "../../etc/passwd"}, BadMetadata, "timezone"),
        ({"language": "english"}, BadMetadata, "language"),
        ({"keywords": ("x" * 101,)}, BadMetadata, "keyword"),
        ({"keywords": tuple(map(str, range(101)))}, BadMetadata, "101 keywords"),
        ({"attribution": "x" * 501}, BadMetadata, "attribution"),
        ({"licence": "nobody-knows"}, UnknownLicence, "nobody-knows"),
        ({"themes": ("XXXX",)}, UnknownTheme, "XXXX"),
    ],
)
def test_what_no_page_could_show_is_refused_whole(said: dict[str, Any], error: type[CivoraError], place: str) -> None:
    dataset()
    with pytest.raises(error) as caught:
        actions.set_metadata(key="trees", metadata=Metadata(territory="changed", **said), **ACT)
    assert place in caught.value.message
    assert caught.value.next_step
    assert queries.dataset("trees").territory == ""


def test_fields_are_named_per_language_and_outlive_versions() -> None:
    dataset()
    change = FieldChange(label={"de": "Art"}, description={"de": "Die Baumart"}, unit="", is_facet=False)
    actions.set_fields(key="trees", changes={"kind": change, "salary": FieldChange(unit="EUR")}, **ACT)
    actions.set_fields(key="trees", changes={"kind": FieldChange(label={"fr": "Espèce"})}, **ACT)
    actions.set_version(key="trees", version=version(9), **ACT)
    labels = {lang: queries.dataset("trees", lang=lang).schema.field("kind").label for lang in ("en", "fr", "de")}
    assert labels == {"en": "Kind", "fr": "Espèce", "de": "Art"}
    german = queries.dataset("trees", lang="de").schema
    assert (german.field("kind").description, german.field("kind").is_facet) == ("Die Baumart", False)
    assert german.field("salary").unit == "EUR"


def test_a_field_that_is_not_there_cannot_be_named() -> None:
    dataset()
    with pytest.raises(UnknownField):
        actions.set_fields(key="trees", changes={"age": FieldChange(unit="years")}, **ACT)
    with pytest.raises(BadMetadata):
        actions.set_fields(key="trees", changes={"kind": FieldChange(unit="x" * 41)}, **ACT)


# ---- versions, keys -------------------------------------------------------------------------------------------------


def test_a_roll_back_is_a_new_version_with_the_old_rows() -> None:
    dataset(versions=2)
    assert actions.roll_back(key="trees", to=1, **ACT) == 3
    found = queries.dataset("trees")
    assert (found.version, found.rows, found.snapshot) == (3, 3, 1)
    assert [(one.number, one.rows, one.note) for one in queries.versions("trees")] == [
        (3, 3, "@1"), (2, 4, ""), (1, 3, ""),
    ]  # fmt: skip


def test_a_roll_back_to_nowhere_is_refused() -> None:
    dataset(versions=2)
    with pytest.raises(AlreadyCurrent):
        actions.roll_back(key="trees", to=2, **ACT)
    with pytest.raises(UnknownVersion):
        actions.roll_back(key="trees", to=7, **ACT)
    with pytest.raises(UnknownDataset):
        actions.roll_back(key="woods", to=1, **ACT)


def test_a_renamed_dataset_is_found_by_its_old_keys() -> None:
    dataset()
    for old, new in (("trees", "woods"), ("woods", "forest")):
        actions.rename(key=old, new=new, **ACT)
    assert queries.dataset("forest").title == "Trees"
    assert queries.new_key("trees") == queries.new_key("woods") == "forest"
    with pytest.raises(UnknownDataset):
        queries.dataset("trees")


def test_a_dataset_may_have_its_own_old_key_back() -> None:
    dataset()
    actions.rename(key="trees", new="woods", **ACT)
    actions.rename(key="woods", new="trees", **ACT)
    assert queries.dataset("trees").key == "trees"
    assert (queries.new_key("trees"), queries.new_key("woods")) == (None, "trees")


def test_nobody_takes_a_key_that_leads_to_another_dataset() -> None:
    dataset()
    dataset("lamps")
    actions.rename(key="trees", new="woods", **ACT)
    for taken in ("trees", "woods"):
        with pytest.raises(KeyTaken):
            actions.rename(key="lamps", new=taken, **ACT)
        with pytest.raises(KeyTaken):
            actions.create_dataset(key=taken, metadata=Metadata(), **ACT)


def test_reads_follow_a_rename() -> None:
    dataset()
    ledger_actions.record_access(by="eva@example.org", dataset="trees", version=1, door="page", at=AT)
    actions.rename(key="trees", new="woods", **ACT)
    assert ledger.reads("woods") == 1


def test_an_attachment_is_replaced_under_its_key() -> None:
    dataset()
    for size in (10, 20):
        actions.attach(
            key="trees",
            attachment="manual",
            title="Manual",
            media_type="application/pdf",
            size=size,
            checksum="a",
            **ACT,
        )
    assert [(one.key, one.bytes) for one in queries.dataset("trees").attachments] == [("manual", 20)]


def test_every_change_turns_the_page_and_is_recorded() -> None:
    acts = [
        lambda: dataset(),
        lambda: actions.set_metadata(key="trees", metadata=Metadata(frequency="daily"), **ACT),
        lambda: actions.set_fields(key="trees", changes={"kind": FieldChange(unit="m")}, **ACT),
        lambda: actions.set_version(key="trees", version=version(7), **ACT),
        lambda: actions.roll_back(key="trees", to=1, **ACT),
        lambda: actions.rename(key="trees", new="woods", **ACT),
        lambda: actions.withdraw(key="woods", reason="", **ACT),
    ]
    for act in acts:
        before, lines = queries.revision(), len(ledger.entries())
        act()
        assert queries.revision() > before
        assert len(ledger.entries()) > lines


def test_times_are_those_that_were_given() -> None:
    dataset()
    later = datetime(2025, 6, 1, tzinfo=UTC)
    actions.set_version(key="trees", version=version(), by="t", at=later)
    actions.set_metadata(key="trees", metadata=Metadata(frequency="daily"), by="t", at=later + timedelta(days=1))
    found = queries.dataset("trees")
    assert (found.created_at, found.modified_at, found.metadata_modified_at) == (AT, later, later + timedelta(days=1))
