"""Pagers and facets: what they link to."""

from django.http import QueryDict
from django.utils import translation

from civora.www import parts


def test_pager_shows_ends_and_neighbours():
    made = parts.pager(QueryDict("q=x&page=6"), page=6, pages=20)
    assert [(link.number, bool(link.url)) for link in made.links] == [
        (1, True), (3, False), (4, True), (5, True), (6, True), (7, True), (8, True), (19, False), (20, True),
    ]  # fmt: skip
    assert made.links[0].url == "?q=x"
    assert made.previous_url == "?q=x&page=5"
    assert made.next_url == "?q=x&page=7"


def test_pager_of_one_page_leads_nowhere():
    made = parts.pager(QueryDict(""), page=1, pages=1)
    assert made.next_url == made.previous_url == ""


def test_facets_put_chosen_first_and_toggle():
    counts = (("a", "A", 10), ("b", "B", 5), ("c", "C", 1))
    group = parts.facet_group(QueryDict("theme=b&page=2"), name="theme", label="Theme", counts=counts)
    assert [(item.label, item.is_on, item.share) for item in group.items] == [
        ("B", True, 50),
        ("A", False, 100),
        ("C", False, 10),
    ]
    assert group.items[0].url == "?"
    assert group.items[1].url == "?theme=b&theme=a"


def test_long_facets_open_by_link():
    counts = tuple((str(n), str(n), 20 - n) for n in range(12))
    with translation.override("en"):
        group = parts.facet_group(QueryDict("q=a"), name="theme", label="Theme", counts=counts)
    assert len(group.items) == 8
    assert (group.more_url, group.more_label) == ("?q=a&all=theme", "All 12")
    assert len(parts.facet_group(QueryDict("all=theme"), name="theme", label="", counts=counts).items) == 12
