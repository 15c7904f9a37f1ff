"""Publishing: versions, modes, pointers, the same bytes twice."""

from __future__ import annotations

import pytest

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.errors import UnknownLicence
from civora.catalog.types import Metadata
from civora.core.keys import BadKey
from civora.core.policy.types import ANYONE
from civora.core.query.ast import Query
from civora.intake.errors import BadOverride
from civora.intake.queries import set_aside
from civora.ledger import queries as ledger
from civora.reading import queries as reading
from tests.factories.publishing import AT, TREES, published

pytestmark = pytest.mark.django_db


def rows(key="trees", version=None):
    return reading.rows(Query(key, version, limit=100), ANYONE).rows


def test_publish_makes_a_card_with_its_coverage(portal, tmp_path):
    done = published(tmp_path)
    card = catalog.dataset("trees")
    assert (done.version, done.rows) == (1, 3)
    assert card.bbox == (7.61, 51.95, 7.63, 51.97)
    assert card.temporal is not None and card.temporal[0].year == 1985
    assert set(card.features) == {"geo", "analyze", "timeserie"}


def test_publish_again_makes_a_version_and_keeps_the_old_one(portal, tmp_path):
    published(tmp_path)
    done = published(tmp_path, TREES + "4;ash;1;2024-01-01;1,0;51.96;7.60\n")
    assert done.version == 2
    assert (len(rows()), len(rows(version=1))) == (4, 3)


def test_the_same_bytes_are_no_new_version(portal, tmp_path):
    published(tmp_path)
    assert published(tmp_path).is_unchanged
    assert catalog.dataset("trees").version == 1


def test_append_and_upsert(portal, tmp_path):
    published(tmp_path, keys=("id",))
    more = "id;kind;age;planted;height;lat;lon\n3;elm;9;2020-11-05;3,1;51.95;7.61\n5;fir;2;2023-01-01;1,5;51.9;7.6\n"
    assert published(tmp_path, more, mode="append", keys=("id",), is_forced=True).rows == 5
    newer = more.replace("elm;9", "elm;10")
    assert published(tmp_path, newer, mode="upsert", keys=("id",), is_forced=True).rows == 4


def test_roll_back_is_a_new_version_with_the_old_rows(portal, tmp_path):
    published(tmp_path)
    published(tmp_path, TREES + "4;ash;1;2024-01-01;1,0;51.96;7.60\n")
    assert catalog_actions.roll_back(key="trees", to=1, by="eva", at=AT) == 3
    assert len(rows()) == 3


def test_what_was_set_aside_is_kept_with_the_delivery(portal, tmp_path):
    published(tmp_path, "n\n" + "1\n" * 40 + "x\n")
    version = catalog.versions("trees")[0]
    assert set_aside(version.delivery)[0].value == "x"


@pytest.mark.parametrize(
    ("change", "error"),
    [({"metadata": Metadata(licence="mine")}, UnknownLicence), ({"key": "Not a key"}, BadKey)],
)
def test_a_wrong_word_publishes_nothing(portal, tmp_path, change, error):
    with pytest.raises(error):
        published(tmp_path, **change)
    assert not list(catalog.cards())


def test_an_override_of_an_unknown_column_names_the_known_ones(portal, tmp_path):
    with pytest.raises(BadOverride, match="no column 'heigth'") as refused:
        published(tmp_path, keys=("heigth",))
    assert "height" in refused.value.next_step


def test_every_act_is_recorded(portal, tmp_path):
    published(tmp_path)
    names = {entry.event for entry in ledger.entries()}
    assert {
        "catalog.dataset.created",
        "catalog.version.published",
        "intake.delivery.received",
        "intake.delivery.landed",
    } <= names


@pytest.mark.parametrize("mode", ["append", "upsert"])
def test_rows_join_what_readers_see_after_a_version_was_taken_back(portal, tmp_path, mode):
    published(tmp_path, "id;kind\n1;oak\n", keys=("id",))
    published(tmp_path, "id;kind\n2;wrong\n", keys=("id",), mode=mode)
    catalog_actions.roll_back(key="trees", to=1, by="t", at=AT)
    done = published(tmp_path, "id;kind\n3;lime\n", keys=("id",), mode=mode)
    assert done.rows == 2
    assert [tuple(row) for row in reading.rows(Query("trees", limit=10), ANYONE).rows] == [(1, "oak"), (3, "lime")]
