"""Charts: what is proposed, asked, folded and drawn."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from civora.core.query.ast import Call, Name, Quantity, Query, Star
from civora.core.schema import Field, FieldType, Schema, UnknownField
from civora.exhibits.errors import ChartRefused
from civora.exhibits.rules import palettes, propose
from civora.exhibits.rules.plot import plot
from civora.exhibits.rules.question import question
from civora.exhibits.rules.spec import spec
from civora.exhibits.types import Aggregate, Choice, Form, Step

STATIONS = Schema(
    (
        Field("id", FieldType.INT, is_key=True),
        Field("opened", FieldType.DATE),
        Field("kind", FieldType.TEXT, is_facet=True),
        Field("power", FieldType.DOUBLE, unit="kW"),
        Field("no2", FieldType.DOUBLE, unit="µg/m³"),
        Field("place", FieldType.GEO_POINT),
    )
)
TITLES = {"along": "Opened", "value": "Stations", "split": "Kind", "rest": "all others"}


def test_proposals_are_three_different_charts_that_can_be_asked():
    found = propose.proposals(STATIONS)
    assert len(set(found)) == 3
    for choice in found:
        assert question(choice, Query("stations"), STATIONS).groups


def test_proposals_of_free_text_are_none():
    assert propose.proposals(Schema((Field("note", FieldType.TEXT), Field("place", FieldType.GEO_POINT)))) == ()


def test_proposals_never_add_up_codes_or_keys():
    schema = Schema((Field("postal_code", FieldType.INT), Field("id", FieldType.INT, is_key=True)))
    assert propose.quantities(schema) == ()


def test_proposals_average_rates_and_add_amounts():
    assert propose.sensible(STATIONS.field("no2")) is Aggregate.MEAN
    assert propose.sensible(STATIONS.field("power")) is Aggregate.SUM


@pytest.mark.parametrize(
    ("first", "last", "step"),
    [("2025-05-15", "2025-05-16", Step.HOUR), ("2025-01-01", "2025-03-01", Step.DAY),
     ("2023-01-01", "2025-01-01", Step.MONTH), ("1990-01-01", "2025-01-01", Step.YEAR)],
)  # fmt: skip
def test_step_follows_the_length_of_the_data(first, last, step):
    extent = (
        datetime.fromisoformat(first).replace(tzinfo=UTC),
        datetime.fromisoformat(last).replace(tzinfo=UTC),
    )
    assert propose.step_for(extent) is step


def test_question_groups_a_date_by_its_step_and_keeps_the_filters():
    asked = question(
        Choice("opened", step=Step.YEAR, split="kind"),
        Query("stations", where=Name("x")),
        STATIONS,
    )
    assert asked.groups[0].expr == Call("range", (Name("opened"), Quantity(1, "year")))
    assert asked.select[-1].expr == Call("count", (Star(),))
    assert asked.where == Name("x")


@pytest.mark.parametrize(
    "choice",
    [
        Choice("opened"),
        Choice("kind", step=Step.YEAR),
        Choice("place"),
        Choice("kind", Aggregate.SUM),
        Choice("kind", Aggregate.SUM, "kind"),
        Choice("kind", form=Form.LINE),
    ],
)
def test_question_refuses_what_cannot_be_drawn_and_says_what_to_do(choice):
    with pytest.raises(ChartRefused) as refused:
        question(choice, Query("stations"), STATIONS)
    assert refused.value.next_step


def test_question_with_an_unknown_column_names_it():
    with pytest.raises(UnknownField, match="powr"):
        question(Choice("kind", Aggregate.SUM, "powr"), Query("stations"), STATIONS)


def test_plot_adds_small_series_up_and_loses_no_row():
    rows = [("2020", f"s{n}", n) for n in range(1, 11)]
    drawn = plot(Choice("opened", split="kind"), rows)
    assert len(drawn.series) == 6
    assert drawn.series[-1] == ""
    assert sum(point.value for point in drawn.points) == 55


def test_plot_never_adds_means_and_says_what_it_left_out():
    rows = [("2020", f"s{n}", n) for n in range(1, 11)]
    drawn = plot(Choice("opened", Aggregate.MEAN, "no2", split="kind"), rows)
    assert drawn.left_out == 5
    assert "" not in drawn.series


def test_plot_of_many_categories_keeps_the_first_forty_and_counts_the_rest():
    drawn = plot(Choice("kind"), [(f"k{n}", 100 - n) for n in range(90)])
    assert (len(drawn.points), drawn.left_out) == (40, 50)


def test_plot_shows_empty_years_as_gaps():
    drawn = plot(
        Choice("opened", step=Step.YEAR),
        [("2016-01-01T00:00:00+00:00", 1), ("2019-01-01T00:00:00+00:00", 4)],
    )
    assert [(str(point.along)[:4], point.value) for point in drawn.points] == [
        ("2016", 1), ("2017", None), ("2018", None), ("2019", 4),
    ]  # fmt: skip


def test_plot_of_nothing_is_empty():
    assert plot(Choice("opened", step=Step.YEAR), []).points == ()


@pytest.mark.parametrize("form", list(Form))
def test_spec_changes_no_data(form):
    drawn = plot(
        Choice("opened", step=Step.DAY, form=form),
        [("2025-03-01", 3), ("2025-03-02", None)],
    )
    made = spec(
        Choice("opened", step=Step.DAY, form=form),
        drawn,
        palette=palettes.LIGHT,
        titles=TITLES,
    )
    assert "transform" not in made
    assert "aggregate" not in str(made["encoding"])
    assert [value["value"] for value in made["data"]["values"]] == [3, None]


def test_spec_of_bars_begins_at_zero():
    choice = Choice("kind")
    made = spec(
        choice,
        plot(choice, [("fast", 29), ("normal", 136)]),
        palette=palettes.LIGHT,
        titles=TITLES,
    )
    assert "scale" not in made["encoding"]["x"]
