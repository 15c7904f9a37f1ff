"""The example city's residents' budgets: one open, one counted and explained, both labelled."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from civora.assembly.queries import boxes, counts
from civora.assembly.queries import process as process_card
from civora.assembly.types import Place
from civora.core.tally import methods, pb
from civora.ops.example import now, votes

pytestmark = pytest.mark.django_db
CITY = Path(__file__).parents[2] / "cities/muenster"


@pytest.mark.usefixtures("portal")
def test_one_budget_is_open_and_one_is_explained(settings):
    with (CITY / "pack.toml").open("rb") as file:
        settings.CITY = tomllib.load(file)
    for _ in range(2):
        votes.load(CITY)
    running, closed = (boxes.box(key, votes.BOX, now(), "de") for key in (votes.OPEN, votes.CLOSED))
    assert (running.place, closed.is_published) == (Place.NOW, True)
    assert all(process_card(key, now(), "fr").is_example for key in (votes.OPEN, votes.CLOSED))
    found = counts.count(closed)
    fair, usual = found.outcomes["equal-shares"], found.outcomes["greedy"]
    assert fair["voters"] == votes.PEOPLE
    assert fair["spent"] <= votes.BUDGET
    assert fair["winners"] != usual["winners"]
    election = pb.election(pb.read(counts.pb_file(closed)))
    assert [election.projects[one].id for one in methods.run(election).winners] == fair["winners"]
