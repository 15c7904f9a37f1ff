"""Corrections and contributions: sent, decided, forgotten. They become rows through `intake.actions`, never here."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from civora.core.keys import dataset_key
from civora.core.policy.types import Reader
from civora.ledger import actions as ledger
from civora.voices import events, rules
from civora.voices.actions.attaching import attach
from civora.voices.actions.counting import count_address
from civora.voices.actions.following import follow, tell
from civora.voices.errors import AlreadyDecided, BadForm, TooManyWords, UnknownContribution
from civora.voices.models import Campaign, Correction, Submission
from civora.voices.queries import contributing as queries
from civora.voices.rules import contributing
from civora.voices.types import CampaignCard, Review, Verdict

A_DAY_AT_MOST = 200  # contributions from one address
OBSERVERS_KEPT = timedelta(days=30)


# ---- corrections ----------------------------------------------------------------------------------------------------


@transaction.atomic
def propose_correction(
    *,
    dataset: str,
    version: int,
    record_id: str,
    row: Mapping[str, Any],
    changes: Mapping[str, Any],
    text: str,
    by: str,
    at: datetime,
    address: str = "",
) -> str:
    """Say that a row is wrong, and what it should say. `row` is what the writer saw. Returns the correction's key.

    Raises BadText, TooManyWords.
    """
    kept = {name: value for name, value in changes.items() if name not in row or value != row[name]}
    words = rules.check_text(text) if text.strip() or not kept else ""
    check_flood(address or by, at)
    made = Correction.objects.create(
        key=rules.key(),
        dataset=dataset,
        version=version,
        record_id=record_id,
        row=dict(row),
        changes=kept,
        text=words,
        by=by,
        at=at,
    )
    if by:
        follow(subject=f"correction:{made.key}", follower=by, at=at)
    ledger.record(events.CorrectionProposed(made.key, dataset), by=by, at=at)
    return made.key


@transaction.atomic
def decide_correction(
    *, key: str, verdict: Verdict, answer: str, reader: Reader, owner: str, at: datetime, result: int | None = None
) -> None:
    """The keeper of the data has decided; who proposed it is told. Raises NotKeeper, AlreadyDecided, UnknownContribution, BadText."""
    contributing.check_is_keeper(reader, owner)
    row = Correction.objects.select_for_update().filter(key=key).first()
    if row is None:
        raise UnknownContribution("There is no such contribution.", next_step="Load the page again.")
    check_undecided(row.state)
    words = rules.check_text(answer) if answer.strip() or verdict is Verdict.DECLINED else ""
    Correction.objects.filter(pk=row.pk).update(
        state=verdict.value, answer=words, decided_by=reader.person, decided_at=at, result=result
    )
    facts = {"dataset": row.dataset, "verdict": verdict.value, "answer": words, "version": result}
    tell(follower=row.by, subject=f"correction:{key}", turn=verdict.value, facts=facts, at=at)
    ledger.record(events.CorrectionDecided(key, row.dataset, verdict.value), by=reader.person, at=at)


# ---- campaigns ------------------------------------------------------------------------------------------------------


@transaction.atomic
def set_campaign(
    *, key: str, dataset: str, owner: str, title: Mapping[str, str], text: Mapping[str, str], form: Sequence[Mapping[str, Any]], review: Review,
    opens_at: datetime, reader: Reader, at: datetime, closes_at: datetime | None = None, observers: int = 2, radius_m: int = 25,
    trusted_after: int = 0, is_example: bool = False,
) -> None:  # fmt: skip
    """Make a campaign, or change it. A question that has answers keeps its name and kind. Raises NotKeeper, BadForm, BadKey."""
    contributing.check_is_keeper(reader, owner)
    asked, _, _ = contributing.form(list(form))
    if not any(title.values()):
        raise BadForm(gettext("A campaign has a title."))
    old = Campaign.objects.filter(key=dataset_key(key)).first()
    if old is not None and old.submissions.exists():
        kinds = {one.name: one.kind for one in asked}
        for one in contributing.form(old.form)[0]:
            if kinds.get(one.name) != one.kind:
                raise BadForm(gettext("{name} has answers already: it keeps its name and kind.").format(name=one.name))
    Campaign.objects.update_or_create(
        key=key,
        defaults={
            "dataset": dataset_key(dataset), "owner": owner, "title": dict(title), "text": dict(text), "form": list(form), "review": review.value,
            "observers": max(2, observers), "radius_m": radius_m, "trusted_after": trusted_after, "opens_at": opens_at, "closes_at": closes_at,
            "is_example": is_example,
        },
        create_defaults={
            "dataset": dataset_key(dataset), "owner": owner, "title": dict(title), "text": dict(text), "form": list(form), "review": review.value,
            "observers": max(2, observers), "radius_m": radius_m, "trusted_after": trusted_after, "opens_at": opens_at, "closes_at": closes_at,
            "is_example": is_example, "made_at": at,
        },
    )  # fmt: skip
    ledger.record(events.CampaignSet(key), by=reader.person, at=at)


@transaction.atomic
def contribute(
    *, campaign: str, sent: str, answers: Sequence[Mapping[str, Any]], at: datetime, lon: Any = None, lat: Any = None, photo: bytes = b"",
    by: str = "", address: str = "", observed_at: datetime | None = None,
) -> str:  # fmt: skip
    """Send rows to a campaign. The same `sent` arriving again changes nothing and gives the same key back.

    Raises UnknownCampaign, CampaignShut, BadAnswer, BadPicture, PictureTooLarge, TooManyWords.
    """
    asked = queries.campaign(campaign)
    known = Submission.objects.filter(campaign__key=campaign, sent=sent[:64]).first()
    if known is not None:
        return str(known.key)
    when = min(observed_at or at, at)
    contributing.check_is_open(asked, when)
    check_flood(address or by, at)
    kept = contributing.rows(asked, answers)
    where = contributing.place(lon, lat) if asked.asks_place else (None, None)
    home = Campaign.objects.get(key=campaign)
    row = Submission.objects.create(
        key=rules.key(), campaign=home, sent=sent[:64] or rules.key(), answers=kept, lon=where[0], lat=where[1], by=by,
        observer=observer(campaign, by or address), observed_at=when, at=at,
    )  # fmt: skip
    if photo and asked.asks_picture:
        row.picture = attach(subject=f"contribution:{row.key}", data=photo, at=at, by=by)
        row.save(update_fields=("picture",))
    ledger.record(events.ContributionSent(campaign, row.key), by=by, at=at)
    settle(row, asked, at)
    return str(row.key)


def observer(campaign: str, who: str) -> str:
    """Tells observers of one campaign apart; nobody can tell from it who they are, or join two campaigns by it."""
    return (
        hmac.new(f"{settings.SECRET_KEY}|{campaign}".encode(), who.encode(), hashlib.sha256).hexdigest() if who else ""
    )


def settle(row: Submission, asked: CampaignCard, at: datetime) -> None:
    """What the campaign's own rule decides at once: nobody waits for staff where she need not."""
    if asked.review is Review.AT_ONCE:
        decided(row, Verdict.ACCEPTED, "at-once", "", by="", at=at)
    elif is_trusted(row, asked):
        decided(row, Verdict.ACCEPTED, "trusted", "", by="", at=at)
    elif asked.review is Review.AGREEMENT:
        agreed(row, asked, at)


def is_trusted(row: Submission, asked: CampaignCard) -> bool:
    """Whoever has so many accepted contributions by staff or agreement needs no further look."""
    if not asked.trusted_after or not row.by:
        return False
    good = Submission.objects.filter(
        campaign=row.campaign, by=row.by, state=Verdict.ACCEPTED.value, how__in=("staff", "agreement")
    )
    return good.count() >= asked.trusted_after


def agreed(row: Submission, asked: CampaignCard, at: datetime) -> None:
    """Join an earlier contribution nearby that says the same, by somebody else; enough of them make it a row."""
    others = (
        Submission.objects.select_for_update()
        .filter(campaign=row.campaign, same_as=None)
        .exclude(pk=row.pk)
        .exclude(state=Verdict.DECLINED.value)
    )
    for one in others.order_by("at"):
        if not near(one, row, asked.radius_m) or not contributing.agree(asked, one.answers, row.answers):
            continue
        Submission.objects.filter(pk=row.pk).update(same_as=one)
        seen = {one.observer, *one.confirmations.values_list("observer", flat=True)} - {""}
        if one.state == Verdict.OPEN.value and len(seen) >= asked.observers:
            decided(one, Verdict.ACCEPTED, "agreement", "", by="", at=at)
            for other in one.confirmations.all():
                decided(other, Verdict.ACCEPTED, "agreement", "", by="", at=at)
        elif one.state == Verdict.ACCEPTED.value:
            decided(row, Verdict.ACCEPTED, "agreement", "", by="", at=at)
            Submission.objects.filter(pk=one.pk).update(is_landed=False)  # its number of observers has changed
        return


def near(one: Submission, other: Submission, metres: int) -> bool:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return one.lon is None and other.lon is None
    return contributing.distance_m((one.lon, one.lat), (other.lon, other.lat)) <= metres


def decided(row: Submission, verdict: Verdict, how: str, answer: str, *, by: str, at: datetime) -> None:
    Submission.objects.filter(pk=row.pk).update(state=verdict.value, how=how, answer=answer)
    facts = {"campaign": row.campaign.key, "verdict": verdict.value, "how": how, "answer": answer}
    tell(follower=row.by, subject=f"contribution:{row.key}", turn=verdict.value, facts=facts, at=at)
    ledger.record(events.ContributionDecided(row.key, verdict.value, how), by=by, at=at)


@transaction.atomic
def decide_contribution(*, key: str, verdict: Verdict, answer: str, reader: Reader, at: datetime) -> None:
    """Staff accept a contribution, or decline it with a reason; its author is told. Raises NotKeeper, AlreadyDecided, UnknownContribution, BadText."""
    row = Submission.objects.select_for_update().select_related("campaign").filter(key=key).first()
    if row is None:
        raise UnknownContribution("There is no such contribution.", next_step="Load the page again.")
    contributing.check_is_keeper(reader, row.campaign.owner)
    check_undecided(row.state)
    words = rules.check_text(answer) if answer.strip() or verdict is Verdict.DECLINED else ""
    decided(row, verdict, "staff", words, by=reader.person, at=at)


@transaction.atomic
def mark_landed(*, keys: Iterable[str]) -> int:
    """These contributions are rows of their dataset now."""
    return Submission.objects.filter(key__in=list(keys)).update(is_landed=True)


@transaction.atomic
def forget_observers(*, at: datetime) -> int:
    """The pseudonyms of observers go 30 days after a campaign has closed."""
    return (
        Submission.objects.filter(campaign__closes_at__lt=at - OBSERVERS_KEPT).exclude(observer="").update(observer="")
    )


def check_undecided(state: str) -> None:
    """Raises AlreadyDecided."""
    if state != Verdict.OPEN.value:
        raise AlreadyDecided(gettext("This has been decided already."), next_step=gettext("Load the page again."))


def check_flood(address: str, at: datetime) -> None:
    """Raises TooManyWords."""
    if address and count_address(kind="contribution", address=address, at=at) > A_DAY_AT_MOST:
        raise TooManyWords(
            gettext("That is {n} contributions in one day.").format(n=A_DAY_AT_MOST),
            next_step=gettext("Go on tomorrow."),
        )
