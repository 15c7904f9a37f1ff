"""Corrections, campaigns and what residents sent to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from civora.voices.errors import UnknownCampaign, UnknownContribution
from civora.voices.models import Campaign, Correction, Submission
from civora.voices.rules import contributing
from civora.voices.types import CampaignCard, CorrectionCard, Review, SubmissionCard, Verdict

MOST = 500


# ---- corrections ----------------------------------------------------------------------------------------------------


def correction(key: str) -> CorrectionCard:
    """Raises UnknownContribution."""
    row = Correction.objects.filter(key=key).first()
    if row is None:
        raise UnknownContribution("There is no such contribution.", next_step="Load the page again.")
    return correction_card(row)


def corrections(
    dataset: str = "", *, state: Verdict | None = None, by: str = "", limit: int = MOST
) -> tuple[CorrectionCard, ...]:
    """Newest first: of one dataset, in one state, by one account."""
    found = Correction.objects.all()
    found = found.filter(dataset=dataset) if dataset else found
    found = found.filter(state=state.value) if state else found
    found = found.filter(by=by) if by else found
    return tuple(correction_card(row) for row in found.order_by("-at")[:limit])


def correction_card(row: Correction) -> CorrectionCard:
    return CorrectionCard(
        row.key, row.dataset, row.version, row.record_id, row.row, row.changes, row.text, row.at, Verdict(row.state), row.answer,
        row.decided_at, row.result, row.by,
    )  # fmt: skip


# ---- campaigns ------------------------------------------------------------------------------------------------------


def campaign(key: str) -> CampaignCard:
    """Raises UnknownCampaign."""
    row = counted().filter(key=key).first()
    if row is None:
        raise UnknownCampaign("There is no such campaign.", next_step="See the list of campaigns.")
    return campaign_card(row)


def campaigns(at: datetime | None = None, *, dataset: str = "") -> tuple[CampaignCard, ...]:
    """All that have opened by `at` (None: all), those that end first before the others."""
    found = counted() if at is None else counted().filter(opens_at__lte=at)
    found = found.filter(dataset=dataset) if dataset else found
    return tuple(campaign_card(row) for row in found.order_by("closes_at", "key")[:MOST])


def counted() -> Any:
    return Campaign.objects.annotate(
        accepted=Count("submissions", filter=Q(submissions__state=Verdict.ACCEPTED.value, submissions__same_as=None)),
        waiting=Count("submissions", filter=Q(submissions__state=Verdict.OPEN.value)),
    )


def campaign_card(row: Any) -> CampaignCard:
    questions, asks_place, asks_picture = contributing.form(row.form)
    return CampaignCard(
        row.key, row.dataset, row.owner, row.title, row.text, questions, asks_place, asks_picture, Review(row.review), row.observers,
        row.radius_m, row.trusted_after, row.opens_at, row.closes_at, row.is_example, getattr(row, "accepted", 0), getattr(row, "waiting", 0),
    )  # fmt: skip


# ---- submissions ----------------------------------------------------------------------------------------------------


def submission(key: str) -> SubmissionCard:
    """Raises UnknownContribution."""
    row = observed().filter(key=key).first()
    if row is None:
        raise UnknownContribution("There is no such contribution.", next_step="Load the page again.")
    return submission_card(row)


def submissions(
    campaign: str = "", *, state: Verdict | None = None, by: str = "", limit: int = MOST
) -> tuple[SubmissionCard, ...]:
    """Newest first; confirmations of another contribution are counted with it, not listed."""
    found = observed().filter(same_as=None) if not by else observed().filter(by=by)
    found = found.filter(campaign__key=campaign) if campaign else found
    found = found.filter(state=state.value) if state else found
    return tuple(submission_card(row) for row in found.order_by("-at")[:limit])


def unlanded(campaign: str) -> tuple[SubmissionCard, ...]:
    """Accepted and not yet rows of the dataset, oldest first."""
    found = observed().filter(campaign__key=campaign, state=Verdict.ACCEPTED.value, is_landed=False, same_as=None)
    return tuple(submission_card(row) for row in found.order_by("at")[:MOST])


def observed() -> Any:
    return Submission.objects.select_related("campaign").prefetch_related("confirmations")


def submission_card(row: Any) -> SubmissionCard:
    seen = {row.observer, *(one.observer for one in row.confirmations.all())} - {""}
    return SubmissionCard(
        row.key, row.campaign.key, tuple(row.answers), row.lon, row.lat, row.picture, row.observed_at, row.at, Verdict(row.state), row.how,
        row.answer, max(1, len(seen)), row.by,
    )  # fmt: skip


def may_keep(reader: Any, owner: str) -> bool:
    """For buttons: the reader decides about contributions to data of `owner`."""
    return contributing.is_keeper(reader, owner)
