"""Notices, decisions, appeals, and the counts of the transparency report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from statistics import median

from django.db.models import Count, QuerySet

from civora.voices import rules
from civora.voices.errors import UnknownDecision, UnknownFlag
from civora.voices.models import Appeal, Comment, Decision, Flag
from civora.voices.queries.threads import card
from civora.voices.types import (
    AppealCard,
    AppealState,
    CommentCard,
    CommentState,
    DecisionCard,
    FlagCard,
    FlagState,
    Ground,
    Reason,
    Transparency,
)

MOST = 500


def is_hidden(target: str) -> bool:
    return Decision.objects.filter(target=target, is_in_force=True).exists()


def hidden(targets: Iterable[str]) -> frozenset[str]:
    """Those of the targets that are hidden now, in one query."""
    rows = Decision.objects.filter(target__in=list(targets), is_in_force=True)
    return frozenset(rows.values_list("target", flat=True))


def hidden_of(kind: str) -> tuple[str, ...]:
    """All targets of one kind that are hidden now."""
    rows = Decision.objects.filter(target__startswith=f"{kind}:", is_in_force=True)
    return tuple(rows.values_list("target", flat=True))


def decisions_on(targets: Iterable[str]) -> dict[str, str]:
    """Target → key of the decision that hides it now, for those of the targets that are hidden. One query."""
    rows = Decision.objects.filter(target__in=list(targets), is_in_force=True)
    return dict(rows.values_list("target", "key"))


def decision(key: str) -> DecisionCard:
    """A statement of reasons. Raises UnknownDecision."""
    row = Decision.objects.filter(key=key).first()
    if row is None:
        raise UnknownDecision("There is no such decision.", next_step="Check the address.")
    return decision_card(row)


def decision_card(row: Decision) -> DecisionCard:
    return DecisionCard(
        row.key, row.target, row.is_hiding, Reason(row.reason), Ground(row.ground), row.explanation, row.is_on_notice,
        row.is_automatic, row.at, row.is_in_force, row.at + rules.APPEAL_WITHIN, appeal_of(row.key),
    )  # fmt: skip


def appeal_of(decision: str) -> AppealCard | None:
    row = Appeal.objects.select_related("decision").filter(decision__key=decision).first()
    return appeal_card(row) if row else None


def appeal_card(row: Appeal) -> AppealCard:
    state = AppealState(row.state)
    return AppealCard(row.key, row.decision.key, row.text, row.at, state, row.reasons, row.decided_at)


def flag(key: str) -> FlagCard:
    """A notice as who gave it sees it again. Raises UnknownFlag."""
    row = Flag.objects.select_related("decision").filter(key=key).first()
    if row is None:
        raise UnknownFlag("There is no such notice.", next_step="Check the address.")
    return flag_card(row)


def flag_card(row: Flag) -> FlagCard:
    return FlagCard(
        row.key, row.target, Reason(row.reason), row.explanation, row.url, row.at, FlagState(row.state), row.name, row.email,
        row.decision.key if row.decision else "",
    )  # fmt: skip


def flags(target: str) -> tuple[FlagCard, ...]:
    """All notices about one target, for moderators."""
    return tuple(flag_card(row) for row in Flag.objects.select_related("decision").filter(target=target).order_by("at"))


def open_flags() -> tuple[FlagCard, ...]:
    """What waits for a moderator, oldest first."""
    rows = Flag.objects.select_related("decision").filter(state=FlagState.OPEN.value).order_by("at")[:MOST]
    return tuple(flag_card(row) for row in rows)


def open_appeals() -> tuple[tuple[AppealCard, DecisionCard], ...]:
    rows = Appeal.objects.select_related("decision").filter(state=AppealState.OPEN.value).order_by("at")[:MOST]
    return tuple((appeal_card(row), decision_card(row.decision)) for row in rows)


def held_comments() -> tuple[CommentCard, ...]:
    """Comments that wait before they appear, oldest first."""
    rows = Comment.objects.filter(state=CommentState.HELD.value).order_by("at")[:MOST]
    return tuple(card(row, "", {}, is_moderator=True) for row in rows)


def transparency(since: datetime, until: datetime) -> Transparency:
    """The counts of a period."""
    notices = Flag.objects.filter(at__gte=since, at__lt=until)
    hiding = Decision.objects.filter(at__gte=since, at__lt=until, is_hiding=True)
    appeals = Appeal.objects.filter(at__gte=since, at__lt=until)
    states = counts(notices, "state")
    outcomes = counts(appeals, "state")
    waited = [
        (decided - given).total_seconds() / 3600
        for given, decided in notices.exclude(decision=None).values_list("at", "decision__at")
    ]
    return Transparency(
        notices=notices.count(), notices_by_reason=tuple(sorted(counts(notices, "reason").items())),
        notices_open=states.get("open", 0), notices_followed=states.get("followed", 0), notices_rejected=states.get("rejected", 0),
        hidden=hiding.count(), hidden_by_reason=tuple(sorted(counts(hiding, "reason").items())),
        hidden_by_law=hiding.filter(ground=Ground.LAW.value).count(), hidden_by_rules=hiding.filter(ground=Ground.RULES.value).count(),
        hidden_automatically=hiding.filter(is_automatic=True).count(), hidden_without_notice=hiding.filter(is_on_notice=False).count(),
        restored=hiding.filter(is_in_force=False).count(), appeals=appeals.count(), appeals_upheld=outcomes.get("upheld", 0),
        appeals_reversed=outcomes.get("reversed", 0), appeals_open=outcomes.get("open", 0), hours=median(waited) if waited else None,
    )  # fmt: skip


def counts(rows: QuerySet[Flag] | QuerySet[Decision] | QuerySet[Appeal], name: str) -> dict[str, int]:
    return dict(rows.values_list(name).annotate(count=Count("id")).order_by())
