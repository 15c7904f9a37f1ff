"""The example's processes: made-up questions, proposals and votes, labelled as examples, with evidence from real data."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from civora.assembly import actions
from civora.assembly import queries as assembly
from civora.assembly.types import Act, Decision, Kind, NewMeeting, NewPhase, NewProcess, NewProposal
from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownDataset
from civora.ops.boot import OPERATOR
from civora.people import actions as people

VOTERS, SURE, SEEN = 180, 0.82, 0.85  # how many example voters; how often one votes as her camp does; how much she sees


def load(city: Path, say: Callable[[str], None] | None = None) -> None:
    """Load what `city/assembly/processes.toml` names and is not there yet, then publish it as datasets."""
    path = city / "assembly/processes.toml"
    if not path.exists():
        return
    with path.open("rb") as file:
        plan = tomllib.load(file)
    known = {one.key for one in assembly.processes(now(), "en", with_drafts=True)}
    new = [one for one in plan["process"] if one["key"] not in known]
    if not new:
        return
    for one in plan["person"]:
        people.add_person(email=one["email"], name=one["name"], by=OPERATOR, at=now())
    for one in new:
        process(one)
    done = actions.project(by=OPERATOR, at=now(), is_forced=True)
    if say:
        say(f"{len(new)} example processes, as datasets: {', '.join(done)}")


def now() -> datetime:
    from civora.ops import example  # noqa: PLC0415 (that module loads this one)

    return example.now()


def day(number: float) -> datetime:
    """Midnight of a day, counted from the day that the example plays."""
    at = now()
    return datetime.combine(at.date() + timedelta(days=number), time(), at.tzinfo)


def process(given: dict[str, Any]) -> None:
    key, began = given["key"], day(min(one["days"][0] for one in given["phase"]))
    phases = tuple(
        NewPhase(one["title"], day(one["days"][0]), day(one["days"][1]), frozenset(Act(act) for act in one.get("acts", ())))
        for one in given["phase"]
    )  # fmt: skip
    made = NewProcess(
        Kind(given["kind"]), given["title"], given["summary"], phases, given["organisation"], given.get("about"),
        given.get("decides"), "en", is_example=True, evidence_dataset=given.get("dataset", ""),
    )  # fmt: skip
    actions.set_process(key=key, process=made, is_new=True, by=OPERATOR, at=began)
    actions.open_process(key=key, by=OPERATOR, at=began)
    for number, one in enumerate(given.get("proposal", ()), 1):
        proposal(key, number, one)
    opinions(key, given.get("statement", ()))
    for one in given.get("survey", ()):
        actions.set_survey(process=key, key=one["key"], title=one["title"], intro=one["intro"], questions=one["questions"], by=OPERATOR, at=began)  # fmt: skip
    for one in given.get("meeting", ()):
        meeting(key, one)
    for one in given.get("debate", ()):
        debate(key, one)
    if "decision" in given:
        actions.answer(process=key, decision=Decision(given["decision"]), reasons=given["reasons"], by=OPERATOR, at=day(given["answer_day"]))  # fmt: skip


def proposal(key: str, number: int, given: dict[str, Any]) -> None:
    at, by = day(given["day"]) + timedelta(hours=18, minutes=7 * number), given["by"]
    lon, lat = given.get("point", (None, None))
    new = NewProposal(
        given["title"], given["text"], given["language"], given.get("place", ""), lon, lat, given.get("cost")
    )
    actions.propose(process=key, proposal=new, token=f"example-{key}-{number}", by=by, at=at)
    for one in given.get("evidence", ()):
        evidence(key, number, one, by, at)
    for backer in given.get("supports", ()):
        actions.support(process=key, number=number, by=backer, at=at + timedelta(hours=20))
    for one in given.get("comment", ()):
        actions.comment(process=key, subject=f"proposal:{key}/{number}", text=one["text"], stance=one.get("stance", ""), name=one["by"].partition("@")[0].title() + " (example)", by=one["by"], at=at + timedelta(hours=22))  # fmt: skip
    for one in given.get("amendment", ()):
        actions.amend(process=key, number=number, text=one["text"], reason=one["reason"], language=given["language"], by=one["by"], at=at + timedelta(hours=5))  # fmt: skip
    if "decision" in given:
        actions.answer(process=key, number=number, decision=Decision(given["decision"]), reasons=given["reasons"], by=OPERATOR, at=day(-36))  # fmt: skip
    for one in given.get("news", ()):
        actions.tell(process=key, number=number, text=one["text"], by=OPERATOR, at=day(one["day"]))


def evidence(key: str, number: int, given: dict[str, Any], by: str, at: datetime) -> None:
    """At the version that stands now; left out where a city has no such dataset."""
    try:
        version = catalog.dataset(given["dataset"]).version
    except UnknownDataset:
        return
    actions.add_evidence(
        process=key, number=number, dataset=given["dataset"], version=version, view=given["view"], params=given["params"],
        caption=given["caption"], by=by, at=at,
    )  # fmt: skip


def opinions(key: str, statements: Any) -> None:
    """Statements, and votes of two made-up camps: the same ones each time."""
    numbers = [
        actions.state(process=key, text=one["text"], language=one["language"], is_staff=True, by="resident@example.org", at=now())
        for one in statements
    ]  # fmt: skip
    if not numbers:
        return
    chance, votes = random.Random(20250515), {}
    for voter in range(VOTERS):
        camp = 0 if voter % 5 < 3 else 1  # noqa: PLR2004 (three of five stand in the larger camp)
        for number, one in zip(numbers, statements, strict=True):
            if chance.random() < SEEN:
                side = one["sides"][camp]
                votes[f"v{voter}", number] = side if chance.random() < SURE else chance.choice((0, -side))
    actions.bring_votes(process=key, votes=votes, by=OPERATOR, at=now())


def meeting(key: str, given: dict[str, Any]) -> None:
    starts, ends = (
        datetime.combine(day(given["day"]).date(), time.fromisoformat(one), now().tzinfo) for one in given["clock"]
    )
    lon, lat = given["point"]
    before = min(now(), starts - timedelta(days=12))
    new = NewMeeting(
        given["title"], starts, ends, given["text"], given["place"], lon, lat, capacity=given.get("capacity")
    )
    number = actions.set_meeting(process=key, meeting=new, by=OPERATOR, at=before)
    for guest in given.get("guests", ()):
        actions.register(process=key, number=number, by=guest, at=before)
    if "minutes" in given:
        actions.write_minutes(process=key, number=number, minutes=given["minutes"], attended=given["attended"], by=OPERATOR, at=ends)  # fmt: skip


def debate(key: str, given: dict[str, Any]) -> None:
    at = day(given["day"]) + timedelta(hours=12)
    number = actions.begin_debate(process=key, title=given["title"], text=given["text"], signature=given["by"].partition("@")[0].title() + " (example)", language=given["language"], by=given["by"], at=at)  # fmt: skip
    for one in given.get("comment", ()):
        actions.comment(process=key, subject=f"debate:{key}/{number}", text=one["text"], name=one["by"].partition("@")[0].title() + " (example)", by=one["by"], at=at + timedelta(hours=3))  # fmt: skip
