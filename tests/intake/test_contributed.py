"""Corrections and campaigns become rows of datasets, without a person in them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.types import Metadata
from civora.core.policy.types import ANYONE, Reader
from civora.core.query import odsql
from civora.core.query.ast import Query
from civora.intake import actions as intake
from civora.intake.errors import BadCorrection
from civora.intake.rules import corrections
from civora.lake.errors import NoSuchRow
from civora.reading import queries as reading
from civora.reading.queries import asked
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.errors import AlreadyDecided, NotKeeper
from civora.voices.types import Review, Verdict
from tests.factories.publishing import AT, TREES, published

KEEPER = Reader("keeper@example.org", is_administrator=True)
FORM = [
    {"name": "species", "kind": "choice", "label": {"en": "Species"}, "options": [{"value": "oak", "label": "Oak"}, {"value": "lime", "label": "Lime"}], "required": True},
    {"name": "girth", "kind": "number", "label": {"en": "Girth"}, "unit": "cm", "low": 1, "high": 2000},
    {"kind": "place"},
]  # fmt: skip


def rows(key: str, select: str = "*") -> list[tuple]:
    asked.kept.forget()  # what is current holds within half a second
    return [tuple(row) for row in reading.rows(Query(key, select=odsql.parse_select(select), limit=100), ANYONE).rows]


def proposed(record_id: str, **changes: object) -> str:
    return voices_actions.propose_correction(
        dataset="trees",
        version=1,
        record_id=record_id,
        row={"kind": "oak"},
        changes=changes,
        text="I live next to it.",
        by="ann@example.org",
        at=AT,
    )


def ids(key: str = "trees") -> tuple[str, ...]:
    return reading.rows(Query(key, limit=100), ANYONE, record_ids=True).ids


def test_an_accepted_correction_is_a_version_with_one_changed_row_in_its_place(portal, tmp_path):
    published(tmp_path)
    key = proposed(ids()[0], kind="beech", height=8.0)
    done = intake.accept_correction(key=key, answer="Thank you.", reader=KEEPER, at=AT)
    assert (done.version, done.rows) == (2, 3)
    assert rows("trees", "id, kind, height") == [(1, "beech", 8.0), (2, "lime", 18.25), (3, "oak", 3.1)]
    assert catalog.versions("trees")[0].note == f"correction {key}"
    said = voices.correction(key)
    assert (said.state, said.result, said.answer) == (Verdict.ACCEPTED, 2, "Thank you.")
    assert [one.turn for one in voices.notices("ann@example.org")] == ["accepted"]
    assert "ann@" not in catalog.versions("trees")[0].file_name


def test_the_second_of_two_equal_rows_is_corrected_alone(portal, tmp_path):
    published(tmp_path, "kind;height\noak;1\noak;1\nlime;2\n")
    key = proposed(ids()[1], kind="ash")
    intake.accept_correction(key=key, answer="", reader=KEEPER, at=AT)
    assert rows("trees", "kind") == [("oak",), ("ash",), ("lime",)]


def test_a_point_a_date_and_an_empty_cell(portal, tmp_path):
    published(tmp_path)
    schema = catalog.versions("trees")[0].schema
    place = next(field.name for field in schema.fields if field.type.value == "geo_point_2d")
    changes = corrections.changes(schema, {place: "51.9, 7.5", "planted": "2014-05-06", "age": ""})
    intake.accept_correction(key=proposed(ids()[0], **changes), answer="", reader=KEEPER, at=AT)
    found = rows("trees", f"{place}, planted, age")[0]
    assert (found[0], str(found[1]), found[2]) == ({"lon": 7.5, "lat": 51.9}, "2014-05-06", None)


def test_a_row_that_has_changed_since_is_not_overwritten(portal, tmp_path):
    published(tmp_path)
    key = proposed(ids()[0], kind="beech")
    published(tmp_path, TREES.replace("1;oak;12", "1;yew;12"))
    with pytest.raises(NoSuchRow):
        intake.accept_correction(key=key, answer="", reader=KEEPER, at=AT)
    assert catalog.versions("trees")[0].number == 2
    assert voices.correction(key).state is Verdict.OPEN


def test_after_a_rollback_the_correction_changes_what_readers_see(portal, tmp_path):
    from civora.catalog import actions as catalog_actions

    published(tmp_path)
    published(tmp_path, TREES.replace("lime", "plum"))
    catalog_actions.roll_back(key="trees", to=1, by="t", at=AT)
    intake.accept_correction(key=proposed(ids()[0], kind="beech"), answer="", reader=KEEPER, at=AT)
    assert [kind for (kind,) in rows("trees", "kind")] == ["beech", "lime", "oak"]


def test_only_its_keeper_decides_and_only_once(portal, tmp_path):
    published(tmp_path)
    key = proposed(ids()[0], kind="beech")
    with pytest.raises(NotKeeper):
        intake.accept_correction(key=key, answer="", reader=Reader("ann@example.org"), at=AT)
    intake.accept_correction(key=key, answer="", reader=KEEPER, at=AT)
    with pytest.raises(AlreadyDecided):
        intake.accept_correction(key=key, answer="", reader=KEEPER, at=AT)


def test_a_report_without_a_proposal_makes_no_version(portal, tmp_path):
    published(tmp_path)
    with pytest.raises(BadCorrection):
        intake.accept_correction(key=proposed(ids()[0]), answer="", reader=KEEPER, at=AT)


@pytest.mark.parametrize("given", [{"id": "one"}, {"planted": "yesterday"}, {"height": "tall"}, {"kind": "x" * 6000}])
def test_a_value_that_does_not_fit_is_refused_with_its_column(portal, tmp_path, given):
    published(tmp_path)
    with pytest.raises(BadCorrection) as refused:
        corrections.changes(catalog.versions("trees")[0].schema, given)
    assert refused.value.details["field"] in given


# ---- campaigns ------------------------------------------------------------------------------------------------------


def campaign(review: Review = Review.AT_ONCE, **more: object) -> None:
    voices_actions.set_campaign(
        key="old-trees", dataset="old-trees", owner="parks", title={"en": "Old trees"}, text={"en": "Find them."}, form=FORM, review=review,
        opens_at=AT - timedelta(days=1), reader=KEEPER, at=AT, **more,
    )  # fmt: skip


def sent(number: int, who: str, species: str = "oak", lat: float = 51.96) -> str:
    return voices_actions.contribute(
        campaign="old-trees",
        sent=f"s{number}",
        answers=[{"species": species, "girth": "310,5"}],
        lon=7.62,
        lat=lat,
        by=who,
        at=AT,
    )


def test_accepted_contributions_are_rows_with_provenance_and_without_persons(portal, tmp_path):
    campaign()
    key = sent(1, "ann@example.org")
    assert sent(1, "ann@example.org") == key  # what arrives twice is one
    intake.land_campaign(key="old-trees", by="t", at=AT)
    assert rows("old-trees", "contribution, species, girth, review, observers") == [(key, "oak", 310.5, "at-once", 1)]
    card = reading.card("old-trees", ANYONE)
    assert card.publisher.key == "parks"
    assert "ann@" not in str(rows("old-trees"))
    assert intake.land_campaign(key="old-trees", by="t", at=AT) is None


def test_new_contributions_are_added_and_old_ones_keep_their_rows(portal, tmp_path):
    campaign()
    sent(1, "ann@example.org")
    intake.land_campaign(key="old-trees", by="t", at=AT)
    sent(2, "bob@example.org", "lime", 51.97)
    done = intake.land_campaign(key="old-trees", by="t", at=AT)
    assert (done.version, done.rows) == (2, 2)


def test_several_observers_make_a_row_and_are_counted_with_it(portal, tmp_path):
    campaign(Review.AGREEMENT, observers=2)
    sent(1, "ann@example.org")
    sent(2, "ann@example.org")  # the same person twice is one observer
    assert intake.land_campaign(key="old-trees", by="t", at=AT) is None
    sent(3, "bob@example.org", "lime")  # says something else
    assert intake.land_campaign(key="old-trees", by="t", at=AT) is None
    sent(4, "cem@example.org")
    intake.land_campaign(key="old-trees", by="t", at=AT)
    assert rows("old-trees", "species, review, observers") == [("oak", "agreement", 2)]


def campaign_of_trees() -> None:
    voices_actions.set_campaign(
        key="street", dataset="street", owner="parks", title={"en": "Trees"}, text={"en": "Find them."}, form=FORM, review=Review.AT_ONCE,
        opens_at=AT - timedelta(days=1), reader=KEEPER, at=AT,
    )  # fmt: skip
    voices_actions.contribute(campaign="street", sent="a", answers=[{"species": "oak"}], lon=7.6, lat=51.9, at=AT)


def test_a_first_landing_that_was_interrupted_is_begun_again(portal):
    campaign_of_trees()
    catalog_actions.create_dataset(
        key="street", metadata=Metadata(title={"en": "Half"}), by="t", at=AT
    )  # and then the power went
    intake.land_campaign(key="street", by="t", at=AT)
    assert rows("street", "species") == [("oak",)]
    assert reading.card("street", ANYONE).title == "Trees"


def test_two_that_land_the_first_rows_at_once_do_not_stand_in_each_others_way(portal, monkeypatch):
    campaign_of_trees()
    known = catalog.exists

    def before_the_other(key: str) -> bool:
        """The other process makes the dataset just after this one has looked."""
        monkeypatch.setattr(catalog, "exists", known)
        intake.land_campaign(key="street", by="other", at=AT)
        return False

    monkeypatch.setattr(catalog, "exists", before_the_other)
    intake.land_campaign(key="street", by="t", at=AT)
    assert rows("street", "species") == [("oak",)]
