"""Setting a vote: its form, its rule, its dates, and the projects on the ballot."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.assembly import events
from civora.assembly.actions.known import mark, process_row, write_texts
from civora.assembly.errors import BadBox, UnknownBox
from civora.assembly.models import BallotBox, BallotItem, Electorate, RuleChoice, Voter
from civora.assembly.rules import ballots as rules
from civora.assembly.rules import identity, words
from civora.assembly.types.ballots import NewBox, NewItem, Way
from civora.core.keys import dataset_key
from civora.ledger import actions as ledger

FIXED = ("rule", "form", "budget", "scope", "district", "least", "most", "top", "threshold", "opens_at")


@transaction.atomic
def set_box(*, process: str, key: str, box: NewBox, by: str, at: datetime) -> None:
    """Make a vote, or change one. Once it is open, form, rule, money and projects are fixed: only its end may move later.

    Raises UnknownProcess, BadBox, BadWords.
    """
    row = process_row(process)
    if dataset_key(key) != key or len(key) > 40:  # noqa: PLR2004 (the column's width)
        raise BadBox(gettext("This key cannot be used."), next_step=gettext("Use small letters, digits and -."))
    rules.check_box(box)
    check_register(row.pk, box)
    if not 1 <= len(box.items) <= rules.MOST_ITEMS:
        raise BadBox(
            gettext("A ballot has 1 to {most} projects.").format(most=rules.MOST_ITEMS),
            next_step=gettext("Add or remove some."),
        )
    known = BallotBox.objects.select_for_update().filter(process=row, key=key).first()
    plain = facts(box)
    if known is not None and known.opens_at <= at:
        prolong(known, box, plain, by=by, at=at)
        return
    made, _ = BallotBox.objects.update_or_create(process=row, key=key, defaults=plain)
    RuleChoice.objects.filter(box=made).exclude(rule=box.rule).delete()
    Electorate.objects.get_or_create(process=row, defaults={"secret": identity.new_secret()})
    write_texts(f"box:{made.pk}", title=words.check_texts(box.title, gettext("The title"), most=words.LINE))
    write_items(made, box.items)
    ledger.record(events.BoxSet(process, key, box.rule), by=by, at=at)
    mark("processes")


def facts(box: NewBox) -> dict[str, object]:
    return {
        "scope": box.scope.value, "district": box.district[:100], "form": box.form.value, "rule": box.rule,
        "budget": box.budget, "currency": box.currency, "threshold": box.threshold, "least": box.least, "most": box.most,
        "top": box.top, "ways": [one.value for one in box.ways], "group": box.group[:100], "may_change": box.may_change,
        "opens_at": box.opens_at, "closes_at": box.closes_at,
    }  # fmt: skip


def check_register(process: int, box: NewBox) -> None:
    """Once a register is there, no open way may stand beside it."""
    open_ways = {Way.ACCOUNT, Way.OIDC, Way.MESSAGE} & set(box.ways)
    if open_ways and Voter.objects.filter(process=process).exists():
        raise BadBox(
            gettext("This process has a register of residents, so a vote goes by the register."),
            next_step=gettext("Choose register, code or desk."),
        )


def prolong(known: BallotBox, box: NewBox, plain: dict[str, object], *, by: str, at: datetime) -> None:
    """An open vote may only last longer. Raises BadBox."""
    changed = [name for name in FIXED if getattr(known, name) != plain[name]]
    if changed or known.closes_at <= at or box.closes_at < known.closes_at:
        raise BadBox(
            gettext("Voting has begun: form, rule, money and projects are fixed, and the end can only move later."),
            next_step=gettext("Set another vote if something has to change."),
        )
    BallotBox.objects.filter(pk=known.pk).update(closes_at=box.closes_at)
    ledger.record(events.BoxSet(known.process.key, known.key, known.rule), by=by, at=at)


def write_items(box: BallotBox, items: tuple[NewItem, ...]) -> None:
    BallotItem.objects.filter(box=box, number__gt=len(items)).delete()
    for number, one in enumerate(items, 1):
        made, _ = BallotItem.objects.update_or_create(
            box=box, number=number,
            defaults={
                "cost": words.check_cost(one.cost) or 0, "category": one.category[:60], "place": one.place[:150],
                "proposal": one.proposal, "is_withdrawn": one.is_withdrawn,
            },
        )  # fmt: skip
        write_texts(
            f"item:{made.pk}",
            title=words.check_texts(one.title, gettext("The title"), most=words.LINE),
            about=words.check_texts(one.about, gettext("The explanation"), is_needed=False, most=2000),
        )


def box_row(process: str, key: str, *, locked: bool = False) -> BallotBox:
    """Raises UnknownBox."""
    rows = BallotBox.objects.select_related("process")
    if locked:
        rows = rows.select_for_update()
    row = rows.filter(process__key=process, key=key).exclude(process__opened_at=None).first()
    if row is None:
        raise UnknownBox(f"{process[:60]} has no vote {key[:40]}.", next_step="See the page of the process.")
    return row
