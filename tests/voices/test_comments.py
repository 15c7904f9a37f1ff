"""Comments: nested, by stance, paced, held, taken back, forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from civora.people import actions as people
from civora.voices import actions, queries, rules
from civora.voices.errors import BadSubject, BadText, NotAuthor, TooManyWords, UnknownComment
from civora.voices.models import Comment
from civora.voices.types import CommentState

pytestmark = pytest.mark.django_db
AT = datetime(2025, 5, 15, 7, 15, tzinfo=UTC)
EVA, BEN = "eva@example.org", "ben@example.org"
SUBJECT = "proposal:more-trees"


def say(text: str = "Good.", **more: object) -> str:
    given = {"subject": SUBJECT, "by": EVA, "at": AT, **more}
    return actions.comment(text=text, **given)  # type: ignore[arg-type]  # a test's words


def test_a_thread_nests_answers_and_counts_stances() -> None:
    first = say("Shade for the school.", stance="for", name="Eva")
    say("Roots lift the path.", stance="against", by=BEN, at=AT + timedelta(minutes=1))
    say("Not with deep pits.", parent=first, by=BEN, at=AT + timedelta(minutes=2))
    found = queries.thread(SUBJECT)
    assert [one.text for one in found.comments] == ["Shade for the school.", "Roots lift the path."]
    assert [one.text for one in found.comments[0].replies] == ["Not with deep pits."]
    assert (found.count, found.stances) == (2, {"for": 1, "against": 1, "neutral": 0})
    assert queries.comment_counts([SUBJECT, "proposal:other"]) == {SUBJECT: 3}


def test_answers_go_no_deeper_than_a_page_can_show() -> None:
    key = say()
    for number in range(rules.DEEPEST + 3):
        key = say(str(number), parent=key, at=AT + timedelta(hours=number))
    assert max(Comment.objects.values_list("depth", flat=True)) == rules.DEEPEST


@pytest.mark.parametrize("text", ["", "  \n ", "\x00\x01", "a" * (rules.LONGEST + 1)])
def test_words_that_are_none_or_too_many_are_refused(text: str) -> None:
    with pytest.raises(BadText):
        say(text)


@pytest.mark.parametrize("subject", ["", "proposal", "proposal:", "Proposal:x", "a:b c", "x" * 300, "proposal:a\nb"])
def test_a_subject_is_a_kind_and_a_key(subject: str) -> None:
    with pytest.raises(BadSubject):
        say(subject=subject)


def test_who_writes_without_end_is_asked_to_wait() -> None:
    for number in range(rules.MOST_IN_A_WHILE):
        say(str(number))
    with pytest.raises(TooManyWords):
        say("once more")
    assert say("later", at=AT + rules.A_WHILE + timedelta(seconds=1))
    assert say("another", by=BEN)


def test_many_links_wait_for_a_moderator_and_only_the_author_sees_them() -> None:
    key = say("http://a.example http://b.example www.c.example")
    assert queries.thread(SUBJECT).comments == ()
    assert queries.thread(SUBJECT, EVA).comments[0].state is CommentState.HELD
    assert [one.key for one in queries.held_comments()] == [key]


def test_only_its_author_changes_or_removes_a_comment() -> None:
    key = say("one")
    say("answer", parent=key, by=BEN)
    for act in (actions.remove_comment, lambda **given: actions.edit_comment(text="x", **given)):
        for stranger in (BEN, ""):
            with pytest.raises(NotAuthor):
                act(key=key, by=stranger, at=AT)
    actions.edit_comment(key=key, text="two", by=EVA, at=AT)
    assert queries.comment(key).text == "two"
    assert queries.comment(key).edited_at == AT
    actions.remove_comment(key=key, by=EVA, at=AT)
    kept = queries.thread(SUBJECT).comments[0]
    assert (kept.text, kept.name, kept.state, len(kept.replies)) == ("", "", CommentState.REMOVED, 1)
    assert not Comment.objects.filter(text="two").exists()


def test_an_answer_belongs_to_the_same_subject() -> None:
    with pytest.raises(UnknownComment):
        say(parent=say(), subject="proposal:other")


def test_a_forgotten_person_leaves_words_without_a_name() -> None:
    people.add_person(email=EVA, name="Eva", by="operator", at=AT)
    say("Stays.", name="Eva")
    actions.follow(subject=SUBJECT, follower=EVA, at=AT)
    actions.announce(subject=SUBJECT, turn="open", facts={}, at=AT)
    people.forget_person(email=EVA, by="operator", at=AT)
    found = queries.thread(SUBJECT).comments[0]
    assert (found.text, found.name) == ("Stays.", "")
    assert not Comment.objects.filter(author=EVA).exists()
    assert queries.followers(SUBJECT) == 0
    assert queries.notices(EVA) == ()


def test_an_erased_subject_takes_its_words_along() -> None:
    say(parent=say())
    actions.follow(subject=SUBJECT, follower=EVA, at=AT)
    actions.erase_subject(subject=SUBJECT)
    assert queries.thread(SUBJECT).comments == ()
    assert not queries.is_following(SUBJECT, EVA)
