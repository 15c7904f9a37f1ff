"""Exhibits that are kept: saved in versions, shown, asked for a reader, and what is left when their data is gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from civora.catalog import actions as catalog_actions
from civora.core.errors import NotFound
from civora.core.policy.types import ANYONE, Reader
from civora.exhibits import actions, queries
from civora.exhibits.errors import BadSpec, ExhibitTaken, UnknownExhibit, WrongStatus
from civora.exhibits.models import ExhibitVersion
from civora.exhibits.rules import written
from civora.exhibits.types import Status
from civora.ledger.models import Entry
from civora.people import actions as people
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from civora.stewardship.errors import NotSteward
from tests.factories.publishing import AT, published

EVA = Reader("eva@example.org", is_administrator=True)
GIVEN = {
    "queries": {"main": {"dataset": "trees", "select": "kind as along, count(*) as value", "group_by": "kind as along", "order_by": "count(*) desc"}},
    "spec": {"data": {"name": "main"}, "mark": {"type": "bar", "color": "@d1"},
             "encoding": {"y": {"field": "along", "type": "nominal"}, "x": {"field": "value", "type": "quantitative", "title": "{{value}}"}}},
    "title": {"en": "Trees by kind", "de": "Bäume nach Art"}, "takeaway": {"en": "Oaks lead."}, "alt": {"en": "Bars: oak 2, lime 1."},
    "labels": {"value": {"en": "Trees", "de": "Bäume"}},
}  # fmt: skip


@pytest.fixture
def kept(portal, tmp_path):
    published(tmp_path)
    return save()


def save(key="trees-by-kind", reader=EVA, **changes):
    status = changes.pop("status", Status.PUBLISHED)
    return actions.save(
        key=key, content=written.content(GIVEN | changes, "Europe/Berlin"), reader=reader, at=AT, status=status
    )


def figure(reader=ANYONE, lang="en", key="trees-by-kind"):
    asked.kept.forget()
    return queries.figure(queries.exhibit(key, reader, lang=lang), reader, lang=lang)


def test_an_exhibit_is_saved_shown_and_drawn(kept):
    found = figure()
    assert found.is_whole
    assert [(row["along"], row["value"]) for row in found.answers[0].rows] == [("oak", 2), ("lime", 1)]
    svg = queries.file(found, "svg", lang="en").decode()
    assert "Oaks lead." in svg
    assert "trees@1" in svg
    assert queries.file(found, "pdf", lang="en")[:5] == b"%PDF-"
    assert queries.file(found, "png", lang="en")[:4] == b"\x89PNG"
    assert queries.table(found).splitlines() == ["along,value", "oak,2", "lime,1"]


def test_its_words_follow_the_language(kept):
    assert figure(lang="de").card.title == "Bäume nach Art"
    assert figure(lang="fr").card.title == "Trees by kind"
    assert queries.drawn(figure(lang="de"), lang="de")["encoding"]["x"]["title"] == "Bäume"


def test_each_change_is_a_version_and_the_same_is_none(kept):
    assert save() == 1
    assert save(title={"en": "Trees"}) == 2
    assert queries.exhibit("trees-by-kind", ANYONE).title == "Trees"
    assert queries.exhibit("trees-by-kind", ANYONE, version=1).title == "Trees by kind"
    assert [one.version for one in queries.versions("trees-by-kind", ANYONE)] == [2, 1]
    events = Entry.objects.filter(event__startswith="exhibits.").values_list("event", "by")
    assert set(events) == {
        ("exhibits.exhibit.saved", "eva@example.org"),
        ("exhibits.exhibit.status_changed", "eva@example.org"),
    }


def test_a_draft_is_there_for_its_stewards_only(portal, tmp_path):
    published(tmp_path)
    save(status=None)
    with pytest.raises(UnknownExhibit):
        queries.exhibit("trees-by-kind", ANYONE)
    assert queries.exhibit("trees-by-kind", EVA).status is Status.DRAFT
    assert queries.exhibits(ANYONE) == ()
    assert len(queries.exhibits(EVA, mine=True)) == 1


def test_only_stewards_of_the_owner_save(kept):
    other = Reader("max@example.org", roles=frozenset({("parks", "publisher")}), organisations=frozenset({"parks"}))
    with pytest.raises(NotSteward):
        save(reader=other)
    with pytest.raises(NotSteward):
        actions.set_status(key="trees-by-kind", status=Status.WITHDRAWN, reader=other, at=AT)
    with pytest.raises(NotSteward):
        save("another", reader=ANYONE)


def test_a_key_is_given_once(kept):
    with pytest.raises(ExhibitTaken):
        actions.save(key="trees-by-kind", content=written.content(GIVEN, "UTC"), reader=EVA, at=AT, is_new=True)
    with pytest.raises(WrongStatus):
        actions.set_status(key="trees-by-kind", status=Status.PUBLISHED, reader=EVA, at=AT)


def test_a_spec_is_held_against_the_answers(portal, tmp_path):
    published(tmp_path)
    with pytest.raises(BadSpec):
        save(spec=GIVEN["spec"] | {"encoding": {"x": {"field": "height"}}})
    with pytest.raises(NotFound):
        save(queries={"main": {"dataset": "nothing"}})


def test_a_hidden_dataset_leaves_a_note_that_tells_nothing(kept):
    stewardship.set_policy(key="trees", policy={"access": "org:parks"}, by="eva", at=AT)
    found = figure()
    assert not found.is_whole
    assert not found.may_tell
    note = queries.file(found, "svg", lang="en").decode()
    assert "cannot be shown" in note
    assert "Oaks" not in note
    assert "trees" not in queries.note_for(found, "en")
    assert not queries.is_known(found.card, ANYONE)
    with pytest.raises(UnknownExhibit):
        queries.known("trees-by-kind", ANYONE)
    assert figure(EVA).is_whole


def test_hidden_rows_are_not_counted(kept):
    stewardship.set_policy(
        key="trees", policy={"access": "open", "default": {"where": "kind = 'oak'"}}, by="eva", at=AT
    )
    assert [row["value"] for row in figure().answers[0].rows] == [2]


def test_a_withdrawn_dataset_leaves_a_note(kept):
    catalog_actions.withdraw(key="trees", reason="felled", by="eva", at=AT)
    found = figure()
    assert [gone.dataset for gone in found.gone] == ["trees"]
    assert b"cannot be shown" in queries.file(found, "svg", lang="en")


def test_a_column_that_is_gone_leaves_a_note_with_the_reason(kept, tmp_path):
    published(tmp_path, "id;sort\n1;oak\n", mode="replace")
    found = figure()
    assert found.may_tell
    assert "kind" in queries.note_for(found, "en")


def test_the_name_of_a_figure_changes_with_its_data(kept, tmp_path):
    before = figure().etag
    assert figure().etag == before
    published(tmp_path, "id;kind\n1;oak\n2;elm\n3;elm\n", mode="replace")
    assert figure().etag != before
    assert [row["value"] for row in figure().answers[0].rows] == [2, 1]


def test_a_pinned_question_stays(portal, tmp_path):
    published(tmp_path)
    pinned = {"main": GIVEN["queries"]["main"] | {"dataset": "trees@1"}}
    save(queries=pinned)
    published(tmp_path, "id;kind\n1;elm\n", mode="replace")
    assert [row["along"] for row in figure().answers[0].rows] == ["oak", "lime"]


def test_who_saved_is_forgotten_on_request(kept):
    people.add_person(email="eva@example.org", role="publisher", organisation="parks", by="t", at=AT)
    people.forget_person(email="eva@example.org", by="t", at=AT)
    assert "eva@example.org" not in ExhibitVersion.objects.values_list("by", flat=True)


@pytest.mark.parametrize(
    ("rows", "values"),
    [("", []), ("1;oak;;;;;\n", [1]), ("1;;;;;;\n2;;;;;;\n", [2]), ("1;عربي;;;;;\n2;ไทย;;;;;\n", [1, 1]),
     ("".join(f"{n};k{n};;;;;\n" for n in range(200)), [1] * 200)],
    ids=["empty", "one", "nulls", "right-to-left", "200 categories"],
)  # fmt: skip
def test_edges_are_drawn(portal, tmp_path, rows, values):
    head = "id;kind;age;planted;height;lat;lon\n"
    published(tmp_path, head + (rows or "1;oak;;;;;\n"))
    save(queries={"main": GIVEN["queries"]["main"] | ({"where": "id > 999"} if not rows else {})})
    found = figure()
    assert [row["value"] for row in found.answers[0].rows] == values
    assert queries.file(found, "svg", lang="en").startswith(b"<svg")


def test_replace_keeps_the_frozen_card(kept):
    assert replace(figure().card, title="x").title == "x"
