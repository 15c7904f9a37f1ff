"""Addresses in other languages and with other parameters."""

import pytest
from django.http import QueryDict

from civora.www import addresses


@pytest.mark.parametrize(
    ("path", "code", "there"),
    [
        ("/datasets/?q=a", "fr", "/fr/datasets/?q=a"),
        ("/fr/datasets/", "de", "/de/datasets/"),
        ("/de/", "en", "/"),
        ("/", "de", "/de/"),
        ("/deer/", "fr", "/fr/deer/"),
    ],
)
def test_in_language_keeps_the_page(path, code, there):
    assert addresses.in_language(path, code) == there


def test_with_params_sets_and_removes():
    given = QueryDict("q=bike&theme=a&theme=b&page=3")
    assert addresses.with_params(given, page=None) == "?q=bike&theme=a&theme=b"
    assert addresses.with_params(given, theme=["b", "c"], page=None) == "?q=bike&theme=b&theme=c"
    assert addresses.with_params({"q": ""}) == "?"


def test_with_params_escapes():
    assert addresses.with_params({}, q='a&b="1"') == "?q=a%26b%3D%221%22"
