"""Making, changing and withdrawing indicators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from civora.core.errors import CivoraError
from civora.core.policy.types import Reader
from civora.impact import events, queries
from civora.impact.errors import BadIndicator, KeyTaken
from civora.impact.models import Definition, InclusionAnswered, Indicator, Statement
from civora.impact.queries.indicators import row
from civora.impact.rules import keepers, words
from civora.impact.types import Draft
from civora.ledger import actions as ledger
from civora.people import queries as people

FORMER = "the office"


@transaction.atomic
def save_indicator(*, given: Mapping[str, Any], reader: Reader, at: datetime, is_new: bool | None = None) -> int:
    """Make an indicator, or give a known one another definition. `is_new` True refuses a known key, False an unknown one.

    The question is asked once as the reader, so that a wrong field is refused with its name. Returns the number of the
    definition; the same definition again adds none. Raises BadIndicator, BadKey, KeyTaken, NotOwner, UnknownIndicator.
    """
    draft = words.draft(given, settings.CITY)
    known = Indicator.objects.select_for_update().filter(key=draft.key).first()
    owner = draft.owner or (known.owner if known else settings.CIVORA_OWN_ORGANISATION)
    if known:
        keepers.check_may_change(reader, known.owner)
    keepers.check_may_change(reader, owner)
    check_place(draft.key, known, is_new)
    check_answers(draft, reader)
    kept = words.written(draft) | {"owner": owner}
    if known and known.definition == kept and known.withdrawn_at is None:
        return known.number
    number = known.number + 1 if known else 1
    columns = {
        "definition": kept, "owner": owner, "theme": draft.theme, "area": draft.area, "position": draft.position,
        "number": number, "changed_at": at, "withdrawn_at": None,
    }  # fmt: skip
    made, _ = Indicator.objects.update_or_create(
        key=draft.key, defaults=columns, create_defaults=columns | {"made_at": at}
    )
    Definition.objects.create(indicator=made, number=number, definition=kept, at=at)
    ledger.record(events.IndicatorSaved(draft.key, number), by=reader.person, at=at)
    return number


def check_place(key: str, known: Indicator | None, is_new: bool | None) -> None:
    if is_new and known and known.withdrawn_at is None:
        raise KeyTaken(f"There is an indicator {key} already.", next_step="Choose another key, or change that one.")
    if is_new is False:
        row(key)


def check_answers(draft: Draft, reader: Reader) -> None:
    """Every question of the draft is asked once. Raises BadIndicator with the place."""
    asked = {"source": draft.source, "target_source": draft.target_source, "path_source": draft.path_source}
    for place, source in asked.items():
        try:
            if source is not None:
                queries.values(source, reader)
        except CivoraError as error:
            step = error.next_step or "Look at the dataset's fields and ask again."
            raise BadIndicator(f"{place}: {error.message}", next_step=step) from error


@transaction.atomic
def withdraw_indicator(*, key: str, reader: Reader, at: datetime) -> None:
    """It is shown no longer; its definitions are kept. Raises UnknownIndicator, NotOwner."""
    found = row(key)
    keepers.check_may_change(reader, found.owner)
    Indicator.objects.filter(pk=found.pk).update(withdrawn_at=at, changed_at=at)
    ledger.record(events.IndicatorWithdrawn(key), by=reader.person, at=at)


@transaction.atomic
def say(
    *, key: str, texts: Mapping[str, str], name: str, said_on: date, reader: Reader, at: datetime, is_example: bool = False
) -> None:  # fmt: skip
    """The sentence of the person responsible; earlier ones are kept with their day. Raises UnknownIndicator, NotOwner,
    BadIndicator."""
    found = row(key)
    keepers.check_may_change(reader, found.owner)
    kept = words.texts(texts, "statement", 1000, needed=True)
    who = words.short(name, "name", 150)
    if not who:
        raise BadIndicator("name: nobody speaks.", next_step="Name the person or office responsible.")
    Statement.objects.create(
        indicator=found, texts=kept, name=who, by=reader.person, said_on=said_on, at=at, is_example=is_example
    )
    ledger.record(events.StatementMade(key), by=reader.person, at=at)


def erase_person(address: str, pseudonym: str) -> None:
    """A person who is forgotten is named in no sentence that she gave: her office speaks."""
    InclusionAnswered.objects.filter(person=address).update(person=pseudonym)
    names = {one.key: one.name for one in people.organisations()}
    for said in Statement.objects.filter(by=address).select_related("indicator"):
        Statement.objects.filter(pk=said.pk).update(by=pseudonym, name=names.get(said.indicator.owner, FORMER)[:150])
