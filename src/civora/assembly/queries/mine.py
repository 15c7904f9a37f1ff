"""What one person has done in processes, for her own page."""

from __future__ import annotations

from datetime import date

from civora.assembly.models import Answer, Proposal, Support
from civora.assembly.models.ballots import Turnout
from civora.assembly.types import Decision, MyAct, ProposalState

MOST = 500
COLUMNS = ("pk", "process__key", "number", "title", "language", "at", "state", "decision", "supports")


def mine(email: str) -> tuple[MyAct, ...]:
    """Her proposals and what she backs, newest first, each with what became of it; in three queries."""
    if not email:
        return ()
    own = list(Proposal.objects.filter(author__email=email).order_by("-at").values_list(*COLUMNS)[:MOST])
    fields = tuple(f"proposal__{name}" for name in COLUMNS)
    backed = list(Support.objects.filter(person__email=email).order_by("-pk").values_list(*fields)[:MOST])
    ids = {row[0] for row in own} | {row[0] for row in backed}
    projects = dict(Answer.objects.filter(proposal__in=ids).exclude(project="").order_by("at").values_list("proposal", "project"))  # fmt: skip
    mine = {row[0] for row in own}
    return tuple(
        MyAct(
            process, number, title, lang, at, ProposalState(state), Decision(decision) if decision else None, supports,
            pk in mine, projects.get(pk, ""),
        )
        for pk, process, number, title, lang, at, state, decision, supports in [*own, *(row for row in backed if row[0] not in mine)]
    )  # fmt: skip


def voted(email: str) -> tuple[tuple[str, date], ...]:
    """(process, day) of each vote that she took part in. That, never how: nothing leads from here to a ballot."""
    rows = Turnout.objects.filter(person__email=email).order_by("-day") if email else Turnout.objects.none()
    return tuple(dict(rows.values_list("process__key", "day")).items())
