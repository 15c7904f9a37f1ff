"""What blocks show: asked for now, narrowed by the page's filters, a plain note where they cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from civora.core.policy.types import ANYONE
from civora.stewardship import actions as stewardship
from civora.stories import figures
from civora.stories.figures import Note, Reading
from tests.factories.publishing import AT


def test_a_number_stands_beside_its_target(story):
    shown = figures.number({"dataset": "trees", "select": "avg(height)", "target": 5, "direction": "up"}, Reading())
    assert isinstance(shown, figures.Number)
    assert shown.value == pytest.approx((7.5 + 18.25 + 3.1) / 3)
    assert shown.is_met
    assert shown.origin.version == 1


def test_a_target_to_stay_below(story):
    shown = figures.number({"dataset": "trees", "select": "count(*)", "target": 2, "direction": "down"}, Reading())
    assert (shown.value, shown.is_met) == (3, False)
    assert 0 < shown.mark < shown.share < 100


def test_a_filter_of_the_page_narrows_every_block_that_has_the_field(story):
    chosen = Reading(chosen=(("kind", "oak"), ("nothing_here", "x")))
    assert figures.number({"dataset": "trees", "select": "count(*)"}, chosen).value == 2
    table = figures.table({"dataset": "trees", "select": "kind, height", "limit": 5}, chosen)
    assert [row[0][0] for row in table.rows] == ["oak", "oak"]
    assert "kind" in table.origin.rows_url
    view = figures.view("/datasets/trees/chart/?show=count&along=kind", chosen)
    assert view.url.endswith("refine=kind%3Aoak")


def test_a_filter_value_of_letters_for_a_column_of_numbers_is_a_note(story):
    shown = figures.number({"dataset": "trees", "select": "count(*)"}, Reading(chosen=(("age", "' or 1=1 --"),)))
    assert isinstance(shown, Note)


@pytest.mark.parametrize(
    "given",
    [
        {"dataset": "gone", "select": "count(*)"},
        {"dataset": "trees", "select": "count(nothing)"},
        {"dataset": "trees", "select": "count(*)", "where": "height >"},
        {"dataset": "Not A Key", "select": "1"},
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(story, given):
    shown = figures.number(given, Reading())
    assert isinstance(shown, Note)
    assert len(shown.text) > 20


def test_a_hidden_dataset_looks_like_one_that_does_not_exist(story):
    stewardship.set_policy(key="trees", policy={"access": "org:parks"}, by="t", at=AT, schema=None)
    hidden = figures.number({"dataset": "trees", "select": "count(*)"}, Reading(ANYONE))
    missing = figures.number({"dataset": "treez", "select": "count(*)"}, Reading(ANYONE))
    assert isinstance(hidden, Note)
    assert hidden.text.replace("trees", "treez") == missing.text


def test_the_choices_of_a_filter_mark_what_is_on(story):
    shown = figures.choices({"dataset": "trees", "field": "kind"}, Reading(chosen=(("kind", "oak"), ("age", "12"))))
    assert shown.values == (("lime", "lime", False), ("oak", "oak", True))
    assert shown.kept == (("f.age", "12"),)


def test_names_of_another_column_label_the_choices(story):
    shown = figures.choices({"dataset": "trees", "field": "id", "labels": "kind"}, Reading())
    assert ("2", "lime", False) in shown.values


def test_a_live_value_is_the_newest_before_now_and_says_when_it_is_old(story):
    given = {"dataset": "trees", "time": "planted", "value": "height", "minutes": 15}
    assert isinstance(figures.live(given, Reading(), datetime(2021, 1, 1, tzinfo=UTC)), Note)  # a day is no instant


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "/account/",
        "javascript:alert(1)",
        "//evil/datasets/x/chart/",
        "/datasets/trees/export/",
    ],
)
def test_only_views_of_this_portal_are_shown(story, address):
    shown = figures.view(address, Reading())
    assert isinstance(shown, Note) or shown.url.startswith("/datasets/")
    if not isinstance(shown, Note):
        assert "evil" not in shown.url


def test_an_exhibit_by_its_address(story):
    shown = figures.view("https://portal.example/fr/exhibits/bikes/", Reading())
    assert (shown.url, shown.picture_url) == ("/exhibits/bikes/", "/exhibits/bikes.svg")
