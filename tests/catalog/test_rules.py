"""Licences, themes, schemas as they are kept."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest

from civora.catalog.errors import UnknownLicence, UnknownTheme
from civora.catalog.rules import schemas
from civora.catalog.rules.licences import LICENCES, licence
from civora.catalog.rules.themes import LABELS, theme
from civora.catalog.types import FieldChange, Texts
from civora.core.schema import Field, FieldType, Schema

EXPECTED = (
    "cc0-1.0", "cc-by-4.0", "cc-by-sa-4.0", "odbl-1.0", "pddl-1.0", "dl-de-by-2.0", "dl-de-zero-2.0", "etalab-2.0",
    "ogl-uk-3.0", "apache-2.0", "mit",
)  # fmt: skip


@pytest.mark.parametrize("key", EXPECTED)
def test_a_licence_is_found_by_key_title_and_address(key: str) -> None:
    found = licence(key.upper())
    assert found.key == key
    assert licence(found.title) == licence(found.url) == found
    assert urlsplit(found.url).scheme in ("http", "https")


def test_keys_titles_and_addresses_of_licences_are_unique() -> None:
    for values in ([one.key for one in LICENCES], [one.title for one in LICENCES]):
        assert len(set(values)) == len(values)


def test_an_unknown_licence_is_told_which_there_are() -> None:
    with pytest.raises(UnknownLicence) as caught:
        licence("beerware")
    assert "cc-by-4.0" in caught.value.next_step


def test_there_are_the_thirteen_themes_of_the_eu_in_three_languages() -> None:
    assert len(LABELS) == 13
    assert all(set(labels) == {"en", "fr", "de"} and all(labels.values()) for labels in LABELS.values())


@pytest.mark.parametrize("word", ["TRAN", "tran", "Transport", "Verkehr", " transports "])
def test_a_theme_is_found_by_code_and_by_label(word: str) -> None:
    assert theme(word).key == "TRAN"
    assert theme(word).uri == "http://publications.europa.eu/resource/authority/data-theme/TRAN"


def test_an_unknown_theme_is_told_which_there_are() -> None:
    with pytest.raises(UnknownTheme) as caught:
        theme("cats")
    assert "ENVI" in caught.value.next_step


def test_a_schema_comes_back_from_json_as_it_was() -> None:
    schema = Schema(
        tuple(
            Field(f"f{number}", kind, "Label", "Words", "m", is_facet=True, separator=";", hierarchy="/")
            for number, kind in enumerate(FieldType)
        )
    )
    assert schemas.from_json(json.loads(json.dumps(schemas.as_json(schema)))) == schema


def test_notes_of_one_language_leave_those_of_others() -> None:
    notes = schemas.noted({}, "kind", FieldChange(label={"en": "Kind"}, unit="m"))
    notes = schemas.noted(notes, "kind", FieldChange(label={"de": "Art"}, is_facet=True))
    assert notes == {"kind": {"label": {"en": "Kind", "de": "Art"}, "unit": "m", "is_facet": True}}


def test_a_field_without_label_bears_its_name() -> None:
    found = schemas.dressed(Schema((Field("kind", FieldType.TEXT),)), {}, ("en",))
    assert found.field("kind").label == "kind"


def test_texts_give_the_first_language_that_has_words() -> None:
    texts = Texts((("en", ""), ("de", "Bäume"), ("fr", "Arbres")), "fr")
    assert texts.get("en", "de") == ("Bäume", "de")
    assert texts.get("it") == ("Arbres", "fr")
    assert Texts().get("en") == ("", "en")


def test_no_licence_is_not_all_rights_reserved() -> None:
    """Both have no address; what a publisher leaves open says so."""
    assert licence("").title == "No licence stated"
    assert licence("closed").title == "All rights reserved"
