"""The pseudo locale from right to left: made from the keys of a real one, readable by gettext, off unless asked for."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from civora.site import mirrored

ROOT = Path(__file__).parents[2]
FRENCH = ROOT / "src/civora/www/locale/fr/LC_MESSAGES/django.mo"
texts = st.text(st.characters(exclude_characters="\0\4", exclude_categories=["Cs"]), min_size=1, max_size=20)


def read(data: bytes) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(data))


def test_it_is_off_unless_asked_for() -> None:
    assert [code for code, _ in settings.LANGUAGES if code == mirrored.CODE] == []


def test_words_turn_and_placeholders_markup_and_addresses_stay() -> None:
    said = mirrored.turned('Send {n} of <b class="x">%(all)s</b> to a@example.org, 50%% &amp; more')
    for kept in ("{n}", '<b class="x">', "%(all)s", "</b>", "a@example.org", "%%", "&amp;"):
        assert kept in said
    assert "Send" not in said
    assert "\u0600" <= said[0] <= "\u06ff"


def test_every_message_of_the_real_catalogue_is_in_it() -> None:
    source, made = FRENCH.read_bytes(), mirrored.catalogue(FRENCH.read_bytes())
    assert list(mirrored.keys(made)) == sorted(mirrored.keys(source), key=str.encode)
    assert len(list(mirrored.keys(made))) > 500
    found = read(made)
    assert found.gettext("Take part") == mirrored.turned("Take part")
    assert found.ngettext("{shown} row", "{shown} rows", 5) in {mirrored.turned("{shown} rows"), "{shown} rows"}


@given(st.dictionaries(texts, texts, max_size=8))
def test_what_is_compiled_is_read_back(messages: dict[str, str]) -> None:
    found = read(mirrored.compiled({"": mirrored.HEADER} | messages))
    assert {key: found.gettext(key) for key in messages} == messages


def test_it_is_put_where_django_looks(tmp_path: Path) -> None:
    folder = mirrored.put(FRENCH, tmp_path)
    assert gettext.find("django", str(folder), [mirrored.CODE])
