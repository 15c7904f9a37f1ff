"""What residents contributed becomes rows: a correction that its keeper accepts, the contributions to a campaign."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext

from civora.catalog import actions as catalog_actions
from civora.catalog import queries as catalog
from civora.catalog.errors import KeyTaken
from civora.catalog.types import FieldChange, Metadata, NewVersion
from civora.core.policy.types import Reader
from civora.core.schema import FieldType
from civora.intake.actions.publish import Landed, Stored, config, enter, publish
from civora.intake.actions.receive import receive
from civora.intake.errors import BadCorrection
from civora.intake.queries.coverage import coverage
from civora.intake.types import DeliveryCard, FieldOverride, Published
from civora.lake.amend import amend
from civora.lake.connect import LAKE, quoted
from civora.lake.write import Writer
from civora.voices import actions as voices_actions
from civora.voices import queries as voices
from civora.voices.errors import AlreadyDecided
from civora.voices.rules import contributing
from civora.voices.types import CampaignCard, CorrectionCard, Question, SubmissionCard, Verdict

KINDS = {
    "text": FieldType.TEXT, "number": FieldType.DOUBLE, "choice": FieldType.TEXT, "choices": FieldType.TEXT, "date": FieldType.DATE,
    "yes-no": FieldType.BOOLEAN,
}  # fmt: skip
OWN = {
    "contribution": {"en": "Contribution", "fr": "Contribution", "de": "Beitrag"},
    "observed_at": {"en": "Observed", "fr": "Observé", "de": "Beobachtet"},
    "review": {"en": "How it was checked", "fr": "Comment elle a été vérifiée", "de": "Wie geprüft wurde"},
    "observers": {"en": "Observers", "fr": "Observateurs", "de": "Beobachtende"},
    "picture": {"en": "Picture", "fr": "Image", "de": "Bild"},
    "geo_point": {"en": "Place", "fr": "Lieu", "de": "Ort"},
}


def accept_correction(*, key: str, answer: str, reader: Reader, at: datetime) -> Published:
    """The correction becomes a version of its dataset, and who proposed it is told. One click for the keeper of the data.

    Raises NotKeeper, AlreadyDecided, BadCorrection (nothing to change), NoSuchRow, UnknownContribution.
    """
    said = voices.correction(key)
    owner = catalog.owner(said.dataset)
    contributing.check_is_keeper(reader, owner)
    if said.state is not Verdict.OPEN:
        raise AlreadyDecided(gettext("This has been decided already."), next_step=gettext("Load the page again."))
    if not said.changes:
        raise BadCorrection(
            gettext("This says only that the row is wrong."),
            next_step=gettext("Correct it at its source, then answer."),
        )
    done = corrected(said, by=reader.person, at=at)
    voices_actions.decide_correction(
        key=key, verdict=Verdict.ACCEPTED, answer=answer, reader=reader, owner=owner, at=at, result=done.version
    )
    return done


def corrected(said: CorrectionCard, *, by: str, at: datetime) -> Published:
    """The lake commits the table with one changed row; then the card's pointer moves."""
    current = catalog.versions(said.dataset)[0]
    with Writer(config()) as writer:
        written = amend(writer, current.table, current.snapshot, current.schema, said.record_id, said.changes)
        where = f"{LAKE}.{quoted(current.table)} AT (VERSION => {written.snapshot:d})"
        delivery = noted(said, by=by, at=at)
        covered = coverage(writer.con, where, current.schema, delivery.bytes)
    version = NewVersion(current.table, written.snapshot, written.rows, 0, current.schema, covered)
    landed = Landed(said.dataset, delivery, Stored(version), None, None)
    return enter(landed, "application/json", f"correction {said.key}", by=by, at=at)


def noted(said: CorrectionCard, *, by: str, at: datetime) -> DeliveryCard:
    """The correction itself, kept as the delivery that made the version: provenance without a name."""
    words = {"correction": said.key, "record_id": said.record_id, "version": said.version, "changes": said.changes}
    return received(f"correction-{said.key}.json", orjson.dumps(words), by=by, at=at)


def received(name: str, content: bytes, *, by: str, at: datetime) -> DeliveryCard:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix, dir=settings.CIVORA_LAKE["spool"]) as file:
        file.write(content)
        file.flush()
        return receive(name=name, path=Path(file.name), by=by, at=at)


# ---- campaigns ------------------------------------------------------------------------------------------------------


def land_campaign(*, key: str, by: str, at: datetime) -> Published | None:
    """Contributions that were accepted since the last time become rows of the campaign's dataset; None where there are none.

    Nothing about persons goes along: each row says how it was checked, by how many, and when it was observed.
    """
    campaign, new = voices.campaign(key), voices.unlanded(key)
    if not new:
        return None
    lines = b"\n".join(orjson.dumps(row) for one in new for row in rows(campaign, one)) + b"\n"
    delivery = received(f"{key}.jsonl", lines, by=by, at=at)
    try:
        done = landed(campaign, delivery, by=by, at=at)
    except KeyTaken:  # another process has landed the first rows meanwhile: ours join them, each under its own key
        done = landed(campaign, delivery, by=by, at=at)
    voices_actions.mark_landed(keys=[one.key for one in new])
    return done


def landed(campaign: CampaignCard, delivery: DeliveryCard, *, by: str, at: datetime) -> Published:
    """A dataset without a version is one whose first landing was interrupted: it is begun again. Raises KeyTaken."""
    is_known = catalog.exists(campaign.dataset)
    has_rows = is_known and bool(catalog.versions(campaign.dataset))
    done = publish(
        delivery=delivery, key=campaign.dataset, mode="upsert" if has_rows else "replace", overrides=overrides(campaign),
        metadata=None if has_rows else metadata(campaign), zone="UTC", by=by, at=at,
    )  # fmt: skip
    if not has_rows:
        catalog_actions.set_fields(key=campaign.dataset, changes=labels(campaign), by=by, at=at)
    return done


def rows(campaign: CampaignCard, one: SubmissionCard) -> Iterable[dict[str, Any]]:
    """One row for each thing observed: `contribution` names it for good, so that landing it again changes the same row."""
    for number, answers in enumerate(one.answers, 1):
        row = {"contribution": one.key if len(one.answers) == 1 else f"{one.key}-{number}"}
        row |= {each.name: cell(each, answers.get(each.name)) for each in campaign.questions}
        row |= {"observed_at": one.observed_at.isoformat(), "review": one.how, "observers": one.observers}  # type: ignore[dict-item]  # JSON
        if campaign.asks_place:
            row["geo_point"] = f"{one.lat}, {one.lon}"
        if campaign.asks_picture:
            row["picture"] = f"/pictures/{one.picture}" if one.picture else None  # type: ignore[assignment]  # JSON
        yield row


def cell(asked: Question, given: Any) -> Any:
    return ";".join(given) if asked.kind == "choices" and given else given


def overrides(campaign: CampaignCard) -> dict[str, FieldOverride]:
    found = {
        one.name: FieldOverride(
            type=KINDS[one.kind], unit=one.unit or None, is_facet=one.kind in ("choice", "choices", "yes-no"),
            separator=";" if one.kind == "choices" else None,
        )
        for one in campaign.questions
    }  # fmt: skip
    found |= {
        "contribution": FieldOverride(type=FieldType.TEXT, is_key=True), "observed_at": FieldOverride(type=FieldType.DATETIME),
        "review": FieldOverride(type=FieldType.TEXT, is_facet=True), "observers": FieldOverride(type=FieldType.INT),
    }  # fmt: skip
    if campaign.asks_place:
        found["geo_point"] = FieldOverride(type=FieldType.GEO_POINT)
    if campaign.asks_picture:
        found["picture"] = FieldOverride(type=FieldType.TEXT)
    return found


def labels(campaign: CampaignCard) -> dict[str, FieldChange]:
    asked = {one.name: FieldChange(label=one.label) for one in campaign.questions}
    own = {name: FieldChange(label=texts) for name, texts in OWN.items()}
    if not campaign.asks_place:
        own.pop("geo_point")
    if not campaign.asks_picture:
        own.pop("picture")
    return asked | own


def metadata(campaign: CampaignCard) -> Metadata:
    return Metadata(
        title=campaign.title, description=campaign.text, publisher=campaign.owner or settings.CIVORA_OWN_ORGANISATION, licence="cc-by-4.0",
        keywords=("residents", "habitants", "Beiträge"), frequency="irregular", is_example=campaign.is_example, language="en",
        timezone=settings.CITY_ZONE,
    )  # fmt: skip
