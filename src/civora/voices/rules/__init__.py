"""Rules of what people say: texts, notices and appeals, and what a picture may be."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from civora.core.policy.types import Reader
from civora.voices.errors import (
    AlreadyDecided,
    AppealTooLate,
    BadNotice,
    BadSubject,
    BadText,
    NotAuthor,
    NotModerator,
    SameModerator,
    TooManyWords,
)
from civora.voices.types import Reason

SUBJECT = re.compile(r"[a-z][a-z-]{0,29}:[^\s:][^\s]{0,160}")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
LONGEST = 5_000
DEEPEST = 5
MOST_LINKS = 2
APPEAL_WITHIN = timedelta(days=183)  # at least six months: DSA Article 20(1)
FLAG_KEPT = timedelta(days=183)
DECISION_KEPT = timedelta(days=1096)
NOTICE_KEPT = timedelta(days=731)
DRAFT_KEPT = timedelta(days=1)
A_WHILE = timedelta(minutes=10)
MOST_IN_A_WHILE = 12
MODERATORS = frozenset({"moderator", "administrator"})


def key() -> str:
    """A name that nobody can guess and everybody can read aloud."""
    return "".join(secrets.choice(SIGNS) for _ in range(12))


def feed_digest(secret: str) -> str:
    """What is kept of a feed's address: it is long and random, so a plain hash holds."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_subject(text: str) -> str:
    """Raises BadSubject."""
    if not SUBJECT.fullmatch(text):
        raise BadSubject(f"{text[:60]!r} is not the key of anything.", next_step="Write it as kind:key.")
    return text


def check_text(text: str, longest: int = LONGEST) -> str:
    """The words without control characters and blanks around them. Raises BadText."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    if not plain:
        raise BadText("There are no words yet.", next_step="Write what you want to say.")
    if len(plain) > longest:
        raise BadText(
            f"The text has {len(plain):,} signs; {longest:,} is the most.", next_step="Say it shorter, or in two parts."
        )
    return plain


def is_held(text: str) -> bool:
    """Words that wait for a moderator before others see them: many links are what spam is made of."""
    return len(LINK.findall(text)) > MOST_LINKS


def check_pace(written: int) -> None:
    """`written`: contributions of this account in `A_WHILE`. Raises TooManyWords."""
    if written >= MOST_IN_A_WHILE:
        raise TooManyWords(
            f"You have written {written} times within ten minutes.", next_step="Wait a little, then send it once more."
        )


def check_author(author: str, by: str) -> None:
    """Raises NotAuthor."""
    if not by or author != by:
        raise NotAuthor("Only who wrote it may change it.", next_step="Sign in with the account that wrote it.")


def check_may_moderate(reader: Reader) -> None:
    """Raises NotModerator."""
    if not may_moderate(reader):
        raise NotModerator(
            "Only moderators decide about what others wrote.", next_step="Ask an administrator for the role."
        )


def may_moderate(reader: Reader) -> bool:
    return reader.is_administrator or any(role in MODERATORS for _, role in reader.roles)


def check_notice(reason: Reason, explanation: str, name: str, email: str, *, is_in_good_faith: bool) -> str:
    """What DSA Article 16(2) asks of a notice; who reports abuse of children need not say who she is. The explanation.
    Raises BadNotice, BadText."""
    words = check_text(explanation)
    if reason is not Reason.CHILD_ABUSE and not (name.strip() and ADDRESS.fullmatch(email.strip())):
        raise BadNotice(
            "A notice needs a name and an e-mail address, so that you can be answered.",
            next_step="Write both; they are shown to moderators only.",
        )
    if not is_in_good_faith:
        raise BadNotice(
            "A notice needs your word that it is true as far as you know.",
            next_step="Tick the box, then send it again.",
        )
    return words


def check_can_appeal(at: datetime, decided_at: datetime, *, is_appealed: bool) -> None:
    """Raises AlreadyDecided, AppealTooLate."""
    if is_appealed:
        raise AlreadyDecided("This decision has been appealed already.", next_step="Read the answer on its page.")
    if at > decided_at + APPEAL_WITHIN:
        raise AppealTooLate("The time to appeal is over.", next_step="A court or a dispute body remains open to you.")


def check_may_decide_appeal(reader: Reader, decided_by: str) -> None:
    """Raises NotModerator, SameModerator."""
    check_may_moderate(reader)
    if reader.person == decided_by:
        raise SameModerator("You made this decision yourself.", next_step="Leave the appeal to another moderator.")
