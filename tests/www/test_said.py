"""What rooms say stands on pages in the page's language, values and all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from civora import www
from civora.catalog.errors import UnknownDataset
from civora.core.query import odsql
from civora.core.query.errors import ODSQLError
from civora.people import rules
from civora.people.errors import BadAddress
from civora.www.parts import alert
from civora.www.said import is_said, said


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "There is no account eva@example.org.", "Es gibt kein Konto eva@example.org."),
        ("fr", "The answer has more than 10,000 rows.", "La réponse compte plus de 10 000 lignes."),
        ("de", "“vierzig” is not a whole number.", "„vierzig“ ist nicht eine ganze Zahl."),
        ("fr", "ODSQL query is malformed: Unknown field: baum. Clause(s) containing the error(s): where.", "Il n’y a pas de colonne baum. Vérifiez where."),
        ("en", "There is no account eva@example.org.", "There is no account eva@example.org."),
        ("de", "Nobody ever said this.", "Nobody ever said this."),
    ],
)  # fmt: skip
def test_a_sentence_is_said_in_the_language_of_the_page(lang: str, text: str, expected: str) -> None:
    with translation.override(lang):
        assert said(text).replace("\u202f", " ").replace("\xa0", " ") == expected


def test_a_real_error_of_a_room_is_recognised() -> None:
    with pytest.raises(BadAddress) as caught:
        rules.check_address("eva at home")
    with translation.override("fr"):
        assert "n’est pas une adresse électronique" in said(caught.value.message)
        assert is_said(caught.value.next_step)


def test_a_query_that_cannot_be_read_names_the_place() -> None:
    with pytest.raises(ODSQLError) as caught:
        odsql.parse_where("kind = 'oak")
    with translation.override("de"):
        words = said(caught.value.message)
    assert words.startswith("Die Abfrage ist ab Zeichen 7 nicht lesbar")


def test_what_is_not_translated_says_its_language() -> None:
    with translation.override("fr"):
        assert not is_said("Nobody ever said this.")
        assert UnknownDataset.code.startswith("catalog.")


def test_a_long_text_is_not_searched() -> None:
    with translation.override("fr"):
        assert said("a" * 100_000) == "a" * 100_000


def test_an_alert_speaks_the_language_of_the_page() -> None:
    with pytest.raises(BadAddress) as caught:
        rules.check_address("eva at home")
    with translation.override("de"):
        made = alert(caught.value)
    assert (made.kind, made.title) == ("bad", "'eva at home' ist keine E-Mail-Adresse.")


def test_no_page_shows_an_error_as_the_room_said_it() -> None:
    """Each goes through `said`. Logs and kept progress stay in English."""
    kept = {"errors.py", "basemap.py", "work.py"}
    unsaid = [
        f"{path.name}:{number}"
        for path in sorted(Path(www.__file__).parent.rglob("*.py"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if path.name not in kept
        and re.search(r"(?<!said\()\b(error|refused|caught|problem)\.(message|next_step)\b", line)
    ]
    assert unsaid == []
