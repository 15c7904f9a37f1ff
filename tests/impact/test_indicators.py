"""An indicator from its definition to its standing, over the real lake."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from civora.core.appraisal.rates import Verdict
from civora.core.keys import BadKey
from civora.core.policy.types import ANYONE
from civora.impact import actions, queries
from civora.impact.errors import BadIndicator, KeyTaken, NotOwner, UnknownIndicator
from civora.impact.types import Status
from civora.ledger import queries as ledger
from civora.people import actions as people
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from tests.factories.impact import ADMINISTRATOR, AT, KEEPER, emissions, indicator, places, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def measured(key: str = "co2", at: datetime = AT) -> Any:
    return queries.measured(queries.indicator(key), ANYONE, at)


def test_values_targets_and_path_come_from_the_rows(tmp_path: Path) -> None:
    saved(tmp_path)
    made = measured()
    assert [(one.at.year, one.value) for one in made.series] == [(2015, 100), (2018, 90), (2021, 80), (2024, 50)]
    assert made.targets[0].value == 0
    assert made.standing.expected == pytest.approx(40)
    assert (made.standing.status, made.standing.behind) == (Status.NEEDS_ATTENTION, pytest.approx(0.1))
    assert made.dataset.version == 1
    assert [one.status for one in made.series[1:]] == [Status.NEEDS_ATTENTION, Status.OFF_TRACK, Status.NEEDS_ATTENTION]


def test_a_new_version_of_the_data_changes_the_number_and_a_pinned_one_does_not(tmp_path: Path) -> None:
    saved(tmp_path)
    pinned = {**indicator()["source"], "version": 1}
    actions.save_indicator(given=indicator(key="pinned", source=pinned), reader=ADMINISTRATOR, at=AT)
    emissions(tmp_path, "year;sector;target;tonnes\n2015;all;false;100000\n2024;all;false;30000\n2030;all;true;0\n")
    asked.kept.forget()
    assert measured().latest.value == 30
    assert measured("pinned").latest.value == 50
    assert measured().standing.status is Status.ON_TRACK


def test_only_periods_that_are_over_count(tmp_path: Path) -> None:
    saved(tmp_path)
    assert measured(at=datetime(2024, 12, 31, tzinfo=UTC)).latest.at == date(2021, 1, 1)
    assert measured(at=datetime(2025, 1, 2, tzinfo=UTC)).latest.at == date(2024, 1, 1)


def test_a_hidden_dataset_leaves_a_note_and_no_number(tmp_path: Path) -> None:
    saved(tmp_path)
    stewardship.set_access(key="emissions", access="org:parks", by="t", at=AT)
    asked.kept.forget()
    made = measured()
    assert (made.series, made.standing.status, made.dataset) == ((), Status.TOO_LITTLE_DATA, None)
    assert made.problem
    assert queries.measured(queries.indicator("co2"), KEEPER, AT).latest.value == 50


def test_a_definition_is_kept_with_every_change(tmp_path: Path) -> None:
    saved(tmp_path)
    assert actions.save_indicator(given=indicator(), reader=ADMINISTRATOR, at=AT) == 1
    assert actions.save_indicator(given=indicator(tolerance=0.2), reader=ADMINISTRATOR, at=AT) == 2
    assert [number for number, _, _ in queries.definitions("co2")] == [2, 1]
    assert queries.definition("co2").tolerance == 0.2
    assert [one.facts["number"] for one in ledger.entries(event="impact.indicator.saved")] == [2, 1]


def test_only_the_owner_changes_it(tmp_path: Path) -> None:
    saved(tmp_path)
    actions.save_indicator(given=indicator(position=3), reader=KEEPER, at=AT)
    stranger = replace(KEEPER, person="sam@example.org", roles=frozenset({("roads", "publisher")}))
    for reader in (stranger, ANYONE):
        with pytest.raises(NotOwner):
            actions.save_indicator(given=indicator(position=4), reader=reader, at=AT)
        with pytest.raises(NotOwner):
            actions.withdraw_indicator(key="co2", reader=reader, at=AT)
    with pytest.raises(NotOwner):
        actions.save_indicator(given=indicator(owner="roads"), reader=KEEPER, at=AT)


def test_keys_are_taken_once_and_unknown_ones_said(tmp_path: Path) -> None:
    saved(tmp_path)
    with pytest.raises(KeyTaken):
        actions.save_indicator(given=indicator(), reader=ADMINISTRATOR, at=AT, is_new=True)
    with pytest.raises(UnknownIndicator):
        actions.save_indicator(given=indicator(key="other"), reader=ADMINISTRATOR, at=AT, is_new=False)
    actions.withdraw_indicator(key="co2", reader=ADMINISTRATOR, at=AT)
    with pytest.raises(UnknownIndicator):
        queries.indicator("co2")
    assert queries.indicators() == ()


SOURCE = {"dataset": "emissions", "time": "year", "value": "tonnes"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"key": "projects"}, "projects"),
        ({"key": "Ä b"}, "Ä b"),
        ({"title": {}}, "title"),
        ({"title": {"en": 5}}, "title"),
        ({"title": {"xx-1": "x"}}, "title"),
        ({"toward": "left"}, "toward"),
        ({"toward": "none"}, "toward"),
        ({"frequency": 7}, "frequency"),
        ({"frames": ["sdg:99"]}, "frames"),
        ({"source": {**SOURCE, "value": "no_such"}}, "source"),
        ({"source": {**SOURCE, "value": "tonnes, year"}}, "source"),
        ({"source": {**SOURCE, "where": "year >"}}, "source"),
        ({"source": {**SOURCE, "sql": "drop table"}}, "source"),
        ({"source": {**SOURCE, "dataset": "nothing-here"}}, "source"),
        ({"source": "emissions"}, "source"),
        ({"source": {**SOURCE, "scale": "nan"}}, "scale"),
        ({"targets": [{"at": "soon", "value": 1}]}, "targets, 1"),
        ({"targets": [{"at": "2030", "value": "inf"}]}, "targets, 1"),
        ({"targets": [{"at": "2030"}] * 51}, "targets"),
        ({"tolerance": 2}, "tolerance"),
        ({"digits": -1}, "digits"),
        ({"nonsense": 1}, "nonsense"),
        ({"description": {"en": "x" * 6000}}, "description"),
        ({"by_area": {"dataset": "emissions", "area": "sector", "value": "sum("}}, "by_area"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(tmp_path: Path, changes: dict[str, Any], place: str) -> None:
    emissions(tmp_path)
    with pytest.raises((BadIndicator, BadKey)) as caught:
        actions.save_indicator(given=indicator(**changes), reader=ADMINISTRATOR, at=AT)
    error: Any = caught.value
    assert place in error.message
    assert error.next_step
    assert error.code in {"impact.bad_indicator", "core.bad_key"}
    assert queries.indicators() == ()


def test_the_sentence_of_the_person_responsible_loses_her_name_with_her(tmp_path: Path) -> None:
    people.add_organisation(key="parks", name="Parks Office", by="t", at=AT)
    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    saved(tmp_path)
    actions.say(key="co2", texts={"en": "We lag.", "de": "Wir hinken."}, name="Eva", said_on=date(2025, 5, 2), reader=KEEPER, at=AT)  # fmt: skip
    found = queries.indicator("co2", "de").statement
    assert found is not None
    assert (found.text, found.lang, found.name) == ("Wir hinken.", "de", "Eva")
    people.forget_person(email="eva@example.org", by="eva@example.org", at=AT)
    later = queries.indicator("co2").statement
    assert later is not None
    assert (later.text, later.name) == ("We lag.", "Parks Office")
    with pytest.raises(BadIndicator):
        actions.say(key="co2", texts={}, name="x", said_on=date(2025, 5, 2), reader=ADMINISTRATOR, at=AT)


def test_places_are_compared_per_head(tmp_path: Path) -> None:
    places(tmp_path)
    found = queries.areas(queries.indicator("holes"), ANYONE)
    assert found is not None
    by_name = {one.name: one.rate for one in found.areas}
    assert by_name["north"].rate == pytest.approx(0.006)
    assert by_name["north"].verdict is Verdict.ABOVE
    assert by_name["south"].verdict is Verdict.BELOW
    assert by_name["islet"].rate == pytest.approx(2 / 60)
    assert by_name["islet"].drawn < by_name["islet"].rate
    assert found.common == pytest.approx(92 / 30_060)


def test_indicators_are_found_by_theme_place_and_frame(tmp_path: Path) -> None:
    saved(tmp_path)
    actions.save_indicator(given=indicator(key="here", area="Port", frames=[], theme="TRAN"), reader=ADMINISTRATOR, at=AT)  # fmt: skip
    assert [one.key for one in queries.indicators(theme="ENVI")] == ["co2"]
    assert [one.key for one in queries.indicators(area="Port")] == ["here"]
    assert [one.key for one in queries.indicators(frame="sdg:11.6")] == ["co2"]
    assert [one.key for one in queries.indicators(keys=["here", "co2", "gone"])] == ["here", "co2"]


def test_a_change_gives_pages_another_word_to_be_kept_by(tmp_path: Path) -> None:
    saved(tmp_path)
    before = queries.revision()
    actions.save_indicator(given=indicator(digits=2), reader=ADMINISTRATOR, at=AT)
    assert queries.revision() != before
