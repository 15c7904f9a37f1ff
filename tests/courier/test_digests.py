"""Letters: each turn told once, in the rhythm that the follower chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from civora.courier import digests, outbox
from civora.impact import actions as impact
from civora.voices import actions, queries
from civora.voices.types import Cadence
from tests.factories.impact import KEEPER

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2025, 5, 15, 9, 0, tzinfo=UTC)
FRIDAY = THURSDAY + timedelta(days=1)
SUBJECT = "project:street"


@pytest.fixture(autouse=True)
def _outbox(settings: Any, tmp_path: Path) -> None:
    settings.OUTBOX = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "civora.courier.outbox.OutboxBackend"
    settings.CITY_ZONE = "Europe/Berlin"
    settings.CIVORA_PUBLIC_URL = "https://muenster.example"


def follow(who: str, cadence: Cadence) -> None:
    actions.follow(subject=SUBJECT, follower=who, at=THURSDAY, cadence=cadence)


def announce(turn: str, at: datetime = THURSDAY, **facts: str) -> None:
    actions.announce(subject=SUBJECT, turn=turn, facts={"title": "Cycle street", **facts}, at=at)


def test_one_letter_carries_all_that_waits_and_nothing_is_told_twice() -> None:
    follow("eva@example.org", Cadence.AT_ONCE)
    announce("stage-1", stage="under-way")
    announce("milestone-1", step="Works begun")
    announce("milestone-1", step="Works begun")
    assert digests.send(at=THURSDAY) == 1
    letter = outbox.letters()[0]
    assert (letter.to, letter.subject) == ("eva@example.org", "2 pieces of news")
    assert letter.text.count("Cycle street") == 2
    assert "Cycle street: has come to another stage (under way)" in letter.text
    assert "https://muenster.example/indicators/projects/street/" in letter.text
    assert "https://muenster.example/me/" in letter.text
    assert digests.send(at=THURSDAY) == 0
    announce("milestone-1", step="Works begun")
    assert digests.send(at=THURSDAY + timedelta(hours=1)) == 0


def test_daily_and_weekly_letters_wait_for_their_day() -> None:
    follow("day@example.org", Cadence.DAILY)
    follow("week@example.org", Cadence.WEEKLY)
    announce("stage-1")
    assert digests.send(at=THURSDAY) == 0
    assert digests.send(at=FRIDAY.replace(hour=2)) == 0
    assert digests.send(at=FRIDAY) == 2
    assert {one.to for one in outbox.letters()} == {"day@example.org", "week@example.org"}
    assert digests.send(at=FRIDAY) == 0


def test_who_wants_no_letters_gets_none() -> None:
    follow("eva@example.org", Cadence.NEVER)
    announce("stage-1")
    assert digests.send(at=FRIDAY) == 0


def test_a_changed_choice_holds_for_what_waits() -> None:
    follow("eva@example.org", Cadence.WEEKLY)
    announce("stage-1")
    actions.set_cadence(follower="eva@example.org", cadence=Cadence.AT_ONCE, at=THURSDAY)
    assert digests.send(at=THURSDAY) == 1


def test_a_letter_that_fails_goes_with_the_next(monkeypatch: Any) -> None:
    follow("eva@example.org", Cadence.AT_ONCE)
    announce("stage-1")
    with monkeypatch.context() as broken:
        broken.setattr(outbox.OutboxBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no room")))
        assert digests.send(at=THURSDAY) == 0
    assert digests.send(at=THURSDAY) == 1


def test_words_of_others_break_no_letter() -> None:
    follow("eva@example.org", Cadence.AT_ONCE)
    actions.announce(subject=SUBJECT, turn="stage-1", facts={"title": "A\r\nBcc: all@example.org\n<b>x"}, at=THURSDAY)
    assert digests.send(at=THURSDAY) == 1
    letter = outbox.letters()[0]
    assert letter.to == "eva@example.org"
    assert letter.subject.startswith("A Bcc: all@example.org <b>x")


def test_each_turn_of_a_project_is_told_once_to_who_took_part() -> None:
    """A voter follows the proposal; the project that comes out of it tells her of each stage and step."""
    actions.follow(subject="proposal:budget/7", follower="lena@example.org", at=THURSDAY, cadence=Cadence.AT_ONCE)
    given = {"key": "street", "title": "Cycle street", "owner": "parks", "source": "proposal:budget/7"}
    impact.save_project(given=given, reader=KEEPER, at=THURSDAY)
    impact.move_project(key="street", stage="under-way", reader=KEEPER, at=THURSDAY)
    impact.save_project(given={**given, "stage": "under-way", "area": "Port"}, reader=KEEPER, at=THURSDAY)
    step = impact.set_milestone(
        project="street", title={"en": "Begun"}, done_on=THURSDAY.date(), reader=KEEPER, at=THURSDAY
    )
    impact.set_milestone(
        project="street", id=step, title={"en": "Begun!"}, done_on=THURSDAY.date(), reader=KEEPER, at=THURSDAY
    )
    told = [one.turn.split("-2")[0] for one in queries.notices("lena@example.org")]
    assert sorted(told) == sorted(["stage-planned", "stage-under-way", f"milestone-{step}"])
    assert queries.notices(KEEPER.person) == ()
