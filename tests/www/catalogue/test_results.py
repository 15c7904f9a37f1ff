"""A card as a line of the list."""

import pytest

from civora.www.datasets import results


def marked(text, words):
    return [piece.text for piece in results.pieces(text, results.stems(words)) if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Bike counters and bicycles", "bike", ["Bike"]),
        ("Bäume in der Stadt", "baum", ["Bäume"]),
        ("Bäume in der Stadt", "baume", ["Bäume"]),
        ("The counters count", "counter", ["counters", "count"]),
        ("Anything", "", []),
        ("of an in", "of", []),
    ],
)
def test_the_words_that_were_searched_for_are_marked(text, words, hits):
    assert marked(text, words) == hits


def test_marking_loses_nothing():
    text = "Bike <b>counters</b>, bikes & more"
    assert "".join(piece.text for piece in results.pieces(text, results.stems("bike"))) == text


def test_summaries_end_with_a_sentence_or_word():
    assert results.shortened("Short.") == "Short."
    assert (
        results.shortened("One sentence that is long enough. " + "word " * 60, 50)
        == "One sentence that is long enough."
    )
    assert results.shortened("<p>A</p>\n<p>B</p>") == "A B"
    assert results.shortened("word " * 60, 22) == "word word word word…"
