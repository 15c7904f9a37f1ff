"""The city pack, read."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from civora.www.city import from_pack, in_language

PACK = {
    "city": {"name": "Münster", "timezone": "Europe/Berlin", "tagline": {"en": "Open", "de": "Offen"}},
    "clock": {"at": "2025-05-15T09:15"},
    "theme": {"accent": ["#005f69", "#63c8cd"], "stripes": ["#e8b400", "#c8281e", "#ffffff"]},
    "links": [{"label": {"en": "Imprint", "de": "Impressum"}, "url": "https://example.org/imprint"}],
}


def test_an_empty_pack_is_a_portal_without_a_city():
    city = from_pack({})
    assert (city.name, city.css, city.at) == ("Civora", "", None)


def test_the_clock_of_an_example_is_local_time():
    city = from_pack(PACK)
    assert city.at == datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
    assert city.now().isoformat() == "2025-05-15T09:15:00+02:00"


def test_colours_become_tokens_in_both_themes():
    css = from_pack(PACK).css
    assert "--accent:light-dark(#005f69, #63c8cd);" in css
    assert "--stripe-2:#c8281e;" in css


def test_a_colour_cannot_leave_its_declaration():
    css = from_pack({"theme": {"accent": "red;}body{display:none"}}).css
    assert css.count("}") == 2
    assert "body{" not in css


def test_texts_follow_the_page():
    with translation.override("de"):
        city = from_pack(PACK)
        assert city.motto == "Offen"
        assert city.links == (("Impressum", "https://example.org/imprint"),)
    assert in_language({"fr": "Bonjour"}, "de") == "Bonjour"
    assert in_language(None) == ""


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="Invalid isoformat"):
        from_pack({"clock": {"at": "soon"}})
