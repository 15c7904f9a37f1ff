"""Rules of reports: what may follow on what, who may handle them, what a report needs."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from civora.core.policy.types import Reader
from civora.reports.errors import BadAnswer, BadReport, NotCaseWorker, TooManyReports, WrongStatus
from civora.reports.types import Contact, Datatype, Question, Status

NEXT: dict[Status, frozenset[Status]] = {
    Status.OPEN: frozenset(Status) - {Status.OPEN},
    Status.INVESTIGATING: frozenset(Status) - {Status.INVESTIGATING},
    Status.PLANNED: frozenset(Status) - {Status.PLANNED},
    Status.IN_PROGRESS: frozenset(Status) - {Status.IN_PROGRESS, Status.PLANNED},
    Status.FIXED: frozenset({Status.OPEN}),
    Status.NOT_FIXED: frozenset({Status.OPEN}),
    Status.NOT_OURS: frozenset({Status.OPEN}),
    Status.DUPLICATE: frozenset({Status.OPEN}),
    Status.WITHDRAWN: frozenset(),
}
ENDS = frozenset({Status.FIXED, Status.NOT_FIXED, Status.NOT_OURS, Status.DUPLICATE, Status.WITHDRAWN})
NEED_REASON = frozenset({Status.NOT_FIXED, Status.NOT_OURS, Status.WITHDRAWN})
CASE_ROLES = frozenset({"case-worker", "administrator"})
LONGEST = 4_000  # Open311: a description has at most so many signs
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
CODE = re.compile(r"[2-9a-hjkmnp-z]{27}")
SENT = re.compile(r"[A-Za-z0-9_-]{22,100}")
EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,180}\.[^@\s<>\"']{2,20}")
PHONE = re.compile(r"[+0-9()/ .-]{5,30}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTACT_KEPT = timedelta(days=90)
ASK_AFTER = timedelta(days=28)
MOST_PER_DAY = 20
MOST_PHOTOS = 3
MOST_PHOTOS_PER_DAY = 60


def key() -> str:
    """A name that cannot be counted up to: reports that are not on the map are found by nobody."""
    return "".join(secrets.choice(SIGNS) for _ in range(9))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def code(sent: str, secret: str) -> str:
    """The follow code of a form's key: 130 bits, the same however often the form is sent."""
    number = int.from_bytes(hmac.new(secret.encode(), f"reports.code|{sent}".encode(), hashlib.sha256).digest(), "big")
    signs = []
    for _ in range(27):
        number, rest = divmod(number, len(SIGNS))
        signs.append(SIGNS[rest])
    return "".join(signs)


def check_sent(sent: str) -> str:
    """The key that a form or program makes once for each report. Raises BadReport."""
    if not SENT.fullmatch(sent):
        raise BadReport(
            "The form has no key of its own.", next_step="Load the page again; programs send 22 or more random signs."
        )
    return sent


def words(text: str, what: str = "description", longest: int = LONGEST) -> str:
    """The text without control characters. Raises BadReport."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > longest:
        raise BadReport(f"The {what} has {len(plain):,} signs; {longest:,} is the most.", next_step="Say it shorter.")
    return plain


def contact(given: Contact) -> Contact:
    """Raises BadReport."""
    email, phone = given.email.strip().lower(), given.phone.strip()
    if email and not EMAIL.fullmatch(email):
        raise BadReport(
            f"{email[:60]!r} is not an e-mail address.", next_step="Write it like name@example.org, or leave it out."
        )
    if phone and not PHONE.fullmatch(phone):
        raise BadReport(f"{phone[:40]!r} is not a telephone number.", next_step="Write digits only, or leave it out.")
    return Contact(email, words(given.name, "name", 150), phone)


def check_may_send(number: int) -> None:
    """`number`: which report of its address today this is. Raises TooManyReports."""
    if number > MOST_PER_DAY:
        raise TooManyReports(
            f"{MOST_PER_DAY} reports came from your address today.",
            next_step="Send the rest tomorrow, or ask the city for a key.",
        )


def check_may_add_photo(number: int) -> None:
    """`number`: which photo of its address today this is. Raises TooManyReports."""
    if number > MOST_PHOTOS_PER_DAY:
        raise TooManyReports(
            f"{MOST_PHOTOS_PER_DAY} photos came from your address today.", next_step="Send the report without one."
        )


def check_next(now: Status, wanted: Status, reason: str) -> None:
    """Raises WrongStatus."""
    if wanted not in NEXT[now]:
        raise WrongStatus(f"A report that is {now} cannot become {wanted}.", next_step="Load the page again.")
    if wanted in NEED_REASON and not reason.strip():
        raise WrongStatus(f"{wanted} needs a reason.", next_step="Say to the reporter why, in a sentence.")


def may_handle(reader: Reader, body: str, own: str) -> bool:
    """Case workers of the body itself, and those of the city's own desk (`own`)."""
    return reader.is_administrator or any((of, role) in reader.roles for of in (body, own) for role in CASE_ROLES)


def check_may_handle(reader: Reader, body: str, own: str) -> None:
    """Raises NotCaseWorker."""
    if not may_handle(reader, body, own):
        raise NotCaseWorker(
            "Only case workers of the responsible body handle this report.",
            next_step="Ask an administrator for the role.",
        )


def bodies_of(reader: Reader, own: str) -> tuple[str, ...] | None:
    """The bodies whose reports this reader handles; None: all. Raises NotCaseWorker for who handles none."""
    mine = {of for of, role in reader.roles if role in CASE_ROLES}
    if reader.is_administrator or own in mine:
        return None
    if not mine:
        check_may_handle(reader, "", own)
    return tuple(sorted(mine))


# ---- extra questions --------------------------------------------------------------------------------------------


def answers(questions: Iterable[Question], given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The answers to a category's questions, checked; others are left out. Raises BadAnswer."""
    return {
        one.code: found for one in questions if (found := answer(one, [text.strip() for text in given.get(one.code, ()) if text.strip()]))
    }  # fmt: skip


def answer(question: Question, given: list[str]) -> list[str]:
    label = question.label.get("en") or question.code
    if not given:
        if question.is_required:
            raise BadAnswer(f"{label}: there is no answer yet.", next_step="Answer it.", question=question.code)
        return []
    if question.datatype is not Datatype.MANY and len(given) > 1:
        raise BadAnswer(f"{label}: one answer is wanted.", next_step="Choose one.", question=question.code)
    known = {value for value, _ in question.values}
    for text in given:
        if question.datatype in (Datatype.ONE, Datatype.MANY) and text not in known:
            raise BadAnswer(
                f"{label}: {text[:40]!r} cannot be chosen.", next_step=f"Choose of {', '.join(sorted(known))[:300]}.", question=question.code
            )  # fmt: skip
        check_kind(question, label, text)
    return [words(text, label, 1000) for text in given]


def check_kind(question: Question, label: str, text: str) -> None:
    try:
        if question.datatype is Datatype.NUMBER:
            float(text.replace(",", "."))
        elif question.datatype is Datatype.DATETIME:
            datetime.fromisoformat(text)
    except ValueError as error:
        raise BadAnswer(
            f"{label}: {text[:40]!r} is no {'number' if question.datatype is Datatype.NUMBER else 'time'}.",
            next_step="Write it in digits.", question=question.code,
        ) from error  # fmt: skip
