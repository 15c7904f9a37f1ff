"""Comments: written, changed, taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.errors import BadText, UnknownComment
from civora.voices.models import Comment
from civora.voices.types import CommentState, Stance


@transaction.atomic
def comment(
    *,
    subject: str,
    text: str,
    by: str,
    at: datetime,
    name: str = "",
    stance: str = "",
    parent: str = "",
    lang: str = "",
) -> str:
    """Say something about a subject, or answer a comment on it. Returns the comment's key.

    Words with many links wait for a moderator. Raises BadSubject, BadText, TooManyWords, UnknownComment.
    """
    rules.check_subject(subject)
    words = rules.check_text(text)
    if stance not in ("", *Stance):
        raise BadText(f"{stance[:20]!r} is no stance.", next_step="Choose for, against or neutral.")
    rules.check_pace(Comment.objects.filter(author=by, at__gt=at - rules.A_WHILE).count())
    above = known(parent, subject) if parent else None
    if above and above.depth >= rules.DEEPEST:
        above = above.parent
    state = CommentState.HELD if rules.is_held(words) else CommentState.VISIBLE
    row = Comment.objects.create(
        key=rules.key(), subject=subject, parent=above, depth=above.depth + 1 if above else 0, author=by,
        name=name.strip()[:150], text=words, stance="" if above else stance, lang=lang[:5], at=at, state=state.value,
    )  # fmt: skip
    ledger.record(events.CommentMade(row.key, subject), by=by, at=at)
    return row.key


@transaction.atomic
def edit_comment(*, key: str, text: str, by: str, at: datetime) -> None:
    """Its author writes it anew; the page says that it was changed. Raises UnknownComment, NotAuthor, BadText."""
    row = known(key)
    rules.check_author(row.author, by)
    if row.state not in (CommentState.VISIBLE, CommentState.HELD):
        raise UnknownComment("This comment is no longer there.", next_step="Write a new one.")
    words = rules.check_text(text)
    state = CommentState.HELD if rules.is_held(words) else CommentState(row.state)
    Comment.objects.filter(pk=row.pk).update(text=words, edited_at=at, state=state.value)
    ledger.record(events.CommentEdited(key), by=by, at=at)


@transaction.atomic
def remove_comment(*, key: str, by: str, at: datetime) -> None:
    """Its author takes it back: the words are gone, answers to it stay. Raises UnknownComment, NotAuthor."""
    row = known(key)
    rules.check_author(row.author, by)
    Comment.objects.filter(pk=row.pk).update(state=CommentState.REMOVED.value, text="", name="")
    ledger.record(events.CommentRemoved(key), by=by, at=at)


@transaction.atomic
def release_comment(*, key: str, reader: Reader, at: datetime) -> None:
    """A moderator lets held words appear. Raises UnknownComment, NotModerator."""
    rules.check_may_moderate(reader)
    row = known(key)
    Comment.objects.filter(pk=row.pk, state=CommentState.HELD.value).update(state=CommentState.VISIBLE.value)
    ledger.record(events.CommentEdited(key), by=reader.person, at=at)


def known(key: str, subject: str = "") -> Comment:
    """Raises UnknownComment, also where it answers another subject."""
    row = Comment.objects.select_related("parent").filter(key=key).first()
    if row is None or (subject and row.subject != subject):
        raise UnknownComment("There is no such comment.", next_step="Load the page again.")
    return row
