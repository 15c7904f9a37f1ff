"""Fixing the rule of a vote before it opens, with reasons and the comparison that was looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.boxes import box_row
from civora.assembly.actions.known import mark
from civora.assembly.errors import BadBox, BoxClosed
from civora.assembly.models import BallotBox, RuleChoice
from civora.assembly.rules import ballots as rules
from civora.assembly.rules import words
from civora.assembly.types.ballots import BallotForm
from civora.ledger import actions as ledger


@transaction.atomic
def fix_rule(
    *, process: str, box: str, rule: str, reasons: str, compared: dict[str, Any], by: str, at: datetime
) -> None:
    """Count this vote by `rule`. `compared` is kept and shown with it. Raises UnknownBox, BoxClosed, BadBox, BadWords."""
    row = box_row(process, box, locked=True)
    if row.opens_at <= at:
        raise BoxClosed(
            gettext("Voting has begun: the rule is fixed."),
            next_step=gettext("Set another vote if something has to change."),
        )
    rules.check_rule(rule, BallotForm(row.form), row.threshold)
    if rule not in compared["rules"]:
        raise BadBox(
            gettext("The comparison does not show this rule."), next_step=gettext("Choose one of those side by side.")
        )
    text = words.check_text(reasons, gettext("The reasons"), most=2000)
    BallotBox.objects.filter(pk=row.pk).update(rule=rule)
    RuleChoice.objects.update_or_create(
        box=row, defaults={"rule": rule, "reasons": text, "compared": compared, "at": at}
    )
    ledger.record(events.RuleFixed(process, box, rule, compared["title"]), by=by, at=at)
    mark("processes")
