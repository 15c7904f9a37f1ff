"""Notices, decisions with reasons, appeals: the order of DSA Articles 16, 17 and 20."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.actions.following import tell
from civora.voices.errors import AlreadyDecided, BadNotice, UnknownAppeal, UnknownDecision
from civora.voices.models import Appeal, Comment, Decision, Flag
from civora.voices.types import AppealState, CommentState, FlagState, Ground, Reason


@transaction.atomic
def flag(
    *,
    target: str,
    reason: str,
    explanation: str,
    at: datetime,
    name: str = "",
    email: str = "",
    url: str = "",
    is_in_good_faith: bool = False,
    by: str = "",
) -> str:
    """Give notice of something that should not stand. Anybody may. Returns the notice's key, under which it can be followed.

    Raises BadSubject, BadText, BadNotice.
    """
    rules.check_subject(target)
    if reason not in set(Reason):
        raise BadNotice("No reason is chosen.", next_step="Choose the one that fits best.")
    words = rules.check_notice(Reason(reason), explanation, name, email, is_in_good_faith=is_in_good_faith)
    row = Flag.objects.create(
        key=rules.key(), target=target, url=url[:500], reason=reason, explanation=words, by=by, name=name.strip()[:150],
        email=email.strip().lower()[:254], at=at,
    )  # fmt: skip
    ledger.record(events.TargetFlagged(target, row.key, reason), by=by, at=at)
    return row.key


@transaction.atomic
def hide(
    *,
    target: str,
    reason: str,
    ground: str,
    explanation: str,
    reader: Reader,
    at: datetime,
    author: str = "",
    is_automatic: bool = False,
    is_erased: bool = False,
) -> str:
    """Take something down everywhere, with a statement of reasons for its author. Returns the decision's key.

    Open notices about it are answered by this. `is_erased` removes the words of a comment for good, where they give a
    person away. Raises NotModerator, BadSubject, BadText, BadNotice, AlreadyDecided.
    """
    rules.check_may_moderate(reader)
    rules.check_subject(target)
    if Decision.objects.filter(target=target, is_in_force=True).exists():
        raise AlreadyDecided("This is hidden already.", next_step="Load the page again.")
    row = decided(
        target, reason, ground, explanation, reader, at, author=author or author_of(target), is_hiding=True, is_automatic=is_automatic
    )  # fmt: skip
    if target.startswith("comment:"):
        erased = {"text": "", "name": ""} if is_erased else {}
        Comment.objects.filter(key=target.partition(":")[2]).update(state=CommentState.HIDDEN.value, **erased)
    ledger.record(events.TargetHidden(target, row.key, reason), by=reader.person, at=at)
    tell(follower=row.author, subject=target, turn=f"hidden-{row.key}", facts={"decision": row.key}, at=at)
    return row.key


@transaction.atomic
def keep(*, target: str, reason: str, explanation: str, reader: Reader, at: datetime) -> str:
    """Leave it standing and say why to those who gave notice. Returns the decision's key.

    Raises NotModerator, BadSubject, BadText, BadNotice.
    """
    rules.check_may_moderate(reader)
    rules.check_subject(target)
    row = decided(target, reason, Ground.RULES.value, explanation, reader, at, is_hiding=False)
    ledger.record(events.TargetKept(target, row.key), by=reader.person, at=at)
    return row.key


def decided(
    target: str, reason: str, ground: str, explanation: str, reader: Reader, at: datetime, *, is_hiding: bool,
    author: str = "", is_automatic: bool = False,
) -> Decision:  # fmt: skip
    """The decision, and the open notices that it answers."""
    if reason not in set(Reason) or ground not in set(Ground):
        raise BadNotice("No reason or ground is chosen.", next_step="Choose the rule or law that this rests on.")
    waiting = Flag.objects.filter(target=target, state=FlagState.OPEN.value)
    row = Decision.objects.create(
        key=rules.key(), target=target, author=author, is_hiding=is_hiding, reason=reason, ground=ground,
        explanation=rules.check_text(explanation), is_on_notice=waiting.exists(), is_automatic=is_automatic,
        is_in_force=is_hiding, at=at, by=reader.person,
    )  # fmt: skip
    told = list(waiting)
    state = FlagState.FOLLOWED if is_hiding else FlagState.REJECTED
    Flag.objects.filter(pk__in=[one.pk for one in told]).update(state=state.value, decision=row)
    for one in told:
        tell(
            follower=one.by or one.email,
            subject=f"flag:{one.key}",
            turn=state.value,
            facts={"decision": row.key},
            at=at,
        )
    return row


def author_of(target: str) -> str:
    kind, _, key = target.partition(":")
    if kind != "comment":
        return ""
    return Comment.objects.filter(key=key).values_list("author", flat=True).first() or ""


@transaction.atomic
def restore(*, target: str, reader: Reader, at: datetime) -> None:
    """A moderator takes back that something is hidden. Raises NotModerator, UnknownDecision."""
    rules.check_may_moderate(reader)
    row = Decision.objects.filter(target=target, is_in_force=True).first()
    if row is None:
        raise UnknownDecision("This is not hidden.", next_step="Load the page again.")
    bring_back(row, by=reader.person, at=at)


def bring_back(row: Decision, *, by: str, at: datetime) -> None:
    Decision.objects.filter(pk=row.pk).update(is_in_force=False)
    Comment.objects.filter(key=row.target.removeprefix("comment:"), state=CommentState.HIDDEN.value).update(
        state=CommentState.VISIBLE.value
    )
    ledger.record(events.TargetRestored(row.target, row.key), by=by, at=at)


@transaction.atomic
def appeal(*, decision: str, text: str, at: datetime, by: str = "") -> str:
    """Complain about a decision, within six months, once. Who holds its key may: author, or who gave notice.

    Raises UnknownDecision, BadText, AlreadyDecided, AppealTooLate.
    """
    row = known(decision)
    rules.check_can_appeal(at, row.at, is_appealed=Appeal.objects.filter(decision=row).exists())
    made = Appeal.objects.create(key=rules.key(), decision=row, by=by, text=rules.check_text(text), at=at)
    ledger.record(events.DecisionAppealed(decision, made.key), by=by, at=at)
    return made.key


@transaction.atomic
def decide_appeal(*, appeal: str, is_reversed: bool, reasons: str, reader: Reader, at: datetime) -> None:
    """Another moderator looks at the decision anew; where it is reversed, what was hidden comes back.

    Raises UnknownAppeal, AlreadyDecided, NotModerator, SameModerator, BadText.
    """
    row = Appeal.objects.select_for_update().select_related("decision").filter(key=appeal).first()
    if row is None:
        raise UnknownAppeal("There is no such appeal.", next_step="Load the page again.")
    if row.state != AppealState.OPEN:
        raise AlreadyDecided("This appeal is decided already.", next_step="Read its reasons.")
    rules.check_may_decide_appeal(reader, row.decision.by)
    outcome = AppealState.REVERSED if is_reversed else AppealState.UPHELD
    words = rules.check_text(reasons)
    Appeal.objects.filter(pk=row.pk).update(state=outcome.value, reasons=words, decided_by=reader.person, decided_at=at)
    if is_reversed and row.decision.is_in_force:
        bring_back(row.decision, by=reader.person, at=at)
    ledger.record(events.AppealDecided(appeal, outcome.value), by=reader.person, at=at)
    facts = {"decision": row.decision.key}
    tell(follower=row.by, subject=f"appeal:{row.key}", turn=outcome.value, facts=facts, at=at)


def known(decision: str) -> Decision:
    row = Decision.objects.filter(key=decision).first()
    if row is None:
        raise UnknownDecision("There is no such decision.", next_step="Check the address.")
    return row
