"""The catalogue's address, read."""

import pytest
from django.http import QueryDict
from django.utils import translation

from civora.www.datasets.search import BadParameter, chosen, groups, search


def test_an_empty_address_asks_for_everything():
    asked = search(QueryDict(""))
    assert (asked.q, asked.filters, asked.bbox, asked.sort, asked.page) == ("", {}, None, "", 1)
    assert not asked.is_narrowed


def test_filters_repeat():
    asked = search(QueryDict("q= bike &theme=TRAN&theme=ENVI&bbox=7.5,51.9,7.7,52&sort=-modified&page=2"))
    assert asked.q == "bike"
    assert asked.filters == {"theme": ("TRAN", "ENVI")}
    assert asked.bbox == (7.5, 51.9, 7.7, 52.0)
    assert (asked.sort, asked.page, asked.is_narrowed) == ("-modified", 2, True)


@pytest.mark.parametrize(
    "bad", ["page=0", "page=-1", "page=1e9", "page=x", "bbox=1", "bbox=7,52,6,51", "bbox=a,b,c,d", "bbox=nan,0,1,1"]
)
def test_a_parameter_that_cannot_be_read_is_named(bad):
    with pytest.raises(BadParameter) as caught:
        search(QueryDict(bad))
    assert bad.partition("=")[0] in caught.value.message
    assert caught.value.next_step


def test_unknown_sort_is_best_match():
    assert search(QueryDict("sort=drop table")).sort == ""


def test_groups_and_chosen_speak_the_page_s_language():
    params = QueryDict("theme=TRAN&features=geo")
    counts = {"theme": (("TRAN", "Verkehr", 3),), "features": (("geo", "geo", 2),)}
    with translation.override("de"):
        assert [group.label for group in groups(params, counts)] == ["Thema", "Zu sehen als"]
        assert [one.label for one in chosen(params, search(params), counts)] == [
            "Thema: Verkehr",
            "Zu sehen als: Karte",
        ]
        assert [one.url for one in chosen(params, search(params), counts)] == ["?features=geo", "?theme=TRAN"]
