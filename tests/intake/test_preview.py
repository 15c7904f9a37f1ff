"""What the desk sees of a file before anything is published."""

from __future__ import annotations

import pytest

from civora.core.schema import FieldType
from civora.intake import actions as intake
from civora.intake.queries import look
from civora.intake.types import FieldOverride
from tests.factories.publishing import AT

pytestmark = pytest.mark.django_db


def seen(path, changes=None):
    return look(intake.receive(name=path.name, path=path, by="eva", at=AT), changes or {}, "Europe/Berlin")


def test_the_real_charging_points_say_their_pair_and_the_one_far_away(portal, shared_data):
    found = seen(shared_data / "muenster/ev_charging.csv")
    assert (found.rows, len(found.columns), found.place_from) == (166, 27, ("breitengrad", "langengrad"))
    assert [(one.row, one.lat) for one in found.far] == [(151, 51.618381)]
    assert found.far[0].km > 40
    started = next(one for one in found.columns if one.name == "inbetriebnahmedatum")
    assert started.type is FieldType.DATE and started.filled == 1.0 and max(started.bars) == 1.0


def test_an_override_is_followed_at_once(portal, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("plz,n\n48143,1\n48149,2\n")
    found = seen(
        path, {"plz": FieldOverride(type=FieldType.TEXT, label="Postcode"), "n": FieldOverride(is_left_out=True)}
    )
    assert [(one.name, one.label, one.type) for one in found.columns] == [("plz", "Postcode", FieldType.TEXT)]
    assert found.sample == (("48143",), ("48149",))


def test_cells_that_may_name_a_person_are_counted(portal, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("note,n\nask eva@example.org,1\ncall 0151 23456789,2\nnothing,3\n")
    assert [one.personal for one in seen(path).columns] == [2, 0]
