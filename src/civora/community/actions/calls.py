"""Calls: set, entered, decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from civora.community import events, rules
from civora.community.actions.reuses import known_reuse
from civora.community.errors import BadCall, UnknownCall
from civora.community.models import Award, Call, Entry
from civora.community.queries.calls import call as call_card
from civora.community.queries.reuses import dataset_names
from civora.community.rules import reuses as checks
from civora.community.types import Award as Prize
from civora.core.keys import dataset_key
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import actions as voices

Texts = Mapping[str, str]


@transaction.atomic
def set_call(
    *, key: str, owner: str, title: Texts, text: Texts, call_rules: Texts, prize: Texts, jury: Texts, datasets: Sequence[str], opens_at: datetime,
    closes_at: datetime, reader: Reader, at: datetime, decides_at: datetime | None = None, is_example: bool = False,
) -> None:  # fmt: skip
    """Make a call, or change it until it is decided. Raises NotOurs, BadCall, BadKey."""
    rules.check_may_decide(reader)
    checks.check_dates(opens_at, closes_at, decides_at)
    if not any(title.values()) or not any(call_rules.values()):
        raise BadCall(
            gettext("A call has a title and rules."), next_step=gettext("Write both, in one language at least.")
        )
    wanted = tuple(dict.fromkeys(one for one in datasets if one))
    unknown = [one for one in wanted if one not in dataset_names(wanted, reader)]
    if unknown:
        raise BadCall(
            gettext("There is no dataset {key}.").format(key=unknown[0][:60]),
            next_step=gettext("Name it by the last part of its address."),
        )
    given = {
        "owner": owner, "title": dict(title), "text": dict(text), "rules": dict(call_rules), "prize": dict(prize), "jury": dict(jury),
        "datasets": list(wanted), "opens_at": opens_at, "closes_at": closes_at, "decides_at": decides_at, "is_example": is_example,
    }  # fmt: skip
    Call.objects.update_or_create(key=dataset_key(key)[:60], defaults=given, create_defaults=given | {"made_at": at})
    ledger.record(events.CallSet(key), by=reader.person, at=at)


@transaction.atomic
def enter_call(*, call: str, reuse: str, reader: Reader, at: datetime) -> None:
    """Its author enters a reuse; entering it again changes nothing. Raises UnknownCall, UnknownReuse, NotMine, CallShut."""
    row = known_reuse(reuse)
    rules.check_mine(row.by, reader.person)
    checks.check_takes_entries(call_card(call, reader), at)
    _, is_new = Entry.objects.get_or_create(call=Call.objects.get(key=call), reuse=row, defaults={"at": at})
    if is_new:
        voices.follow(subject=f"call:{call}", follower=reader.person, at=at)
        ledger.record(events.CallEntered(call, reuse), by=reader.person, at=at)


@transaction.atomic
def decide_call(*, call: str, awards: Sequence[Prize], result: Texts, reader: Reader, at: datetime) -> None:
    """The jury's result, with reasons for each prize. Those who follow the call are told once, winners of their prize.

    A result may be corrected: awards are written anew. Raises NotOurs, UnknownCall, CallShut, BadCall.
    """
    rules.check_may_decide(reader)
    row = Call.objects.select_for_update().filter(key=call).first()
    if row is None:
        raise UnknownCall(gettext("There is no such call."), next_step=gettext("See the list of calls."))
    checks.check_can_decide(call_card(call, reader), at)
    entries = {one.reuse.key: one for one in row.entries.select_related("reuse")}
    for one in awards:
        if one.reuse not in entries or not any(one.reasons.values()) or not any(one.place.values()):
            raise BadCall(
                gettext("A prize goes to an entry, has a name, and has reasons."),
                next_step=gettext("Fill in all three."),
            )
    Award.objects.filter(entry__call=row).delete()
    for rank, one in enumerate(awards, 1):
        Award.objects.create(entry=entries[one.reuse], rank=rank, place=dict(one.place), reasons=dict(one.reasons))
    Call.objects.filter(pk=row.pk).update(result=dict(result), decided_at=row.decided_at or at)
    for one in awards:
        reuse = entries[one.reuse].reuse
        voices.tell(
            follower=reuse.by,
            subject=f"reuse:{reuse.key}",
            turn=f"award-{call}",
            facts={"title": reuse.title, "call": call},
            at=at,
        )
    title = next((text for text in row.title.values() if text), call)
    voices.announce(subject=f"call:{call}", turn="result", facts={"title": title}, at=at, by=reader.person)
    ledger.record(events.CallDecided(call, tuple(one.reuse for one in awards)), by=reader.person, at=at)
