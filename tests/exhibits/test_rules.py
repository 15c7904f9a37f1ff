"""Charts: what is proposed, asked, drawn, and what a spec may hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from civora.core.query.ast import Call, Name, Quantity, Query, Star, Value
from civora.core.query.check import check
from civora.core.schema import Field, FieldType, Schema, UnknownField
from civora.exhibits.errors import BadExhibit, BadSpec, ChartRefused
from civora.exhibits.rules import compose, palettes, propose, question, values, written
from civora.exhibits.rules.check import check_spec, every
from civora.exhibits.rules.fill import filled
from civora.exhibits.types import Aggregate, Choice, Form, Note, Scale, Step

STATIONS = Schema(
    (
        Field("id", FieldType.INT, is_key=True),
        Field("opened", FieldType.DATE),
        Field("kind", FieldType.TEXT, is_facet=True),
        Field("power", FieldType.DOUBLE, unit="kW"),
        Field("no2", FieldType.DOUBLE, unit="µg/m³"),
        Field("age", FieldType.INT, is_facet=True),
        Field("place", FieldType.GEO_POINT),
    )
)
SCOUTED = {
    "series": [("oak", 9), ("lime", 4), (None, 1)], "slices": [("oak", 9), ("lime", 4)],
    "ends": [(datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))],
}  # fmt: skip
NUMBERS = {"ends": [(0.0, 97.0)]}
EVERY = [
    Choice("kind"), Choice("kind", split="kind", form=Form.GROUPED), Choice("kind", Aggregate.MEAN, "power", split="kind", form=Form.PERCENT),
    Choice("opened", Aggregate.SUM, "power", Step.YEAR, form=Form.LINE, smooth=3, target=12, notes=(Note("2021-01-01", "Law"),)),
    Choice("opened", step=Step.MONTH, split="kind", form=Form.AREA, scale=Scale.PERCENT), Choice("power", Aggregate.MEAN, "no2", form=Form.POINT),
    Choice("kind", Aggregate.MEAN, "power", second="no2", form=Form.BUBBLE), Choice("kind", Aggregate.MEAN, "power", form=Form.BOX),
    Choice("opened", form=Form.WEEK), Choice("opened", form=Form.CALENDAR), Choice("kind", form=Form.PIE), Choice("kind", form=Form.DONUT),
    Choice("age", split="kind", form=Form.PYRAMID), Choice("opened", step=Step.YEAR, split="kind", form=Form.SLOPE),
    Choice("opened", step=Step.YEAR, split="kind", form=Form.MULTIPLES), Choice("opened", Aggregate.SUM, "power", Step.YEAR, second="no2", form=Form.COMBINED),
    Choice("opened", Aggregate.SUM, "power", Step.DAY, form=Form.BAR, scale=Scale.LOG),
]  # fmt: skip


def test_proposals_are_three_different_charts_that_can_be_asked():
    found = propose.proposals(STATIONS)
    assert len(set(found)) == 3
    for choice in found:
        assert compose.compose(choice, Query("stations"), STATIONS, SCOUTED).queries


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
    extent = (datetime.fromisoformat(first).replace(tzinfo=UTC), datetime.fromisoformat(last).replace(tzinfo=UTC))
    assert propose.step_for(extent) is step


@pytest.mark.parametrize("choice", EVERY, ids=lambda choice: f"{choice.form}-{choice.along}")
def test_every_form_asks_lawful_questions_and_its_spec_changes_no_data(choice):
    base = Query("stations", zone="Europe/Berlin")
    for scout in question.scouts(choice, base, STATIONS).values():
        check(scout, STATIONS)
    draft = compose.compose(choice, base, STATIONS, SCOUTED)
    columns = {name: [one.name for one in check(query, STATIONS).outputs] for name, query in draft.queries.items()}
    check_spec(draft.spec, columns)
    for query in draft.queries.values():
        assert written.query_from_text(written.query_as_text(query), "q", "UTC") == query


def test_a_histogram_has_round_classes():
    found = question.main(Choice("power", form=Form.HISTOGRAM), Query("stations"), STATIONS, NUMBERS)["main"]
    assert found.groups[0].expr == Call("range", (Name("power"), Value(5.0)))
    assert question.nice_width([(0, 97)], is_int=True) == 5
    assert question.nice_width([(7.0, 7.0)], is_int=False) == 1


def test_a_date_is_grouped_by_its_step():
    found = question.main(
        Choice("opened", step=Step.YEAR, split="kind"), Query("s", where=Name("x")), STATIONS, SCOUTED
    )["main"]
    assert found.groups[0].expr == Call("range", (Name("opened"), Quantity(1, "year")))
    assert found.where == Name("x")
    assert found.select[-1].expr == Call("count", (Star(),))


def test_many_series_are_kept_or_folded_in_the_question():
    many = {"series": [(f"s{n}", 100 - n) for n in range(9)], "ends": SCOUTED["ends"]}
    draft = compose.compose(Choice("opened", step=Step.YEAR, split="kind"), Query("s"), STATIONS, many)
    keep = draft.queries["main"].groups[1].expr
    assert keep == Call("keep", (Name("kind"), *(Value(f"s{n}") for n in range(5))))
    domain = next(value for _, key, value in every(draft.spec) if key == "domain")
    assert domain == ["s0", "s1", "s2", "s3", "s4", "{{rest}}"]


@pytest.mark.parametrize(
    ("choice", "error"),
    [(Choice("nothing"), UnknownField), (Choice("opened"), ChartRefused), (Choice("kind", step=Step.YEAR), ChartRefused),
     (Choice("kind", Aggregate.SUM, "kind"), ChartRefused), (Choice("kind", form=Form.LINE), ChartRefused),
     (Choice("place"), ChartRefused), (Choice("kind", Aggregate.SUM), ChartRefused), (Choice("kind", smooth=7), ChartRefused),
     (Choice("kind", form=Form.HISTOGRAM), ChartRefused), (Choice("kind", form=Form.WEEK), ChartRefused),
     (Choice("kind", form=Form.PYRAMID), ChartRefused), (Choice("opened", step=Step.DAY, form=Form.COMBINED), ChartRefused)],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_a_way_out(choice, error):
    with pytest.raises(error) as refused:
        question.check(choice, STATIONS)
    assert refused.value.next_step or error is UnknownField


def test_a_pie_warns():
    many = {"slices": [(f"k{n}", 1) for n in range(9)]}
    assert compose.warning(Choice("kind", form=Form.PIE), many) == "many-slices"
    assert compose.warning(Choice("kind", form=Form.PIE), {"slices": [("a", -1), ("b", 2)]}) == "negative-slices"
    assert (
        compose.warning(Choice("kind", Aggregate.MEAN, "power", form=Form.DONUT), {"slices": [("a", 1)]})
        == "slices-do-not-add"
    )
    assert compose.warning(Choice("opened", form=Form.COMBINED), {}) == "two-axes"


SPEC = {"data": {"name": "main"}, "mark": "bar", "encoding": {"x": {"field": "value", "type": "quantitative"}}}


@pytest.mark.parametrize(
    "change",
    [{"transform": [{"filter": "datum.value > 3"}]}, {"encoding": {"x": {"aggregate": "mean", "field": "value"}}},
     {"encoding": {"x": {"field": "value", "bin": True}}}, {"encoding": {"x": {"field": "value", "timeUnit": "year"}}},
     {"data": {"url": "https://evil.example/data.json"}}, {"data": {"values": [{"value": 1}]}}, {"datasets": {"main": []}},
     {"mark": {"type": "image", "url": "file:///etc/passwd"}}, {"mark": {"type": "bar", "href": "javascript:alert(1)"}},
     {"params": [{"name": "p", "expr": "1"}]}, {"mark": {"type": "bar", "opacity": {"expr": "1"}}}, {"mark": "boxplot"},
     {"encoding": {"x": {"field": "secret"}}}, {"config": {"font": "x"}}, {"width": 99_999}, {"mark": {"type": "bar", "tooltip": {"signal": "datum"}}},
     {"encoding": {"x": {"field": "value", "axis": {"labelExpr": "warn(datum)"}}}}, {"data": {"name": "other"}},
     {"encoding": {"x": {"field": "value", "sort": {"op": "mean", "field": "value"}}}}, {"title": "x" * 700}, {"usermeta": {}}],
    ids=str,
)  # fmt: skip
def test_a_spec_that_changes_data_or_opens_anything_is_refused(change):
    check_spec(SPEC, {"main": ["value"]})
    with pytest.raises(BadSpec) as refused:
        check_spec(SPEC | change, {"main": ["value"]})
    assert refused.value.next_step


def test_a_spec_without_end_is_refused():
    deep: dict = {"mark": "bar"}
    for _ in range(400):
        deep = {"layer": [deep]}
    with pytest.raises(BadSpec):
        check_spec(SPEC | deep, {"main": ["value"]})
    with pytest.raises(BadSpec):
        check_spec(SPEC | {"title": {"text": ["word" * 100] * 300}}, {"main": ["value"]})


def test_values_are_the_city_clock_and_gaps_are_rows():
    query = Query("s", groups=(), zone="Europe/Berlin")
    query = question.grouped(query, (compose_group("opened", "year"),), (), Choice("opened", step=Step.YEAR))
    rows = [(datetime(2021, 12, 31, 23, tzinfo=UTC), 3), (datetime(2024, 12, 31, 23, tzinfo=UTC), 5)]
    found = values.rows(query, ["along", "value"], rows, rest="others")
    assert [row["along"] for row in found] == ["2022-01-01T00:00:00", "2025-01-01T00:00:00"]
    every = values.steps(query, found)
    assert [step[:4] for step in every["along"]] == ["2022", "2023", "2024", "2025"]
    axis = {"field": "along", "type": "ordinal", "axis": {"labelExpr": "timeFormat(toDate(datum.value), '%Y')"}}
    made = filled({"encoding": {"x": axis}}, {"main": found}, words={}, palette=palettes.LIGHT, steps=every)
    assert made["encoding"]["x"]["scale"]["domain"] == every["along"]


def compose_group(field, unit):
    from civora.core.query.ast import Group

    return Group(Call("range", (Name(field), Quantity(1, unit))), "along")


def test_spans_of_numbers_have_both_ends():
    assert values.span("[0, 9]") == (0, 10)
    assert values.span("[-2.5, 0.0[") == (-2.5, 0)
    assert values.span(None) == (None, None)


def test_filled_has_the_words_the_colours_and_the_numbers():
    spec = SPEC | {"title": "{{value}} {{unknown}}", "mark": {"type": "bar", "color": "@d2"}}
    made = filled(spec, {"main": [{"value": 7}]}, words={"value": "Vélos"}, palette=palettes.DARK, width=300)
    assert made["title"] == "Vélos unknown"
    assert made["mark"]["color"] == palettes.DARK.series[1]
    assert made["datasets"] == {"main": [{"value": 7}]}
    assert made["background"] == palettes.DARK.paper


def test_a_logarithm_of_zero_becomes_linear_around_it():
    spec = {"data": {"name": "main"}, "mark": "line", "encoding": {"y": {"field": "value", "scale": {"type": "log"}}}}
    kept = filled(spec, {"main": [{"value": 7}]}, words={}, palette=palettes.LIGHT)
    bent = filled(spec, {"main": [{"value": 7}, {"value": 0}]}, words={}, palette=palettes.LIGHT)
    assert kept["encoding"]["y"]["scale"]["type"] == "log"
    assert bent["encoding"]["y"]["scale"]["type"] == "symlog"


@pytest.mark.parametrize(
    "given",
    [{}, {"queries": {}}, {"queries": {"a": {"dataset": "x", "limit": 10**9}}, "spec": {}}, {"queries": {"a": "x"}, "spec": {}},
     {"queries": {"a": {"dataset": "x", "evil": 1}}, "spec": {}}, {"queries": {"a": {"dataset": "x"}}, "spec": []},
     {"queries": {"a": {"dataset": "x"}}, "spec": {}, "title": {"xx": "y"}}, {"queries": {"a": {"dataset": "x"}}, "spec": {}, "title": "t" * 300},
     {"queries": {str(n): {"dataset": "x"} for n in range(9)}, "spec": {}}, {"kind": "film", "queries": {"a": {"dataset": "x"}}, "spec": {}},
     {"secret": 1}, {"queries": {"a": {"dataset": "x", "select": 3}}, "spec": {}}],
    ids=str,
)  # fmt: skip
def test_an_exhibit_that_cannot_be_read_is_refused_with_a_sentence(given):
    with pytest.raises(BadExhibit) as refused:
        written.content(given, "UTC")
    assert refused.value.next_step
