"""What a proposal rests on: views of datasets, pinned to the version that its author saw."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark
from civora.assembly.actions.proposals import own_row
from civora.assembly.errors import BadWords, UnknownPart
from civora.assembly.models import Evidence
from civora.assembly.rules import words
from civora.core.keys import dataset_key
from civora.ledger import actions as ledger

VIEWS = ("table", "map", "chart")
MOST, LONGEST = 8, 2_000


@transaction.atomic
def add_evidence(
    *,
    process: str,
    number: int,
    dataset: str,
    version: int,
    view: str,
    params: str,
    caption: str = "",
    by: str,
    at: datetime,
) -> None:
    """Put a view of a dataset beside a proposal. `params` as the view's address has them; the caller has asked the
    question once, so that it is known to have an answer. Raises UnknownProposal, NotYours, BadKey, BadWords."""
    row = own_row(process, number, by)
    if view not in VIEWS or len(params) > LONGEST or version < 1:
        raise BadWords(
            gettext("This address is not a table, map or chart of a dataset."),
            next_step=gettext("Open a dataset, filter it, and copy the address of its table, map or chart."),
        )
    if row.evidence.count() >= MOST:
        raise BadWords(
            gettext("A proposal carries {most} views at most.").format(most=MOST),
            next_step=gettext("Take one away first."),
        )
    text = words.check_text(caption, gettext("The caption"), most=200, is_line=True, is_needed=False)
    row.evidence.create(dataset=dataset_key(dataset), version=version, view=view, params=params, caption=text)
    ledger.record(events.ProposalRevised(process, number, row.revision), by=by, at=at)
    mark("proposals")


@transaction.atomic
def remove_evidence(*, process: str, number: int, evidence: int, by: str, at: datetime) -> None:
    """Raises UnknownProposal, NotYours, UnknownPart."""
    row = own_row(process, number, by)
    if not Evidence.objects.filter(proposal=row, pk=evidence).delete()[0]:
        raise UnknownPart("There is no such evidence.", next_step="Load the page again.")
    ledger.record(events.ProposalRevised(process, number, row.revision), by=by, at=at)
    mark("proposals")
