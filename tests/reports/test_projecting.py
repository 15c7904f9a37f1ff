"""The dataset `service-requests`: every public report a row, nothing of persons, nothing that is hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from civora.core.policy.types import ANYONE
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.reading import queries as reading
from civora.reports import actions
from civora.reports.actions import projecting
from civora.reports.types import Contact, Place, Status
from tests.factories import reports as make
from tests.factories.reports import AT, WORKER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _city(settings: Any, portal: Path, tmp_path: Path) -> None:
    settings.CIVORA_ATTACHMENTS = tmp_path / "attachments"
    settings.CIVORA_OWN_ORGANISATION = "city"
    make.city()


def rows(where: str = "") -> list[dict[str, Any]]:
    query = Query(dataset="service-requests", where=odsql.parse_where(where) if where else None, limit=100)
    found = reading.rows(query, ANYONE)
    return [dict(zip(found.card.schema.names, row, strict=True)) for row in found.rows]


def project() -> int:
    return actions.project(by="test", at=AT)


def test_reports_become_rows_and_follow_their_changes() -> None:
    one = make.sent("Call 0251 1234567", contact=Contact("eva@example.org", "Eva Meyer"))
    make.sent(category="road", answers={"state": ["off"]}, place=Place(address="Salzstraße"))
    assert project() == 2
    assert project() == 0
    first = rows()
    assert {row["status"] for row in first} == {"open"}
    assert next(row for row in first if row["service_request_id"] == one.key)["geo_point"] == {
        "lon": 7.62,
        "lat": 51.96,
    }
    actions.change_status(key=one.key, status=Status.FIXED, text="New lamp.", reader=WORKER, at=AT)
    make.sent()
    assert project() == 2
    assert len(rows()) == 3
    changed = rows(f"service_request_id = '{one.key}'")[0]
    assert (changed["status"], changed["status_detail"], changed["status_notes"], changed["days_to_close"]) == (
        "closed",
        "fixed",
        "New lamp.",
        0.0,
    )
    assert "1234567" not in str(rows())
    assert "eva" not in str(rows()).lower()


def test_what_is_taken_back_or_private_is_no_row() -> None:
    one, private, _ = make.sent(), make.sent(is_public=False), make.sent("stays")
    project()
    assert len(rows()) == 2
    assert private.key not in str(rows())
    actions.erase(code=one.code, at=AT)
    project()
    assert [row["description"] for row in rows()] == ["stays"]


def test_what_cannot_be_entered_now_is_entered_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    make.sent()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(projecting, "enter", broken)
        with pytest.raises(RuntimeError):
            project()
    assert project() == 1
    assert len(rows()) == 1


def test_every_column_has_its_label_in_three_languages() -> None:
    assert set(projecting.LABELS) == set(projecting.TYPES)
    assert all(set(texts) == {"en", "fr", "de"} for texts in projecting.LABELS.values())
