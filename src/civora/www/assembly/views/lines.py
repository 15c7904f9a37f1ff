"""Proposals as lines of a list: with comments, backing and answers, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from civora.assembly import queries as assembly
from civora.assembly.types import Act, AnswerCard, ProposalLine, ProposalState
from civora.voices import queries as voices
from civora.www.assembly.framing import DECISIONS, Seen
from civora.www.assembly.pages import ProposalRow


def rows(seen: Seen, found: Sequence[ProposalLine]) -> tuple[ProposalRow, ...]:
    subjects = [one.subject for one in found]
    comments, hidden = voices.comment_counts(subjects), voices.hidden(subjects)
    backed = assembly.backed_by(seen.key, seen.by, [one.number for one in found])
    can_back = seen.process.allows(Act.SUPPORT)
    return tuple(
        ProposalRow(
            one, seen.url("proposal", one.number), comments.get(one.subject, 0), one.number in backed,
            can_back and one.state is ProposalState.OPEN, one.subject in hidden, *status(one),
        )
        for one in found
    )  # fmt: skip


def status(line: ProposalLine) -> tuple[str, str]:
    if line.decision is None:
        return "", ""
    label, tone = DECISIONS[line.decision]
    return str(label), tone


def answer_json(answer: AnswerCard | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "at": answer.at.isoformat(), "organisation": answer.organisation, "decision": answer.decision.value,
        "reasons": answer.reasons.text, "project": answer.project or None,
    }  # fmt: skip
