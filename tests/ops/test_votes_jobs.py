"""What the clock does for votes."""

from __future__ import annotations

import pytest

from civora.assembly.models import HourTotal
from civora.ledger.models import Entry
from civora.ops.jobs import CADENCES, votes
from tests.factories.votes import cast, vote

pytestmark = pytest.mark.django_db


def test_hours_are_told_and_turnout_is_forgotten_by_the_clock():
    assert {"assembly.hours", "assembly.turnout"} <= set(CADENCES)
    vote()
    cast(1)
    assert votes.tell_hours() == 1
    assert Entry.objects.get(event="assembly.ballots.cast").facts["cast"] == 1
    assert HourTotal.objects.count() == 0
    assert votes.forget_turnout() == 0
