"""Comments on a subject, nested."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count

from civora.voices.errors import UnknownComment
from civora.voices.models import Comment, Decision
from civora.voices.types import CommentCard, CommentState, Stance, Thread

MOST = 2_000


def thread(subject: str, reader: str = "", *, is_moderator: bool = False) -> Thread:
    """The comments as this account sees them: held and hidden words only for author and moderators.

    Oldest first; at most the newest 2,000. Two queries.
    """
    rows = list(Comment.objects.filter(subject=subject).order_by("-at", "-id")[:MOST])[::-1]
    hidden = [f"comment:{row.key}" for row in rows if row.state == CommentState.HIDDEN]
    decisions = dict(Decision.objects.filter(target__in=hidden, is_in_force=True).values_list("target", "key"))
    cards = {row.pk: card(row, reader, decisions, is_moderator=is_moderator) for row in rows}
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in cards else None].append(row.pk)

    def grown(key: int) -> CommentCard | None:
        replies = tuple(one for one in map(grown, below[key]) if one)
        found = cards[key]
        is_shown = found.text or replies or found.state is CommentState.HIDDEN
        return replace(found, replies=replies) if is_shown else None

    shown = tuple(one for one in map(grown, below[None]) if one)
    visible = [one for one in shown if one.state is CommentState.VISIBLE]
    stances = Counter(one.stance for one in visible if one.stance)
    return Thread(subject, shown, len(visible), {one.value: stances[one.value] for one in Stance})


def card(row: Comment, reader: str, decisions: dict[str, str], *, is_moderator: bool = False) -> CommentCard:
    state, is_mine = CommentState(row.state), bool(reader) and row.author == reader
    may_read = state is CommentState.VISIBLE or ((is_mine or is_moderator) and state is not CommentState.REMOVED)
    return CommentCard(
        row.key, row.subject, row.name if may_read else "", row.text if may_read else "", row.stance, row.lang, row.at,
        row.edited_at, state, row.depth, is_mine, decisions.get(f"comment:{row.key}", ""),
    )  # fmt: skip


def comment(key: str, reader: str = "", *, is_moderator: bool = False) -> CommentCard:
    """One comment. Raises UnknownComment."""
    row = Comment.objects.filter(key=key).first()
    if row is None:
        raise UnknownComment("There is no such comment.", next_step="Load the page again.")
    return card(row, reader, {}, is_moderator=is_moderator)


def comments_by(author: str) -> tuple[CommentCard, ...]:
    """All that an account wrote, newest first."""
    rows = Comment.objects.filter(author=author).exclude(state=CommentState.REMOVED.value).order_by("-at")[:500]
    return tuple(card(row, author, {}) for row in rows)


def comment_counts(subjects: Iterable[str]) -> dict[str, int]:
    """How many visible comments each subject has, in one query."""
    rows = Comment.objects.filter(subject__in=list(subjects), state=CommentState.VISIBLE.value)
    return dict(rows.values_list("subject").annotate(count=Count("id")).order_by())
