"""Every word of the pages exists in French and German, and no word of a page stands outside translation."""

import gettext
import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "src/civora/www/templates").rglob("*.html"))
MESSAGES = runpy.run_path(str(ROOT / "scripts/messages.py"))

TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%\s*comment.*?{%\s*endcomment\s*%}", re.DOTALL
)
SILENT = re.compile(
    r"{%\s*block body_class\s*%}.*?{%\s*endblock\s*%}|<(script|style|code|pre)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>|<\?xml[^>]*>",
    re.DOTALL | re.IGNORECASE,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
ATTRIBUTE = re.compile(r"""\b(?:aria-label|title|placeholder|alt|content)="([^"]*)\"""")
LETTERS = re.compile(r"(?!\b[A-Z]{2,5}\b)\b[^\W\d_]{2,}")  # SVG, CSV… are the same in every language
FILE = re.compile(r"\x00?[./]*\x00\.[a-z]{2,4}\b")  # an address made of values is no word
OWN = re.compile(r"\((English|[Ff]rançais|Deutsch)\)")  # a language is named in itself
NAMES = {"Civora", "width=device-width, initial-scale=1", "light dark", "website", "noindex", "noindex, follow", "Atom"}


def test_everything_is_translated():
    assert MESSAGES["missing"]() == []


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_compiled_words_are_current(lang):
    folder = ROOT / f"src/civora/www/locale/{lang}/LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in (entry for entry in MESSAGES["merged"](lang) if entry.is_done):
        context, one, many = entry.key
        if many:
            assert compiled.ngettext(one, many, 1) == entry.texts[0]
        elif context:
            assert compiled.pgettext(context, one) == entry.texts[0]
        else:
            assert compiled.gettext(one) == entry.texts[0]


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_translations_keep_every_placeholder(lang):
    places = re.compile(r"%\(\w+\)s|{\w*}")
    for entry in (entry for entry in MESSAGES["merged"](lang) if entry.is_done):
        wanted = set(places.findall(entry.key[2] or entry.key[1]))
        for text in entry.texts[-1:]:
            assert set(places.findall(text)) == wanted, entry.key


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src/civora/www/templates")))
def test_template_has_no_untranslated_words(path):
    text = SILENT.sub("", TRANSLATED.sub("", path.read_text(encoding="utf-8")))
    plain = OWN.sub("", FILE.sub("", TAG.sub("\x00", text)))
    said = [words for words in ATTRIBUTE.findall(plain) if words not in NAMES]
    said += [words for words in re.sub(r"<[^>]*>", "\n", plain).split("\n") if words.strip() not in NAMES]
    assert [words.strip() for words in said if LETTERS.search(words.replace("\x00", ""))] == []


def test_plain_text_in_a_template_would_be_found():
    assert LETTERS.search(
        re.sub(r"<[^>]*>", "\n", TAG.sub("\x00", "<p>{% if x %}Hello{% endif %}</p>")).replace("\x00", "")
    )
