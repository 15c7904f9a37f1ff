"""A project from its promise to what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from civora.core.appraisal.effect import Finding
from civora.core.policy.types import ANYONE
from civora.impact import actions, queries
from civora.impact.errors import BadProject, KeyTaken, NotOwner, UnknownPart, UnknownProject
from civora.impact.rules import promises
from civora.impact.types import Stage
from civora.ledger import queries as ledger
from tests.factories.impact import ADMINISTRATOR, AT, KEEPER
from tests.factories.publishing import published

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {
    "key": "street", "title": {"en": "Cycle street"}, "kind": "ballot-winner", "owner": "parks", "promised_on": "2023-01-10",
    "promised_by": "2024-06-30", "promised_cost": "100000", "source": "assembly/budget/7",
}  # fmt: skip


@pytest.fixture
def project() -> str:
    actions.save_project(given=GIVEN, reader=KEEPER, at=AT)
    return "street"


def test_what_was_promised_is_kept_and_found_by_where_it_came_from(project: str) -> None:
    found = queries.project_of("assembly/budget/7")
    assert found is not None
    assert (found.key, found.promised_cost, found.promised_by) == (project, Decimal("100000.00"), date(2024, 6, 30))
    assert queries.project_of("") is None


def test_milestones_and_money_add_up(project: str) -> None:
    first = actions.set_milestone(
        project=project, title={"en": "Decided"}, due_on=date(2023, 3, 1), reader=KEEPER, at=AT
    )
    actions.set_milestone(project=project, id=first, title={"en": "Decided"}, due_on=date(2023, 3, 1), done_on=date(2023, 4, 1), reader=KEEPER, at=AT)  # fmt: skip
    actions.enter_money(project=project, kind="planned", amount="100000", on=date(2023, 3, 1), reader=KEEPER, at=AT)
    for amount in ("60000.50", "59999.50"):
        actions.enter_money(project=project, kind="spent", amount=amount, on=date(2024, 3, 1), reader=KEEPER, at=AT)
    actions.add_document(project=project, title="Decision", url="https://example.org/1", reader=KEEPER, at=AT)
    found = queries.project(project)
    assert [(one.title, one.done_on) for one in found.milestones] == [("Decided", date(2023, 4, 1))]
    assert (found.planned, found.spent) == (Decimal("100000.00"), Decimal("120000.00"))
    assert promises.over_cost(found.promised_cost, found.spent) == Decimal("0.2")
    assert found.documents[0].url == "https://example.org/1"


def test_it_moves_as_projects_move(project: str) -> None:
    actions.move_project(key=project, stage="under-way", reader=KEEPER, at=AT)
    with pytest.raises(BadProject, match="has a day"):
        actions.move_project(key=project, stage="done", reader=KEEPER, at=AT)
    actions.move_project(key=project, stage="done", on=date(2024, 8, 1), reader=KEEPER, at=AT)
    assert queries.project(project).stage is Stage.DONE
    with pytest.raises(BadProject, match="cannot become planned"):
        actions.move_project(key=project, stage="planned", reader=KEEPER, at=AT)
    moved = [(one.facts["old"], one.facts["new"]) for one in ledger.entries(event="impact.project.moved")]
    assert moved == [("under-way", "done"), ("planned", "under-way")]


def test_a_project_is_stopped_for_a_reason(project: str) -> None:
    with pytest.raises(BadProject, match="has a reason"):
        actions.move_project(key=project, stage="stopped", reader=KEEPER, at=AT)
    actions.move_project(key=project, stage="stopped", reason={"en": "Too dear."}, reader=KEEPER, at=AT)
    assert queries.project(project).reason == "Too dear."


def test_promised_and_real_days() -> None:
    today = date(2025, 5, 15)
    assert promises.days_late(date(2024, 6, 30), date(2024, 8, 1), today) == 32
    assert promises.days_late(date(2025, 5, 1), None, today) == 14
    assert promises.days_late(date(2025, 6, 1), None, today) == -17
    assert promises.days_late(None, None, today) is None
    assert promises.over_cost(None, Decimal(1)) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"promised_by": "2022-01-01"}, "before promised_on"),
        ({"promised_cost": "-5"}, "promised_cost"),
        ({"promised_cost": "NaN"}, "promised_cost"),
        ({"promised_cost": "1e20"}, "promised_cost"),
        ({"currency": "euro"}, "currency"),
        ({"kind": "wish"}, "kind"),
        ({"stage": "done"}, "has a day"),
        ({"title": {}}, "title"),
        ({"indicators": "co2"}, "indicators"),
        ({"effects": [{"indicator": "co2"}]}, "effects"),
        ({"assessment": "superb"}, "superb"),
        ({"more": 1}, "more"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadProject) as caught:
        actions.save_project(given={**GIVEN, **changes}, reader=KEEPER, at=AT)
    assert words in caught.value.message
    assert caught.value.next_step


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "data:text/html,x", "", "https://a b"])
def test_a_document_links_to_pages_only(project: str, url: str) -> None:
    with pytest.raises(BadProject):
        actions.add_document(project=project, title="x", url=url, reader=KEEPER, at=AT)


def test_only_the_owner_writes(project: str) -> None:
    for reader in (ANYONE,):
        with pytest.raises(NotOwner):
            actions.save_project(given={**GIVEN, "title": "x"}, reader=reader, at=AT)
        with pytest.raises(NotOwner):
            actions.set_milestone(project=project, title={"en": "x"}, reader=reader, at=AT)
        with pytest.raises(NotOwner):
            actions.enter_money(project=project, kind="spent", amount=1, on=date(2024, 1, 1), reader=reader, at=AT)
    with pytest.raises(KeyTaken):
        actions.save_project(given=GIVEN, reader=KEEPER, at=AT, is_new=True)
    with pytest.raises(UnknownProject):
        queries.project("gone")


def test_a_part_of_another_project_is_not_touched(project: str) -> None:
    actions.save_project(given={**GIVEN, "key": "other", "source": ""}, reader=KEEPER, at=AT)
    mine = actions.set_milestone(project="other", title={"en": "x"}, reader=KEEPER, at=AT)
    for kind in ("milestone", "money", "person"):
        with pytest.raises(UnknownPart):
            actions.remove_part(project=project, kind=kind, id=mine, reader=KEEPER, at=AT)
    actions.remove_part(project="other", kind="milestone", id=mine, reader=KEEPER, at=AT)
    assert queries.project("other").milestones == ()


def counters(tmp_path: Path) -> None:
    """Two counters, month by month: one rose by 500 in May 2024 where the other did not; both swing with the season."""
    lines = ["place;month;bikes"]
    for n in range(36):
        year, month = 2022 + n // 12, n % 12 + 1
        season = 400 * (month in (5, 6, 7, 8, 9))
        lines.append(f"here;{year}-{month:02};{2000 + season + 10 * (n % 3) + 500 * (n >= 28)}")
        lines.append(f"there;{year}-{month:02};{1500 + season + 10 * ((n + 1) % 3)}")
    published(tmp_path, "\n".join(lines) + "\n", key="bikes", name="bikes.csv")
    for place in ("here", "there"):
        source = {"dataset": "bikes", "time": "month", "value": "bikes", "where": f"place = '{place}'"}
        given = {
            "key": place,
            "title": place,
            "unit": "bikes",
            "frequency": "monthly",
            "toward": "up",
            "source": source,
            "owner": "parks",
        }
        actions.save_indicator(given=given, reader=ADMINISTRATOR, at=AT)


@pytest.mark.usefixtures("portal")
def test_an_effect_is_read_from_the_city_s_own_data(tmp_path: Path) -> None:
    counters(tmp_path)
    effects = [{"indicator": "here", "since": "2024-05-01", "others": ["there"]}]
    actions.save_project(given={**GIVEN, "effects": effects, "indicators": ["here"]}, reader=KEEPER, at=AT)
    found = queries.effects(queries.project("street"), ANYONE, AT)[0]
    assert (found.effect.finding, found.is_better, found.effect.grade) == (Finding.ROSE, True, "B")
    assert found.effect.change == pytest.approx(500, abs=15)
    assert (found.effect.values_before, found.effect.values_after) == (28, 8)


@pytest.mark.usefixtures("portal")
def test_we_cannot_tell_is_an_answer(tmp_path: Path) -> None:
    counters(tmp_path)
    effects = [{"indicator": "there", "since": "2024-05-01"}, {"indicator": "here", "since": "2024-11-01"}]
    actions.save_project(given={**GIVEN, "effects": effects}, reader=KEEPER, at=AT)
    first, second = queries.effects(queries.project("street"), ANYONE, AT)
    assert (first.effect.finding, first.is_better, first.effect.grade) == (Finding.CANNOT_TELL, None, "C")
    assert second.effect.finding is Finding.TOO_LITTLE_DATA
    early = queries.effects(queries.project("street"), ANYONE, datetime(2024, 6, 1, tzinfo=UTC))
    assert early[0].effect.finding is Finding.TOO_LITTLE_DATA
