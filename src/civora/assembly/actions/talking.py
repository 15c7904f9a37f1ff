"""Saying something to what stands in a process."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from civora.assembly.actions.known import open_row, person_row
from civora.assembly.actions.taking_part import take_part
from civora.assembly.errors import UnknownPart
from civora.assembly.models import Debate, Meeting, Proposal
from civora.assembly.types import Act
from civora.voices import actions as voices

KINDS = {"proposal": Proposal, "debate": Debate, "meeting": Meeting}


@transaction.atomic
def comment(
    *, process: str, subject: str, text: str, stance: str = "", parent: str = "", lang: str = "", name: str = "", by: str,
    at: datetime,
) -> str:  # fmt: skip
    """Comment on a proposal, debate or meeting of this process. Returns the comment's key.

    Raises UnknownProcess, NotOpen, NotYours, UnknownPart, and what `voices.comment` raises.
    """
    row, person = open_row(process, Act.COMMENT, at), person_row(by)
    kind, _, rest = subject.partition(":")
    key, _, number = rest.rpartition("/")
    is_known = kind in KINDS and key == process and number.isdecimal()
    found = KINDS[kind]._default_manager.filter(process=row, number=int(number)).first() if is_known else None
    if found is None:
        raise UnknownPart("There is nothing of this name to talk about.", next_step="Load the page again.")
    made = voices.comment(subject=subject, text=text, stance=stance, parent=parent, lang=lang, name=name, by=by, at=at)
    take_part(row, person, at, subject)
    author = getattr(found, "author", None)
    if author is not None and author.pk != person.pk:  # who only backed it is not told of every comment
        voices.tell(follower=author.email, subject=subject, turn=f"comment-{made}", facts={"comment": made}, at=at)
    return made
