"""The parts of a date format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civora.core.query.date_format import SYMBOLS, BadDateFormat, Part, parts


def said(text: str) -> list[str]:
    return [part.text if part.is_symbol else repr(part.text) for part in parts(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yyyy-MM-dd", ["yyyy", "'-'", "MM", "'-'", "dd"]),
        ("'The date is 'dd/MM/YYYY", ["'The date is '", "dd", "'/'", "MM", "'/'", "yyyy"]),
        ("HH'h'mm", ["HH", "'h'", "mm"]),
        ("''yy", ['"\'"', "yy"]),
        ("'o''clock'", ['"o\'clock"']),
        ("YY yy E EEEE", ["yy", "' '", "yy", "' '", "E", "' '", "EEEE"]),
        ("", []),
    ],
)
def test_parts(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_every_symbol_reads_as_itself() -> None:
    for symbol in SYMBOLS:
        assert parts(symbol) == (Part(symbol, is_symbol=True),)


@pytest.mark.parametrize("text", ["q", "yyyyyy", "dd'open", "'", "x" * 201])
def test_what_is_no_format_is_refused(text: str) -> None:
    with pytest.raises(BadDateFormat):
        parts(text)


@given(st.text() | st.text(alphabet="yMdHms'- "))
def test_any_text_is_a_format_or_refused(text: str) -> None:
    try:
        found = parts(text)
    except BadDateFormat as error:
        assert error.message
    else:
        assert all(part.text in SYMBOLS for part in found if part.is_symbol)
