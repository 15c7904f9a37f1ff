"""Reuses: shown once, checked, moderated, highlighted, taken back, forgotten, and a dataset of their own."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from civora.community import actions, queries
from civora.community.errors import BadReuse, NotMine, NotOurs, TooManyToday, UnknownReuse
from civora.community.rules import reuses as rules
from civora.community.types import NewReuse, ShownState
from civora.core.policy.types import ANYONE, Reader
from civora.core.query.ast import Query
from civora.ledger import queries as ledger
from civora.people import actions as people
from civora.reading import queries as reading
from civora.reading.queries import asked
from civora.stewardship import actions as stewardship
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.errors import BadPicture
from tests.community.conftest import BEN, EVA, MODERATOR, STAFF

AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
NEW = NewReuse("Shade map", "Where trees give shade.\nAt noon.", "application", "https://shade.example.org/map?at=12", ("trees",), "ENVI", "Eva", "", "en", "A map")  # fmt: skip
WHY: dict[str, Any] = {"reason": "spam", "ground": "rules", "explanation": "Only advertising.", "at": AT}


def shown(by: Reader = EVA, sent: str = "a", **changes: Any) -> str:
    return actions.show_reuse(reuse=replace(NEW, **changes), sent=sent, reader=by, at=AT)


def picture(size: tuple[int, int] = (640, 400)) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "SECRET"
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_it_is_shown_at_once_with_its_picture_and_sent_twice_it_is_one(trees: None) -> None:
    key = actions.show_reuse(reuse=NEW, sent="a", reader=EVA, at=AT, picture=picture())
    assert actions.show_reuse(reuse=NEW, sent="a", reader=EVA, at=AT, picture=picture()) == key
    page = queries.reuses(ANYONE)
    one = page.reuses[0]
    assert (page.total, one.title, one.author, one.host, one.alt) == (
        1,
        "Shade map",
        "Eva",
        "shade.example.org",
        "A map",
    )
    assert [(each.key, each.title) for each in one.datasets] == [("trees", "Trees")]
    assert b"SECRET" not in voices.picture_file(one.picture)
    assert (one.is_mine, queries.reuse(key, EVA).is_mine) == (False, True)
    assert page.kinds == (("application", 1),)
    assert queries.reuses_of("trees", ANYONE)[1] == 1


def test_the_gallery_is_searched_filtered_and_shows_first_what_the_city_highlights(trees: None) -> None:
    first = shown(sent="a")
    other = shown(sent="b", title="Tree diary", kind="article", theme="EDUC", text="Words of a class.")
    assert [one.key for one in queries.reuses(ANYONE, text="diary CLASS").reuses] == [other]
    assert [one.key for one in queries.reuses(ANYONE, kind="application").reuses] == [first]
    assert dict(queries.reuses(ANYONE, kind="application").kinds) == {"application": 1, "article": 1}
    assert queries.reuses(ANYONE, dataset="nothing").total == 0
    actions.highlight_reuse(reuse=first, is_highlighted=True, reader=STAFF, at=AT)
    actions.highlight_reuse(reuse=first, is_highlighted=True, reader=STAFF, at=AT)
    assert [one.key for one in queries.reuses(ANYONE, sort="title").reuses] == [first, other]
    assert [one.key for one in queries.highlighted(ANYONE)] == [first]
    assert [one.facts for one in ledger.entries(event="community.reuse.highlighted")] == [
        {"reuse": first, "is_highlighted": True}
    ]
    assert [one.turn for one in voices.notices("eva@example.org")] == ["highlighted"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"), ({"title": "x" * 151}, "title"), ({"text": ""}, "text"), ({"kind": "virus"}, "kind"), ({"datasets": ()}, "datasets"),
        ({"datasets": ("nothing",)}, "datasets"), ({"theme": "MOON"}, "theme"), ({"organisation": "city"}, "organisation"), ({"url": "javascript:alert(1)"}, "url"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(trees: None, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadReuse) as refused:
        shown(**changes)
    assert refused.value.details["field"] == field
    assert queries.reuses(ANYONE).total == 0


@pytest.mark.parametrize(
    "url",
    [
        "", "shade.example.org", "ftp://example.org/x", "javascript:alert(1)", "data:text/html,x", "https://", "https://user:pw@example.org/", "http://127.0.0.1/",
        "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://printer.local/", "http://10.0.0.8:8000/admin", "http://intranet/",
        "http://169.254.169.254/latest/meta-data/", "https://example.org/\nSet-Cookie: x", "https://example.org/<script>", "https://example.org/a b",
        "https://example.org:99999/", "https://" + "a" * 500 + ".org/",
    ],
)  # fmt: skip
def test_an_address_that_leads_elsewhere_than_the_open_web_is_refused(url: str) -> None:
    with pytest.raises(BadReuse):
        rules.address(url)


def test_letters_that_look_like_others_are_shown_as_what_they_are() -> None:
    assert rules.host(rules.address("https://münster.example.org/x")) == "xn--mnster-3ya.example.org"
    assert rules.host(rules.address("https://аpple.com/")).startswith("xn--")  # the first letter is Cyrillic


def test_a_dataset_that_is_closed_later_is_named_to_nobody_who_may_not_see_it(trees: None) -> None:
    key = shown()
    stewardship.set_policy(key="trees", policy={"access": "org:parks"}, by="t", at=AT, schema=None)
    asked.kept.forget()
    assert queries.reuse(key, ANYONE).datasets == ()
    with pytest.raises(BadReuse):
        shown(BEN, "b")
    actions.change_reuse(reuse=key, given=replace(NEW, title="Shadow map"), reader=EVA, at=AT)  # its own dataset stays
    assert queries.reuse(key, EVA).title == "Shadow map"


def test_a_moderator_hides_it_with_reasons_and_an_appeal_brings_it_back(trees: None) -> None:
    key = shown()
    decision = voices_actions.hide(target=f"reuse:{key}", reader=MODERATOR, author="eva@example.org", **WHY)
    assert queries.reuses(ANYONE).total == 0
    assert queries.reuses_of("trees", ANYONE) == ((), 0)
    with pytest.raises(UnknownReuse):
        queries.reuse(key, BEN)
    mine = queries.reuse(key, EVA)
    assert (mine.is_hidden, mine.decision) == (True, decision)
    with pytest.raises(BadReuse):
        actions.highlight_reuse(reuse=key, is_highlighted=True, reader=STAFF, at=AT)
    appeal = voices_actions.appeal(decision=decision, text="It is no advertising.", by="eva@example.org", at=AT)
    other = Reader("ada@example.org", is_administrator=True)
    voices_actions.decide_appeal(appeal=appeal, is_reversed=True, reasons="Right.", reader=other, at=AT)
    assert queries.reuse(key, BEN).title == "Shade map"


def test_words_with_many_links_wait_for_a_moderator(trees: None) -> None:
    key = shown(text="https://a.example https://b.example https://c.example")
    assert queries.reuse(key, EVA).state is ShownState.HELD
    assert queries.reuses(ANYONE).total == 0
    assert [one.key for one in queries.held_reuses(MODERATOR)] == [key]
    assert queries.held_reuses(BEN) == ()
    with pytest.raises(NotOurs):
        actions.release_reuse(reuse=key, reader=EVA, at=AT)
    actions.release_reuse(reuse=key, reader=MODERATOR, at=AT)
    assert queries.reuses(ANYONE).total == 1


def test_only_its_author_changes_it_and_takes_it_back(trees: None) -> None:
    key = actions.show_reuse(reuse=NEW, sent="a", reader=EVA, at=AT, picture=picture())
    with pytest.raises(NotMine):
        actions.change_reuse(reuse=key, given=NEW, reader=BEN, at=AT)
    with pytest.raises(NotMine):
        actions.withdraw_reuse(reuse=key, reader=STAFF, at=AT)
    actions.replace_picture(reuse=key, picture=picture((300, 200)), alt="Smaller", reader=EVA, at=AT)
    assert (queries.reuse(key, EVA).width, len(voices.pictures(f"reuse:{key}"))) == (300, 1)
    actions.withdraw_reuse(reuse=key, reader=EVA, at=AT)
    assert queries.reuses_by("eva@example.org") == ()
    assert voices.pictures(f"reuse:{key}") == ()
    with pytest.raises(UnknownReuse):
        queries.reuse(key, EVA)


def test_a_file_that_is_no_picture_leaves_no_half_reuse_behind(trees: None) -> None:
    with pytest.raises(BadPicture):
        actions.show_reuse(reuse=NEW, sent="a", reader=EVA, at=AT, picture=b"<svg onload=alert(1)>")
    assert queries.reuses(ANYONE).total == 0


def test_nobody_floods_the_gallery(trees: None) -> None:
    for number in range(20):
        shown(sent=str(number))
    with pytest.raises(TooManyToday):
        shown(sent="one more")
    assert shown(BEN, "one more")


def test_an_address_is_never_taken_for_a_name(trees: None) -> None:
    assert queries.reuse(shown(author="eva@example.org"), ANYONE).author == ""


def test_who_deletes_the_account_leaves_the_work_without_a_name(trees: None) -> None:
    people.add_person(email="eva@example.org", by="t", at=AT)
    key = shown()
    people.forget_person(email="eva@example.org", by="eva@example.org", at=AT)
    one = queries.reuse(key, ANYONE)
    assert (one.author, one.title) == ("", "Shade map")
    assert queries.reuses_by("eva@example.org") == ()
    with pytest.raises(NotMine):
        actions.change_reuse(reuse=key, given=NEW, reader=EVA, at=AT)


def test_reuses_are_a_dataset_without_persons(trees: None) -> None:
    assert not actions.project(by="t", at=AT)  # nothing to publish is no dataset
    key = shown()
    assert actions.project(by="t", at=AT)
    assert not actions.project(by="t", at=AT)
    asked.kept.forget()
    answer = reading.rows(Query("reuses"), ANYONE)
    row = dict(zip([one.name for one in answer.columns], answer.rows[0], strict=True))
    assert (row["reuse"], row["datasets"], row["language"]) == (key, ["trees"], "en")
    assert "eva" not in str(answer.rows).lower()
    voices_actions.hide(target=f"reuse:{key}", reader=MODERATOR, author="eva@example.org", **WHY)
    shown(sent="b", title="Another")
    assert actions.project(by="t", at=AT + timedelta(hours=1))
    asked.kept.forget()
    assert "Shade map" not in str(reading.rows(Query("reuses"), ANYONE).rows)


def test_what_a_moderator_hides_leaves_the_older_versions_too(trees: None) -> None:
    key, other = shown(), shown(sent="b", title="Another")
    assert actions.project(by="t", at=AT)
    voices_actions.hide(target=f"reuse:{key}", reader=MODERATOR, author="eva@example.org", **WHY)
    assert actions.project(by="t", at=AT + timedelta(hours=1))
    asked.kept.forget()
    for version in (1, 2):
        answer = reading.rows(Query("reuses", version=version), ANYONE)
        assert "Shade map" not in str(answer.rows)
        assert "Another" in str(answer.rows)
        assert other in str(answer.rows)
    assert not actions.project(by="t", at=AT + timedelta(hours=2))
    assert reading.card("reuses", ANYONE).version == 2
